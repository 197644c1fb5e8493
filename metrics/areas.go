package metrics

import (
	"math/big"
	"math/bits"
)

// areas are the readings that need every level. They mean nothing where a class that they need is missing.
type areas struct {
	auc, aucVariance             float64 // DeLong's variance
	precision, precisionVariance float64 // average precision
}

// countable is how many rows of a class pairCounts holds: squares of twice that fit 64 bits.
const countable = 1 << 31

// countedAreas says whether pairs can be counted without weights.
func countedAreas(pos, neg tally, weighted bool) bool {
	return !weighted && pos.rows < countable && neg.rows < countable
}

func (e *exact[K]) areas() areas {
	return e.memo.areasOf(func() areas {
		pos, neg := e.total()
		if !countedAreas(pos, neg, !e.counted()) {
			return weighedAreas(e.areaSums(), pos, neg)
		}
		return countsTogether(e.pairs(), pos.rows, neg.rows)
	})
}

// pairCounts are DeLong's sums over the unweighted levels of a part, without rounding: a positive's placement
// is twice the negatives below it and once those that tie with it, a negative's the same of positives above.
type pairCounts struct {
	placements        uint64  // of the positives; those of the negatives have the same sum
	ofPos, ofNeg      uint128 // squares
	precisions        sum     // at each positive
	moves             precisionSums
	hits, falseAlarms uint64 // above the next level
	counted           uint64 // false alarms that are in moves
	levels            int
}

// newPairCounts starts below so many rows.
func newPairCounts(hits, falseAlarms uint64) pairCounts {
	return pairCounts{hits: hits, falseAlarms: falseAlarms, counted: falseAlarms}
}

// add counts a level of p positives and n negatives.
func (c *pairCounts) add(p, n, negatives uint64) {
	below := negatives - c.falseAlarms - n
	placement, ofNegatives := 2*below+n, 2*c.hits+p
	c.placements += p * placement
	c.ofPos.addProduct(p, placement*placement)
	c.ofNeg.addProduct(n, ofNegatives*ofNegatives)
	c.hits += p
	c.falseAlarms += n
	if p > 0 {
		hits, alerts := float64(c.hits), float64(c.hits+c.falseAlarms)
		c.precisions.Add(float64(p) * (hits / alerts))
		c.moves.add(float64(p), float64(p), float64(c.falseAlarms-c.counted), hits, float64(c.falseAlarms))
		c.counted = c.falseAlarms
	}
}

// addNegatives counts n negatives at levels without positives.
func (c *pairCounts) addNegatives(n uint64) {
	c.ofNeg.addProduct(n, 4*c.hits*c.hits)
	c.falseAlarms += n
}

// areaSums are those of each block in which a part may start.
func (e *exact[K]) areaSums() []areaSums {
	return *remembered(&e.memo, &e.memo.sums, func() *[]areaSums {
		pos, neg := e.total()
		sums := sumAreas(e, pos, neg)
		return &sums
	})
}

// pairs are those of each part.
func (e *exact[K]) pairs() []pairCounts {
	return *remembered(&e.memo, &e.memo.pairs, func() *[]pairCounts {
		parts := e.parts()
		counts := make([]pairCounts, len(parts))
		e.eachPart(parts, func(n int) { counts[n] = e.countPairs(parts[n]) })
		return &counts
	})
}

func (e *exact[K]) countPairs(p part) pairCounts {
	c := newPairCounts(uint64(p.posStart), uint64(p.negStart))
	all := uint64(len(e.neg.keys))
	m := e.rowsOf(p)
	pos, neg := m.pos.keys, m.neg.keys
	c.levels = distinct(neg)
	j := len(neg)
	for i := len(pos); i > 0; {
		k := pos[i-1]
		start := tiedBelow(pos, i)
		above := skipAbove(neg, j, k)
		c.addNegatives(uint64(j - above))
		j = above
		for j > 0 && neg[j-1] == k {
			j--
		}
		c.add(uint64(i-start), uint64(above-j), all)
		c.levels += bit(above == j) // else it is counted
		i = start
	}
	c.addNegatives(uint64(j))
	return c
}

func countsTogether(parts []pairCounts, pos, neg int64) areas {
	var all pairCounts
	moves := make([]precisionSums, len(parts))
	for i, c := range parts {
		all.placements += c.placements
		all.ofPos.add(c.ofPos)
		all.ofNeg.add(c.ofNeg)
		all.precisions.Merge(c.precisions)
		moves[i] = c.moves
		moves[i].negatives.add(float64(c.falseAlarms-c.counted), c.moves.losses)
	}
	p, n := float64(pos), float64(neg)
	found := areas{auc: float64(all.placements) / (2 * p * n), precision: all.precisions.Value() / p}
	found.aucVariance = placementVariance(all.ofPos, all.placements, pos, neg) + placementVariance(all.ofNeg, all.placements, neg, pos)
	found.precisionVariance = precisionVariance(moves, found.precision, p)
	return found
}

// placementVariance is the variance of a class's mean placement as a share of the other class:
// Σ(v-mean)²/(n(n-1)) over 4·others², of which n·Σv² - (Σv)² is a whole number.
func placementVariance(squares uint128, placements uint64, n, others int64) float64 {
	spread, total := squares.big(), new(big.Int).SetUint64(placements)
	spread.Mul(spread, big.NewInt(n)).Sub(spread, total.Mul(total, total))
	deviations, _ := new(big.Float).SetInt(spread).Float64()
	rows, twice := float64(n), 2*float64(others)
	return deviations / rows / rows / (rows - 1) / (twice * twice)
}

// uint128 is a sum of products.
type uint128 struct{ hi, lo uint64 }

func (u *uint128) addProduct(a, b uint64) {
	hi, lo := bits.Mul64(a, b)
	u.add(uint128{hi, lo})
}

func (u *uint128) add(o uint128) {
	var carry uint64
	u.lo, carry = bits.Add64(u.lo, o.lo, 0)
	u.hi += o.hi + carry
}

func (u uint128) big() *big.Int {
	high := new(big.Int).SetUint64(u.hi)
	return high.Lsh(high, 64).Add(high, new(big.Int).SetUint64(u.lo))
}
