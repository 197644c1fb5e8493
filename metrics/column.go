package metrics

import (
	"slices"
	"sort"
)

// column holds the rows of one class. Its first sorted rows are in rising order of key, then weight;
// the rest is a tail in the order of arrival. Once settled, equal sets of rows are equal columns.
type column[K key] struct {
	run[K]
	sorted int
	sums   *prefixSums // of a settled, weighted column
}

func (c *column[K]) add(k, weight K) {
	if weight != keyOf[K](1) && c.weights == nil {
		c.weights = ones[K](len(c.keys))
	}
	c.keys = append(c.keys, k)
	if c.weights != nil {
		c.weights = append(c.weights, weight)
	}
}

// grow is the rows of the column and more of any content.
func (c *column[K]) grow(more int, weighted bool) run[K] {
	r := run[K]{keys: grown(c.keys, more)}
	if c.weights == nil && weighted {
		c.weights = ones[K](len(c.keys))
	}
	if c.weights != nil {
		r.weights = grown(c.weights, more)
	}
	return r
}

// grown is xs with more elements of any content.
func grown[T any](xs []T, more int) []T {
	n := len(xs) + more
	if n > cap(xs) {
		wider := make([]T, n, max(n, len(xs)+len(xs)/2))
		copy(wider, xs)
		return wider
	}
	return xs[:n]
}

func (r *run[K]) put(i int, k, weight K) {
	r.keys[i] = k
	if r.weights != nil {
		r.weights[i] = weight
	}
}

// merge appends the rows of o, which may be c itself.
func (c *column[K]) merge(o run[K]) {
	if o.weights != nil && c.weights == nil {
		c.weights = ones[K](len(c.keys))
	}
	if c.weights != nil && o.weights == nil {
		c.weights = append(c.weights, ones[K](len(o.keys))...)
	} else if c.weights != nil {
		c.weights = append(c.weights, o.weights...)
	}
	c.keys = append(c.keys, o.keys...)
}

func ones[K key](n int) []K { return slices.Repeat([]K{keyOf[K](1)}, n) }

func (c *column[K]) clone() column[K] {
	return column[K]{run: run[K]{keys: slices.Clone(c.keys), weights: slices.Clone(c.weights)}, sorted: c.sorted, sums: c.sums}
}

// settle sorts the tail and merges it with what was sorted before.
func (c *column[K]) settle() {
	if c.sorted < len(c.keys) {
		head, tail := c.slice(0, c.sorted), c.slice(c.sorted, len(c.keys))
		sortRun(tail)
		if c.sorted > 0 && before(tail, 0, head, c.sorted-1) {
			c.run = mergeRuns(head, tail)
		}
		c.sorted, c.sums = len(c.keys), nil
	}
	if c.weights != nil && c.sums == nil {
		c.sums = sumWeights(c.weights)
	}
}

// trust counts the last row as sorted if it stands in order and so do those before it.
func (c *column[K]) trust() {
	last := len(c.keys) - 1
	if c.sorted == last && (last == 0 || !before(c.run, last, c.run, last-1)) {
		c.sorted++
	}
}

// before says whether row i of a sorts before row j of b. Either both are weighted or neither is.
func before[K key](a run[K], i int, b run[K], j int) bool {
	if a.keys[i] != b.keys[j] {
		return a.keys[i] < b.keys[j]
	}
	return a.weights != nil && a.weights[i] < b.weights[j]
}

func mergeRuns[K key](a, b run[K]) run[K] {
	merged := makeRun[K](len(a.keys)+len(b.keys), a.weights != nil)
	for i, j, to := 0, 0, 0; to < len(merged.keys); to++ {
		from, row := a, i
		if i == len(a.keys) || j < len(b.keys) && before(b, j, a, i) {
			from, row = b, j
			j++
		} else {
			i++
		}
		merged.keys[to] = from.keys[row]
		if merged.weights != nil {
			merged.weights[to] = from.weights[row]
		}
	}
	return merged
}

// split counts the rows of a settled column below the threshold and the others; none reaches NaN.
func (c *column[K]) split(threshold float64) (below, above tally) {
	n := len(c.keys)
	at := sort.Search(n, func(i int) bool { return numberOf(c.keys[i]) >= threshold })
	return c.below(n - at), c.upTo(n - at)
}

func (c *column[K]) total() tally { return c.upTo(len(c.keys)) }

// reaching is how many rows of a settled column have at least this key.
func (c *column[K]) reaching(k K) int {
	return len(c.keys) - sort.Search(len(c.keys), func(i int) bool { return c.keys[i] >= k })
}

// tiedBelow is the first row that has the same score as row end-1.
func tiedBelow[K key](keys []K, end int) int {
	start := end - 1
	for start > 0 && keys[start-1] == keys[start] {
		start--
	}
	return start
}
