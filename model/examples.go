package model

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/metrics/predictions"
	"github.com/seqpair/seqpair/model/data"
)

// Network is an architecture over examples of any kind, as a value: it prints, and json.Marshal writes what
// tells it from others, its name among it.
type Network interface {
	// Logits builds the network in scope over a batch of the examples' columns, by name: [B, …] each, int32 or float32.
	// It returns its outputs before any sigmoid or softmax: [B, columns], or [B, positions, columns] where an
	// example has more labels than one. bias starts the last layer's bias, [columns]. Initial weights depend on the
	// scope's "initializer_seed" (int64) and on nothing else. It panics, as graph code does. The graph may become
	// the body of a loop: it captures no node from elsewhere.
	Logits(scope *model.Scope, columns map[string]*graph.Node, bias []float32) *graph.Node

	// Check returns an error that names every field out of range.
	Check() error

	fmt.Stringer
}

// Learner is a Network that learns from the training examples before the first step, such as how to standardise them.
// What it has learned it puts into variables of its scope, which are saved and loaded with the weights: no JSON holds it,
// and a network that is opened later learns nothing.
type Learner interface {
	Network
	Learn(train *data.Examples) (Network, error)
}

// Ensemble is a Network of several members. Training takes the mean of their losses, each on its own, so that a member has its share
// of the gradient: Adam's steps are those of a member alone, those of SGD smaller by the number of members. The score is that of a mean
// of their logits, weighed by calibrate.Stack. Logits returns the plain mean.
type Ensemble interface {
	Network
	EachLogits(scope *model.Scope, columns map[string]*graph.Node, bias []float32) []*graph.Node
}

// FitExamples is [Fit] for examples of any kind, with c.Network to read them. Where they have more than 4 million labels,
// single scores are not kept, and metrics are read from scores in 65536 bins.
func FitExamples(ctx context.Context, c Config, train, valid *data.Examples, to ...history.Recorder) (*Run, error) {
	if err := c.Check(); err != nil {
		return nil, err
	}
	c = c.WithDefaults()
	s, err := given(c, train, valid)
	if err != nil {
		return nil, err
	}
	path, err := trained(ctx, s.sized(c), s, to)
	if err != nil {
		return nil, err
	}
	return OpenExamples(path, c.Network)
}

// OpenExamples is [Open] for a run of FitExamples. It refuses another network than the run's.
func OpenExamples(run string, network Network) (*Run, error) {
	r, err := open(run)
	if err != nil {
		return nil, err
	}
	var saved struct{ Network json.RawMessage }
	if err := json.Unmarshal(r.Run.Config, &saved); err != nil {
		return nil, fmt.Errorf("run %s: config.json: %w", r.Path, err)
	}
	given, err := json.Marshal(network)
	if err != nil {
		return nil, fmt.Errorf("network: %w", err)
	}
	var was bytes.Buffer
	if err := json.Compact(&was, saved.Network); err != nil || was.String() != string(given) {
		return nil, fmt.Errorf("run %s: its network is %s, not %s: give the one that it was trained with", r.Path, was.Bytes(), given)
	}
	r.Config.Network = network
	return r, nil
}

// PredictExamples is [Run.Predict] for a run of FitExamples. Labels are not needed.
func (r *Run) PredictExamples(ctx context.Context, e *data.Examples) (*predictions.Table, error) {
	table, _, err := r.scoring.predict(ctx, r, r.given(e))
	if err == nil && table == nil {
		return nil, fmt.Errorf("run %s: %d labels are too many to keep their scores: use EvaluateExamples, or fewer examples at once", r.Path, e.Len()*e.PerExample())
	}
	if table != nil && e.Labels == nil {
		table.Labels = nil
	}
	return table, err
}

// EvaluateExamples is [Run.Evaluate] for a run of FitExamples.
func (r *Run) EvaluateExamples(ctx context.Context, e *data.Examples) (*metrics.State, error) {
	_, state, err := r.scoring.predict(ctx, r, r.labelledExamples(e))
	return state, err
}

// TestExamples is [Run.Test] for a run of FitExamples.
func (r *Run) TestExamples(ctx context.Context, test *data.Examples) (*metrics.State, error) {
	return r.test(ctx, r.labelledExamples(test), func() (string, error) { return test.Hash() })
}

// labelledExamples is given for examples whose labels are going to be read.
func (r *Run) labelledExamples(e *data.Examples) func(*network) (*data.Examples, error) {
	return func(n *network) (*data.Examples, error) {
		given, err := r.given(e)(n)
		if err == nil {
			err = e.CheckLabelled()
		}
		return given, err
	}
}

// given are examples to score, negative where nobody knows their labels.
func (r *Run) given(e *data.Examples) func(*network) (*data.Examples, error) {
	return func(n *network) (*data.Examples, error) {
		if n.config.Network == nil {
			return nil, errors.New("the run reads pairs: use Predict, Evaluate and Test")
		}
		if e == nil {
			return nil, errors.New("there are no examples to score")
		}
		if err := errors.Join(e.Check(), checkFeatures(e, r.Manifest.Features)); err != nil {
			return nil, err
		}
		if e.Labels != nil {
			return e, nil
		}
		negative := *e
		negative.Labels = make([]bool, e.Len()*e.PerExample())
		return &negative, nil
	}
}
