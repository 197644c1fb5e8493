package nb

import (
	"encoding/base64"
	"fmt"
	"strings"
	"time"

	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/nb/internal/printable"
	"github.com/seqpair/seqpair/nb/plot"
)

// trainingLog is what has been recorded of a run, kept small: of its steps at most maxSteps.
type trainingLog struct {
	steps  []history.Record
	epochs []history.Record
	last   history.Record // the latest counts, whatever the kind
	run    string
	what   string // the backend, in words
	note   string
	ended  bool
	every  int // one step record in so many is kept
	seen   int
	watch  watch
}

// maxSteps is more than the picture has pixels to show.
const maxSteps = 800

func (l *trainingLog) add(r history.Record) {
	l.keepWords(r)
	switch r.Kind {
	case history.Step:
		l.addStep(r)
	case history.Epoch:
		l.epochs = append(l.epochs, r)
		l.watch.look(l.epochs)
	}
	if r.Epoch == 0 {
		r.Epoch = l.last.Epoch
	}
	if r.Step > 0 || r.Steps > 0 {
		l.last = r
	}
}

func (l *trainingLog) keepWords(r history.Record) {
	if r.Run != "" {
		l.run = r.Run
	}
	if r.Backend != "" {
		l.what = r.Backend
	}
	if r.Text != "" {
		l.note = r.Text
	}
	l.ended = r.Kind == history.End
}

// addStep thins the steps to every second one whenever there are too many.
func (l *trainingLog) addStep(r history.Record) {
	l.every = max(1, l.every)
	if l.seen%l.every == 0 {
		l.steps = append(l.steps, r)
	}
	l.seen++
	if len(l.steps) < maxSteps {
		return
	}
	for i := range len(l.steps) / 2 {
		l.steps[i] = l.steps[2*i]
	}
	l.steps = l.steps[:len(l.steps)/2]
	l.every *= 2
}

// html is the whole output: what survives in an untrusted notebook is plain elements with inline style,
// <progress>, and pictures as data in <img>.
func (l *trainingLog) html() string {
	var out strings.Builder
	out.WriteString(`<div style="max-width:800px"><div style="margin:2px 0">` + escape(l.headline()) + "</div>")
	if !l.ended && l.last.Steps > 0 {
		fmt.Fprintf(&out, `<progress style="width:100%%" value="%d" max="%d"></progress>`, l.last.Step, l.last.Steps)
	}
	if l.note != "" {
		out.WriteString(`<div style="opacity:0.7;margin:2px 0">` + escape(l.note) + "</div>")
	}
	for _, finding := range l.watch.lines() {
		out.WriteString(`<div style="margin:2px 0;font-weight:bold">⚠ ` + escape(finding) + "</div>")
	}
	if len(l.steps)+len(l.epochs) > 0 {
		p := plot.Training(append(l.steps[:len(l.steps):len(l.steps)], l.epochs...))
		fmt.Fprintf(&out, `<img style="width:100%%" alt="training curves" src="data:image/svg+xml;base64,%s">`,
			base64.StdEncoding.EncodeToString(p.SVG()))
	}
	if len(l.epochs) > 0 {
		out.WriteString(l.table().html())
	}
	out.WriteString("</div>")
	return out.String()
}

// text is for front ends without HTML.
func (l *trainingLog) text() string {
	text := l.headline() + "\n"
	if l.note != "" {
		text += l.note + "\n"
	}
	for _, finding := range l.watch.lines() {
		text += finding + "\n"
	}
	if len(l.epochs) > 0 {
		text += l.table().text()
	}
	return printable.Lines(text)
}

// headline says how far the run is, how fast, and what it has seen of the rare class.
func (l *trainingLog) headline() string {
	r := l.last
	parts := []string{l.run, l.what, epochOf(r)}
	if l.ended {
		parts = append(parts, "finished in "+duration(r.Seconds))
	} else if r.Step > 0 && r.Steps > r.Step {
		parts = append(parts, fmt.Sprintf("step %d of %d", r.Step, r.Steps))
		if r.Seconds > 0 {
			parts = append(parts, duration(r.Seconds/float64(r.Step)*float64(r.Steps-r.Step))+" left")
		}
	}
	if r.ExamplesPerSecond > 0 {
		parts = append(parts, fmt.Sprintf("%.0f examples/s", r.ExamplesPerSecond))
	}
	if r.Step > 0 && !l.ended {
		parts = append(parts, fmt.Sprintf("%d positives seen in this epoch", r.Positives))
	}
	var said []string
	for _, p := range parts {
		if p != "" {
			said = append(said, p)
		}
	}
	return strings.Join(said, " · ")
}

func epochOf(r history.Record) string {
	if r.Epochs == 0 {
		return ""
	}
	return fmt.Sprintf("epoch %d of %d", r.Epoch, r.Epochs)
}

// duration is "4.2 s", "42 s" or "1m23s".
func duration(seconds float64) string {
	switch {
	case seconds < 9.95:
		return fmt.Sprintf("%.1f s", seconds)
	case seconds < 99.5:
		return fmt.Sprintf("%.0f s", seconds)
	case seconds < 1e9:
		return (time.Duration(seconds) * time.Second).String()
	default:
		return "very long"
	}
}

// shownEpochs bounds the table; the curves show all epochs.
const shownEpochs = 10

// table has the latest epochs and, if it is older, the best; "…" stands where epochs are left out.
func (l *trainingLog) table() table {
	first := max(0, len(l.epochs)-shownEpochs)
	shown := l.epochs[first:]
	best := l.best()
	if best >= 0 && best < first {
		shown = append([]history.Record{l.epochs[best]}, shown...)
	}
	monitor := l.epochs[len(l.epochs)-1].Monitor
	t := table{columns: []column{{name: "epoch", right: true}, {name: "train loss", right: true}, {name: "valid loss", right: true},
		{name: "valid " + monitor}, {name: "no skill", right: true}, {name: "time", right: true}, {}}}
	previous := 0
	for _, r := range shown {
		if r.Epoch > previous+1 {
			t.rows = append(t.rows, []cell{{text: "…"}, {}, {}, {}, {}, {}, {}})
		}
		previous = r.Epoch
		v, ok := r.Valid.Reading(monitor)
		readingText, noSkill := "–", "–"
		if ok {
			readingText, noSkill = brief(v), baseline(v)
		}
		row := []cell{{text: fmt.Sprint(r.Epoch)}, {text: loss(r.Train)}, {text: loss(r.Valid)}, {text: readingText}, {text: noSkill},
			{text: duration(r.Seconds)}, {}}
		if best >= 0 && r.Epoch == l.epochs[best].Epoch {
			row[3].strong = true
			row[6].text = "best"
		}
		t.rows = append(t.rows, row)
	}
	return t
}

// best is the index of the latest epoch that was the best so far, or -1.
func (l *trainingLog) best() int {
	for i := len(l.epochs) - 1; i >= 0; i-- {
		if l.epochs[i].Best {
			return i
		}
	}
	return -1
}

func loss(s *history.Split) string {
	if s == nil {
		return "–"
	}
	return fmt.Sprintf("%.4f", s.Loss)
}
