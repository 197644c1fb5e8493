package multiclass

import (
	"math"
	"slices"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/internal/sums"
)

// examples are rows with one true class each.
type examples = rows[int]

// order is the rows in rising order of a class's score.
func (r *rows[L]) order(class int) []int {
	return rising(r.len(), func(i int) float64 { return r.score(i, class) })
}

// ranked are the rows of a class and the others, in rising order of the class's score.
func ranked(r *examples, class int) (positive, negative []int) {
	for _, i := range r.order(class) {
		if r.labels[i] == class {
			positive = append(positive, i)
		} else {
			negative = append(negative, i)
		}
	}
	return positive, negative
}

// rankedByTruth are the rows of each true class, in rising order of one class's score.
func rankedByTruth(r *examples, class, classes int) [][]int {
	byTruth := make([][]int, classes)
	for _, i := range r.order(class) {
		byTruth[r.labels[i]] = append(byTruth[r.labels[i]], i)
	}
	return byTruth
}

// area is a ROC AUC and how much each of its rows moves it: a row's weight times the distance of its placement
// (the share of the other side that it beats, ties counting half) from the mean, over the weight of its side,
// widened as in DeLong's variance for sides of few rows. Their squares sum to DeLong's variance.
type area struct {
	value         float64
	why           metrics.Reason
	rarer, others float64 // effective numbers of rows of the two sides
	rows          []int
	influence     []float64
}

// compare is the area of a class's scores between two groups of rows, each in rising order of that score.
func compare(r *examples, class int, positive, negative []int) area {
	switch {
	case len(positive) == 0:
		return area{why: metrics.NoPositives}
	case len(negative) == 0:
		return area{why: metrics.NoNegatives}
	}
	pos, neg := r.tallyOf(positive), r.tallyOf(negative)
	a := area{
		rarer: min(pos.effective(), neg.effective()), others: max(pos.effective(), neg.effective()),
		rows: append(slices.Clone(positive), negative...), influence: make([]float64, len(positive)+len(negative)),
	}
	ofPositives, ofNegatives := a.influence[:len(positive)], a.influence[len(positive):]
	var wins, posBelow, negBelow sums.Sum
	for i, j := 0, 0; i < len(positive) || j < len(negative); {
		score := min(r.next(class, positive, i), r.next(class, negative, j))
		iEnd, posTied := r.tied(class, positive, i, score)
		jEnd, negTied := r.tied(class, negative, j, score)
		beaten := (negBelow.Value() + negTied.Value()/2) / neg.weight
		beats := 1 - (posBelow.Value()+posTied.Value()/2)/pos.weight
		wins.Add(posTied.Value() * beaten)
		posBelow.Merge(posTied)
		negBelow.Merge(negTied)
		for ; i < iEnd; i++ {
			ofPositives[i] = beaten
		}
		for ; j < jEnd; j++ {
			ofNegatives[j] = beats
		}
	}
	a.value = min(max(wins.Value()/pos.weight, 0), 1)
	r.center(ofPositives, positive, pos, a.value)
	r.center(ofNegatives, negative, neg, a.value)
	return a
}

// next is the score of the row at position at of a group, and beyond all scores after the last.
func (r *rows[L]) next(class int, group []int, at int) float64 {
	if at == len(group) {
		return math.Inf(1)
	}
	return r.score(group[at], class)
}

// tied is where the rows of that score end in a group, from position at on, and what they weigh.
func (r *rows[L]) tied(class int, group []int, at int, score float64) (end int, weight sums.Sum) {
	for end = at; end < len(group) && r.score(group[end], class) == score; end++ {
		weight.Add(r.weight(group[end]))
	}
	return end, weight
}

// center turns the placements of a group of rows into influences.
func (r *rows[L]) center(placements []float64, group []int, of tally, mean float64) {
	widening, n := math.NaN(), of.effective() // the spread of one row is not known
	if n > 1 {
		widening = math.Sqrt(n / (n - 1))
	}
	for at, i := range group {
		placements[at] = r.weight(i) / of.weight * (placements[at] - mean) * widening
	}
}

func (r *rows[L]) tallyOf(group []int) tally {
	var all compensated
	for _, i := range group {
		w := r.weight(i)
		all.add(1, sums.Sum{Hi: w}, sums.Sum{Hi: w * w})
	}
	return all.tally()
}
