package diagnose

import (
	"fmt"
	"slices"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/history"
)

// Still finds D70: a monitor of one threshold that reads the same in every epoch of a run, and so chooses none. One of all thresholds does
// so where nothing is ranked, which is another finding.
func Still(e Evidence) []Finding {
	name, read := e.monitored()
	if m, err := metrics.ByName(name); err != nil || m.Table == nil {
		return nil
	}
	if len(read) < 2 || best(read[0]) || slices.ContainsFunc(read, func(v metrics.Value) bool { return !alike(v, read[0]) }) {
		return nil
	}
	says := fmt.Sprint("reads ", number(read[0].V))
	if read[0].Undefined != "" {
		says = fmt.Sprintf("is undefined (%s)", read[0].Undefined)
	}
	return []Finding{{
		ID: "D70", Severity: Warning,
		Title:    fmt.Sprintf("The monitored %s stands still", name),
		Verdict:  "The best epoch is the one of the best reading on the validation data. Where all read the same it was not chosen by its metric, and patience ends training while it may improve. Of rare positives, few scores reach a fixed threshold of 0.5 in the first epochs.",
		Evidence: fmt.Sprintf("%s %s in each of the %d epochs.", capital(name), says, len(read)),
		RuledOut: []string{"A perfect reading, which nothing can improve on."},
		Fix:      "Monitor a metric that reads every threshold, as a new run:\n    model.Config{Monitor: \"average_precision\"}\nThe threshold is chosen afterwards, on the validation data.",
		Confirm:  "The readings of the epochs differ, and the best is marked.",
		Numbers:  map[string]float64{"epochs": float64(len(read))},
	}}
}

// monitored is what the epochs of a run read of its monitor.
func (e Evidence) monitored() (name string, read []metrics.Value) {
	for _, r := range e.Records {
		if v, found := r.Valid.Reading(r.Monitor); found && r.Kind == history.Epoch {
			name, read = r.Monitor, append(read, v)
		}
	}
	return name, read
}

func alike(a, b metrics.Value) bool {
	return a.Undefined == b.Undefined && (a.Undefined != "" || a.V == b.V)
}

// best says whether a reading, of a metric that is best at 1, cannot be better.
func best(v metrics.Value) bool { return v.Undefined == "" && v.V == 1 }
