package diagnose

import (
	"fmt"
	"io"
	"strings"
)

// WriteFix writes the change alone, finding by finding, and how to compare before
// and after. It writes nothing if there are no findings.
func WriteFix(w io.Writer, e Evidence, findings []Finding) error {
	if len(findings) == 0 {
		return nil
	}
	var b strings.Builder
	done := map[string]bool{}
	for _, f := range findings {
		if f.Fix == "" || done[f.Fix] {
			continue
		}
		done[f.Fix] = true
		section(&b, f.ID, f.Title)
		section(&b, "", f.Fix)
		b.WriteByte('\n')
	}
	section(&b, "Compare", compareAfter(e))
	_, err := io.WriteString(w, b.String())
	return err
}

// compareAfter says how to set the run before the change beside the one after it.
func compareAfter(e Evidence) string {
	if e.framework() == "seqpair" {
		name, _, _ := strings.Cut(e.Name, " and ") // the pairs beside the run have names, too
		return fmt.Sprintf("Train under a new name, and set the two beside one another; the intervals say whether the difference is one:\n"+
			"    seqpair diagnose -fix -pairs FILE -valid FILE %s    # does both\n    nb.Show(must.M1(nb.Compare(%q, %q)))", name, name, name+"-fixed")
	}
	return "Save label and score of the same validation rows before and after, and set the two beside one another; the intervals say whether the difference is one:\n" +
		"    seqpair report before.csv after.csv\n    seqpair diagnose after.csv                           # says nothing if all is well"
}
