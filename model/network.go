package model

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/internal/layers"
	"github.com/seqpair/seqpair/model/losses"
	"github.com/seqpair/seqpair/model/pair"
)

// What the store holds.
const (
	modelScope = "model" // the weights
	lossScope  = "loss"  // the variables of the loss

	optimizerScope = "optimizer" // what the optimizer remembers
	averageScope   = "average"   // the averages of the weights
)

// network is a model on a backend: its weights, what a step of it is, and the program that scores.
type network struct {
	backend compute.Backend
	config  Config // with defaults
	loss    losses.Loss
	encoder *data.PairEncoder
	columns []string  // of the examples that it reads
	shapes  string    // of these columns, for messages
	bias    []float32 // of the last layer at the start
	corpus  [][]int32 // the training sequences, for weights that start from their statistics; nil: the weights are loaded
	store   *model.Store
	reader  *model.Exec

	weightsRead []*model.Variable // from a checkpoint; nil: they are trained here

	members    int         // of an ensemble; 1 of another network, 0 before the reader is built
	rectifiers []rectifier // that the reader tells the active units of, once it is built
}

// result is what a network says of one batch.
type result struct {
	logits  []float32 // [size, labels per example, columns], padding included
	numbers []float32 // of losses.Result.Numbers
	squares []float32 // of the last training step of a call: squared norms of the gradients of each weight
	members []float32 // of scoring, and of an ensemble: the logits of each member, [size, labels per example, columns, members]
	active  []float32 // of scoring: 1 for each unit of the rectifiers that an example activates
}

// newNetwork builds the program that scores; it compiles when it first runs.
func newNetwork(b compute.Backend, c Config, loss losses.Loss, encoder *data.PairEncoder, odds float64) (*network, error) {
	n := &network{
		backend: b, config: c, loss: loss, encoder: encoder, bias: c.Head.bias(odds), store: model.NewStore(),
	}
	n.store.SetParam(model.ParamInitialSeed, c.Seed)
	return n, n.newReader()
}

// newReader makes the program that scores, which compiles for each shape of examples, as of images of other sizes: as many as there are.
func (n *network) newReader() (err error) {
	if n.reader, err = model.NewExec(n.backend, n.store, n.readGraph); err == nil {
		n.reader.SetMaxCache(-1)
	}
	return err
}

// readColumns notes which columns the examples have. The programs that score know them by their place, so others take other programs.
func (n *network) readColumns(e *data.Examples) error {
	var names, shapes []string
	for _, c := range e.Columns {
		names, shapes = append(names, c.Name), append(shapes, c.String())
	}
	n.shapes = strings.Join(shapes, ", ")
	if slices.Equal(names, n.columns) {
		return nil
	}
	n.columns = names
	n.reader.Finalize()
	return n.newReader()
}

// failed is an error of the graph in one line. It names what a network of the user's own has to read.
func (n *network) failed(err error) error {
	if err = readable(err); err == nil || n.config.Network == nil {
		return err
	}
	return fmt.Errorf("%w; a batch of B examples has the columns %s", err, n.shapes)
}

// logits builds the architecture over the columns of a batch: [B, columns], or [B, positions, columns]. Of an ensemble they
// are those of each member.
func (n *network) logits(scope *model.Scope, columns map[string]*graph.Node) []*graph.Node {
	switch network := n.config.Network.(type) {
	case nil:
	case Ensemble:
		return network.EachLogits(scope, columns, n.bias)
	default:
		return []*graph.Node{network.Logits(scope, columns, n.bias)}
	}
	in := pair.Input{
		A: columns[data.ColumnA], B: columns[data.ColumnB], SizeA: n.encoder.A.Size(), SizeB: n.encoder.B.Size(),
		FullA: n.encoder.A.Length(), FullB: n.encoder.B.Length(), Differences: columns[data.ColumnDifferences], Similarities: columns[data.ColumnSimilarities],
		Corpus: n.corpus,
	}
	return pair.EachLogits(n.config.Model, scope, in, n.bias)
}

