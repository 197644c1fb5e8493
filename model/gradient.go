package model

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/seqpair/seqpair/model/data"
)

// steps are tried as finite differences, relative to the size of a weight: small ones drown in float32, large ones
// bend. The best counts.
var steps = []float64{3e-2, 1e-2, 3e-3, 1e-3}

// CheckGradient compares, on the first batch of pairs, the gradient of each weight with central differences of the
// loss along that gradient, and hands on their difference, relative to the greater of the two. The run stays as it is.
func (r *Run) CheckGradient(ctx context.Context, pairs *data.Pairs, each func(weight string, relative float64) error) error {
	n, err := r.best()
	if err == nil {
		err = n.checkGradient(ctx, pairs, each)
	}
	if err != nil {
		return fmt.Errorf("run %s: gradient: %w", r.Path, err)
	}
	return nil
}

func (n *network) checkGradient(ctx context.Context, pairs *data.Pairs, each func(string, float64) error) error {
	examples, err := encoded(pairs)(n)
	if err != nil {
		return err
	}
	if err := n.readColumns(examples); err != nil {
		return err
	}
	var paths []string
	exec, err := model.NewExec(n.backend, n.store, func(scope *model.Scope, inputs []*graph.Node) []*graph.Node {
		_, _, loss := n.lossGraph(scope, inputs)
		outputs, names := []*graph.Node{loss.Loss.Value}, []string{}
		for _, w := range weightsOf(scope, loss.Loss.Value) {
			outputs, names = append(outputs, w.Gradient), append(names, w.Variable.Path())
		}
		paths = names
		return outputs
	})
	if err != nil {
		return err
	}
	b := readBatches(examples, n.config.BatchSize)
	rows := make([]int32, min(b.size, examples.Len()))
	for i := range rows {
		rows[i] = int32(i)
	}
	read := func() ([][]float32, error) {
		inputs := b.inputs(rows, n.config.SampleWeights)
		outputs, err := exec.Call(inputs...)
		for _, input := range inputs {
			input.(*tensors.Tensor).MustFinalizeAll()
		}
		if err != nil {
			return nil, err
		}
		var all [][]float32
		for _, o := range outputs {
			all = append(all, tensors.MustCopyFlatData[float32](o))
			o.MustFinalizeAll()
		}
		return all, ctx.Err()
	}
	first, err := read()
	if err != nil {
		return err
	}
	for i, gradient := range first[1:] {
		v := n.store.GetVariable(paths[i])
		relative, err := slopeError(v, gradient, func() (float64, error) {
			all, err := read()
			if err != nil {
				return 0, err
			}
			return float64(all[0][0]), nil
		})
		if err == nil && ofModel(v) {
			err = each(weightName(v), relative)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// slopeError compares the length of a gradient with the slope of the loss along it.
func slopeError(v *model.Variable, gradient []float32, loss func() (float64, error)) (float64, error) {
	length := 0.0
	for _, x := range gradient {
		length += float64(x) * float64(x)
	}
	length = math.Sqrt(length)
	const flat = 1e-6 // such a slope drowns in the rounding of the loss
	if length < flat {
		return 0, nil
	}
	value, err := v.Value()
	if err != nil {
		return 0, err
	}
	weights := tensors.MustCopyFlatData[float32](value)
	size := 0.0
	for _, x := range weights {
		size += float64(x) * float64(x)
	}
	best := math.Inf(1)
	for _, step := range steps {
		h := step * max(math.Sqrt(size), 0.1)
		var ends [2]float64
		for side, sign := range []float64{-1, 1} {
			moved := slices.Clone(weights)
			for i := range moved {
				moved[i] += float32(sign * h * float64(gradient[i]) / length)
			}
			err := withValue(v, tensors.FromFlatDataAndDimensions(moved, v.Shape().Dimensions...), func() (err error) {
				ends[side], err = loss()
				return err
			})
			if err != nil {
				return 0, err
			}
		}
		slope := (ends[1] - ends[0]) / (2 * h)
		best = min(best, math.Abs(slope-length)/max(math.Abs(slope), length))
	}
	return best, nil
}
