package model

import (
	"slices"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/support/exceptions"
)

// traced is what a training step turned out to be.
type traced struct {
	trainer            *trainer
	bucket             int               // whose length the batches are cut to
	used               []*model.Variable // by a step
	changed            []bool            // of used: by a step
	weights            []string          // paths of those that a step uses, in the order of their first use
	outputs, gradients []shapes.Shape
	loops              bool // it may stand in a loop
}

// trace builds a training step without compiling it, which makes all its variables.
func (t *trainer) trace() (*traced, error) {
	g := graph.NewGraph(t.network.backend, "trace")
	defer g.Finalize()
	shape := &traced{trainer: t, loops: true, bucket: t.batches.buckets.count() - 1}
	err := exceptions.TryCatch[error](func() {
		model.SetStore(g, t.network.store)
		var nodes []*graph.Node
		for _, v := range t.resident.tensors {
			nodes = append(nodes, graph.Parameter(g, g.UniqueName("resident"), v.(*tensors.Tensor).Shape()))
		}
		rows := graph.Parameter(g, "rows", shapes.Make(dtypes.Int32, t.batches.size))
		rate := graph.Parameter(g, "rate", shapes.Make(dtypes.Float32))
		outputs, gradients := shape.step(t.network.store.RootScope(), nodes, rows, rate)
		shape.outputs, shape.gradients = shapesOf(outputs), shapesOf(gradients)
		for v := range t.network.store.IterVariables() {
			if v.InUseByGraph(g) {
				shape.used = append(shape.used, v)
				shape.changed = append(shape.changed, v.ChangedInGraph(g))
			}
		}
		var names []string
		for i := range g.NumParameters() {
			names = append(names, g.GetParameterByHandle(graph.ParameterHandle(i)).GetParameterName())
		}
		shape.weights = weightsInUse(t.network.store, names)
		shape.loops = !slices.ContainsFunc(g.Nodes(), keepsOutOfLoops)
	})
	return shape, t.network.failed(err)
}

// keepsOutOfLoops says which operations must not stand in a loop: those with a function of their own, which GoMLX v0.28.2
// ties to the main one, and convolutions, which XLA runs 30 to 90 times slower in a loop on the CPU.
func keepsOutOfLoops(n *graph.Node) bool {
	switch n.Type() {
	case graph.NodeTypeWhile, graph.NodeTypeIf, graph.NodeTypeSort, graph.NodeTypeCall, graph.NodeTypeConvGeneral:
		return true
	}
	return false
}

// outputSize is how many numbers a step gives back.
func (s *traced) outputSize() int {
	size := 0
	for _, shape := range s.outputs {
		size += shape.Size()
	}
	return size
}

func shapesOf(nodes []*graph.Node) []shapes.Shape {
	all := make([]shapes.Shape, len(nodes))
	for i, node := range nodes {
		all[i] = node.Shape()
	}
	return all
}

// step trains on rows, [B].
func (s *traced) step(scope *model.Scope, resident []*graph.Node, rows, rate *graph.Node) (outputs, gradients []*graph.Node) {
	t := s.trainer
	inputs := t.resident.batch(resident, rows)
	return t.network.stepGraph(scope, t.batches.buckets.cut(s.bucket, t.network.columns, inputs), rate)
}

// oneStep is the program of a trainer whose calls have one step. inputs are rows [1, B], rates [1], the number
// of steps, which it need not know, and the resident tensors.
func (s *traced) oneStep(scope *model.Scope, inputs []*graph.Node) []*graph.Node {
	rows, rate := graph.Squeeze(inputs[0], 0), graph.Squeeze(inputs[1], 0)
	outputs, gradients := s.step(scope, inputs[3:], rows, rate)
	for i, output := range outputs {
		outputs[i] = graph.InsertAxes(output, 0)
	}
	return append(outputs, squaredNorms(gradients))
}

// manySteps is the program of a trainer with several steps in a call: a loop whose state is the step's number, what the
// steps gave back, the inputs, every variable that a step uses, and the gradients of the last step, since norms at every
// step cost 5 to 10 % of it. GoMLX keeps one node for each scalar constant of a graph, wherever it was made, and XLA refuses it
// elsewhere: so outside of the loop's body none is made.
func (s *traced) manySteps(scope *model.Scope, inputs []*graph.Node) []*graph.Node {
	g := inputs[0].Graph()
	state := []*graph.Node{graph.Const(g, int32(0))}
	for _, shape := range s.outputs {
		all := shapes.Make(shape.DType, append([]int{s.trainer.most}, shape.Dimensions...)...)
		state = append(state, zeros(g, all))
	}
	state = append(state, inputs...)
	for _, v := range s.used {
		state = append(state, v.NodeValue(g))
	}
	gradients := len(state)
	variables := gradients - len(s.used)
	count := 1 + len(s.outputs) + 2 // place of the number of steps
	for _, shape := range s.gradients {
		state = append(state, zeros(g, shape))
	}
	goesOn := graph.NewClosure(g, func(g *graph.Graph) []*graph.Node {
		now := parameters(g, state)
		return []*graph.Node{graph.LessThan(now[0], now[count])}
	})
	body := graph.NewClosure(g, func(g *graph.Graph) []*graph.Node { return s.body(scope, parameters(g, state)) })
	end := graph.While(goesOn, body, state...)
	for i, v := range s.used {
		if s.changed[i] {
			v.SetNodeValue(end[variables+i])
		} else {
			v.SetNodeValue(state[variables+i])
		}
	}
	return append(slices.Clone(end[1:1+len(s.outputs)]), squaredNorms(end[gradients:]))
}

// zeros are graph.Zeros of a constant of their own, which the loop's body cannot come to share.
func zeros(g *graph.Graph, shape shapes.Shape) *graph.Node {
	return graph.BroadcastToShape(graph.ConvertDType(graph.Const(g, float32(0)), shape.DType), shape)
}

// body is one step of the loop: from one state to the next.
func (s *traced) body(scope *model.Scope, state []*graph.Node) []*graph.Node {
	next := slices.Clone(state)
	inputs, gradients := 1+len(s.outputs), len(state)-len(s.gradients)
	variables := gradients - len(s.used)
	for i, v := range s.used {
		v.SetNodeValue(state[variables+i])
	}
	g, number := state[0].Graph(), state[0]
	rows, rate := graph.Gather(state[inputs], number), graph.Gather(state[inputs+1], number)
	outputs, slopes := s.step(scope, state[inputs+3:variables], rows, rate)
	for i, output := range outputs {
		next[1+i] = replaceRow(state[1+i], number, output)
	}
	copy(next[gradients:], slopes)
	for i, v := range s.used {
		next[variables+i] = v.NodeValue(g)
	}
	next[0] = graph.AddScalar(number, 1)
	return next
}

// parameters are those of a function that takes the state.
func parameters(g *graph.Graph, state []*graph.Node) []*graph.Node {
	nodes := make([]*graph.Node, len(state))
	for i, node := range state {
		nodes[i] = graph.Parameter(g, g.UniqueName("state"), node.Shape())
	}
	return nodes
}

// replaceRow returns all, [K, …], with row number replaced.
func replaceRow(all, number, row *graph.Node) *graph.Node {
	at := slices.Repeat([]*graph.Node{graph.ZerosLike(number)}, all.Rank())
	at[0] = number
	return graph.DynamicUpdateSlice(all, graph.InsertAxes(row, 0), at)
}
