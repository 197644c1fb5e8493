package metrics

import (
	"encoding/json"
	"fmt"
	"math"
)

// Choice is a threshold that a rule chose on one split, to be reported on another by [Choice.On].
type Choice struct {
	Rule      Rule
	Threshold float64   // scores of at least that are positive; +Inf: none is
	Value     Value     // what the rule is about, read on the choosing split: the best of many, without interval
	Table     Confusion // on the choosing split
	Undefined Reason    // why the rule found no threshold; empty if it did
}

// Applied is a Choice on other examples than it was made on.
type Applied struct {
	Value      Value     `json:"value"`      // the same reading as the Choice's, with its honest interval
	Constraint Value     `json:"constraint"` // the rate that the rule limits: recall, precision or predicted positive rate
	Kept       bool      `json:"kept"`       // whether Constraint, without its doubt, keeps the limit; true if there is none
	Table      Confusion `json:"table"`
}

// Choose looks for the threshold that the rule wants, among predicting nothing positive and every distinct
// score. Of equals it takes the one that is better by the rule's constraint, and then the highest.
func (s *State) Choose(r Rule) Choice {
	c, _ := s.choose(r)
	return c
}

// choose also returns the next score below the threshold; NaN: there is none.
func (s *State) choose(r Rule) (c Choice, below float64) {
	c = Choice{Rule: r, Undefined: r.bad()}
	if c.Undefined == "" {
		pos, neg := s.rows()
		c.Undefined = r.needs(pos, neg)
	}
	if c.Undefined != "" {
		c.Value = undefined(c.Undefined)
		return c, math.NaN()
	}
	found := s.seek(r.goal)
	if !found.found {
		c.Undefined = Infeasible
		c.Value = undefined(Infeasible)
		return c, math.NaN()
	}
	c.Threshold, c.Table, c.Value = found.threshold, found.table, r.Read(found.table)
	if c.Value.Undefined == "" {
		c.Value = c.Value.withoutInterval(ChosenHere)
	}
	return c, found.below
}

// needs says what examples the rule lacks.
func (r Rule) needs(pos, neg int64) Reason {
	switch {
	case pos+neg == 0:
		return NoExamples
	case pos == 0 && r.kind != alertsAtMost && r.kind != minCost:
		return NoPositives
	case neg == 0 && (r.kind == maxMCC || r.kind == maxInformedness):
		return NoNegatives
	}
	return ""
}

// goal is what the rule wants of a table.
func (r Rule) goal(c Confusion) (first, second float64, allowed bool) {
	switch r.kind {
	case recallAtLeast:
		return c.precision(), c.recall(), c.recall() >= r.a
	case precisionAtLeast:
		return c.recall(), c.precision(), c.precision() >= r.a
	case alertsAtMost:
		return c.TP + c.FP, 0, c.alertRate() <= r.a/r.b
	case minCost:
		return -(c.FP*r.a + c.FN*r.b), 0, true
	}
	v := r.Read(c)
	return v.V, 0, v.Undefined == ""
}

// Read is the reading that the rule is about: F-beta, MCC, informedness or expected cost; precision under a limit on
// recall, and else recall.
func (r Rule) Read(c Confusion) Value {
	switch r.kind {
	case maxFBeta:
		return c.FBeta(r.a)
	case maxMCC:
		return c.MCC()
	case maxInformedness:
		return c.Informedness()
	case minCost:
		return c.ExpectedCost(r.costs())
	case recallAtLeast:
		return c.Precision()
	case precisionAtLeast, alertsAtMost:
		return c.Recall()
	}
	return undefined(NoRule)
}

// constraint is the rate that the rule limits, and whether it keeps the limit.
func (r Rule) constraint(c Confusion) (Value, bool) {
	switch r.kind {
	case recallAtLeast:
		v := c.Recall()
		return v, v.Undefined == "" && v.V >= r.a
	case precisionAtLeast:
		v := c.Precision()
		return v, v.Undefined == "" && v.V >= r.a
	case alertsAtMost:
		v := c.PredictedPositiveRate()
		return v, v.Undefined == "" && v.V <= r.a/r.b
	}
	return undefined(NoConstraint), true
}

// On reads the chosen threshold on another split. It is undefined where the Choice is.
func (c Choice) On(s *State) Applied {
	if c.Undefined != "" {
		return Applied{Value: undefined(c.Undefined), Constraint: undefined(c.Undefined)}
	}
	a := Applied{Table: s.At(c.Threshold)}
	a.Value = c.Rule.Read(a.Table)
	a.Constraint, a.Kept = c.Rule.constraint(a.Table)
	return a
}

// Threshold is what Choose finds, in the form that package bootstrap repeats on its replicates; a threshold of
// +Inf, nothing positive, is the number after 1.
func (r Rule) Threshold(s *State) (threshold float64, v Value) {
	c := s.Choose(r)
	return math.Min(c.Threshold, math.Nextafter(1, 2)), c.Value
}

// Middle is Threshold moved to the middle of the gap below it, where no example stands and every threshold reads alike: a score at the
// edge of a gap is an accident of the examples. The middle is that of log odds, since the scores of networks are logits; where these
// cannot tell scores apart, within 1e-7 of 0 and 1 (Keras' epsilon), that of the scores.
func (r Rule) Middle(s *State) (threshold float64, v Value) {
	c, below := s.choose(r)
	threshold = math.Min(c.Threshold, math.Nextafter(1, 2))
	if m := middle(below, threshold); m > below { // neighbours among the numbers have none
		return m, c.Value
	}
	return threshold, c.Value
}

// middle is that of two scores, or NaN.
func middle(low, high float64) float64 {
	const surest = 1e-7
	if low < surest || high > 1-surest {
		return (low + high) / 2
	}
	odds := math.Sqrt(low / (1 - low) * high / (1 - high)) // geometric mean
	return odds / (1 + odds)
}

type choiceJSON struct {
	Rule      Rule      `json:"rule"`
	Threshold *float64  `json:"threshold"`
	Value     Value     `json:"value"`
	Table     Confusion `json:"table"`
	Undefined Reason    `json:"undefined,omitempty"`
}

// MarshalJSON writes the threshold +Inf, and one that does not exist, as null.
func (c Choice) MarshalJSON() ([]byte, error) {
	wire := choiceJSON{Rule: c.Rule, Value: c.Value, Table: c.Table, Undefined: c.Undefined}
	if c.Undefined == "" && !math.IsInf(c.Threshold, 0) {
		wire.Threshold = &c.Threshold
	}
	return json.Marshal(wire)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (c *Choice) UnmarshalJSON(data []byte) error {
	var wire choiceJSON
	if err := json.Unmarshal(data, &wire); err != nil {
		return fmt.Errorf("metrics: choice: %w", err)
	}
	*c = Choice{Rule: wire.Rule, Value: wire.Value, Table: wire.Table, Undefined: wire.Undefined}
	switch {
	case wire.Threshold != nil:
		c.Threshold = *wire.Threshold
	case wire.Undefined == "":
		c.Threshold = math.Inf(1)
	}
	return nil
}
