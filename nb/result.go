package nb

import (
	"errors"
	"fmt"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/nb/internal/printable"
	"github.com/seqpair/seqpair/nb/plot"
)

// Result is a state to be read at a threshold.
type Result struct {
	Name      string         // what was measured, for example "weighted, valid"; may be empty
	State     *metrics.State // not changed
	Threshold float64        // scores >= Threshold count as positive; zero: 0.5

	readings []metrics.Reading // nil: metrics.Report
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
	readings := r.readings
	if readings == nil {
		readings = metrics.Report(r.State, r.threshold())
	}
	t := readingTable(readings)
	t.title = r.summary()
	result := plot.Result(r.State, r.threshold())
	return []view{t.view(), pictureView(result)}, nil
}

// summary is what every reading below it rests on.
func (r Result) summary() string {
	positives, total := r.State.Positives(), r.State.Positives()+r.State.Negatives()
	text := fmt.Sprintf("%d positive of %d examples", positives, total)
	if prevalence := r.State.Prevalence(); prevalence.Undefined == "" {
		text += fmt.Sprintf(" (prevalence %s)", number(prevalence.V))
	}
	text += fmt.Sprintf(", threshold %.3g", r.threshold())
	if r.Name != "" {
		text = printable.Line(r.Name, 80) + ": " + text
	}
	return text
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
