package nb

import (
	"fmt"
	"strings"

	"github.com/seqpair/seqpair/metrics/diagnose"
	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/nb/internal/printable"
)

// watch is what the checks say of a run that still trains.
type watch struct {
	since    map[string]int // by finding: the epoch after which it first arose
	findings []diagnose.Finding
}

// look judges the epochs so far. A finding that later epochs do not bear out is dropped.
func (w *watch) look(epochs []history.Record) {
	w.findings = diagnose.Run(diagnose.Evidence{Records: epochs})
	since := map[string]int{}
	for _, f := range w.findings {
		since[f.ID] = epochs[len(epochs)-1].Epoch
		if first, ok := w.since[f.ID]; ok {
			since[f.ID] = first
		}
	}
	w.since = since
}

// lines are the findings, a line each.
func (w *watch) lines() []string {
	lines := make([]string, len(w.findings))
	for i, f := range w.findings {
		title := strings.TrimRight(printable.Line(f.Title, 120), ".")
		lines[i] = fmt.Sprintf("%s: %s (%s, since epoch %d)", f.Severity, title, printable.Line(f.ID, 10), w.since[f.ID])
	}
	return lines
}
