package diagnose

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
)

// Severity says how far a finding reaches.
type Severity int

// The severities, mild to grave.
const (
	Info    Severity = iota // worth knowing; nothing is wrong
	Warning                 // likely wrong, or wrong for most purposes
	Error                   // proven wrong: the metrics or the model are worthless as they are
)

var severities = [...]string{"info", "warning", "error"}

func (s Severity) String() string {
	if s < Info || s > Error {
		return fmt.Sprintf("Severity(%d)", int(s))
	}
	return severities[s]
}

// MarshalText writes "info", "warning" or "error".
func (s Severity) MarshalText() ([]byte, error) {
	if s < Info || s > Error {
		return nil, fmt.Errorf("diagnose: no such severity: %d", int(s))
	}
	return []byte(severities[s]), nil
}

// UnmarshalText reads what MarshalText wrote.
func (s *Severity) UnmarshalText(text []byte) error {
	i := slices.Index(severities[:], string(text))
	if i < 0 {
		return fmt.Errorf("diagnose: no such severity: %q; want info, warning or error", text)
	}
	*s = Severity(i)
	return nil
}

// Finding is one thing that is wrong, proven by the evidence.
//
// The texts hold one paragraph per line; a line that begins with four spaces is
// code. They contain names from the evidence: escape them before showing them
// as HTML (Markdown does).
type Finding struct {
	ID       string             `json:"id"` // stable, for example "D01"
	Severity Severity           `json:"severity"`
	Title    string             `json:"title"`
	Verdict  string             `json:"verdict"`  // what is wrong and why
	Evidence string             `json:"evidence"` // the numbers that prove it
	RuledOut []string           `json:"ruled_out,omitempty"`
	Fix      string             `json:"fix"`               // the change to make
	Confirm  string             `json:"confirm"`           // what to print next, and what to expect
	Numbers  map[string]float64 `json:"numbers,omitempty"` // what the texts say, for programs; all finite
	Page     string             `json:"page,omitempty"`    // the section of the catalogue about it; Run fills it in
	Proof    *Proof             `json:"-"`                 // what a picture needs to show it; Run fills it in; nil: nothing to draw
}

// Check looks for one family of failures. It must be deterministic, must not
// change the evidence, and returns nothing if there is nothing to say.
type Check func(Evidence) []Finding

// Checks returns all checks of this package, in the order of their findings'
// IDs.
func Checks() []Check {
	return []Check{Flattened, OneClass, Averaged, Thresholded, Crosschecked, Ranking, Unranked, Power, Saturated, Misplaced, Miscalibrated, Columns, Tabled, Undefined, Stopping, Training, Overfitted, Weights, Said, Segmented, Leaking, Unseen, Still, Tried}
}

// Run applies the checks, all of this package if none is given, and returns
// their findings, one for each ID: gravest first, then by ID. Where several checks
// give the same ID, the first has the words, and the others add their evidence.
// Numbers that are not finite are dropped.
func Run(e Evidence, checks ...Check) []Finding {
	if len(checks) == 0 {
		checks = Checks()
	}
	e = e.remembered()
	var all []Finding
	for _, check := range checks {
		all = append(all, check(e)...)
	}
	all = mergedByID(all)
	for i := range all {
		if all[i].Page == "" {
			all[i].Page = page(all[i].ID)
		}
		if all[i].Proof == nil {
			all[i].Proof = proven(e, all[i])
		}
		all[i].Numbers = maps.Clone(all[i].Numbers)
		maps.DeleteFunc(all[i].Numbers, func(_ string, v float64) bool {
			return math.IsNaN(v) || math.IsInf(v, 0)
		})
	}
	slices.SortStableFunc(all, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(b.Severity, a.Severity), cmp.Compare(a.ID, b.ID))
	})
	return all
}
