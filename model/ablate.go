package model

import (
	"context"
	"fmt"
	"slices"

	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/model/data"
)

// Ablate scores pairs once for each weight of the model, with that weight set to 0, and hands on its path below the
// model and the state. A weight without which nothing changes is not used. The run stays as it is.
func (r *Run) Ablate(ctx context.Context, pairs *data.Pairs, each func(weight string, s *metrics.State) error) error {
	alone := &Run{Run: r.Run, Config: r.Config, scoring: &scoring{}} // a network of its own: the weights change
	if _, err := alone.Evaluate(ctx, pairs); err != nil {
		return err
	}
	for _, v := range alone.scoring.network.weights() {
		err := withValue(v, tensors.FromShape(v.Shape()), func() error {
			s, err := alone.Evaluate(ctx, pairs)
			if err != nil {
				return err
			}
			return each(weightName(v), s)
		})
		if err != nil {
			return fmt.Errorf("run %s: without %s: %w", r.Path, weightName(v), err)
		}
	}
	return nil
}

// weights are the trainable variables of the model, in the order of their paths.
func (n *network) weights() []*model.Variable {
	return slices.DeleteFunc(weightsOfModel(n.store), func(v *model.Variable) bool { return !v.Trainable || !v.Shape().DType.IsFloat() })
}

// weightName is the path of a weight below the model.
func weightName(v *model.Variable) string { return v.Path()[len("/"+modelScope+"/"):] }

// withValue calls use while v has another value, which it releases.
func withValue(v *model.Variable, value *tensors.Tensor, use func() error) error {
	before, err := v.Value()
	if err != nil {
		return err
	}
	kept, err := before.Clone()
	if err != nil {
		return err
	}
	if err := v.SetValue(value); err != nil {
		return err
	}
	failed := use()
	if err := v.SetValue(kept); err != nil {
		return err
	}
	return failed
}
