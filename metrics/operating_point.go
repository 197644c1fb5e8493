package metrics

import (
	"encoding/json"
	"fmt"
	"math"
)

// OperatingPoint is a threshold that was looked for in a State, and what is read there.
type OperatingPoint struct {
	Threshold float64   // scores of at least that are positive; +Inf: none is. 0, and meaningless, if Value is undefined
	Value     Value     // without interval, since the threshold was chosen on the same examples
	Table     Confusion // at the threshold
}

type operatingPointJSON struct {
	Threshold *float64  `json:"threshold"`
	Value     Value     `json:"value"`
	Table     Confusion `json:"table"`
}

// MarshalJSON writes null for a threshold of +Inf and for none.
func (p OperatingPoint) MarshalJSON() ([]byte, error) {
	wire := operatingPointJSON{Value: p.Value, Table: p.Table}
	if p.Value.Undefined == "" && !math.IsInf(p.Threshold, 0) {
		wire.Threshold = &p.Threshold
	}
	return json.Marshal(wire)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (p *OperatingPoint) UnmarshalJSON(data []byte) error {
	var wire operatingPointJSON
	if err := json.Unmarshal(data, &wire); err != nil {
		return fmt.Errorf("metrics: operating point: %w", err)
	}
	*p = OperatingPoint{Value: wire.Value, Table: wire.Table}
	switch {
	case wire.Threshold != nil:
		p.Threshold = *wire.Threshold
	case wire.Value.Undefined == "":
		p.Threshold = math.Inf(1)
	}
	return nil
}

// String is the reading and where: "0.667 (no skill 0.273) at 0.64".
func (p OperatingPoint) String() string {
	if p.Value.Undefined != "" {
		return p.Value.String()
	}
	v := p.Value
	text := decimal(v.V, 3)
	if v.NoBaseline == "" {
		text += fmt.Sprintf(" (no skill %s)", decimal(v.Baseline, 3))
	}
	return fmt.Sprintf("%s at %v", text, p.Threshold)
}

// knownAt is a point of the State, whose table knows whether the prevalence is given.
func (s *State) knownAt(p OperatingPoint) OperatingPoint {
	p.Table = s.known(p.Table)
	return p
}

// noPoint is an operating point that does not exist.
func noPoint(why Reason) OperatingPoint { return OperatingPoint{Value: undefined(why)} }

// chosen is the point that a search found, read by m.
func chosen(threshold float64, c Confusion, m func(Confusion) Value) OperatingPoint {
	v := m(c)
	if v.Undefined != "" {
		return OperatingPoint{Value: v}
	}
	return OperatingPoint{Threshold: threshold, Value: v.withoutInterval(ChosenHere), Table: c}
}

// goal judges a table: what to make as high as can be, what to decide equals by, and whether it is allowed.
type goal func(c Confusion) (first, second float64, allowed bool)

// seeker keeps the best allowed table; the highest threshold wins equals.
type seeker struct {
	goal          goal
	first, second float64
	found         bool
	threshold     float64
	below         float64 // the next score, from which on the table is another; NaN: there is none
	table         Confusion
}

func (k *seeker) try(threshold float64, c Confusion) {
	if k.found && math.IsNaN(k.below) {
		k.below = threshold
	}
	first, second, allowed := k.goal(c)
	if !allowed || math.IsNaN(first) {
		return
	}
	if !k.found || first > k.first || first == k.first && second > k.second {
		k.first, k.second, k.found, k.threshold, k.below, k.table = first, second, true, threshold, math.NaN(), c
	}
}

// seek tries predicting nothing positive, and then every distinct score as the threshold.
func (s *State) seek(g goal) seeker {
	found := scan(s, func(pos, neg tally) (visitor, func() seeker) {
		k := seeker{goal: g}
		k.try(math.Inf(1), confusion(tally{}, tally{}, neg, pos))
		return func(s *stretch) {
			for i, score := range s.scores {
				k.try(score, s.table(i, pos, neg))
			}
		}, func() seeker { return k }
	})
	found.table = s.known(found.table)
	return found
}

// ratio is part/(part+rest), or NaN for nothing.
func ratio(part, rest float64) float64 { return part / (part + rest) }

func (c Confusion) recall() float64            { return ratio(c.TP, c.FN) }
func (c Confusion) precision() float64         { return ratio(c.TP, c.FP) }
func (c Confusion) specificity() float64       { return ratio(c.TN, c.FP) }
func (c Confusion) falsePositiveRate() float64 { return ratio(c.FP, c.TN) }
