package plot

import (
	"math"
	"slices"

	"gonum.org/v1/plot/vg"
)

// visible is the number of steps of an axis that can be told apart: two pixels each.
const visible = 200

// halo is how many points wider a line is drawn for each one that covers it, so that both are seen.
const halo = vg.Length(2.4)

// covering counts for each line those drawn later that lie on it, their heights within a distance.
func covering(lines [][]xy, distance float64) []int {
	covers := make([]int, len(lines))
	for i, line := range lines {
		for _, later := range lines[i+1:] {
			if coincide(line, later, distance) {
				covers[i]++
			}
		}
	}
	return covers
}

func coincide(a, b []xy, distance float64) bool {
	const rounding = 1e-9
	return len(a) > 0 && slices.EqualFunc(a, b, func(p, q xy) bool {
		return math.Abs(p.x-q.x) <= rounding && math.Abs(p.y-q.y) <= distance
	})
}
