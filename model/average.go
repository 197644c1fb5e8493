package model

import (
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/seqpair/seqpair/model/optimizers"
)

// averageOf is the running average of a weight; nil if there is none.
func (n *network) averageOf(v *model.Variable) *model.Variable {
	return n.store.GetVariable("/" + averageScope + v.Path())
}

// average adds the weights, as the step leaves them, to their running averages. Early on, when the first weights would
// count too much, the decay of step t is (1+t)/(10+t), as in TensorFlow's ExponentialMovingAverage.
func (n *network) average(g *graph.Graph, weights []optimizers.Weight) {
	count := variable(n.store, "/"+averageScope+"/step", func() *tensors.Tensor { return tensors.FromScalar(float32(0)) })
	t := graph.AddScalar(count.NodeValue(g), 1)
	count.SetNodeValue(t)
	decay := graph.Min(graph.Scalar(g, dtypes.Float32, n.config.WeightAverage), graph.Div(graph.AddScalar(t, 1), graph.AddScalar(t, 10)))
	for _, w := range weights {
		v := variable(n.store, "/"+averageScope+w.Variable.Path(), func() *tensors.Tensor {
			return must(cloned(w.Variable))
		})
		kept := graph.Mul(decay, v.NodeValue(g))
		v.SetNodeValue(graph.Add(kept, graph.Mul(graph.OneMinus(decay), w.Variable.NodeValue(g))))
	}
}

// restartAverages sets the running averages to the weights, where these were given other values after both were made.
func (n *network) restartAverages() error {
	for v := range n.store.IterVariables() {
		if average := n.averageOf(v); average != nil {
			if err := copyValue(average, v); err != nil {
				return err
			}
		}
	}
	return nil
}

// variable returns a variable that training keeps beside the weights, and makes it at first.
func variable(store *model.Store, path string, start func() *tensors.Tensor) *model.Variable {
	if v := store.GetVariable(path); v != nil {
		return v
	}
	return store.VariableWithValue(path, start()).SetTrainable(false)
}

func must[V any](v V, err error) V {
	if err != nil {
		panic(err)
	}
	return v
}

// withAverages builds a graph in which the averages stand in the place of the weights that have one.
func (n *network) withAverages(g *graph.Graph, build func()) {
	weights := map[*model.Variable]*graph.Node{}
	for v := range n.store.IterVariables() {
		if average := n.averageOf(v); average != nil {
			weights[v] = v.NodeValue(g)
			v.SetNodeValue(average.NodeValue(g))
		}
	}
	build()
	for v, node := range weights {
		v.SetNodeValue(node)
	}
}
