package model

import (
	"github.com/gomlx/gomlx/core/graph"

	"github.com/seqpair/seqpair/metrics/history"
)

// rectifier is a layer whose units are active or not: max(x, 0) of what its weights make.
type rectifier struct {
	layer string
	units int
}

// alive finds the rectifiers among nodes, and says of each unit, [units of all], whether any example activates it: 1 or 0.
// Padding counts as examples do. The node is nil where there is no rectifier. A maximum over anything else than the units of
// its weights is none.
func alive(nodes []*graph.Node) (found []rectifier, marks *graph.Node) {
	var parts []*graph.Node
	for _, n := range nodes {
		if n == nil || n.Type() != graph.NodeTypeMax || n.Rank() < 2 || !zero(n.Inputs()[1]) {
			continue
		}
		weight, units := nearestWeight(n.Inputs()[0]), n.Shape().Dim(-1)
		if weight == nil || weight.IsScalar() || weight.Shape().Dim(-1) != units {
			continue
		}
		highest := graph.ReduceMax(graph.Reshape(graph.StopGradient(n), -1, units), 0)
		parts = append(parts, graph.ConvertDType(graph.GreaterThan(highest, graph.ZerosLike(highest)), n.DType()))
		found = append(found, rectifier{layerName(weight.GetParameterName()), units})
	}
	if len(parts) == 0 {
		return nil, nil
	}
	return found, graph.Concatenate(parts, 0)
}

// zero says whether a node is a constant 0 everywhere, as the bound of a rectifier is.
func zero(n *graph.Node) bool {
	for n.Type() == graph.NodeTypeBroadcastInDim || n.Type() == graph.NodeTypeReshape {
		n = n.Inputs()[0]
	}
	return n.Type() == graph.NodeTypeConstant && n.ConstantValue().Value() == any(float32(0))
}

// nearestWeight is the parameter of the model that is the fewest operations before n; nil if there is none.
func nearestWeight(n *graph.Node) *graph.Node {
	seen := map[graph.NodeId]bool{}
	for level := []*graph.Node{n}; len(level) > 0; {
		var before []*graph.Node
		for _, n := range level {
			if n == nil || seen[n.Id()] {
				continue
			}
			seen[n.Id()] = true
			if n.Type() == graph.NodeTypeParameter && isWeight(n.GetParameterName()) {
				return n
			}
			before = append(before, n.Inputs()...)
		}
		level = before
	}
	return nil
}

// activity collects which units were active on a part of the data.
type activity struct{ active []bool }

func (a *activity) add(marks []float32) {
	if a.active == nil {
		a.active = make([]bool, len(marks))
	}
	for i, mark := range marks {
		a.active[i] = a.active[i] || mark > 0
	}
}

// tell fills in the share of dead units of each layer that has a rectifier.
func (a *activity) tell(found []rectifier, layers []history.Layer) {
	at := 0
	for _, r := range found {
		dead := 0
		for _, active := range a.active[at : at+r.units] {
			if !active {
				dead++
			}
		}
		at += r.units
		for i := range layers {
			if layers[i].Name == r.layer {
				layers[i].DeadShare = float64(dead) / float64(r.units)
			}
		}
	}
}
