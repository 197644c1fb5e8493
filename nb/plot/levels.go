package plot

import (
	"fmt"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/nb/internal/printable"
)

// Levels are readings at each level of something that varies: runs, class weights, slices of the data.
type Levels struct {
	Title, Subtitle string
	Names           []string // of its levels, in the order to be shown
	Metrics         []LevelMetric
}

// LevelMetric is one metric at each level.
type LevelMetric struct {
	Name   string
	Values []metrics.Value // by level
}

// Effect draws a row for each level and in it, for each metric, a dot with its 95 % interval and a tick at what
// no skill reads there. It shows whether a class weight, a loss or a sampler moves a metric by more than chance.
func Effect(l Levels) Picture {
	p := l.panel()
	picture := p.picture(l.text())
	picture.Height = min(2000, 110+len(l.Names)*(16+14*max(1, len(l.Metrics))))
	return picture
}

// levelNames is how many points the names take at most.
const levelNames = vg.Length(150)

func (l Levels) panel() panel {
	shown := panel{title: l.Title, subtitle: l.Subtitle, draw: notice("no levels")}
	if len(l.Names) == 0 || len(l.Metrics) == 0 {
		return shown
	}
	for i, m := range l.Metrics {
		shown.legend = append(shown.legend, entry{name: m.Name, line: seriesStyle(i)})
	}
	shown.legend = append(shown.legend, entry{name: "no skill", line: draw.LineStyle{Color: muted, Width: 1.5}})
	shown.draw = l.paint
	return shown
}

// paint draws the names on the left and the readings in a plot of their own.
func (l Levels) paint(c draw.Canvas) {
	name := textStyle(tickSize, ink, text.XRight, text.YCenter)
	room := vg.Length(0)
	for _, n := range l.Names {
		room = max(room, name.Width(printable.Line(n, 40)))
	}
	room = min(room, levelNames) + 8
	grid := draw.Crop(c, room, 0, 0, 0)
	p := newPlot("", "")
	low, high := l.extent()
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = low, high, 0, float64(len(l.Names))
	p.HideY()
	p.X.LineStyle.Width = 0
	for i, m := range l.Metrics {
		p.Add(l.dots(i, m))
	}
	p.Draw(grid)
	inside := p.DataCanvas(grid)
	for i, n := range l.Names {
		y := inside.Max.Y - (vg.Length(i)+0.5)*inside.Size().Y/vg.Length(len(l.Names))
		c.FillText(name, vg.Point{X: c.Min.X + room - 6, Y: y}, printable.Line(n, 40))
		c.StrokeLine2(draw.LineStyle{Color: faint, Width: 0.6}, inside.Min.X, y-inside.Size().Y/vg.Length(2*len(l.Names)), inside.Max.X,
			y-inside.Size().Y/vg.Length(2*len(l.Names)))
	}
}

// extent is [0, 1] unless a reading or an interval lies beyond.
func (l Levels) extent() (low, high float64) {
	low, high = 0, 1
	for _, m := range l.Metrics {
		for _, v := range m.Values {
			if v.Undefined == "" && drawable(v.V) {
				low, high = min(low, v.V), max(high, v.V)
			}
			if hasInterval(v) && drawable(v.Lo) && drawable(v.Hi) {
				low, high = min(low, v.Lo), max(high, v.Hi)
			}
		}
	}
	return low, high
}

func (l Levels) dots(which int, m LevelMetric) plotter {
	return func(c draw.Canvas, p *plot.Plot) {
		x, y := p.Transforms(&c)
		style := seriesStyle(which)
		for i, v := range m.Values[:min(len(m.Values), len(l.Names))] {
			at := y(float64(len(l.Names)-i) - (float64(which)+1)/float64(len(l.Metrics)+1))
			if v.Undefined != "" || !drawable(v.V) {
				c.FillText(textStyle(tickSize, muted, text.XLeft, text.YCenter), vg.Point{X: c.Min.X + 3, Y: at}, m.Name+" undefined")
				continue
			}
			if v.NoBaseline == "" && v.Baseline >= p.X.Min && v.Baseline <= p.X.Max {
				c.StrokeLine2(draw.LineStyle{Color: muted, Width: 1.5}, x(v.Baseline), at-4, x(v.Baseline), at+4)
			}
			if hasInterval(v) {
				c.StrokeLine2(draw.LineStyle{Color: style.Color, Width: 1.5}, x(v.Lo), at, x(v.Hi), at)
			}
			c.DrawGlyph(draw.GlyphStyle{Color: style.Color, Radius: 3, Shape: draw.CircleGlyph{}}, vg.Point{X: x(v.V), Y: at})
		}
	}
}

// text is a table, a line per level and metric.
func (l Levels) text() string {
	var out strings.Builder
	out.WriteString(printable.Line(strings.TrimSpace(l.Title), 80) + "\n")
	width := len("level")
	for _, n := range l.Names {
		width = max(width, len(printable.Line(n, 40)))
	}
	for i, n := range l.Names {
		for _, m := range l.Metrics {
			if i < len(m.Values) {
				fmt.Fprintf(&out, "%-*s  %-18s %s%s\n", width, printable.Line(n, 40), printable.Line(m.Name, 18), value(m.Values[i]), noSkill(m.Values[i]))
			}
		}
	}
	return out.String()
}
