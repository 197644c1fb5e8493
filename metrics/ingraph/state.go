package ingraph

import (
	"fmt"
	"path"
	"strings"
	"sync"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/ml/train/metric"

	"github.com/seqpair/seqpair/metrics"
)

// State describes a histogram of scores that graphs fill. It holds no examples itself: they are in the variables
// /metrics/<name>/… of a store, which checkpoints of the whole store contain. Graphs of any batch size may fill it
// by turns, on one store, from one goroutine at a time.
type State struct {
	name   string
	bins   int
	output Output
	edges  func() []float32
}

// New describes a State of that many bins. Its name is its place in the store: no two States of a store may share
// it. With 4096 bins a step moves 64 KB of counts, and 256 KB more where there are weights. New panics if the name
// is empty or holds a slash, unless 1 <= bins <= metrics.MaxBins, and if output is not declared.
func New(name string, bins int, output Output) *State {
	switch {
	case name == "" || strings.Contains(name, model.ScopeSeparator):
		panic(fmt.Sprintf("ingraph: New(%q): give a name without %s", name, model.ScopeSeparator))
	case bins < 1 || bins > metrics.MaxBins:
		panic(fmt.Sprintf("ingraph: New: %d bins: want 1 to %d", bins, metrics.MaxBins))
	case !output.valid():
		panic("ingraph: New: declare whether the model gives Logits or Probabilities")
	}
	s := &State{name: name, bins: bins, output: output}
	s.edges = sync.OnceValue(func() []float32 { return output.edges(bins) })
	return s
}

// The variables of a State. Tables are [2·(bins+1)], negatives first.
const (
	stepsName   = "steps"         // int64 scalar: since Reset
	faultsName  = "faults"        // int64 [3, kinds]: how many, in which step first and last
	rowsName    = "rows"          // int64 table: rows of steps without weights
	weighedName = "weighted_rows" // int64 table: rows of steps with weights
	sumsName    = "weights"       // float64 [2, table, 2]: compensated sums of w and w²
	lossesName  = "losses"        // float64 [2, 6]: compensated sums of rows.losses
)

func (s *State) path(name string) string { return path.Join("/", metric.Scope, s.name, name) }

func (s *State) table() int { return 2 * (s.bins + 1) }

// shape is the shape of a variable.
func (s *State) shape(name string) shapes.Shape {
	switch name {
	case stepsName:
		return shapes.Make(dtypes.Int64)
	case faultsName:
		return shapes.Make(dtypes.Int64, 3, len(faults))
	case sumsName:
		return shapes.Make(dtypes.Float64, 2, s.table(), 2)
	case lossesName:
		return shapes.Make(dtypes.Float64, 2, 6)
	}
	return shapes.Make(dtypes.Int64, s.table())
}

// variable is made, of zeros, where it does not exist.
func (s *State) variable(store *model.Store, name string) *model.Variable {
	return store.VariableWithValue(s.path(name), tensors.FromShape(s.shape(name))).SetTrainable(false)
}

// Update counts one batch as part of a step. It is called while a graph is built, with what GoMLX gives a loss:
// predictions[0] as declared, in float32 or a half type; labels[0] of 0 and 1, of any type; behind it, in any
// order, weights (numbers) and a mask (bool: false hides a row, whatever it holds). All are [B] or [B,1]; Update
// panics if they are not. Rows of weight 0 are left out. Rows that no State on the host takes are left out too,
// and [State.Read] then fails.
func (s *State) Update(scope *model.Scope, labels, predictions []*Node) {
	store, r := scope.Store(), newRows(s.output, labels, predictions)
	s.logFaults(store, r.faults)
	bins := r.bins(s.output, s.edges())
	class := ConvertDType(r.positive, dtypes.Int32)
	places := InsertAxes(Add(bins, MulScalar(class, float64(s.bins+1))), -1) // [B, 1]
	name := rowsName
	if r.weights != nil {
		name = weighedName
		s.weigh(store, places, r.weights)
	}
	counts := s.variable(store, name)
	rows := ConvertDType(r.counted, dtypes.Int64)
	counts.SetNodeValue(ScatterSum(counts.NodeValue(rows), places, rows, false, false))
	addCompensated(s.variable(store, lossesName), r.losses(s.output))
}

// weigh adds up weights and their squares by place.
func (s *State) weigh(store *model.Store, places, weights *Node) {
	updates := Stack([]*Node{weights, Square(weights)}, -1) // [B, 2]
	addCompensated(s.variable(store, sumsName), Scatter(places, updates, shapes.Make(dtypes.Float64, s.table(), 2), false, false))
}

// addCompensated adds x to a variable [2, …] that holds a sum and what rounding took from it, found by Knuth's
// TwoSum (The Art of Computer Programming, vol. 2, §4.2.2, theorem B).
func addCompensated(to *model.Variable, x *Node) {
	value := to.NodeValue(x)
	sum, lost := part(value, 0), part(value, 1)
	total := Add(sum, x)
	added := Sub(total, sum)
	lost = Add(lost, Add(Sub(sum, Sub(total, added)), Sub(x, added)))
	to.SetNodeValue(Stack([]*Node{total, lost}, 0))
}

// part is x[i].
func part(x *Node, i int) *Node { return Squeeze(SliceAxis(x, 0, AxisElem(i)), 0) }

// logFaults counts the step, the faults of each kind, and notes the first and last step that had some.
func (s *State) logFaults(store *model.Store, found []*Node) {
	g := found[0].Graph()
	steps, noted := s.variable(store, stepsName), s.variable(store, faultsName)
	step := AddScalar(steps.NodeValue(g), 1)
	steps.SetNodeValue(step)
	var counts []*Node
	for _, rows := range found {
		counts = append(counts, ReduceAllSum(ConvertDType(rows, dtypes.Int64)))
	}
	now, value := Stack(counts, 0), noted.NodeValue(g)
	zero := ZerosLike(now)
	step = BroadcastToDims(step, len(found))
	first, bad := part(value, 1), GreaterThan(now, zero)
	first = Where(LogicalAnd(bad, Equal(first, zero)), step, first)
	last := Where(bad, step, part(value, 2))
	noted.SetNodeValue(Stack([]*Node{Add(part(value, 0), now), first, last}, 0))
}

// Reset forgets every example, step and fault: call it before each epoch.
func (s *State) Reset(store *model.Store) error {
	for _, name := range []string{stepsName, faultsName, rowsName, weighedName, sumsName, lossesName} {
		v := store.GetVariable(s.path(name))
		if v == nil {
			continue // no graph needed it yet
		}
		if err := v.SetValue(tensors.FromShape(s.shape(name))); err != nil {
			return fmt.Errorf("ingraph: Reset %s: %w", s.name, err)
		}
	}
	return nil
}
