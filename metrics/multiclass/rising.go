package multiclass

import (
	"cmp"
	"math"
	"slices"
)

// fewKeys is where a comparison sort is as fast: below it, clearing counters costs more than comparing.
const fewKeys = 2048

// rising is the positions of n scores in rising order, equals in the order of their positions. Scores in [0,1] sort
// as their IEEE bits do; least significant digit first, 11 bits at a time, digits that are all alike skipped.
func rising(n int, score func(i int) float64) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	if n < fewKeys {
		slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(score(i), score(j)) })
		return order
	}
	const digits, bits = 6, 11
	type item struct {
		key uint64
		at  int
	}
	from, to := make([]item, n), make([]item, n)
	var counts [digits][1 << bits]int
	for i := range from {
		from[i] = item{key: math.Float64bits(score(i)), at: i}
		for d := range digits {
			counts[d][from[i].key>>(d*bits)&(1<<bits-1)]++
		}
	}
	for d := range digits {
		if slices.Contains(counts[d][:], n) {
			continue
		}
		next := 0
		for digit, count := range counts[d] {
			counts[d][digit], next = next, next+count
		}
		for _, x := range from {
			digit := x.key >> (d * bits) & (1<<bits - 1)
			to[counts[d][digit]] = x
			counts[d][digit]++
		}
		from, to = to, from
	}
	for i, x := range from {
		order[i] = x.at
	}
	return order
}
