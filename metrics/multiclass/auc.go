package multiclass

import (
	"math"
	"slices"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/internal/doubt"
	"github.com/seqpair/seqpair/metrics/internal/sums"
)

// OneVsRestAUC averages the ROC AUC of each class against the rest, from its own column of scores. Baseline ½; of
// the micro average, it is what always answering the classes' shares reads, which is more.
// The interval of macro and weighted averages is that of metrics.State.ROCAUC with the classes' shared examples
// accounted for.
func (s *State) OneVsRestAUC(over Averaging) Average {
	r := s.settled()
	all := r.tally()
	a := Average{Over: over}
	switch {
	case over < Macro || over > Micro:
		a.Value = doubt.Undefined(UnknownAverage)
		return a
	case all.rows == 0:
		a.Value = doubt.Undefined(metrics.NoExamples)
		return a
	case over == Micro:
		a.Value, a.Classes = s.flatAUC(s.shares(r, all.weight)), len(s.classes)
		a.Value.N, a.Value.Weight = all.rows, all.weight
		return a
	}
	groups := make([]metrics.Value, len(s.classes))
	areas, shares := make([]area, len(s.classes)), s.shares(r, all.weight)
	for class := range s.classes {
		positive, negative := ranked(r, class)
		areas[class] = compare(r, class, positive, negative)
		groups[class] = metrics.Value{V: areas[class].value, Baseline: 0.5, Undefined: areas[class].why}
	}
	weights := slices.Repeat([]float64{1}, len(s.classes))
	if over == Weighted {
		weights = shares
	}
	sum := newAreaSum(r.len())
	a = collect(s.classes, groups, weights, nil)
	a.Over = over
	if a.Value.Undefined == "" {
		for class, weight := range weights {
			sum.add(areas[class], weight/a.weight)
		}
		a.Value = sum.value(a.Value.V, all)
	}
	return a
}

// OneVsOneAUC averages, over all pairs of classes, the mean of the two ROC AUCs of the pair's examples, one from each
// class's column: Hand and Till, Mach. Learn. 45 (2001) 171. Weighted weighs a pair by its examples; micro does not
// exist. It does not depend on how frequent the classes are. Baseline ½.
func (s *State) OneVsOneAUC(over Averaging) Average {
	r := s.settled()
	all := r.tally()
	a := Average{Over: over}
	if over != Macro && over != Weighted {
		a.Value = doubt.Undefined(UnknownAverage)
		return a
	}
	shares := s.shares(r, max(all.weight, math.SmallestNonzeroFloat64))
	for class, share := range shares {
		if share == 0 {
			a.Absent = append(a.Absent, Absent{Class: s.classes[class], Why: metrics.NoPositives})
			continue
		}
		a.Classes++
	}
	switch {
	case all.rows == 0:
		a.Value = doubt.Undefined(metrics.NoExamples)
		return a
	case a.Classes < 2:
		a.Value = doubt.Baseline(doubt.Undefined(OneClass), 0.5)
		return a
	}
	mean, sum := s.pairs(r, shares, over)
	a.Value = sum.value(mean, all)
	return a
}

// pairs is the mean of the areas of all pairs of classes, and what stands behind its interval.
func (s *State) pairs(r *examples, shares []float64, over Averaging) (mean float64, sum *areaSum) {
	var value, whole sums.Sum
	sum = newAreaSum(r.len())
	for class := range s.classes {
		byTruth := rankedByTruth(r, class, len(s.classes))
		for other := range s.classes {
			if other == class || shares[class] == 0 || shares[other] == 0 {
				continue
			}
			weight := 1.0
			if over == Weighted {
				weight = shares[class] + shares[other]
			}
			pair := compare(r, class, byTruth[class], byTruth[other])
			value.Add(weight * pair.value)
			whole.Add(weight)
			sum.add(pair, weight)
		}
	}
	sum.scale(1 / whole.Value())
	return value.Value() / whole.Value(), sum
}

// flatAUC reads all scores in one column, and beside it the same of always answering the shares.
func (s *State) flatAUC(shares []float64) metrics.Value {
	v := doubt.Without(s.Flattened().ROCAUC(), SharedExamples)
	idle := metrics.NewState()
	var b metrics.Batch
	for _, share := range shares {
		for _, is := range []bool{true, false} {
			weight := share
			if !is {
				weight = 1 - share
			}
			if weight >= metrics.MinWeight {
				b.Scores, b.Labels, b.Weights = append(b.Scores, min(share, 1)), append(b.Labels, is), append(b.Weights, weight)
			}
		}
	}
	if err := idle.Update(b); err != nil {
		panic(err) // shares are scores and weights
	}
	return doubt.Baseline(v, idle.ROCAUC().V)
}
