package plot

import (
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/seqpair/seqpair/metrics"
)

// polyline joins points. One that is not finite leaves a gap.
func polyline(points []xy, style draw.LineStyle, dots bool) plotter {
	return func(c draw.Canvas, p *plot.Plot) {
		x, y := p.Transforms(&c)
		var line []vg.Point
		flush := func() {
			c.StrokeLines(style, c.ClipLinesXY(thin(line))...)
			line = nil
		}
		for _, at := range points {
			if math.IsNaN(at.y) || math.IsInf(at.y, 0) {
				flush()
				continue
			}
			line = append(line, vg.Point{X: x(at.x), Y: y(at.y)})
			if dots && len(points) <= 60 {
				c.DrawGlyph(draw.GlyphStyle{Color: style.Color, Radius: 2, Shape: draw.CircleGlyph{}}, line[len(line)-1])
			}
		}
		flush()
	}
}

// whiskers draws the 95 % interval of each reading.
func whiskers(read []reading, hue color.Color) plotter {
	return func(c draw.Canvas, p *plot.Plot) {
		x, y := p.Transforms(&c)
		for _, r := range read {
			if hasInterval(r.value) {
				c.StrokeLine2(draw.LineStyle{Color: hue, Width: 2}, x(r.epoch), y(r.value.Lo), x(r.epoch), y(r.value.Hi))
			}
		}
	}
}

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

// extent is the range of the finite ys with some room above and below; [0, 1] if there is none.
func extent(lines ...[]xy) (low, high float64) {
	low, high = math.Inf(1), math.Inf(-1)
	for _, line := range lines {
		for _, p := range line {
			if !math.IsNaN(p.y) && !math.IsInf(p.y, 0) {
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
