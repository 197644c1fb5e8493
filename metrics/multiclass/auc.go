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
// The interval of macro and weighted averages is DeLong's with the classes' shared examples accounted for.
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
	influence := make([]float64, r.len())
	a = collect(s.classes, groups, weights, nil)
	a.Over = over
	if a.Value.Undefined == "" {
		for class, weight := range weights {
			areas[class].spread(influence, weight/a.weight)
		}
		a.Value = areaValue(a.Value.V, influence, all)
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
	value, influence := s.pairs(r, shares, over)
	a.Value = areaValue(value, influence, all)
	return a
}

// pairs is the mean of the areas of all pairs of classes, and how much each row moves it.
func (s *State) pairs(r *examples, shares []float64, over Averaging) (mean float64, influence []float64) {
	var value, whole sums.Sum
	influence = make([]float64, r.len())
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
			pair.spread(influence, weight)
		}
	}
	for i := range influence {
		influence[i] /= whole.Value()
	}
	return value.Value() / whole.Value(), influence
}

func areaValue(value float64, influence []float64, all tally) metrics.Value {
	v := metrics.Value{V: min(value, 1), N: all.rows, Weight: all.weight, Baseline: 0.5}
	variance := 0.0
	for _, x := range influence {
		if math.IsNaN(x) {
			return doubt.Without(v, metrics.FewExamples)
		}
		variance += x * x
	}
	return doubt.Wald(v, math.Sqrt(variance), 0, 1)
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