// lossGraph takes a batch as batches.inputs makes it, and returns the logits, [B, columns] or [B, positions, columns], those of each
// member, and what the loss says of what is not masked. Training takes the mean of the losses of each member of an ensemble.
func (n *network) lossGraph(scope *model.Scope, inputs []*graph.Node) (logits *graph.Node, members []*graph.Node, loss losses.Result) {
	columns := map[string]*graph.Node{}
	for i, name := range n.columns {
		columns[name] = inputs[i]
	}
	labels, weights, mask := inputs[len(inputs)-3], inputs[len(inputs)-2], inputs[len(inputs)-1]
	of := scope.In(modelScope)
	members = n.logits(of, columns)
	for _, member := range members {
		n.checkLogits(member, labels)
	}
	logits = stacked(of, members)
	batch := losses.Batch{Logits: logits, Labels: labels, Mask: mask}
	if n.config.SampleWeights {
		batch.Weights = weights
	}
	of = scope.In(lossScope)
	switch {
	case !scope.IsTraining(logits.Graph()) || len(members) == 1:
		loss = n.loss.Graph(of, batch)
	case n.loss.Traits().BothClasses:
		loss = n.meanLoss(of, members, batch)
	default:
		loss = n.loss.Graph(of, ofAll(members, batch))
	}
	return logits, members, loss
}

// checkLogits panics unless there is a number for each label, [B, labels per example], and column of the head.
func (n *network) checkLogits(logits, labels *graph.Node) {
	batch, per, columns := labels.Shape().Dim(0), labels.Shape().Dim(1), len(n.bias)
	dims := logits.Shape().Dimensions
	if logits.DType() != dtypes.Float32 {
		exceptions.Panicf("the logits of the network are %s: convert them to float32, for example with graph.ConvertDType", logits.DType())
	}
	if len(dims) < 2 || dims[0] != batch || dims[len(dims)-1] != columns || logits.Shape().Size() != batch*per*columns {
		exceptions.Panicf("the logits of the network are %s: a %s head wants one number for each of %d examples, %d labels of each and %d columns, the columns last",
			logits.Shape(), n.config.Head, batch, per, columns)
	}
}

// meanLoss is the mean of the losses of each member. Losses that compare the examples of a batch need it: examples of one member are not
// compared with those of another. The first member's moves what such a loss counts.
func (n *network) meanLoss(scope *model.Scope, members []*graph.Node, b losses.Batch) losses.Result {
	each := make([]losses.Result, len(members))
	for i, logits := range members {
		b.Logits = logits
		scope.Store().SetTraining(logits.Graph(), i == 0)
		each[i] = n.loss.Graph(scope, b)
	}
	scope.Store().SetTraining(b.Labels.Graph(), true)
	mean := func(read func(losses.Result) *graph.Node) *graph.Node {
		nodes := make([]*graph.Node, len(each))
		for i, r := range each {
			nodes[i] = read(r)
		}
		return layers.Mean(nodes)
	}
	result := each[0]
	result.Loss.Value = mean(func(r losses.Result) *graph.Node { return r.Loss.Value })
	result.Unweighted.Value = mean(func(r losses.Result) *graph.Node { return r.Unweighted.Value })
	if result.Readings != nil {
		result.Readings = mean(func(r losses.Result) *graph.Node { return r.Readings })
	}
	return result
}

// ofAll is a batch that shows every member its examples. A loss that is a sum over examples is then that of each on its own, but that
// its variables, such as duals, are common to all.
func ofAll(members []*graph.Node, b losses.Batch) losses.Batch {
	repeat := func(x *graph.Node) *graph.Node {
		return graph.Concatenate(slices.Repeat([]*graph.Node{x}, len(members)), 0)
	}
	b.Logits, b.Labels, b.Mask = graph.Concatenate(members, 0), repeat(b.Labels), repeat(b.Mask)
	if b.Weights != nil {
		b.Weights = repeat(b.Weights)
	}
	return b
}

