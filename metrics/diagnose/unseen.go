package diagnose

import (
	"fmt"

	"github.com/seqpair/seqpair/metrics/history"
)

// coverage is what the encoding of the validation pairs lost, as a run notes it.
type coverage struct{ truncated, sequences, unknown, units int64 }

// Unseen finds D69: input that the network never sees, because most sequences are cut, or most of their units are not in
// the vocabulary.
func Unseen(e Evidence) []Finding {
	return mergedByID(holding(e.coverage(), mostlyCut, mostlyUnknown))
}

// coverage reads the last note about it; zero if there is none.
func (e Evidence) coverage() coverage {
	var last coverage
	for _, r := range e.Records {
		var c coverage
		const note = "valid pairs: %d of %d sequences cut at the end, %d of %d units unknown" // data.Coverage
		if n, _ := fmt.Sscanf(r.Text, note, &c.truncated, &c.sequences, &c.unknown, &c.units); r.Kind == history.Note && n == 4 {
			last = c
		}
	}
	return last
}

func mostlyCut(c coverage) (Finding, bool) {
	return unseenFinding(c.truncated, c.sequences, Finding{
		Title:    "%s of the sequences are cut at their end",
		Verdict:  "The network reads the beginning of a sequence alone. If what tells two of them apart comes later, it cannot be learned.",
		Evidence: "The encoding cuts %d of the %d sequences of the validation pairs.",
		Fix:      "Read more of them, as a new run; the default is the 99th percentile of the training lengths, at most 512:\n    model.Config{Encoding: data.Encoding{Length: 1024}}\nOr take longer units: data.Word, or a larger K.",
		Confirm:  "The note at the end of the first epoch counts few sequences that are cut, and the metrics are no lower.",
	})
}

func mostlyUnknown(c coverage) (Finding, bool) {
	return unseenFinding(c.unknown, c.units, Finding{
		Title:    "%s of the units are unknown",
		Verdict:  "The vocabulary holds the units of the training pairs, and new sequences are made of others. All unknown units are one to the network, so it cannot tell such sequences apart.",
		Evidence: "The encoding knows no id for %d of the %d units of the validation pairs.",
		Fix:      "Take smaller units, which come again in new sequences, as a new run:\n    model.Config{Encoding: data.Encoding{Unit: data.Char}}   // or a smaller K; data.Byte knows all",
		Confirm:  "The note at the end of the first epoch counts few unknown units.",
	})
}

// unseenFinding fills in f if more than half of what there is was lost.
func unseenFinding(lost, all int64, f Finding) (Finding, bool) {
	if 2*lost <= all {
		return Finding{}, false
	}
	share := float64(lost) / float64(all)
	f.ID, f.Severity = "D69", Warning
	f.Title, f.Evidence = capital(fmt.Sprintf(f.Title, percentText(share))), fmt.Sprintf(f.Evidence, lost, all)
	f.Numbers = map[string]float64{"lost": float64(lost), "all": float64(all)}
	return f, true
}
