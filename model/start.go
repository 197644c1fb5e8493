package model

import (
	"cmp"
	"fmt"

	"github.com/gomlx/gomlx/ml/model"

	"github.com/seqpair/seqpair/metrics/runs"
	"github.com/seqpair/seqpair/model/data"
)

// start is what Config.Start gives a run: the encoder and the best weights of another one.
type start struct {
	run     string
	encoder *data.PairEncoder
	weights *model.Store
	hash    string // of the weights
	all     int    // weights of the network
	begun   int    // of all: those that begin with trained ones
}

// start opens Config.Start; nil if there is none.
func (c Config) start() (*start, error) {
	if c.Start == "" {
		return nil, nil
	}
	run, err := Open(c.Start)
	if err != nil {
		return nil, fmt.Errorf("model.Config: Start: %w", err)
	}
	if runs.Resolve(c.Run) == run.Path {
		return nil, fmt.Errorf("model.Config: Start and Run are both %s: a run begins from another one", run.Path)
	}
	if c.Encoding != (data.Encoding{}) && explicit(c.Encoding) != explicit(run.Config.Encoding) {
		return nil, fmt.Errorf("model.Config: Start %s has Encoding %+v, and Encoding is %+v: its weights belong to its own ids, so leave Encoding out", c.Start, run.Config.Encoding, c.Encoding)
	}
	dir, err := run.bestCheckpoint()
	if err != nil {
		return nil, fmt.Errorf("model.Config: Start: run %s: %w", run.Path, err)
	}
	s := &start{run: c.Start, weights: model.NewStore()}
	if s.encoder, err = run.savedEncoder(dir); err != nil {
		return nil, err
	}
	if err := loadVariables(s.weights, dir); err != nil {
		return nil, fmt.Errorf("model.Config: Start: %w", err)
	}
	s.hash, err = hashWeights(s.weights)
	return s, err
}

// explicit names the unit that an empty one stands for.
func explicit(e data.Encoding) data.Encoding {
	e.Unit = cmp.Or(e.Unit, data.Char)
	return e
}

// begin gives trained weights to those of the same path and shape. Statistics of the training pairs stay those of the new ones.
func (f *fitting) begin() error {
	s := f.source.start
	if s == nil {
		return nil
	}
	for v := range f.network.store.IterVariables() {
		if !ofModel(v) || !v.Trainable {
			continue
		}
		s.all++
		from := s.weights.GetVariable(v.Path())
		if from == nil || !from.Shape().Equal(v.Shape()) {
			continue
		}
		if err := copyValue(v, from); err != nil {
			return err
		}
		s.begun++
	}
	if s.begun == 0 {
		return fmt.Errorf("model.Config: Start %s has no weight of the place and shape of one of Model's: its architecture is another one", s.run)
	}
	return nil
}