// stepGraph is one training step at a learning rate, a scalar: what it says, and the gradients of the weights.
func (n *network) stepGraph(scope *model.Scope, inputs []*graph.Node, rate *graph.Node) (outputs, gradients []*graph.Node) {
	scope.Store().SetTraining(rate.Graph(), true)
	logits, _, loss := n.lossGraph(scope, inputs)
	gradients = n.update(scope, weightsOf(scope, loss.Loss.Value), rate)
	return []*graph.Node{logits, loss.Numbers()}, gradients
}

// readGraph scores without training. Its outputs are those of one step, [1, …] each.
func (n *network) readGraph(scope *model.Scope, inputs []*graph.Node) []*graph.Node {
	g := inputs[0].Graph()
	var logits, marks *graph.Node
	var members []*graph.Node
	var loss losses.Result
	n.withAverages(g, func() { logits, members, loss = n.lossGraph(scope, inputs) })
	outputs := []*graph.Node{graph.InsertAxes(logits, 0), graph.InsertAxes(loss.Numbers(), 0)}
	if n.members = len(members); n.members > 1 {
		outputs = append(outputs, graph.InsertAxes(graph.Stack(members, -1), 0))
	}
	if n.rectifiers, marks = alive(g.Nodes()[:logits.Id()+1]); marks != nil { // what the loss makes of logits comes later
		outputs = append(outputs, graph.InsertAxes(marks, 0))
	}
	return outputs
}

// read scores examples in an order; nil: all, in their own. each runs beside the next call of the program.
func (n *network) read(b *batches, order []int32, each func(rows []int32, r result) error) error {
	if order == nil {
		order = make([]int32, b.Len())
		for i := range order {
			order[i] = int32(i)
		}
	}
	var reading beside
	return reading.ending(n.readBatches(b, order, &reading, each))
}

func (n *network) readBatches(b *batches, order []int32, reading *beside, each func(rows []int32, r result) error) error {
	for rows := range slices.Chunk(order, b.size) {
		inputs := b.inputs(rows, n.config.SampleWeights)
		outputs, err := n.reader.Call(inputs...)
		for _, input := range inputs {
			input.(*tensors.Tensor).MustFinalizeAll()
		}
		if err != nil {
			return fmt.Errorf("scoring: %w", n.failed(err))
		}
		err = reading.begin(func() error {
			results, err := readResults(outputs, 1)
			if err != nil {
				return err
			}
			return each(rows, n.scored(results[0]))
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// readResults takes what a program said of count batches, [most, …] each, and releases it.
func readResults(outputs []*tensors.Tensor, count int) ([]outputRows, error) {
	rows := make([]outputRows, count)
	for _, output := range outputs {
		steps := output.Shape().Dimensions[0]
		values, err := readOutput(output)
		if err != nil {
			return nil, err
		}
		size := len(values) / steps
		for i := range rows {
			rows[i] = append(rows[i], values[i*size:(i+1)*size])
		}
	}
	return rows, nil
}

// readOutput copies a tensor to the host and releases it.
func readOutput(output *tensors.Tensor) ([]float32, error) {
	values, err := tensors.CopyFlatData[float32](output)
	if err != nil {
		return nil, fmt.Errorf("reading from the device: %w", err)
	}
	return values, output.FinalizeAll()
}

// outputRows are the outputs of one batch: logits, numbers of the loss, and what else the program says.
type outputRows [][]float32

// gradientNorm is L2, over all weights; 0 where it was not measured.
func (r result) gradientNorm() float64 {
	sum := 0.0
	for _, square := range r.squares {
		sum += float64(square)
	}
	return math.Sqrt(sum)
}

// scored is what scoring said.
func (n *network) scored(o outputRows) result {
	r := result{logits: o[0], numbers: o[1]}
	more := o[2:]
	if n.members > 1 {
		r.members, more = more[0], more[1:]
	}
	if len(more) > 0 {
		r.active = more[0]
	}
	return r
}
