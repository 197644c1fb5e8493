package ingraph

import (
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	. "github.com/gomlx/gomlx/support/exceptions"

	"github.com/seqpair/seqpair/metrics"
)

// rows are the columns of a batch, [B] each.
type rows struct {
	predictions *Node // float32, finite
	positive    *Node // bool
	counted     *Node // bool: valid, present and not of weight 0
	weights     *Node // float64, 0 where not counted; nil: all ones
	faults      []*Node
}

// faults, in the order of rows.faults.
var faults = []string{
	"scores that are NaN: find what broke the model, or mask the rows",
	"scores that are infinite logits or probabilities outside [0,1]: look for divergence, and at the declared Output",
	"labels that are neither 0 nor 1",
	"weights that are neither 0 nor in [1e-50, 1e50]: scale all weights by one factor",
}

func newRows(output Output, labels, predictions []*Node) rows {
	if len(labels) == 0 || len(predictions) == 0 {
		Panicf("ingraph: %d labels and %d predictions: give at least one tensor of each", len(labels), len(predictions))
	}
	scores := column("predictions", predictions[0], predictions[0])
	truth := column("labels", labels[0], scores)
	weights, mask := extras(labels[1:], scores)
	r := rows{}
	r.readScores(output, scores)
	r.readLabels(truth)
	r.readWeights(weights)
	r.counted = r.constant(true)
	for i, fault := range r.faults {
		if mask != nil {
			r.faults[i] = LogicalAnd(mask, fault)
		}
		r.counted = LogicalAnd(r.counted, LogicalNot(fault))
	}
	if mask != nil {
		r.counted = LogicalAnd(r.counted, mask)
	}
	if weights != nil {
		r.counted = LogicalAnd(r.counted, NotEqual(r.weights, ScalarZero(weights.Graph(), dtypes.Float64)))
		r.weights = Where(r.counted, r.weights, ZerosLike(r.weights))
	}
	return r
}

// extras tells the tensors behind the labels apart as GoMLX's losses do: a mask is bool, weights are numbers.
func extras(labels []*Node, scores *Node) (weights, mask *Node) {
	for _, extra := range labels {
		kind, to := "weights", &weights
		if extra.DType() == dtypes.Bool {
			kind, to = "mask", &mask
		}
		if *to != nil {
			Panicf("ingraph: the labels hold two tensors of %s: give the labels, one of weights and one mask at most", kind)
		}
		*to = column(kind, extra, scores)
	}
	return weights, mask
}

// column is x as [B], where B is the batch of the predictions.
func column(name string, x, predictions *Node) *Node {
	s := x.Shape()
	if s.Rank() < 1 || s.Rank() > 2 || s.Rank() == 2 && s.Dimensions[1] != 1 {
		Panicf("ingraph: %s are %s: give [B] or [B,1]; of two softmax columns give the difference of the logits, positive minus negative", name, s)
	}
	if b := predictions.Shape().Dimensions[0]; s.Dimensions[0] != b {
		Panicf("ingraph: %s are %s but there are %d predictions", name, s, b)
	}
	return Reshape(x, s.Dimensions[0])
}

func (r *rows) readScores(output Output, scores *Node) {
	switch scores.DType() {
	case dtypes.Float32:
	case dtypes.Float16, dtypes.BFloat16:
		scores = ConvertDType(scores, dtypes.Float32)
	default:
		Panicf("ingraph: predictions are %s: convert them to float32", scores.DType())
	}
	nan, outside := LogicalNot(Equal(scores, scores)), LogicalNot(IsFinite(scores))
	if output == Probabilities {
		g := scores.Graph()
		outside = LogicalNot(LogicalAnd(GreaterOrEqual(scores, Const(g, float32(0))), LessOrEqual(scores, Const(g, float32(1)))))
	}
	r.predictions = Where(LogicalOr(nan, outside), ZerosLike(scores), scores)
	r.faults = append(r.faults, nan, LogicalAnd(outside, LogicalNot(nan)))
}

func (r *rows) readLabels(labels *Node) {
	if labels.DType() == dtypes.Bool {
		r.positive = labels
		r.faults = append(r.faults, r.constant(false))
		return
	}
	r.positive = Equal(labels, ScalarOne(labels.Graph(), labels.DType()))
	zero := Equal(labels, ScalarZero(labels.Graph(), labels.DType()))
	r.faults = append(r.faults, LogicalNot(LogicalOr(r.positive, zero)))
}

func (r *rows) readWeights(weights *Node) {
	if weights == nil {
		r.faults = append(r.faults, r.constant(false))
		return
	}
	g := weights.Graph()
	r.weights = ConvertDType(weights, dtypes.Float64)
	zero := Equal(r.weights, Const(g, 0.0))
	inRange := LogicalAnd(GreaterOrEqual(r.weights, Const(g, metrics.MinWeight)), LessOrEqual(r.weights, Const(g, metrics.MaxWeight)))
	r.faults = append(r.faults, LogicalNot(LogicalOr(zero, inRange)))
}

// constant is the same for all rows.
func (r *rows) constant(x bool) *Node {
	return BroadcastToShape(Const(r.predictions.Graph(), x), shapes.Make(dtypes.Bool, r.predictions.Shape().Dimensions...))
}

// bins are the rows' bins, int32 [B]. The backend's own arithmetic guesses a bin and its neighbours' edges decide:
// a guess is less than one bin off, as float32 is far finer than 2^16 bins.
func (r *rows) bins(output Output, edges []float32) *Node {
	g, x := r.predictions.Graph(), r.predictions
	last := len(edges) - 2
	guess := x
	if output == Logits {
		guess = Sigmoid(x)
	}
	bin := clipped(ConvertDType(MulScalar(guess, float64(last)), dtypes.Int32), last)
	table := Const(g, edges)
	low := Gather(table, InsertAxes(bin, -1))
	high := Gather(table, InsertAxes(AddScalar(bin, 1), -1))
	up, down := GreaterOrEqual(x, high), LessThan(x, low)
	return clipped(Sub(Add(bin, ConvertDType(up, dtypes.Int32)), ConvertDType(down, dtypes.Int32)), last)
}

// clipped is x in [0, last]. The pure-Go backend has no Clamp.
func clipped(x *Node, last int) *Node {
	return MinScalar(MaxScalar(x, 0), float64(last))
}

// losses are, over the counted rows, Σwx, Σw²x and Σw²x² of the log loss and then of the squared error: float64
// [6]. They are computed from float64 scores, as on the host.
func (r *rows) losses(output Output) *Node {
	g := r.predictions.Graph()
	one := Const(g, 1.0)
	score := ConvertDType(r.predictions, dtypes.Float64)
	if output == Logits {
		e := Exp(Neg(Abs(score)))
		score = Div(Where(GreaterOrEqual(score, Const(g, 0.0)), OnesLike(e), e), Add(one, e))
	}
	likelihood := Where(r.positive, score, Sub(one, score))
	logLoss := Neg(Log(MinScalar(MaxScalar(likelihood, clip), 1-clip)))
	squared := Square(Where(r.positive, Sub(one, score), score))
	weight := r.weights
	if weight == nil {
		weight = ConvertDType(r.counted, dtypes.Float64)
	}
	var sums []*Node
	for _, x := range []*Node{logLoss, squared} {
		weighed := Mul(weight, x)
		sums = append(sums, ReduceAllSum(weighed), ReduceAllSum(Mul(weight, weighed)), ReduceAllSum(Square(weighed)))
	}
	return Stack(sums, 0)
}

// clip is how far package metrics keeps likelihoods from 0 and 1: float64's machine epsilon.
const clip = 2.220446049250313e-16
