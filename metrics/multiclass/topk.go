package multiclass

import (
	"slices"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/internal/doubt"
	"github.com/seqpair/seqpair/metrics/internal/sums"
)

// BadK is why an accuracy at k does not exist.
const BadK metrics.Reason = "k is not between 1 and the number of classes"

// TopK is an accuracy at k. Where the score of the true class ties with others around rank k, whether it is
// among the first k depends on the order in which equals are listed.
type TopK struct {
	Value metrics.Value `json:"value"` // if equals are listed in random order
	Least float64       `json:"least"` // if the true class is listed last among equals
	Most  float64       `json:"most"`  // if it is listed first, as Keras' in_top_k does
	Tied  int64         `json:"tied"`  // rows in which it matters
}

// TopK is the share of examples whose true class is among the k of highest score. Baseline: always answering
// the k most frequent classes. Interval: Wilson's.
func (s *State) TopK(k int) TopK {
	r := s.settled()
	all := r.tally()
	switch {
	case k < 1 || k > len(s.classes):
		return TopK{Value: doubt.Undefined(BadK)}
	case all.rows == 0:
		return TopK{Value: doubt.Undefined(metrics.NoExamples)}
	}
	var expected, least, most sums.Sum
	top := TopK{}
	for i, truth := range r.labels {
		greater, equal := rank(r.row(i), truth)
		w := r.weight(i)
		expected.Add(w * min(max(float64(k-greater)/float64(equal), 0), 1))
		if greater+equal <= k {
			least.Add(w)
		}
		if greater < k {
			most.Add(w)
			if greater+equal > k {
				top.Tied++
			}
		}
	}
	top.Least, top.Most = min(least.Value()/all.weight, 1), min(most.Value()/all.weight, 1)
	v := metrics.Value{V: min(expected.Value()/all.weight, 1), N: all.rows, Weight: all.weight, Baseline: s.mostFrequent(r, k, all.weight)}
	lo, hi := doubt.Wilson(v.V, all.weight/all.squares*all.weight, doubt.Z95)
	top.Value = doubt.Within(v, lo, hi, 0, 1)
	return top
}

// rank counts the scores above that of a class, and those equal to it, itself included.
func rank(scores []float64, class int) (greater, equal int) {
	for _, score := range scores {
		if score > scores[class] {
			greater++
		} else if score == scores[class] {
			equal++
		}
	}
	return greater, equal
}

// mostFrequent is the share of the k most frequent classes.
func (s *State) mostFrequent(r *examples, k int, whole float64) float64 {
	shares := s.shares(r, whole)
	slices.Sort(shares)
	return min(sums.Of(shares[len(shares)-k:]), 1)
}

// shares are the classes' shares of the weight.
func (s *State) shares(r *examples, whole float64) []float64 {
	weights := make([]sums.Sum, len(s.classes))
	for i, truth := range r.labels {
		weights[truth].Add(r.weight(i))
	}
	shares := make([]float64, len(weights))
	for class, weight := range weights {
		shares[class] = weight.Value() / whole
	}
	return shares
}
