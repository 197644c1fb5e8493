// Package cases holds evidence of which it is known what is wrong, and how well the
// checks find it: recorded once from other programs, and made here from seeds.
package cases

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/seqpair/seqpair/metrics/diagnose"
)

// Case is evidence with what should be found in it.
type Case struct {
	Name     string
	Source   string   // the program that it comes from
	Want     []string // IDs; none: the evidence is healthy
	Also     []string // IDs that are true as well, and need not be found
	Evidence diagnose.Evidence
}

// Tally counts findings.
type Tally struct {
	Cases, Found, Missed, False int
}

// Recall is the share of what is wrong that was found; 1 if nothing is.
func (t Tally) Recall() float64 { return share(t.Found, t.Found+t.Missed) }

// Precision is the share of the findings that are right; 1 if there are none.
func (t Tally) Precision() float64 { return share(t.Found, t.Found+t.False) }

func share(part, whole int) float64 {
	if whole == 0 {
		return 1
	}
	return float64(part) / float64(whole)
}

// Result is what came of judging cases.
type Result struct {
	All     Tally
	ByID    map[string]Tally
	Healthy Tally    // of the cases in which nothing is wrong
	Wrong   []string // one line for each case that was not judged as wanted
}

// Judge runs all checks on every case.
func Judge(all []Case) Result {
	r := Result{ByID: map[string]Tally{}}
	for _, c := range all {
		found := map[string]bool{}
		for _, f := range diagnose.Run(c.Evidence) {
			found[f.ID] = true
		}
		var missed, wrong []string
		for _, id := range c.Want {
			t := r.ByID[id]
			t.Cases++
			if found[id] {
				t.Found++
			} else {
				t.Missed++
				missed = append(missed, id)
			}
			r.ByID[id] = t
		}
		for _, id := range slices.Sorted(maps.Keys(found)) {
			if !slices.Contains(c.Want, id) && !slices.Contains(c.Also, id) {
				t := r.ByID[id]
				t.False++
				r.ByID[id] = t
				wrong = append(wrong, id)
				if len(c.Want) == 0 {
					r.Healthy.False++
				}
			}
		}
		r.All.Cases++
		if len(c.Want) == 0 {
			r.Healthy.Cases++
		}
		if len(missed)+len(wrong) > 0 {
			r.Wrong = append(r.Wrong, fmt.Sprintf("%s, %s: missed %v, false %v", c.Source, c.Name, missed, wrong))
		}
	}
	for _, t := range r.ByID {
		r.All.Found += t.Found
		r.All.Missed += t.Missed
		r.All.False += t.False
	}
	return r
}

// Write writes a table: recall and precision by finding, over all, and what was
// wrongly judged.
func (r Result) Write(w io.Writer) error {
	fmt.Fprintf(w, "%-9s %6s %6s %6s %6s %7s %9s\n", "finding", "wanted", "found", "missed", "false", "recall", "precision")
	for _, id := range slices.Sorted(maps.Keys(r.ByID)) {
		r.ByID[id].write(w, id)
	}
	r.All.write(w, "all")
	fmt.Fprintf(w, "%d cases, %d of them healthy (%d false findings there)\n", r.All.Cases, r.Healthy.Cases, r.Healthy.False)
	slices.SortFunc(r.Wrong, cmp.Compare[string])
	for _, line := range r.Wrong {
		fmt.Fprintln(w, line)
	}
	return nil
}

func (t Tally) write(w io.Writer, name string) {
	fmt.Fprintf(w, "%-9s %6d %6d %6d %6d %7.3f %9.3f\n", name, t.Found+t.Missed, t.Found, t.Missed, t.False, t.Recall(), t.Precision())
}
