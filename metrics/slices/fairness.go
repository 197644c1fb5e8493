package slices

import (
	"cmp"
	"math"
	"slices"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/internal/doubt"
)

// The reasons why a gap, or its ratio, does not exist.
const (
	TooFewGroups metrics.Reason = "fewer than two groups have the rate"
	ZeroRate     metrics.Reason = "the highest rate is 0"
)

// Gap is how far apart the groups are in a rate.
type Gap struct {
	Name       string        `json:"name"`
	Difference metrics.Value `json:"difference"` // highest rate less lowest; baseline 0
	Ratio      metrics.Value `json:"ratio"`      // lowest rate over highest; baseline 1
	Lowest     string        `json:"lowest"`     // the groups that have them, the first by name of equals
	Highest    string        `json:"highest"`
	Groups     []GroupRate   `json:"groups"`
}

// GroupRate is the rate of one group.
type GroupRate struct {
	Group string        `json:"group"`
	Value metrics.Value `json:"value"` // undefined if the group is too small or has none to count
}

// DemographicParity is the gap in the share of examples predicted positive at a threshold.
func (s *State) DemographicParity(threshold float64) Gap {
	return s.gap("demographic_parity", threshold, alertRate, 1)
}

// EqualOpportunity is the gap in recall at a threshold.
func (s *State) EqualOpportunity(threshold float64) Gap {
	return s.gap("equal_opportunity", threshold, recall, 1)
}

// PredictiveParity is the gap in precision at a threshold.
func (s *State) PredictiveParity(threshold float64) Gap {
	return s.gap("predictive_parity", threshold, precision, 1)
}

// EqualisedOdds is the larger of the gaps in recall and in false positive rate at a threshold, as fairlearn's
// equalized_odds_difference. If one of the rates is undefined in too many groups, so is this gap.
func (s *State) EqualisedOdds(threshold float64) Gap {
	wider, other := s.gap("equalised_odds", threshold, recall, 2), s.gap("equalised_odds", threshold, falseAlarmRate, 2)
	if other.Difference.Undefined != "" || wider.Difference.Undefined == "" && other.Difference.V > wider.Difference.V {
		wider, other = other, wider
	}
	if wider.Difference.Undefined != "" {
		return wider
	}
	wider.Difference.Lo = max(wider.Difference.Lo, other.Difference.Lo)
	wider.Difference.Hi = max(wider.Difference.Hi, other.Difference.Hi)
	if other.Ratio.Undefined == "" && (wider.Ratio.Undefined != "" || other.Ratio.V < wider.Ratio.V) {
		wider.Ratio, other.Ratio = other.Ratio, wider.Ratio
	}
	if other.Ratio.Undefined == "" && wider.Ratio.Undefined == "" {
		wider.Ratio.Lo, wider.Ratio.Hi = min(wider.Ratio.Lo, other.Ratio.Lo), min(wider.Ratio.Hi, other.Ratio.Hi)
	}
	return wider
}

// rate is a share of the examples in some cells of a table.
type rate struct {
	read  func(metrics.Confusion) metrics.Value
	whole func(metrics.Confusion) (weight, squares float64) // of the examples that it is a share of
}

var (
	alertRate = rate{metrics.Confusion.PredictedPositiveRate, func(c metrics.Confusion) (weight, squares float64) {
		return c.TP + c.FP + c.TN + c.FN, c.Squares.TP + c.Squares.FP + c.Squares.TN + c.Squares.FN
	}}
	recall = rate{metrics.Confusion.Recall, func(c metrics.Confusion) (weight, squares float64) {
		return c.TP + c.FN, c.Squares.TP + c.Squares.FN
	}}
	falseAlarmRate = rate{metrics.Confusion.FalsePositiveRate, func(c metrics.Confusion) (weight, squares float64) {
		return c.FP + c.TN, c.Squares.FP + c.Squares.TN
	}}
	precision = rate{metrics.Confusion.Precision, func(c metrics.Confusion) (weight, squares float64) {
		return c.TP + c.FP, c.Squares.TP + c.Squares.FP
	}}
)

