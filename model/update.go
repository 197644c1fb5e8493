package model

import (
	"slices"
	"strings"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/seqpair/seqpair/model/optimizers"
)

// weightsOf returns the weights in use, in the order of their paths: that of the variables is another one after loading.
func weightsOf(scope *model.Scope, loss *graph.Node) []optimizers.Weight {
	gradients := scope.BuildTrainableVariablesGradientsGraph(loss)
	var weights []optimizers.Weight
	for v := range scope.IterVariables() {
		if v.Trainable && v.InUseByGraph(loss.Graph()) {
			weights = append(weights, optimizers.Weight{Variable: v, Gradient: gradients[len(weights)]})
		}
	}
	slices.SortFunc(weights, func(a, b optimizers.Weight) int { return strings.Compare(a.Variable.Path(), b.Variable.Path()) })
	return weights
}

// squaredNorms are those of each gradient, [gradients]. They are products, since GoMLX v0.28.2 ties the sum of a graph with a
// loop to where it stood first.
func squaredNorms(gradients []*graph.Node) *graph.Node {
	norms := make([]*graph.Node, len(gradients))
	for i, gradient := range gradients {
		flat := graph.Reshape(gradient, -1)
		norms[i] = graph.Reshape(graph.Dot(flat, flat).Product(), 1)
	}
	return graph.Concatenate(norms, 0)
}

// update moves the weights one step, and returns their gradients before they were clipped.
func (n *network) update(scope *model.Scope, weights []optimizers.Weight, rate *graph.Node) []*graph.Node {
	g := rate.Graph()
	gradients := make([]*graph.Node, len(weights))
	for i, w := range weights {
		gradients[i] = w.Gradient
	}
	if n.config.ClipNorm > 0 {
		length := graph.Sqrt(graph.ReduceAllSum(squaredNorms(gradients)))
		shrink := graph.MinScalar(graph.Div(graph.Scalar(g, dtypes.Float32, n.config.ClipNorm), length), 1)
		for i := range weights {
			weights[i].Gradient = graph.Mul(weights[i].Gradient, shrink)
		}
	}
	before := make([]*graph.Node, len(weights))
	for i, w := range weights {
		before[i] = w.Variable.NodeValue(g)
	}
	n.config.Optimizer.Graph(scope.At(optimizerScope), weights, rate)
	for i, w := range weights {
		if n.config.WeightDecay > 0 && before[i].Rank() > 1 {
			decay := graph.MulScalar(rate, n.config.WeightDecay)
			w.Variable.SetNodeValue(graph.Sub(w.Variable.NodeValue(g), graph.Mul(before[i], decay)))
		}
	}
	if n.config.WeightAverage > 0 {
		n.average(g, weights)
	}
	return gradients
}
