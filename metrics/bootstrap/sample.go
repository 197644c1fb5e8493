package bootstrap

import (
	"cmp"
	"math"
	"slices"
)

// row is one example.
type row struct {
	score, weight float64
	key           uint64
	positive      bool
}

// example is a hash of everything but the score.
func (r row) example() uint64 {
	label := uint64(0)
	if r.positive {
		label = 1
	}
	return mix(mix(r.key+label) ^ math.Float64bits(r.weight))
}

// sample is examples in falling order of score, as columns.
type sample struct {
	scores   []float64
	weights  []float64 // nil while all weights are 1
	keys     []uint64
	class    []uint8    // 0 for positives, 1 for negatives
	last     []bool     // whether the row is the last of its score
	levels   []level    // the scores of positives
	classes  [2][]int32 // the rows of positives and of negatives in rising order of score
	units    float64    // of the rarer class: see rarestUnits
	examples uint64     // a sum over the rows' units, labels and weights, whatever their scores and order
}

func newSample(rows []row) *sample {
	rows = slices.Clone(rows)
	slices.SortFunc(rows, func(a, b row) int {
		switch {
		case a.score != b.score:
			return cmp.Compare(b.score, a.score)
		case a.positive != b.positive && a.positive:
			return -1
		case a.positive != b.positive:
			return 1
		case a.weight != b.weight:
			return cmp.Compare(b.weight, a.weight)
		}
		return cmp.Compare(a.key, b.key)
	})
	n := len(rows)
	s := &sample{
		scores: make([]float64, n), keys: make([]uint64, n), class: make([]uint8, n), last: make([]bool, n),
		units: rarestUnits(rows),
	}
	if slices.ContainsFunc(rows, func(r row) bool { return r.weight != 1 }) {
		s.weights = make([]float64, n)
	}
	for i, r := range rows {
		s.examples += r.example()
		s.scores[i], s.keys[i] = r.score, r.key
		if !r.positive {
			s.class[i] = 1
		}
		s.last[i] = i == n-1 || rows[i+1].score != r.score
		if s.weights != nil {
			s.weights[i] = r.weight
		}
	}
	s.levels = s.levelsOfPositives()
	for i := n - 1; i >= 0; i-- {
		class := s.class[i]
		s.classes[class] = append(s.classes[class], int32(i))
	}
	return s
}

// renumbered is the sample with other numbers for the numbered rows: row 7 of one split is not row 7 of another.
func (s *sample) renumbered() *sample {
	other := *s
	other.keys = slices.Clone(s.keys)
	for i, key := range s.keys {
		if key&numbered != 0 {
			other.keys[i] = mix(key) | numbered
		}
	}
	return &other
}

// alone says whether every example is a unit.
func (s *sample) alone() bool {
	keys := slices.Sorted(slices.Values(s.keys))
	return len(slices.Compact(keys)) == len(s.keys)
}

// rarestUnits is the effective number of units that have examples of the rarer class, or of the only one:
// Kish's (Σw)²/Σw² over units of summed weight w. Class by class, since few units of either make few replicates.
func rarestUnits(rows []row) float64 {
	rarest := 0.0
	for _, class := range []bool{true, false} {
		var units []row
		for _, r := range rows {
			if r.positive == class {
				units = append(units, r)
			}
		}
		if n := effectiveUnits(units); n > 0 && (rarest == 0 || n < rarest) {
			rarest = n
		}
	}
	return rarest
}

func effectiveUnits(rows []row) float64 {
	slices.SortFunc(rows, func(a, b row) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.weight, b.weight)) })
	total, squares := 0.0, 0.0
	for i := 0; i < len(rows); {
		unit, key := 0.0, rows[i].key
		for ; i < len(rows) && rows[i].key == key; i++ {
			unit += rows[i].weight
		}
		total += unit
		squares += unit * unit
	}
	if squares == 0 {
		return 0
	}
	return total / squares * total
}
