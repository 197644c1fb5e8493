package metrics

import (
	"math/big"
	"math/bits"
)

// areas are the readings that need every level. They mean nothing where a class that they need is missing.
type areas struct {
	auc, variance float64 // and DeLong's variance of it
	precision     float64 // average precision
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
			return weighedAreas(e, pos, neg)
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
	hits, falseAlarms uint64  // above the next level
	levels            int
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
	}
}

// addNegatives counts n negatives at levels without positives.
func (c *pairCounts) addNegatives(n uint64) {
	c.ofNeg.addProduct(n, 4*c.hits*c.hits)
	c.falseAlarms += n
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
	c := pairCounts{hits: uint64(p.posStart), falseAlarms: uint64(p.negStart)}
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
	for _, c := range parts {
		all.placements += c.placements
		all.ofPos.add(c.ofPos)
		all.ofNeg.add(c.ofNeg)
		all.precisions.Merge(c.precisions)
	}
	p, n := float64(pos), float64(neg)
	return areas{
		auc:       float64(all.placements) / (2 * p * n),
		variance:  placementVariance(all.ofPos, all.placements, pos, neg) + placementVariance(all.ofNeg, all.placements, neg, pos),
		precision: all.precisions.Value() / p,
	}
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

// areaSums are the sums over the weighted levels of a part.
type areaSums struct{ first, second sum }

// addPairs adds the pairs that each level's positives win, ties counting half, and precision at each positive.
func (a *areaSums) addPairs(s *stretch, negatives float64) {
	for i := range s.scores {
		hits := s.pos.weight[i+1] - s.pos.weight[i]
		if hits <= 0 {
			continue
		}
		a.first.Add(hits * (negatives - (s.neg.weight[i]+s.neg.weight[i+1])/2))
		a.second.Add(hits * (s.pos.weight[i+1] / (s.pos.weight[i+1] + s.neg.weight[i+1])))
	}
}

// addDeviations adds the squared deviations of the placements of both classes, times the squared weights.
func (a *areaSums) addDeviations(s *stretch, pos, neg, auc float64) {
	for i := range s.scores {
		if squares := s.pos.squares[i+1] - s.pos.squares[i]; squares > 0 {
			d := (neg-(s.neg.weight[i]+s.neg.weight[i+1])/2)/neg - auc
			a.first.Add(squares * d * d)
		}
		if squares := s.neg.squares[i+1] - s.neg.squares[i]; squares > 0 {
			d := (s.pos.weight[i]+s.pos.weight[i+1])/2/pos - auc
			a.second.Add(squares * d * d)
		}
	}
}

// weighedAreas walks twice, since deviations need the mean. Sums are added part by part, so that they do
// not depend on threads.
func weighedAreas(s store, pos, neg tally) areas {
	wins, precisions := twoSums(s, func(at *stretch, to *areaSums) { to.addPairs(at, neg.weight) })
	a := areas{auc: wins / (pos.weight * neg.weight), precision: precisions / pos.weight}
	ofPositives, ofNegatives := twoSums(s, func(at *stretch, to *areaSums) {
		to.addDeviations(at, pos.weight, neg.weight, a.auc)
	})
	a.variance = ofMean(ofPositives, pos) + ofMean(ofNegatives, neg)
	return a
}

// ofMean is the variance of a class's mean placement; with weights 1 it is Σd²/(n(n-1)).
func ofMean(deviations float64, class tally) float64 {
	n := class.effective()
	return deviations / class.weight / class.weight * n / (n - 1)
}

// twoSums walks and adds up what visit adds, part by part.
func twoSums(s store, visit func(*stretch, *areaSums)) (first, second float64) {
	pos, _ := s.rows()
	parts := make([]areaSums, pos/blockRows+1)
	s.walk(func(at *stretch) { visit(at, &parts[at.part]) })
	var all areaSums
	for _, part := range parts {
		all.first.Merge(part.first)
		all.second.Merge(part.second)
	}
	return all.first.Value(), all.second.Value()
}
