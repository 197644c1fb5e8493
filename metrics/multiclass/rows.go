package multiclass

import (
	"cmp"
	"slices"

	"github.com/seqpair/seqpair/metrics/internal/sums"
)

// rows are scored examples: row i has width scores and each labels (one true class, or width yes or no).
// Once settled, equal sets of rows are equal, however they came about.
type rows[L comparable] struct {
	width, each int
	labels      []L
	scores      []float64
	weights     []float64 // nil while all weights are 1
	settledTo   int       // rows before this one are in order
}

func (r *rows[L]) len() int                   { return len(r.scores) / max(r.width, 1) }
func (r *rows[L]) row(i int) []float64        { return r.scores[i*r.width : (i+1)*r.width] }
func (r *rows[L]) labelsOf(i int) []L         { return r.labels[i*r.each : (i+1)*r.each] }
func (r *rows[L]) score(i, class int) float64 { return r.scores[i*r.width+class] }
func (r *rows[L]) weight(i int) float64       { return weightOf(r.weights, i) }

// add appends the rows whose weight is not 0.
func (r *rows[L]) add(labels []L, scores, weights []float64) {
	n := len(scores) / r.width
	for i := range n {
		w := weightOf(weights, i)
		if w == 0 {
			continue
		}
		if w != 1 && r.weights == nil {
			r.weights = slices.Repeat([]float64{1}, r.len())
		}
		if r.weights != nil {
			r.weights = append(r.weights, w)
		}
		r.labels = append(r.labels, labels[i*r.each:(i+1)*r.each]...)
		for _, score := range scores[i*r.width : (i+1)*r.width] {
			r.scores = append(r.scores, score+0) // + 0 turns -0 into 0
		}
	}
}

// merge appends the rows of o, which may be r itself.
func (r *rows[L]) merge(o *rows[L]) {
	switch {
	case o.weights != nil:
		if r.weights == nil {
			r.weights = slices.Repeat([]float64{1}, r.len())
		}
		r.weights = append(r.weights, o.weights...)
	case r.weights != nil:
		r.weights = append(r.weights, slices.Repeat([]float64{1}, o.len())...)
	}
	r.labels = append(r.labels, o.labels...)
	r.scores = append(r.scores, o.scores...)
}

func (r *rows[L]) clone() rows[L] {
	c := *r
	c.labels, c.scores, c.weights = slices.Clone(r.labels), slices.Clone(r.scores), slices.Clone(r.weights)
	return c
}

// settle puts the rows in order of scores, then labels, then weight.
func (r *rows[L]) settle(compare func(a, b L) int) {
	n := r.len()
	if r.settledTo == n {
		return
	}
	order := rising(n, func(i int) float64 { return r.score(i, 0) })
	for from := 0; from < n; {
		to := from + 1
		for to < n && r.score(order[to], 0) == r.score(order[from], 0) {
			to++
		}
		if to-from > 1 {
			slices.SortFunc(order[from:to], func(i, j int) int { return r.compare(i, j, compare) })
		}
		from = to
	}
	*r = r.reordered(order)
}

// compare orders rows whose first scores are equal.
func (r *rows[L]) compare(i, j int, labels func(a, b L) int) int {
	if by := slices.Compare(r.row(i), r.row(j)); by != 0 {
		return by
	}
	if by := slices.CompareFunc(r.labelsOf(i), r.labelsOf(j), labels); by != 0 {
		return by
	}
	return cmp.Compare(r.weight(i), r.weight(j))
}

// reordered is the rows in another order, which counts as settled.
func (r *rows[L]) reordered(order []int) rows[L] {
	sorted := rows[L]{width: r.width, each: r.each, settledTo: r.len()}
	sorted.labels, sorted.scores = make([]L, 0, len(r.labels)), make([]float64, 0, len(r.scores))
	if r.weights != nil {
		sorted.weights = make([]float64, 0, len(r.weights))
	}
	for _, i := range order {
		sorted.labels = append(sorted.labels, r.labelsOf(i)...)
		sorted.scores = append(sorted.scores, r.row(i)...)
		if r.weights != nil {
			sorted.weights = append(sorted.weights, r.weights[i])
		}
	}
	return sorted
}

func (r *rows[L]) tally() tally {
	if r.weights == nil {
		n := r.len()
		return tally{rows: int64(n), weight: float64(n), squares: float64(n)}
	}
	var of compensated
	for _, w := range r.weights {
		of.add(1, sums.Sum{Hi: w}, sums.Sum{Hi: w * w})
	}
	return of.tally()
}
