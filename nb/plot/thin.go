package plot

import (
	"math"

	"gonum.org/v1/plot/vg"
)

// tolerance in points: a line moved by less cannot be told apart at two pixels per CSS pixel.
const tolerance = vg.Length(0.15)

// thin drops the points that do not show: first those closer than the tolerance to the last kept one, then
// by the algorithm of Douglas and Peucker (1973) those that lie on the line between their neighbours.
// The first and the last point stay.
func thin(line []vg.Point) []vg.Point {
	line = spread(line)
	if len(line) < 3 {
		return line
	}
	keep := make([]bool, len(line))
	keep[0], keep[len(line)-1] = true, true
	type span struct{ first, last int }
	for stack := []span{{0, len(line) - 1}}; len(stack) > 0; {
		s := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if at, distance := farthest(line, s.first, s.last); distance > tolerance {
			keep[at] = true
			stack = append(stack, span{s.first, at}, span{at, s.last})
		}
	}
	kept := line[:0]
	for i, p := range line {
		if keep[i] {
			kept = append(kept, p)
		}
	}
	return kept
}

// spread returns the points that are at least the tolerance apart from the one kept before.
func spread(line []vg.Point) []vg.Point {
	var kept []vg.Point
	for i, p := range line {
		if i == 0 || i == len(line)-1 || distance(p, kept[len(kept)-1]) >= tolerance {
			kept = append(kept, p)
		}
	}
	return kept
}

// farthest returns the point between two others that is farthest from the segment between them.
func farthest(line []vg.Point, first, last int) (at int, most vg.Length) {
	for i := first + 1; i < last; i++ {
		if d := toSegment(line[i], line[first], line[last]); d > most {
			at, most = i, d
		}
	}
	return at, most
}

func toSegment(p, a, b vg.Point) vg.Length {
	along := b.Sub(a)
	length := along.X*along.X + along.Y*along.Y
	if length == 0 {
		return distance(p, a)
	}
	t := p.Sub(a).Dot(along) / length
	return distance(p, a.Add(along.Scale(min(1, max(0, t)))))
}

func distance(a, b vg.Point) vg.Length {
	return vg.Length(math.Hypot(float64(a.X-b.X), float64(a.Y-b.Y)))
}
