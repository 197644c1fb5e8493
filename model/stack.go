package model

import (
	"fmt"
	"strings"

	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/seqpair/seqpair/metrics/calibrate"
	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/pair"
)

// memberWeights is the variable that says how much each member of an ensemble counts: [members], which add up to 1.
const memberWeights = "member_weights"

// stacked is the weighted mean of the logits of members, which begin with equal weights. No gradient moves them.
func stacked(scope *model.Scope, members []*graph.Node) *graph.Node {
	if len(members) == 1 {
		return members[0]
	}
	equal := make([]float32, len(members))
	for i := range equal {
		equal[i] = 1 / float32(len(members))
	}
	weights := scope.VariableWithValue(memberWeights, tensors.FromValue(equal)).SetTrainable(false).NodeValue(members[0].Graph())
	all := graph.Stack(members, -1) // [B, …, members]
	return graph.ReduceSum(graph.Mul(all, graph.ExpandLeftToRank(weights, all.Rank())), -1)
}

// stacking collects what the members of an ensemble say of the valid examples.
type stacking struct {
	logits [][]float64 // of the positive class, by member
	labels []bool

	weights []float64 // nil: ones
}

// add takes what a network said of rows of examples.
func (s *stacking) add(e *data.Examples, rows []int32, r result, columns int) {
	if r.members == nil || len(e.Labels) > mostScores {
		return
	}
	per, members := e.PerExample(), len(r.members)/len(r.logits)
	if s.logits == nil {
		s.logits = make([][]float64, members)
	}
	for i := range len(rows) * per {
		at := int(rows[i/per])*per + i%per
		if e.Counts != nil && !e.Counts[at] {
			continue
		}
		s.labels = append(s.labels, e.Labels[at])
		if e.Weights != nil {
			s.weights = append(s.weights, e.Weights[at])
		}
		for k := range members {
			s.logits[k] = append(s.logits[k], positiveLogit(r.members[i*columns*members:], columns, members, k))
		}
	}
}

// positiveLogit of member k in a row of [columns, members]: with two columns, that of the positive class above the other.
func positiveLogit(row []float32, columns, members, k int) float64 {
	last := float64(row[(columns-1)*members+k])
	if columns == 1 {
		return last
	}
	return last - float64(row[k])
}

// stack weighs the members by what they said of valid, for the epochs to come. Where that cannot be done, they keep their weights.
func (n *network) stack(s *stacking) error {
	if s.logits == nil {
		return nil
	}
	weights, err := calibrate.Stack(s.logits, s.labels, s.weights)
	if err != nil {
		return nil
	}
	values := make([]float32, len(weights))
	for i, w := range weights {
		values[i] = float32(w)
	}
	return n.memberWeights().SetValue(tensors.FromValue(values))
}

// memberWeights is nil where there is one member.
func (n *network) memberWeights() *model.Variable {
	return n.store.GetVariable("/" + modelScope + "/" + memberWeights)
}

// shares says how much each member counts; empty where there is one.
func (n *network) shares() (string, error) {
	v := n.memberWeights()
	if v == nil {
		return "", nil
	}
	weights, err := numbers(v)
	if err != nil {
		return "", err
	}
	of, pairs := n.config.Model.(pair.Ensemble)
	shares := make([]string, len(weights))
	for i, w := range weights {
		if shares[i] = fmt.Sprintf("%.2g", w); pairs {
			shares[i] = pair.Name(of.Members[i]) + " " + shares[i]
		}
	}
	return strings.Join(shares, ", "), nil
}
