package model

import (
	"fmt"
	"maps"
	"slices"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/ml/train/optimizer"

	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/losses"
	"github.com/seqpair/seqpair/model/pair"
)

// modelScope holds the weights in the store.
const modelScope = "model"

// network is a model on a backend: its weights and the two programs that run them.
type network struct {
	config  Config // with defaults
	loss    losses.Loss
	encoder *data.PairEncoder
	bias    []float32 // of the last layer at the start
	store   *model.Store
	trainer *model.Exec // nil: not for training
	reader  *model.Exec
}

// result is what a program says of one batch.
type result struct {
	logits         []float32 // [size, columns], padding included
	loss           float64   // with its weights
	unweightedLoss float64
	gradientNorm   float64 // of a training step: L2, over all weights
}

// newNetwork builds the programs; they compile when they first run.
func newNetwork(b compute.Backend, c Config, loss losses.Loss, encoder *data.PairEncoder, odds float64) (*network, error) {
	n := &network{config: c, loss: loss, encoder: encoder, bias: c.Head.bias(odds), store: model.NewStore()}
	n.store.SetParam(model.ParamInitialSeed, c.Seed)
	var err error
	if n.trainer, err = model.NewExec(b, n.store, n.stepGraph); err != nil {
		return nil, err
	}
	n.reader, err = model.NewExec(b, n.store, n.readGraph)
	return n, err
}

// lossGraph returns the logits, [B, columns], and both scalar losses: Σ share·loss over the batch.
func (n *network) lossGraph(scope *model.Scope, inputs []*graph.Node) (logits, loss, unweighted *graph.Node) {
	labels, weights, shares := inputs[2], inputs[3], graph.Squeeze(inputs[4], 1)
	input := pair.Input{A: inputs[0], B: inputs[1], SizeA: n.encoder.A.Size(), SizeB: n.encoder.B.Size()}
	logits = n.config.Model.Logits(scope.In(modelScope), input, n.bias)
	predictions := []*graph.Node{logits}
	loss = graph.ReduceAllSum(graph.Mul(shares, n.loss.Loss([]*graph.Node{labels, weights}, predictions)))
	unweighted = graph.ReduceAllSum(graph.Mul(shares, n.loss.Unweighted().Loss([]*graph.Node{labels}, predictions)))
	return logits, loss, unweighted
}

// stepGraph is one step of Adam, whose learning rate is the last input.
func (n *network) stepGraph(scope *model.Scope, inputs []*graph.Node) []*graph.Node {
	g := inputs[0].Graph()
	scope.Store().SetTraining(g, true)
	logits, loss, unweighted := n.lossGraph(scope, inputs)
	gradients := scope.BuildTrainableVariablesGradientsGraph(loss)
	length := norm(scope, g, gradients)
	optimizer.LearningRateVar(scope, dtypes.Float32, n.config.LearningRate).SetNodeValue(inputs[len(inputs)-1])
	adam := optimizer.Adam().Done().(interface {
		UpdateGraphWithGradients(*model.Scope, []*graph.Node, dtypes.DType)
	})
	adam.UpdateGraphWithGradients(scope, gradients, dtypes.Float32)
	return []*graph.Node{logits, loss, unweighted, length}
}

// norm is the L2 norm of the gradients of all weights. It adds up in the order of their paths, since the order of
// the variables is another one after loading.
func norm(scope *model.Scope, g *graph.Graph, gradients []*graph.Node) *graph.Node {
	squares := map[string]*graph.Node{}
	for v := range scope.IterVariables() {
		if v.Trainable && v.InUseByGraph(g) {
			squares[v.Path()] = graph.ReduceAllSum(graph.Square(gradients[len(squares)]))
		}
	}
	sum := graph.ScalarZero(g, dtypes.Float32)
	for _, path := range slices.Sorted(maps.Keys(squares)) {
		sum = graph.Add(sum, squares[path])
	}
	return graph.Sqrt(sum)
}

// readGraph scores without training.
func (n *network) readGraph(scope *model.Scope, inputs []*graph.Node) []*graph.Node {
	logits, loss, unweighted := n.lossGraph(scope, inputs)
	return []*graph.Node{logits, loss, unweighted}
}

// run executes a program on a batch, and releases the batch's tensors.
func (n *network) run(program *model.Exec, b batch) (result, error) {
	outputs, err := program.Call(b.inputs...)
	for _, input := range b.inputs {
		input.(*tensors.Tensor).MustFinalizeAll()
	}
	if err != nil {
		return result{}, err
	}
	r := result{logits: tensors.MustCopyFlatData[float32](outputs[0])}
	for i, v := range []*float64{&r.loss, &r.unweightedLoss, &r.gradientNorm}[:len(outputs)-1] {
		*v = float64(tensors.ToScalar[float32](outputs[i+1]))
	}
	for _, output := range outputs {
		output.MustFinalizeAll()
	}
	r.logits = r.logits[:len(b.rows)*n.config.Head.columns()]
	return r, nil
}

// step trains on a batch.
func (n *network) step(b batch, learningRate float64) (result, error) {
	b.inputs = append(b.inputs, tensors.FromScalar(float32(learningRate)))
	return n.run(n.trainer, b)
}

// read scores all of a batcher's pairs, in their order.
func (n *network) read(b *batcher, each func(batch, result) error) error {
	order := b.inOrder()
	for i := range b.batches() {
		rows, err := b.batch(order, i)
		if err != nil {
			return err
		}
		r, err := n.run(n.reader, rows)
		if err != nil {
			return fmt.Errorf("scoring: %w", err)
		}
		if err := each(rows, r); err != nil {
			return err
		}
	}
	return nil
}
