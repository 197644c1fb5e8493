package model

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/predictions"
	"github.com/seqpair/seqpair/metrics/runs"
	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/pair"
)

// Run is a trained model: the read side of its run directory as it was when opened, and the weights of its best
// epoch. It is safe for concurrent use, but for Manifest.Splits, to which Test adds its part.
type Run struct {
	*runs.Run
	Config  Config // with its defaults
	scoring *scoring
}

// Open opens a run by its name under runs/, or by its path. The weights are read when they are first used.
func Open(run string) (*Run, error) {
	r, err := open(run)
	if err != nil {
		return nil, err
	}
	if r.Config.Model == nil {
		return nil, fmt.Errorf("run %s: config.json names no architecture for pairs: use OpenExamples if it is of FitExamples; otherwise it is damaged", r.Path)
	}
	return r, nil
}

// open opens a run of Fit or of FitExamples.
func open(run string) (*Run, error) {
	r, err := runs.Open(runs.Resolve(run))
	if err != nil {
		return nil, err
	}
	opened := &Run{Run: r, scoring: &scoring{}}
	if err := json.Unmarshal(r.Config, &opened.Config); err != nil {
		return nil, fmt.Errorf("run %s: config.json was not written by model.Fit: %w", r.Path, err)
	}
	if opened.Config.Loss == nil {
		return nil, fmt.Errorf("run %s: config.json names no loss: it is damaged", r.Path)
	}
	opened.Config.Run = r.Path
	return opened, nil
}

// OpenWith is Open for a run whose architecture is a pair.Func, of which the run directory keeps all but the function.
// It refuses another architecture than the run's.
func OpenWith(run string, architecture pair.Architecture) (*Run, error) {
	r, err := Open(run)
	if err != nil {
		return nil, err
	}
	if was, given := r.Config.Model.String(), architecture.WithDefaults().String(); was != given {
		return nil, fmt.Errorf("run %s: its architecture is %s, not %s: give the one that it was trained with", r.Path, was, given)
	}
	r.Config.Model = architecture.WithDefaults()
	return r, nil
}

// RunDir is the path of the run directory.
func (r *Run) RunDir() string { return r.Path }

// Threshold is what Config.ThresholdRule chose on the valid pairs: scores at or above it count as positive.
// 0 if the run is not finished.
func (r *Run) Threshold() float64 { return r.Manifest.Threshold }

// Predict scores pairs, in their order, with the weights of the best epoch, calibrated as Config.Calibration says once the run is finished.
// Labels and weights are passed through; predictions of pairs without labels have none.
func (r *Run) Predict(ctx context.Context, pairs *data.Pairs) (*predictions.Table, error) {
	table, _, err := r.scoring.predict(ctx, r, encoded(pairs))
	if table != nil && !pairs.Labelled() {
		table.Labels = nil
	}
	if err == nil && table == nil {
		return nil, fmt.Errorf("run %s: %d pairs are too many to keep their scores: use Evaluate, or fewer pairs at once", r.Path, pairs.Len())
	}
	return table, err
}

// Evaluate scores pairs and returns the state that every metric reads.
func (r *Run) Evaluate(ctx context.Context, pairs *data.Pairs) (*metrics.State, error) {
	_, state, err := r.scoring.predict(ctx, r, labelled(pairs))
	return state, err
}

// labelled is encoded for pairs whose labels are going to be read.
func labelled(pairs *data.Pairs) func(*network) (*data.Examples, error) {
	return func(n *network) (*data.Examples, error) {
		if pairs != nil {
			if err := pairs.CheckLabelled(); err != nil {
				return nil, err
			}
		}
		return encoded(pairs)(n)
	}
}

// leastUnknown is from how many sequences on it is a mistake that no unit of them is known: a single word may be new.
const leastUnknown = 40

// encoded encodes pairs as a network reads them.
func encoded(pairs *data.Pairs) func(*network) (*data.Examples, error) {
	return func(n *network) (*data.Examples, error) {
		if n.encoder == nil {
			return nil, errors.New("the run reads examples: use PredictExamples, EvaluateExamples and TestExamples")
		}
		if pairs == nil || pairs.Len() == 0 {
			return nil, errors.New("there are no pairs to score")
		}
		examples, _, err := encode(n.encoder, pairs)
		return examples, err
	}
}

// encode refuses pairs of which an encoder knows nothing.
func encode(encoder *data.PairEncoder, pairs *data.Pairs) (*data.Examples, data.Coverage, error) {
	if err := encoder.CheckRecords(pairs); err != nil {
		return nil, data.Coverage{}, err
	}
	examples, coverage := encoder.Examples(pairs)
	if coverage.Units > 0 && coverage.Unknown == coverage.Units && coverage.Sequences >= leastUnknown {
		return nil, coverage, fmt.Errorf("%s: all %d units of the pairs are unknown to the run: give them in the alphabet and case of the training pairs", pairs.Source(), coverage.Units)
	}
	return examples, coverage, nil
}
