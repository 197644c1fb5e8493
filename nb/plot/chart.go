package plot

import (
	"math"
	"slices"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/seqpair/seqpair/nb/internal/printable"
)

// Chart is lines over one axis.
type Chart struct {
	Title, Subtitle string
	X, Y            string // names of the axes
	Series          []Series
	Marks           []Mark

	xAxis, yAxis scale
	points       []markedPoint
}

// markedPoint is a place on the plane, drawn as a dot; one that is not finite is left out.
type markedPoint struct {
	name string
	x, y float64
}

func (m markedPoint) plotted(mark draw.GlyphStyle) plotter {
	return func(c draw.Canvas, p *plot.Plot) {
		x, y := p.Transforms(&c)
		if drawable(m.x) && drawable(m.y) && m.y >= p.Y.Min && m.y <= p.Y.Max {
			c.DrawGlyph(mark, vg.Point{X: x(m.x), Y: y(m.y)})
		}
	}
}

// scale is an axis whose range or marks are not those that follow from the data.
type scale struct {
	low, high float64 // both 0: as wide as the data
	ticks     plot.TickerFunc
}

func (s scale) set(axis *plot.Axis) {
	if s.low != s.high {
		axis.Min, axis.Max = s.low, s.high
	}
	if s.ticks != nil {
		axis.Tick.Marker = s.ticks
	}
}

var unit = scale{low: 0, high: 1}

// Series is one line. X rises; a Y that is NaN leaves a gap.
type Series struct {
	Name    string
	X, Y    []float64
	Lo, Hi  []float64 // 95 % interval of each Y, drawn as a band; nil: none
	NoSkill bool      // drawn as every line of a model without skill is
}

// Mark is a place on the axis, drawn as a vertical line.
type Mark struct {
	Name string
	X    float64
}

// Lines draws lines over one axis: the dual variables of a constrained run over its epochs, a metric over class
// weights, whatever a notebook computes.
func Lines(c Chart) Picture {
	return c.panel().picture(c.text())
}

func (c Chart) panel() panel {
	p := newPlot(c.X, c.Y)
	var lines, bands [][]xy
	for _, s := range c.Series {
		lines, bands = append(lines, points(s.X, s.Y)), append(bands, points(s.X, s.Lo), points(s.X, s.Hi))
	}
	p.X.Min, p.X.Max = c.width()
	p.Y.Min, p.Y.Max = extent(slices.Concat(lines, bands)...)
	if c.whole() {
		p.X.Tick.Marker = plot.TickerFunc(wholeTicks)
	}
	c.xAxis.set(&p.X)
	c.yAxis.set(&p.Y)
	panel := panel{title: printable.Line(c.Title, 80), subtitle: c.Subtitle, draw: notice("nothing to draw")}
	if len(c.Series) == 0 {
		return panel
	}
	hue := 0
	covers := covering(lines, (p.Y.Max-p.Y.Min)/visible)
	for i, s := range c.Series {
		style := noSkillStyle
		if !s.NoSkill {
			style = seriesStyle(hue)
			style.Width += vg.Length(covers[i]) * halo
			hue++
		}
		p.Add(s.band(tintOf(style, 0.18)), polyline(points(s.X, s.Y), style, !s.NoSkill && len(s.X) <= mostDots))
		panel.legend = append(panel.legend, entry{name: s.Name, line: style})
	}
	for i, m := range c.Marks {
		style := draw.LineStyle{Color: ink, Width: 1.1, Dashes: markDashes[i%len(markDashes)]}
		p.Add(m.line(style))
		panel.legend = append(panel.legend, entry{name: m.Name, line: style})
	}
	for _, m := range c.points {
		mark := draw.GlyphStyle{Color: vermillion, Radius: 4, Shape: draw.CircleGlyph{}}
		p.Add(m.plotted(mark))
		panel.legend = append(panel.legend, entry{name: m.name, mark: mark})
	}
	panel.draw = p.Draw
	return panel
}

// mostDots is how many points of a line are shown as dots.
const mostDots = 30

var markDashes = [][]vg.Length{{2, 2}, {6, 2}, {6, 2, 1, 2}}

// width is the range of the axis.
func (c Chart) width() (low, high float64) {
	first := true
	for _, s := range c.Series {
		for _, x := range s.X {
			if !drawable(x) {
				continue
			}
			if first {
				low, high, first = x, x, false
			}
			low, high = min(low, x), max(high, x)
		}
	}
	if high <= low {
		low, high = low-0.5, low+0.5
	}
	return low, high
}

// whole tells whether the lines stand at whole numbers, as epochs do.
func (c Chart) whole() bool {
	return !slices.ContainsFunc(c.Series, func(s Series) bool {
		return slices.ContainsFunc(s.X, func(x float64) bool { return x != math.Trunc(x) })
	})
}

func points(xs, ys []float64) []xy {
	all := make([]xy, min(len(xs), len(ys)))
	for i := range all {
		all[i] = xy{xs[i], ys[i]}
	}
	return all
}

func (m Mark) line(style draw.LineStyle) plotter {
	return func(c draw.Canvas, p *plot.Plot) {
		x, _ := p.Transforms(&c)
		if m.X >= p.X.Min && m.X <= p.X.Max {
			c.StrokeLine2(style, x(m.X), c.Min.Y, x(m.X), c.Max.Y)
		}
	}
}

// text gives of each line its ends.
func (c Chart) text() string {
	var out strings.Builder
	out.WriteString(printable.Line(c.Title, 80) + "\n")
	for _, s := range c.Series {
		out.WriteString(s.text() + "\n")
	}
	for _, m := range c.Marks {
		out.WriteString(printable.Line(m.Name, 60) + "\n")
	}
	return out.String()
}
