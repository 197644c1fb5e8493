package pair

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/ml/model"

	"github.com/seqpair/seqpair/model/internal/layers"
)

// Ensemble is several networks that see the same batches side by side. Training takes the mean of their losses, each on its own but
// for its variables, such as duals, so they stay as different as their first weights made them; the score is that of the mean of
// their logits. A member has its share of the gradient: Adam's steps are those of a member alone, those of SGD smaller by the number
// of members. A mean over members overfits less than each of them (Dietterich 2000, "Ensemble Methods in Machine Learning"). It costs
// what its members cost.
//
// Training through package model weighs the mean: from the second epoch on, by [calibrate.Stack] of what the members said of
// the valid pairs an epoch before. So members that suit other data do no harm.
//
// [calibrate.Stack]: https://pkg.go.dev/github.com/seqpair/seqpair/metrics/calibrate#Stack
type Ensemble struct{ Members []Architecture }

// WithDefaults implements [Architecture].
func (e Ensemble) WithDefaults() Architecture {
	members := make([]Architecture, len(e.Members))
	for i, m := range e.Members {
		if m != nil {
			members[i] = m.WithDefaults()
		}
	}
	return Ensemble{members}
}

// Symmetric implements [Architecture]: it is if all members are.
func (e Ensemble) Symmetric() bool {
	for _, m := range e.Members {
		if !m.Symmetric() {
			return false
		}
	}
	return true
}

// Check implements [Architecture].
func (e Ensemble) Check() error {
	if len(e.Members) == 0 {
		return errors.New("pair.Ensemble: there are no Members: give at least one")
	}
	var errs []error
	for i, m := range e.Members {
		if m == nil {
			errs = append(errs, fmt.Errorf("pair.Ensemble: member %d is nil", i+1))
		} else if err := m.Check(); err != nil {
			errs = append(errs, fmt.Errorf("pair.Ensemble: member %d: %w", i+1, err))
		}
	}
	return errors.Join(append(errs, e.checkSides())...)
}

// checkSides refuses members of which some need one vocabulary for both sides and some do not.
func (e Ensemble) checkSides() error {
	for _, m := range e.Members {
		if m != nil && e.Members[0] != nil && m.Symmetric() != e.Members[0].Symmetric() {
			return errors.New("pair.Ensemble: some Members are symmetric and some are not: set Separate in all of them, or in none where one, such as Wide, Differences or Similarities, needs one vocabulary for both sides")
		}
	}
	return nil
}

// Logits implements [Architecture].
func (e Ensemble) Logits(scope *model.Scope, in Input, bias []float32) *Node {
	return layers.Mean(e.EachLogits(scope, in, bias))
}

// EachLogits returns the logits of each member, [B, columns] each.
func (e Ensemble) EachLogits(scope *model.Scope, in Input, bias []float32) []*Node {
	logits := make([]*Node, len(e.Members))
	for i, m := range e.Members {
		logits[i] = m.Logits(scope.At("member_%d", i), in, bias)
	}
	return logits
}

// EachLogits returns the logits of each member of an [Ensemble], and of another architecture its own: [B, columns] each.
func EachLogits(a Architecture, scope *model.Scope, in Input, bias []float32) []*Node {
	if e, ok := a.(Ensemble); ok {
		return e.EachLogits(scope, in, bias)
	}
	return []*Node{a.Logits(scope, in, bias)}
}

// holds says whether a is of a kind, or an ensemble with such a member.
func holds[A Architecture](a Architecture) bool {
	if e, ok := a.(Ensemble); ok {
		return slices.ContainsFunc(e.Members, holds[A])
	}
	_, ok := a.(A)
	return ok
}

const ensembleName = "ensemble"

// MarshalJSON writes the name of the architecture and its members.
func (e Ensemble) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Name    string
		Members []Architecture
	}{ensembleName, e.Members})
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (e *Ensemble) UnmarshalJSON(text []byte) error {
	var fields struct{ Members []json.RawMessage }
	if err := json.Unmarshal(text, &fields); err != nil {
		return err
	}
	e.Members = make([]Architecture, len(fields.Members))
	for i, member := range fields.Members {
		var err error
		if e.Members[i], err = Decode(member); err != nil {
			return err
		}
	}
	return nil
}

func (e Ensemble) String() string { return text(e) }
