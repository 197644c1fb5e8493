package layers

import (
	"math"
	"slices"

	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
)

// Quantiles bring features with heavy tails, such as amounts of money, to a normal distribution by their ranks among the training examples,
// as scikit-learn's QuantileTransformer does: their standard deviation is that of a few outliers, so that a standardisation leaves all
// other values in one place. They are kept with the weights; the zero value stands for what a checkpoint holds.
type Quantiles struct {
	heavy []float32 // 1 for each feature with heavy tails, else 0, [D]; nil: none has

	// Between knots of ascending values, the transformed value rises in a straight line.
	first, knots, steps, slopes []float32 // value at the first knot, [D]; knots, distances to the next, and slopes there, [D, quantileKnots]
}

const (
	// heavyTails is the least share of a standard deviation that the middle half of the values spans: of a normal distribution 1.35, of an
	// exponential one 1.1, of a lognormal one, or one with values on both sides that is as skewed, .67 and less.
	heavyTails = 0.8
	// quantileKnots are more than a network can tell apart, and few enough to be compared with every value.
	quantileKnots = 32
	// quantileRows is how many examples are sorted, as in scikit-learn.
	quantileRows = 10_000
)

// NewQuantiles reads the values of examples, [N, width].
func NewQuantiles(values []float32, width int) Quantiles {
	var q Quantiles
	n := len(values) / width
	rows := min(n, quantileRows)
	for feature := range width {
		column := make([]float64, rows)
		for i := range column {
			column[i] = float64(values[i*n/rows*width+feature])
		}
		slices.Sort(column)
		q.add(column)
	}
	if !slices.Contains(q.heavy, 1) {
		return Quantiles{}
	}
	return q
}

// add learns one feature from its sorted values.
func (q *Quantiles) add(sorted []float64) {
	heavy := float32(0)
	if hasHeavyTails(sorted) {
		heavy = 1
	}
	knots, levels := make([]float64, quantileKnots), make([]float64, quantileKnots)
	for k := range knots {
		knots[k] = sorted[k*(len(sorted)-1)/(quantileKnots-1)]
		levels[k] = normalRank(sorted, knots[k])
	}
	q.heavy, q.first = append(q.heavy, heavy), append(q.first, float32(levels[0]))
	for k := range knots {
		next := min(k+1, quantileKnots-1)
		step, slope := knots[next]-knots[k], 0.0
		if step > 0 {
			slope = (levels[next] - levels[k]) / step
		}
		q.knots, q.steps, q.slopes = append(q.knots, float32(knots[k])), append(q.steps, float32(step)), append(q.slopes, float32(slope))
	}
}

func hasHeavyTails(sorted []float64) bool {
	mean, square, n := 0.0, 0.0, float64(len(sorted))
	for _, v := range sorted {
		mean += v / n
	}
	for _, v := range sorted {
		square += (v - mean) * (v - mean) / n
	}
	middle, all := sorted[len(sorted)*3/4]-sorted[len(sorted)/4], sorted[len(sorted)-1]-sorted[0]
	return all > 0 && middle < heavyTails*math.Sqrt(square)
}

// normalRank is the value of a standard normal distribution that has the rank of v among sorted values; equal ones share theirs.
func normalRank(sorted []float64, v float64) float64 {
	below, _ := slices.BinarySearch(sorted, v)
	upTo, _ := slices.BinarySearch(sorted, math.Nextafter(v, math.Inf(1)))
	rank := float64(below+upTo) / 2 / float64(len(sorted))
	return math.Sqrt2 * math.Erfinv(2*rank-1)
}

// Replace takes the features with heavy tails of standardised, [B, D], from x, [B, D], by their ranks.
func (q Quantiles) Replace(scope *model.Scope, x, standardised *Node) *Node {
	if q.heavy == nil && scope.GetVariable("heavy") == nil {
		return standardised
	}
	width := x.Shape().Dim(-1)
	if q.heavy == nil {
		q = Quantiles{heavy: make([]float32, width), first: make([]float32, width)}
		q.knots, q.steps, q.slopes = make([]float32, width*quantileKnots), make([]float32, width*quantileKnots), make([]float32, width*quantileKnots)
	}
	constant := func(name string, values []float32, dims ...int) *Node {
		return InsertAxes(Constant(scope, name, tensors.FromFlatDataAndDimensions(values, dims...)).SetTrainable(false).NodeValue(x.Graph()), 0)
	}
	each := func(name string, values []float32) *Node { return constant(name, values, width, quantileKnots) }
	beyond := MaxScalar(Sub(InsertAxes(x, -1), each("knots", q.knots)), 0) // each knot, [B, D, quantileKnots]
	rise := ReduceSum(Mul(Min(beyond, each("steps", q.steps)), each("slopes", q.slopes)), -1)
	ranks := Add(constant("first", q.first, width), rise)
	heavy := constant("heavy", q.heavy, width)
	return Add(Mul(heavy, ranks), Mul(OneMinus(heavy), standardised))
}
