package nb

import (
	"cmp"
	"errors"
	"fmt"
	"math"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/runs"
	"github.com/seqpair/seqpair/metrics/segmentation"
	"github.com/seqpair/seqpair/nb/internal/printable"
	"github.com/seqpair/seqpair/nb/plot"
)

// Result is a state to be read at a threshold.
type Result struct {
	Name      string         // what was measured, for example "weighted, valid"; may be empty
	State     *metrics.State // not changed
	Threshold float64        // scores >= Threshold count as positive; zero: 0.5

	// Pixels says that examples are pixels of images, which depend on each other: no reading of State has an interval.
	Pixels   bool
	Readings []metrics.Reading // the table; nil: the standard one

	Notes []string // what to know before reading it, a sentence or two each
}

// OfRun is a split of a run, whose state is s, at a threshold; zero: that of the run.
func OfRun(r *runs.Run, split string, s *metrics.State, at float64) (Result, error) {
	result := Result{Name: split, State: s, Threshold: cmp.Or(at, threshold(r), 0.5), Pixels: r.OfImages(split)}
	var err error
	result.Readings, err = r.Report(split, s, result.Threshold)
	result.note(Unfinished(r))
	if split == "valid" {
		result.note(flattered(r, result.Threshold))
	}
	return result, err
}

// note adds a note that is not empty.
func (r *Result) note(text string) {
	if text != "" {
		r.Notes = append(r.Notes, text)
	}
}

// Picture is its confusion and curves.
func (r Result) Picture() plot.Picture {
	if r.Pixels {
		return plot.Pixels(r.State, r.threshold())
	}
	return plot.Result(r.State, r.threshold())
}

// Standard is its table.
func (r Result) Standard() []metrics.Reading {
	switch {
	case r.Readings != nil:
		return r.Readings
	case r.Pixels:
		return segmentation.PixelReport(r.State, r.threshold())
	}
	return metrics.Report(r.State, r.threshold())
}

func (r Result) threshold() float64 {
	if r.Threshold == 0 {
		return 0.5
	}
	return r.Threshold
}

func (r Result) views() ([]view, error) {
	if r.State == nil {
		return nil, errors.New("nb: nothing to show: the Result has no State")
	}
	t := readingTable(r.Standard())
	t.title, t.notes = r.summary(), r.Notes
	return []view{t.view(), pictureView(r.Picture())}, nil
}

// summary is what every reading below it rests on.
func (r Result) summary() string {
	positives, total := r.State.Positives(), r.State.Positives()+r.State.Negatives()
	text := fmt.Sprintf("%d positive of %d examples", positives, total)
	if prevalence := r.State.Prevalence(); prevalence.Undefined == "" {
		text += fmt.Sprintf(" (%s %s)", NameOfPrevalence(r.State), number(prevalence.V))
	}
	text += fmt.Sprintf(", threshold %.3g", r.threshold())
	if r.Name != "" {
		text = printable.Line(r.Name, 80) + ": " + text
	}
	return text
}

// NameOfPrevalence is what the prevalence of a state is called: it may be given, or not the share of the examples, since they are weighted.
func NameOfPrevalence(s *metrics.State) string {
	share := float64(s.Positives()) / float64(s.Positives()+s.Negatives())
	switch table := s.At(0); {
	case table.GivenPrevalence:
		return "given prevalence"
	case math.Abs(table.Prevalence().V-share) > 1e-9: // rounding of sums
		return "weighted prevalence"
	}
	return "prevalence"
}

// readingTable has one row per reading: the value, what it can be trusted to, and what no skill would read.
func readingTable(readings []metrics.Reading) table {
	t := table{columns: []column{{name: "metric"}, {name: "value", right: true}, {name: "95 % interval"}, {name: "no skill", right: true}, {}}}
	for _, r := range readings {
		better := ""
		if r.Better == metrics.LowerIsBetter {
			better = "lower is better"
		}
		v := r.Value
		t.rows = append(t.rows, []cell{{text: r.Name}, {text: reading(v), strong: true}, {text: interval(v)}, {text: baseline(v)}, {text: better, muted: true}})
	}
	return t
}
