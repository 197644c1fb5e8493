package optimizers

import (
	"cmp"
	"fmt"

	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
)

const pesgName = "pesg"

// PESG is the proximal epoch stochastic gradient method for losses.AUCMargin (Yuan et al. 2021): gradient descent that is pulled to a
// reference, first the initial weights and then, from period to period, the mean of the weights in the last one. The paper's learning
// rate is 0.1, and its weight decay 1e-5. The loss itself moves a, b and α.
type PESG struct {
	Pull   float64 `json:",omitempty"` // times the learning rate, the share of the way to the reference that a step goes; zero: 0.002, as in LibAUC
	Period int     `json:",omitempty"` // steps; zero: 1000
}

func (o PESG) withDefaults() PESG {
	o.Pull = cmp.Or(o.Pull, 0.002)
	if o.Period == 0 {
		o.Period = 1000
	}
	return o
}

// Graph implements [Optimizer].
func (o PESG) Graph(scope *model.Scope, weights []Weight, rate *graph.Node) {
	o = o.withDefaults()
	g := rate.Graph()
	t := step(scope, g)
	first := graph.Equal(t, graph.OnesLike(t))
	period := graph.MulScalar(graph.OnesLike(t), float64(o.Period))
	renew := graph.Equal(graph.Mod(t, period), graph.ZerosLike(t))
	for _, w := range weights {
		value, reference, sum := w.Variable.NodeValue(g), state(scope, w, "reference"), state(scope, w, "sum")
		whole := func(condition *graph.Node) *graph.Node { return graph.BroadcastToShape(condition, value.Shape()) }
		near := graph.Where(whole(first), value, reference.NodeValue(g))
		pull := graph.MulScalar(graph.Sub(value, near), o.Pull)
		move(w, graph.Mul(rate, graph.Add(w.Gradient, pull)))
		total := graph.Add(sum.NodeValue(g), w.Variable.NodeValue(g))
		reference.SetNodeValue(graph.Where(whole(renew), graph.DivScalar(total, float64(o.Period)), near))
		sum.SetNodeValue(graph.Where(whole(renew), graph.ZerosLike(total), total))
	}
}

// Check implements [Optimizer].
func (o PESG) Check() error {
	return check("PESG", positive("Pull", o.Pull),
		field{"Period", float64(o.Period), o.Period >= 0, "a number of steps, or 0 for 1000"})
}

func (o PESG) String() string {
	o = o.withDefaults()
	return fmt.Sprintf("PESG (pull %v, period %d)", o.Pull, o.Period)
}

// MarshalJSON writes the name of the optimizer and its fields.
func (o PESG) MarshalJSON() ([]byte, error) {
	type fields PESG
	return encode(pesgName, fields(o.withDefaults()))
}
