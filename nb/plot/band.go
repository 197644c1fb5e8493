package plot

import (
	"fmt"
	"image/color"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/seqpair/seqpair/nb/internal/printable"
)

// band fills the space between Lo and Hi, in one piece for each run of points that have both.
func (s Series) band(fill color.Color) plotter {
	return func(c draw.Canvas, p *plot.Plot) {
		x, y := p.Transforms(&c)
		var lower, upper []vg.Point
		flush := func() {
			outline := thin(upper)
			below := thin(lower)
			for i := len(below) - 1; i >= 0; i-- {
				outline = append(outline, below[i])
			}
			if len(outline) > 2 {
				c.FillPolygon(fill, c.ClipPolygonXY(outline))
			}
			lower, upper = nil, nil
		}
		for i := range min(len(s.X), len(s.Lo), len(s.Hi)) {
			if !drawable(s.Lo[i]) || !drawable(s.Hi[i]) {
				flush()
				continue
			}
			lower = append(lower, vg.Point{X: x(s.X[i]), Y: y(s.Lo[i])})
			upper = append(upper, vg.Point{X: x(s.X[i]), Y: y(s.Hi[i])})
		}
		flush()
	}
}

// tintOf is the colour of a line mixed with white.
func tintOf(style draw.LineStyle, strength float64) color.NRGBA {
	return tint(color.NRGBAModel.Convert(style.Color).(color.NRGBA), strength)
}

// text says where the line begins and ends.
func (s Series) text() string {
	name := printable.Line(s.Name, 60)
	var at []int
	for i := range min(len(s.X), len(s.Y)) {
		if drawable(s.Y[i]) {
			at = append(at, i)
		}
	}
	if len(at) == 0 {
		return name + ": no values"
	}
	first, last := at[0], at[len(at)-1]
	return fmt.Sprintf("%s: %.4g at %.4g to %.4g at %.4g", name, s.Y[first], s.X[first], s.Y[last], s.X[last])
}
