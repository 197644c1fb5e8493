package metrics

import (
	"slices"
	"sort"
)

// column holds the scores of one class. Its first sorted rows are in order of score, then weight;
// the rest is a tail in the order of arrival. Once settled, equal sets of rows are equal columns.
type column struct {
	scores  []float64
	weights []float64 // nil while all weights are 1
	sorted  int
}

func (c *column) add(score, weight float64) {
	if weight != 1 && c.weights == nil {
		c.weights = ones(len(c.scores))
	}
	c.scores = append(c.scores, score)
	if c.weights != nil {
		c.weights = append(c.weights, weight)
	}
}

// merge appends the rows of o, which may be c itself.
func (c *column) merge(o *column) {
	if o.weights != nil && c.weights == nil {
		c.weights = ones(len(c.scores))
	}
	if c.weights != nil && o.weights == nil {
		c.weights = append(c.weights, ones(len(o.scores))...)
	} else if c.weights != nil {
		c.weights = append(c.weights, o.weights...)
	}
	c.scores = append(c.scores, o.scores...)
}

func ones(n int) []float64 { return slices.Repeat([]float64{1}, n) }

func (c *column) clone() column {
	return column{scores: slices.Clone(c.scores), weights: slices.Clone(c.weights), sorted: c.sorted}
}

// settle sorts the tail and merges it with what was sorted before.
func (c *column) settle() {
	if c.sorted == len(c.scores) {
		return
	}
	head, tail := c.slice(0, c.sorted), c.slice(c.sorted, len(c.scores))
	sortColumns(tail.scores, tail.weights)
	if c.sorted > 0 && tail.before(0, &head, c.sorted-1) {
		c.scores, c.weights = mergeRuns(&head, &tail)
	}
	c.sorted = len(c.scores)
}

// trust counts the last row as sorted if it stands in order and so do those before it.
func (c *column) trust() {
	last := len(c.scores) - 1
	if c.sorted == last && (last == 0 || !c.before(last, c, last-1)) {
		c.sorted++
	}
}

// slice is a view of rows from to to.
func (c *column) slice(from, to int) column {
	part := column{scores: c.scores[from:to]}
	if c.weights != nil {
		part.weights = c.weights[from:to]
	}
	return part
}

// before says whether row i of c sorts before row j of o. Either both are weighted or neither is.
func (c *column) before(i int, o *column, j int) bool {
	if c.scores[i] != o.scores[j] {
		return c.scores[i] < o.scores[j]
	}
	return c.weights != nil && c.weights[i] < o.weights[j]
}

func mergeRuns(a, b *column) (scores, weights []float64) {
	n := len(a.scores) + len(b.scores)
	scores = make([]float64, 0, n)
	if a.weights != nil {
		weights = make([]float64, 0, n)
	}
	for i, j := 0, 0; i < len(a.scores) || j < len(b.scores); {
		run, row := a, i
		if i == len(a.scores) || j < len(b.scores) && b.before(j, a, i) {
			run, row = b, j
			j++
		} else {
			i++
		}
		scores = append(scores, run.scores[row])
		if weights != nil {
			weights = append(weights, run.weights[row])
		}
	}
	return scores, weights
}

// tally counts rows from to to.
func (c *column) tally(from, to int) tally {
	if c.weights == nil {
		n := to - from
		return tally{rows: int64(n), weight: float64(n), squares: float64(n)}
	}
	var weight, squares sum
	for _, w := range c.weights[from:to] {
		weight.add(w)
		squares.add(w * w)
	}
	return tally{rows: int64(to - from), weight: weight.value(), squares: squares.value()}
}

// split counts the rows of a settled column below the threshold and the others; none reaches NaN.
func (c *column) split(threshold float64) (below, above tally) {
	at := sort.Search(len(c.scores), func(i int) bool { return c.scores[i] >= threshold })
	return c.tally(0, at), c.tally(at, len(c.scores))
}

// tiedBelow is the first row of a settled column that has the same score as row end-1.
func (c *column) tiedBelow(end int) int {
	start := end - 1
	for start > 0 && c.scores[start-1] == c.scores[start] {
		start--
	}
	return start
}
