package nb

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/predictions"
	"github.com/seqpair/seqpair/metrics/runs"
	"github.com/seqpair/seqpair/metrics/segmentation"
	"github.com/seqpair/seqpair/nb/plot"
)

// Comparison is several runs measured on the same part of the data.
type Comparison struct {
	Split    string        `json:"split"`              // "test", or "valid" if not every run has been tested
	Runs     []ComparedRun `json:"runs"`               // in the order asked for
	Settings []Setting     `json:"settings,omitempty"` // what differs in the configurations
	Pairings []Pairing     `json:"pairings,omitempty"` // differences on the same examples, where the runs have them
	Caution  string        `json:"caution,omitempty"`  // why the runs must not be compared; empty if they may
}

// ComparedRun is one run of a Comparison.
type ComparedRun struct {
	Name      string            `json:"name"`
	Threshold float64           `json:"threshold"`
	Positives int64             `json:"positives"`
	Examples  int64             `json:"examples"`
	Readings  []metrics.Reading `json:"readings"` // the standard report, in its order

	Unfinished string `json:"unfinished,omitempty"` // how far training is if it has not ended, as Unfinished says it

	dataHash string
	curve    metrics.Curve
}

// Compare reads the runs of these names or paths and measures each at its own threshold, on the test part if
// all have been tested, else on the validation part. Where the runs scored the same examples, their differences are read
// on these: a bootstrap of 1,000 replicates, about a second for 10,000 examples.
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
	c := &Comparison{Split: split, Settings: differing(opened).list()}
	tables := make([]*predictions.Table, len(opened))
	for i, run := range opened {
		s, table, err := stateOf(run, split)
		if err != nil {
			return nil, fmt.Errorf("nb: compare run %q on its %s part: %w", run.Name, split, err)
		}
		tables[i] = table
		at := Result{State: s, Threshold: threshold(run)}.threshold()
		readings, err := run.Report(split, s, at)
		if err != nil {
			return nil, fmt.Errorf("nb: compare run %q on its %s part: %w", run.Name, split, err)
		}
		curve := s.PR()
		if run.OfImages(split) {
			curve = segmentation.PixelCurve(curve)
		}
		curve.Name = run.Name
		c.Runs = append(c.Runs, ComparedRun{
			Name:      run.Name,
			Threshold: at,
			Positives: s.Positives(),
			Examples:  s.Positives() + s.Negatives(),
			Readings:  readings,
			dataHash:  run.Manifest.Splits[split].Hash,
			curve:     curve,

			Unfinished: Unfinished(run),
		})
	}
	for _, run := range c.Runs[1:] {
		if first := c.Runs[0]; !sameData(first, run) {
			c.Caution = fmt.Sprintf("%s and %s were measured on different %s data: do not compare them.", first.Name, run.Name, split)
		}
	}
	c.pair(tables)
	return c, nil
}

// stateOf also returns the single scores, or nil if the run keeps none.
func stateOf(run *runs.Run, split string) (*metrics.State, *predictions.Table, error) {
	table, err := run.Predictions(split)
	if errors.Is(err, fs.ErrNotExist) {
		s, err := run.State(split)
		return s, nil, err
	}
	if err != nil {
		return nil, nil, err
	}
	s, err := table.State()
	return s, table, err
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
