package metrics

import (
	"cmp"
	"math"
	"slices"
)

const (
	digitBits = 11 // 6 digits cover a float64, and the 2048 counters of one stay in the first cache
	digits    = 6
	smallSort = 1 << 10 // below this the counters cost more than comparing
)

// sortColumns sorts rows (keys[i], carried[i]) by key and then by carried. Both columns hold numbers
// that are not negative, NaN or -0; carried may be nil.
func sortColumns(keys, carried []float64) {
	switch {
	case len(keys) >= smallSort && carried == nil:
		radixSort(keys, nil)
	case len(keys) >= smallSort:
		radixSort(carried, keys)
		radixSort(keys, carried)
	case carried == nil:
		slices.Sort(keys)
	default:
		comparisonSort(keys, carried)
	}
}

func comparisonSort(keys, carried []float64) {
	rows := make([][2]float64, len(keys))
	for i := range rows {
		rows[i] = [2]float64{keys[i], carried[i]}
	}
	slices.SortFunc(rows, func(a, b [2]float64) int {
		return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]))
	})
	for i, row := range rows {
		keys[i], carried[i] = row[0], row[1]
	}
}

// radixSort is a stable least-significant-digit sort: the bits of a float64 that is not negative are ordered
// as the number is.
func radixSort(keys, carried []float64) {
	var counts [digits][1 << digitBits]int
	for _, key := range keys {
		bits := math.Float64bits(key)
		for d := range digits {
			counts[d][bits>>(d*digitBits)&(1<<digitBits-1)]++
		}
	}
	from, to := keys, make([]float64, len(keys))
	fromCarried, toCarried := carried, make([]float64, len(carried))
	for d := range digits {
		places := &counts[d]
		if slices.Max(places[:]) == len(keys) {
			continue // all keys share this digit
		}
		next := 0
		for i, count := range places {
			places[i], next = next, next+count
		}
		for i, key := range from {
			digit := math.Float64bits(key) >> (d * digitBits) & (1<<digitBits - 1)
			place := places[digit]
			places[digit]++
			to[place] = key
			if carried != nil {
				toCarried[place] = fromCarried[i]
			}
		}
		from, to = to, from
		fromCarried, toCarried = toCarried, fromCarried
	}
	copy(keys, from)
	copy(carried, fromCarried)
}