// measured is a rate of a group, on its effective number of examples.
type measured struct {
	group string
	v, n  float64
}

// bounded is a rate with its interval.
type bounded struct{ v, lo, hi float64 }

// at gives rates their Wilson intervals at a level that makes that many of them (or of their differences) hold at
// once with 95 % (Bonferroni).
func at(rates []measured, intervals int) []bounded {
	z := math.Sqrt2 * math.Erfinv(1-0.05/float64(intervals))
	all := make([]bounded, len(rates))
	for i, r := range rates {
		all[i].v = r.v
		all[i].lo, all[i].hi = doubt.Wilson(r.v, r.n, z)
	}
	return all
}

// gap compares a rate between all groups; it is one of so many gaps whose intervals have to hold together. If the
// intervals of all differences hold at once, so do the largest of their lower ends, and of their upper ends, for the
// largest difference.
func (s *State) gap(name string, threshold float64, of rate, gaps int) Gap {
	g := Gap{Name: name}
	var rates []measured
	var all metrics.Value
	for _, group := range s.Groups() {
		table := s.groups[group].At(threshold)
		v := of.read(table)
		if why := s.tooSmall(s.groups[group]); why != "" {
			v = doubt.Undefined(why)
		}
		g.Groups = append(g.Groups, GroupRate{Group: group, Value: v})
		if v.Undefined == "" {
			weight, squares := of.whole(table)
			rates = append(rates, measured{group: group, v: v.V, n: weight / squares * weight})
			all.N, all.Weight = all.N+v.N, all.Weight+v.Weight
		}
	}
	if len(rates) < 2 {
		g.Difference = doubt.Baseline(doubt.Undefined(TooFewGroups), 0)
		g.Ratio = doubt.Baseline(doubt.Undefined(TooFewGroups), 1)
		return g
	}
	byRate := func(a, b measured) int { return cmp.Compare(a.v, b.v) }
	lowest, highest := slices.MinFunc(rates, byRate), slices.MaxFunc(rates, byRate)
	g.Lowest, g.Highest = lowest.group, highest.group
	pairs := len(rates) * (len(rates) - 1) / 2
	g.Difference = widest(at(rates, gaps*pairs), highest.v-lowest.v, all)
	g.Ratio = ratio(at(rates, gaps*len(rates)), lowest.v, highest.v, all)
	return g
}

// widest is the largest difference of any two rates.
func widest(rates []bounded, value float64, all metrics.Value) metrics.Value {
	d := metrics.Value{V: value, N: all.N, Weight: all.Weight}
	for i, a := range rates {
		for j, b := range rates {
			if i != j {
				d.Lo = max(d.Lo, a.v-b.v-math.Hypot(a.v-a.lo, b.hi-b.v))
				d.Hi = max(d.Hi, a.v-b.v+math.Hypot(a.hi-a.v, b.v-b.lo))
			}
		}
	}
	return doubt.Within(d, d.Lo, d.Hi, 0, 1)
}

// ratio is the lowest rate over the highest; its interval lets every rate be anywhere in its own.
func ratio(rates []bounded, lowest, highest float64, all metrics.Value) metrics.Value {
	if highest == 0 {
		return doubt.Baseline(doubt.Undefined(ZeroRate), 1)
	}
	box := rates[0]
	least := bounded{lo: box.lo, hi: box.hi}
	most := least
	for _, r := range rates[1:] {
		least = bounded{lo: min(least.lo, r.lo), hi: min(least.hi, r.hi)}
		most = bounded{lo: max(most.lo, r.lo), hi: max(most.hi, r.hi)}
	}
	v := metrics.Value{V: lowest / highest, N: all.N, Weight: all.Weight, Baseline: 1}
	hi := 1.0
	if least.hi < most.lo {
		hi = least.hi / most.lo
	}
	return doubt.Within(v, least.lo/most.hi, hi, 0, 1)
}
