package nb

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/runs"
	"github.com/seqpair/seqpair/nb/internal/printable"
	"github.com/seqpair/seqpair/nb/plot"
)

// Comparison is several runs measured on the same part of the data.
type Comparison struct {
	Split   string        `json:"split"`             // "test", or "valid" if not every run has been tested
	Runs    []ComparedRun `json:"runs"`              // in the order asked for
	Caution string        `json:"caution,omitempty"` // why the runs must not be compared; empty if they may
}

// ComparedRun is one run of a Comparison.
type ComparedRun struct {
	Name      string            `json:"name"`
	Threshold float64           `json:"threshold"`
	Positives int64             `json:"positives"`
	Examples  int64             `json:"examples"`
	Readings  []metrics.Reading `json:"readings"` // the standard report, in its order

	dataHash string
	curve    metrics.Curve
}

// Compare reads the runs of these names or paths and measures each at its own threshold, on the test part if
// all have been tested, else on the validation part.
func Compare(names ...string) (*Comparison, error) {
	if len(names) == 0 {
		return nil, errors.New("nb: nothing to compare: name one run or more, as in Compare(\"plain\", \"weighted\")")
	}
	opened := make([]*runs.Run, len(names))
	for i, name := range names {
		run, err := Open(name)
		if err != nil {
			return nil, err
		}
		opened[i] = run
	}
	compared, err := measure(opened, "test")
	if errors.Is(err, fs.ErrNotExist) {
		compared, err = measure(opened, "valid")
	}
	return compared, err
}

func measure(opened []*runs.Run, split string) (*Comparison, error) {
	c := &Comparison{Split: split}
	for _, run := range opened {
		s, err := run.State(split)
		if err != nil {
			return nil, fmt.Errorf("nb: compare run %q on its %s part: %w", run.Name, split, err)
		}
		at := Result{State: s, Threshold: threshold(run)}.threshold()
		curve := s.PR()
		curve.Name = run.Name
		c.Runs = append(c.Runs, ComparedRun{
			Name:      run.Name,
			Threshold: at,
			Positives: s.Positives(),
			Examples:  s.Positives() + s.Negatives(),
			Readings:  metrics.Report(s, at),
			dataHash:  run.Manifest.Splits[split].Hash,
			curve:     curve,
		})
	}
	for _, run := range c.Runs[1:] {
		if first := c.Runs[0]; !sameData(first, run) {
			c.Caution = fmt.Sprintf("%s and %s were measured on different %s data: do not compare them.", first.Name, run.Name, split)
		}
	}
	return c, nil
}

func sameData(a, b ComparedRun) bool {
	if a.dataHash != "" && b.dataHash != "" && a.dataHash != b.dataHash {
		return false
	}
	return a.Positives == b.Positives && a.Examples == b.Examples
}

func (c *Comparison) views() []view {
	curves := make([]metrics.Curve, len(c.Runs))
	for i, run := range c.Runs {
		curves[i] = run.curve
	}
	views := []view{c.table().view()}
	if c.hasCurves() {
		views = append(views, pictureView(plot.Curves(curves...)))
	}
	return views
}

// hasCurves is false for a Comparison that was read from JSON.
func (c *Comparison) hasCurves() bool {
	return slices.ContainsFunc(c.Runs, func(r ComparedRun) bool { return r.curve.Len() > 0 })
}

// table has a row per metric and a column per run, for there are more metrics than runs.
func (c *Comparison) table() table {
	t := table{title: c.summary(), columns: []column{{name: "metric"}}}
	thresholds := []cell{{text: "threshold"}}
	for _, run := range c.Runs {
		t.columns = append(t.columns, column{name: printable.Line(run.Name, 40)})
		thresholds = append(thresholds, cell{text: fmt.Sprintf("%.3g", run.Threshold)})
	}
	t.columns = append(t.columns, column{name: "no skill"})
	t.rows = [][]cell{append(thresholds, cell{})}
	marked := false
	for i, name := range c.metricNames() {
		readings := c.row(i)
		best := c.best(readings)
		marked = marked || best >= 0
		row := []cell{{text: name}}
		for j, r := range readings {
			row = append(row, comparedCell(r.Value, j == best, sharedBaseline(readings)))
		}
		last := "per run"
		if sharedBaseline(readings) {
			last = baseline(readings[0].Value)
		}
		t.rows = append(t.rows, append(row, cell{text: last, muted: true}))
	}
	if marked {
		t.footnote = "★ better than every other run: the 95 % intervals do not overlap."
	} else if len(c.Runs) > 1 && c.Caution == "" {
		t.footnote = "No run is marked: wherever one reads better, the 95 % intervals overlap."
	}
	return t
}

func (c *Comparison) summary() string {
	if c.Caution != "" {
		return "Caution: " + c.Caution
	}
	return fmt.Sprintf("%s part: %d positive of %d examples", c.Split, c.Runs[0].Positives, c.Runs[0].Examples)
}

// metricNames are the names of the report without the threshold, which may differ from run to run.
func (c *Comparison) metricNames() []string {
	names := make([]string, len(c.Runs[0].Readings))
	for i, r := range c.Runs[0].Readings {
		names[i], _, _ = strings.Cut(r.Name, "@")
	}
	return names
}

func (c *Comparison) row(i int) []metrics.Reading {
	readings := make([]metrics.Reading, len(c.Runs))
	for j, run := range c.Runs {
		readings[j] = run.Readings[i]
	}
	return readings
}

func comparedCell(v metrics.Value, best, baselineElsewhere bool) cell {
	if v.Undefined != "" {
		return cell{text: "undefined: " + string(v.Undefined), muted: true}
	}
	text := number(v.V)
	if v.NoInterval == "" {
		text += " " + interval(v)
	}
	if !baselineElsewhere && v.NoBaseline == "" {
		text += " (no skill " + number(v.Baseline) + ")"
	}
	if best {
		text += " ★"
	}
	return cell{text: text, strong: best}
}

// sharedBaseline holds where no skill reads the same for all runs; that of recall depends on the run.
func sharedBaseline(readings []metrics.Reading) bool {
	for _, r := range readings {
		if baseline(r.Value) != baseline(readings[0].Value) {
			return false
		}
	}
	return true
}

// best is the run whose interval is better than all others' and overlaps none, or -1, as where the data
// differ.
func (c *Comparison) best(readings []metrics.Reading) int {
	if c.Caution != "" || len(readings) < 2 {
		return -1
	}
	for i := range readings {
		if beatsAll(readings, i) {
			return i
		}
	}
	return -1
}

func beatsAll(readings []metrics.Reading, i int) bool {
	mine := readings[i].Value
	for j, other := range readings {
		theirs := other.Value
		if j == i {
			continue
		}
		if mine.Undefined != "" || mine.NoInterval != "" || theirs.Undefined != "" || theirs.NoInterval != "" {
			return false
		}
		if other.Better == metrics.HigherIsBetter && mine.Lo <= theirs.Hi || other.Better == metrics.LowerIsBetter && mine.Hi >= theirs.Lo {
			return false
		}
	}
	return true
}
