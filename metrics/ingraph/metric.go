package ingraph

import (
	"fmt"
	"math"
	"strings"

	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/ml/train/metric"

	"github.com/seqpair/seqpair/metrics"
)

// Metrics are readers of the State for GoMLX's trainer, in training or in evaluation. They share the State: a step
// counts its batch once. At the end of an evaluation each is read on the host, from exact counts. In every step
// its value so far, a float64, is computed in the graph for accuracy, precision, recall, specificity, F-beta,
// balanced_accuracy, log_loss and brier; that of other metrics is NaN until it is read. What is undefined is NaN.
func (s *State) Metrics(ms ...metrics.Metric) []metric.Interface {
	readers := make([]metric.Interface, len(ms))
	for i, m := range ms {
		readers[i] = &reader{state: s, metric: m}
	}
	return readers
}

// reader is a metric.Interface and a metric.UpdateGo.
type reader struct {
	state  *State
	metric metrics.Metric
	store  *model.Store // of the last graph
	why    string       // the value that was read is NaN
	late   bool         // graphs do not compute it
}

var _ metric.UpdateGo = (*reader)(nil)

func (r *reader) Name() string { return r.state.name + " " + r.metric.Name }

func (r *reader) ShortName() string { return r.metric.Name }

func (r *reader) ScopeName() string { return r.state.name }

func (r *reader) MetricType() string {
	base, _, _ := strings.Cut(r.metric.Name, "@")
	return base
}

func (r *reader) UpdateGraph(scope *model.Scope, labels, predictions []*Node) *Node {
	r.store, r.why = scope.Store(), ""
	g := predictions[0].Graph()
	if !r.state.variable(r.store, stepsName).ChangedInGraph(g) {
		r.state.Update(scope, labels, predictions)
	}
	value := r.state.value(r.store, g, r.metric)
	if r.late = value == nil; r.late {
		return Const(g, math.NaN())
	}
	return value
}

// UpdateGo has nothing to do: the graph counts.
func (r *reader) UpdateGo(*tensors.Tensor) {}

// ReadGo reads the State. It cannot fail: PrettyPrint says why a value is NaN.
func (r *reader) ReadGo() *tensors.Tensor {
	r.why = ""
	value, err := r.read()
	if err != nil {
		value, r.why = math.NaN(), err.Error()
	}
	return tensors.FromScalar(value)
}

func (r *reader) read() (float64, error) {
	if r.store == nil {
		return 0, fmt.Errorf("undefined: %s", metrics.NoExamples)
	}
	state, err := r.state.Read(r.store)
	if err != nil {
		return 0, err
	}
	v := r.metric.Read(state)
	if v.Undefined != "" {
		return 0, fmt.Errorf("undefined: %s", v.Undefined)
	}
	return v.V, nil
}

func (r *reader) PrettyPrint(value *tensors.Tensor) string {
	v := tensors.ToScalar[float64](value)
	switch {
	case !math.IsNaN(v):
		return fmt.Sprintf("%.4g", v)
	case r.why != "":
		return r.why
	case r.late:
		return "not read yet"
	}
	return "undefined"
}

// Reset forgets what the State counted, for all metrics that share it.
func (r *reader) Reset(scope *model.Scope) {
	r.why = ""
	if err := r.state.Reset(scope.Store()); err != nil {
		panic(err)
	}
}
