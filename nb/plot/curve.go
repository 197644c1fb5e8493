package plot

import (
	"fmt"
	"image/color"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/nb/internal/printable"
)

// ROC draws the receiver operating characteristic of s with its pointwise 95 % interval, the diagonal that
// a model without skill follows, and the point reached at a threshold. Its area stands in the subtitle.
func ROC(s *metrics.State, threshold float64) Picture {
	c := s.ROC()
	return rocPanel(c, s.At(threshold), threshold).picture(curveText(c))
}

// PR draws the precision-recall curve of s as steps, for average precision does not interpolate between
// its points, with its pointwise 95 % interval, the precision of a model without skill (the prevalence) and
// the point reached at a threshold.
func PR(s *metrics.State, threshold float64) Picture {
	c := s.PR()
	return prPanel(c, s.At(threshold), threshold).picture(curveText(c))
}

// Curves draws several curves of one kind over each other, named by their Name, with the axes of the first. Where their
// lines without skill differ, as those of precision do with the prevalence, each has its own. Undefined curves are named,
// not drawn.
func Curves(curves ...metrics.Curve) Picture {
	if len(curves) == 1 {
		return curvePanel(curves[0], nil).picture(curveText(curves[0]))
	}
	if len(curves) == 0 {
		return panel{title: "Curves", draw: notice("no curves")}.picture("no curves\n")
	}
	var said strings.Builder
	for _, c := range curves {
		said.WriteString(curveText(c))
	}
	return overlayPanel(curves).picture(said.String())
}

// point is where a threshold puts a classifier on a curve.
type point struct {
	x, y      metrics.Value
	threshold float64
}

func rocPanel(c metrics.Curve, at metrics.Confusion, threshold float64) panel {
	return curvePanel(c, &point{at.FalsePositiveRate(), at.Recall(), threshold})
}

func prPanel(c metrics.Curve, at metrics.Confusion, threshold float64) panel {
	return curvePanel(c, &point{at.Recall(), at.Precision(), threshold})
}

func curvePanel(c metrics.Curve, at *point) panel {
	if c.Undefined != "" {
		return panel{title: c.Name, subtitle: "undefined", draw: notice("undefined: " + string(c.Undefined))}
	}
	line, interval := seriesStyle(0), tint(blue, 0.18)
	line.Width = 2
	p := unitAxes(c.XLabel, c.YLabel)
	entries := []entry{{name: "no skill", line: noSkillStyle}}
	if c.Len() > 0 && c.NoInterval == "" {
		p.Add(band(c, interval))
		entries = append(entries, entry{name: "95 % interval", fill: interval})
	}
	p.Add(segment(c.Baseline, noSkillStyle), path(c, line))
	if at != nil && at.x.Undefined == "" && at.y.Undefined == "" {
		mark := draw.GlyphStyle{Color: vermillion, Radius: 4, Shape: draw.CircleGlyph{}}
		p.Add(at.marked(mark))
		entries = append(entries, entry{name: "threshold " + thresholdText(at.threshold), mark: mark})
	}
	return panel{title: c.Name, subtitle: "area " + value(c.Area) + noSkill(c.Area), legend: entries, draw: p.Draw}
}

func (at point) marked(mark draw.GlyphStyle) plotter {
	return func(c draw.Canvas, p *plot.Plot) {
		x, y := p.Transforms(&c)
		c.DrawGlyph(mark, vg.Point{X: x(at.x.V), Y: y(at.y.V)})
	}
}

func overlayPanel(curves []metrics.Curve) panel {
	first := curves[0]
	p := unitAxes(first.XLabel, first.YLabel)
	differ := slices.ContainsFunc(curves, func(c metrics.Curve) bool { return c.Undefined == "" && apart(c.Baseline, first.Baseline) })
	if !differ {
		p.Add(segment(first.Baseline, noSkillStyle))
	}
	var entries []entry
	lines := make([][]xy, len(curves))
	for i, c := range curves {
		x, y, _ := c.Columns()
		lines[i] = points(x, y)
	}
	covers := covering(lines, 1./visible)
	for i, c := range curves {
		style := seriesStyle(i)
		style.Width += vg.Length(covers[i]) * halo
		if c.Undefined == "" {
			p.Add(path(c, style))
			if differ {
				p.Add(segment(c.Baseline, noSkillOf(style)))
			}
		}
		entries = append(entries, entry{name: printable.Line(c.Name, 30) + "  " + value(c.Area), line: style})
	}
	return panel{
		title:    first.YLabel + " against " + strings.ToLower(first.XLabel),
		subtitle: "area under each curve with its 95 % interval",
		legend:   append(entries, entry{name: "no skill", line: noSkillStyle}),
		draw:     p.Draw,
	}
}

// apart tells whether two lines can be told apart in a picture.
func apart(a, b metrics.Line) bool {
	return math.Abs(a.Y[0]-b.Y[0]) > 1./visible || math.Abs(a.Y[1]-b.Y[1]) > 1./visible
}

// noSkillOf is the style of the line without skill of one curve among others.
func noSkillOf(curve draw.LineStyle) draw.LineStyle {
	style := noSkillStyle
	style.Color = curve.Color
	return style
}

// falling tells a precision-recall curve, whose line without skill is level, from a ROC curve.
func falling(c metrics.Curve) bool { return c.Baseline.Y[0] == c.Baseline.Y[1] }

// path draws a curve: a precision-recall curve as steps, each precision holding back to the recall before.
func path(c metrics.Curve, style draw.LineStyle) plotter {
	return func(canvas draw.Canvas, p *plot.Plot) {
		canvas.StrokeLines(style, canvas.ClipLinesXY(thin(trace(canvas, p, c, heights(c))))...)
	}
}

func band(c metrics.Curve, fill color.Color) plotter {
	return func(canvas draw.Canvas, p *plot.Plot) {
		lo, hi := make([]float64, c.Len()), make([]float64, c.Len())
		for i := range lo {
			lo[i], hi[i] = c.Interval(i)
		}
		outline, lower := thin(trace(canvas, p, c, hi)), thin(trace(canvas, p, c, lo))
		for i := len(lower) - 1; i >= 0; i-- {
			outline = append(outline, lower[i])
		}
		canvas.FillPolygon(fill, canvas.ClipPolygonXY(outline))
	}
}

func heights(c metrics.Curve) []float64 {
	_, y, _ := c.Columns()
	return y
}

// trace places a curve on the canvas, at heights for its Y.
func trace(canvas draw.Canvas, p *plot.Plot, c metrics.Curve, heights []float64) []vg.Point {
	x, y := p.Transforms(&canvas)
	var line []vg.Point
	before := 0.0
	for i, height := range heights {
		across, _ := c.Point(i)
		if falling(c) && across != before {
			line = append(line, vg.Point{X: x(before), Y: y(height)})
		}
		before = across
		line = append(line, vg.Point{X: x(across), Y: y(height)})
	}
	return line
}

func segment(l metrics.Line, style draw.LineStyle) plotter {
	return func(c draw.Canvas, p *plot.Plot) {
		x, y := p.Transforms(&c)
		c.StrokeLine2(style, x(l.X[0]), y(l.Y[0]), x(l.X[1]), y(l.Y[1]))
	}
}

func curveText(c metrics.Curve) string {
	name := printable.Line(c.Name, 80)
	if c.Undefined != "" {
		return fmt.Sprintf("%s undefined: %s\n", name, printable.Line(string(c.Undefined), 0))
	}
	return fmt.Sprintf("%s: area %s%s\n", name, value(c.Area), noSkill(c.Area))
}
