package plot

import (
	"image/color"
	"math"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/seqpair/seqpair/metrics"
)

// polyline joins points. One that is not drawable leaves a gap.
func polyline(points []xy, style draw.LineStyle, dots bool) plotter {
	return func(c draw.Canvas, p *plot.Plot) {
		x, y := p.Transforms(&c)
		var line []vg.Point
		flush := func() {
			c.StrokeLines(style, c.ClipLinesXY(thin(line))...)
			line = nil
		}
		for _, at := range points {
			if !drawable(at.y) {
				flush()
				continue
			}
			line = append(line, vg.Point{X: x(at.x), Y: y(at.y)})
			if dots && len(points) <= mostWhiskers {
				c.DrawGlyph(draw.GlyphStyle{Color: style.Color, Radius: 2, Shape: draw.CircleGlyph{}}, line[len(line)-1])
			}
		}
		flush()
	}
}

// mostWhiskers is how many can still be told apart.
const mostWhiskers = 60

// whiskers draws the 95 % interval of each reading, or of every so many of a long run.
func whiskers(read []reading, hue color.Color) plotter {
	return func(c draw.Canvas, p *plot.Plot) {
		x, y := p.Transforms(&c)
		for i := 0; i < len(read); i += 1 + len(read)/mostWhiskers {
			if r := read[i]; hasInterval(r.value) && drawable(r.value.Lo) && drawable(r.value.Hi) {
				c.StrokeLine2(draw.LineStyle{Color: hue, Width: 2}, x(r.epoch), y(r.value.Lo), x(r.epoch), y(r.value.Hi))
			}
		}
	}
}

// averaged is points in at most n groups of neighbours, each replaced by its mean.
func averaged(points []xy, n int) []xy {
	size := (len(points) + n - 1) / n
	if size <= 1 {
		return points
	}
	means := make([]xy, 0, n)
	for group := range slices.Chunk(points, size) {
		mean := xy{}
		for _, p := range group {
			mean.x += p.x / float64(len(group))
			mean.y += p.y / float64(len(group))
		}
		means = append(means, mean)
	}
	return means
}

// drawable excludes what has no place on an axis, whose length must be finite.
func drawable(v float64) bool { return math.Abs(v) < 1e100 }

func hasInterval(v metrics.Value) bool { return v.Undefined == "" && v.NoInterval == "" }

// ends are the ends of the intervals, to make room for them.
func ends(read []reading) []xy {
	var points []xy
	for _, r := range read {
		if hasInterval(r.value) {
			points = append(points, xy{r.epoch, r.value.Lo}, xy{r.epoch, r.value.Hi})
		}
	}
	return points
}

// extent is the range of the drawable ys with some room above and below; [0, 1] if there is none.
func extent(lines ...[]xy) (low, high float64) {
	low, high = math.Inf(1), math.Inf(-1)
	for _, line := range lines {
		for _, p := range line {
			if drawable(p.y) {
				low, high = min(low, p.y), max(high, p.y)
			}
		}
	}
	if low > high {
		return 0, 1
	}
	room := 0.06 * (high - low)
	if room == 0 {
		room = max(0.05*math.Abs(low), 1e-6)
	}
	return low - room, high + room
}
