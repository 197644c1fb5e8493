package data

import (
	"cmp"
	"math/rand/v2"
	"slices"
)

// blocks are sets of pairs that a split must not tear.
type blocks struct {
	of    []int32  // block of each pair
	count [][2]int // negatives and positives of each block
	total [2]int   // of all
}

// newBlocks numbers the blocks in the order of their first pair, so that the deal depends on the
// content only.
func newBlocks(keys []int32, labels []bool) blocks {
	b := blocks{of: number(len(keys), func(i int) int32 { return keys[i] })}
	for i, block := range b.of {
		if int(block) == len(b.count) {
			b.count = append(b.count, [2]int{})
		}
		class := 0
		if labels[i] {
			class = 1
		}
		b.count[block][class]++
		b.total[class]++
	}
	return b
}

// holding is the number of blocks that hold pairs of the class.
func (b blocks) holding(class int) int {
	n := 0
	for _, count := range b.count {
		if count[class] > 0 {
			n++
		}
	}
	return n
}

// largest is the number of pairs in the largest block.
func (b blocks) largest() int {
	most := 0
	for _, count := range b.count {
		most = max(most, count[0]+count[1])
	}
	return most
}

// share is the block's part of all pairs of the class.
func (b blocks) share(block int32, class int) float64 {
	return float64(b.count[block][class]) / float64(max(b.total[class], 1))
}

// deal gives each block a part: largest blocks first, in seeded order among equals, each to the
// part where the sum over parts and classes of (share - target)² / target grows least. Parts fill
// in proportion, so that large and small blocks spread over all of them. A class never runs out of
// blocks before each part has one.
func deal(b blocks, seed int64) []int8 {
	order := b.order(seed)
	left := [2]int{b.holding(0), b.holding(1)}
	var share [3][2]float64
	partOf := make([]int8, len(b.count))
	for _, block := range order {
		best, least := -1, 0.0
		must := b.required(block, left, share)
		for part, target := range partShares {
			if !must[part] {
				continue
			}
			growth := 0.0
			for class := range left {
				d := b.share(block, class)
				growth += d * (d + 2*(share[part][class]-target)) / target
			}
			if best < 0 || growth < least {
				best, least = part, growth
			}
		}
		partOf[block] = int8(best)
		for class := range left {
			share[best][class] += b.share(block, class)
			if b.count[block][class] > 0 {
				left[class]--
			}
		}
	}
	return partOf
}

// order is the blocks by falling share of the classes, shuffled by the seed among equals.
func (b blocks) order(seed int64) []int32 {
	random := rand.New(rand.NewPCG(uint64(seed), 0x73706c6974)) // "split"
	order := make([]int32, len(b.count))
	for i, block := range random.Perm(len(order)) {
		order[i] = int32(block)
	}
	slices.SortStableFunc(order, func(x, y int32) int {
		return cmp.Compare(b.share(y, 0)+b.share(y, 1), b.share(x, 0)+b.share(x, 1))
	})
	return order
}

// required says which parts the block may go to: all, or only those without one of its classes
// when no more blocks of that class are left than parts without it.
func (b blocks) required(block int32, left [2]int, share [3][2]float64) [3]bool {
	allowed := [3]bool{true, true, true}
	for class := range left {
		if b.count[block][class] == 0 {
			continue
		}
		var lacking [3]bool
		n := 0
		for part := range share {
			if share[part][class] == 0 {
				lacking[part] = true
				n++
			}
		}
		if n > 0 && left[class] <= n {
			both := [3]bool{allowed[0] && lacking[0], allowed[1] && lacking[1], allowed[2] && lacking[2]}
			if both != [3]bool{} {
				allowed = both
			}
		}
	}
	return allowed
}
