package ingraph

import (
	"math"
	"sort"
	"strconv"
	"strings"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/ml/model"

	"github.com/seqpair/seqpair/metrics"
)

// value is a metric so far, a float64 scalar that is NaN if it is undefined; nil if graphs do not compute it.
func (s *State) value(store *model.Store, g *Graph, m metrics.Metric) *Node {
	base, at, hasAt := strings.Cut(m.Name, "@")
	threshold := 0.5
	if hasAt {
		var err error
		if threshold, err = strconv.ParseFloat(at, 64); err != nil {
			return nil
		}
	}
	weights := s.classWeights(store, g)
	switch base {
	case "log_loss":
		return s.meanLoss(store, weights, 0)
	case "brier":
		return s.meanLoss(store, weights, 3)
	}
	if read := tableReader(base); read != nil {
		return read(newTable(weights, s.bin(threshold)))
	}
	return nil
}

// classWeights are the summed weights by class and bin: float64 [2, bins+1], negatives first.
func (s *State) classWeights(store *model.Store, g *Graph) *Node {
	all := ConvertDType(s.variable(store, rowsName).NodeValue(g), dtypes.Float64)
	if sums := store.GetVariable(s.path(sumsName)); sums != nil {
		weights := ReduceSum(sums.NodeValue(g), 0) // [table, 2]
		all = Add(all, Squeeze(SliceAxis(weights, 1, AxisElem(0)), 1))
	}
	return Reshape(all, 2, s.bins+1)
}

// meanLoss is the weighted mean of the loss whose sums begin there.
func (s *State) meanLoss(store *model.Store, weights *Node, at int) *Node {
	sums := ReduceSum(s.variable(store, lossesName).NodeValue(weights), 0)
	return Div(part(sums, at), ReduceAllSum(weights))
}

// bin is the first bin that is predicted positive at a threshold; bins+1 if none is.
func (s *State) bin(threshold float64) int {
	if !(threshold <= 1) {
		return s.bins + 1
	}
	above := sort.Search(s.bins+1, func(k int) bool { return float64(k)/float64(s.bins) > threshold })
	return max(above-1, 0)
}

// table is a confusion table: float64 scalars.
type table struct{ tp, fp, tn, fn *Node }

// newTable calls positive what lies in that bin or above.
func newTable(weights *Node, bin int) table {
	end := weights.Shape().Dimensions[1]
	count := func(class int, bins SliceAxisSpec) *Node {
		return ReduceAllSum(SliceAxis(part(weights, class), 0, bins))
	}
	none := Const(weights.Graph(), 0.0)
	t := table{none, none, none, none}
	if bin < end {
		t.tp, t.fp = count(1, AxisRange(bin, end)), count(0, AxisRange(bin, end))
	}
	if bin > 0 {
		t.fn, t.tn = count(1, AxisRange(0, bin)), count(0, AxisRange(0, bin))
	}
	return t
}

// tableReader computes the metric of that name, as methods of metrics.Confusion do; nil if graphs do not.
func tableReader(name string) func(table) *Node {
	switch name {
	case "accuracy":
		return func(t table) *Node { return Div(Add(t.tp, t.tn), Add(Add(t.tp, t.tn), Add(t.fp, t.fn))) }
	case "precision":
		return func(t table) *Node { return Div(t.tp, Add(t.tp, t.fp)) }
	case "recall":
		return table.recall
	case "specificity":
		return table.specificity
	case "balanced_accuracy":
		return func(t table) *Node { return DivScalar(Add(t.recall(), t.specificity()), 2) }
	}
	digits, isF := strings.CutPrefix(name, "f")
	beta, err := strconv.ParseFloat(digits, 64)
	if !isF || err != nil {
		return nil
	}
	return func(t table) *Node { return t.fbeta(beta) }
}

func (t table) fbeta(beta float64) *Node {
	hits := MulScalar(t.tp, 1+beta*beta)
	f := Div(hits, Add(Add(hits, MulScalar(t.fn, beta*beta)), t.fp))
	positives := Add(t.tp, t.fn)
	return Where(GreaterThan(positives, ZerosLike(positives)), f, Const(f.Graph(), math.NaN()))
}

func (t table) recall() *Node { return Div(t.tp, Add(t.tp, t.fn)) }

func (t table) specificity() *Node { return Div(t.tn, Add(t.tn, t.fp)) }
