package plot

import (
	"image/color"

	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/seqpair/seqpair/nb/internal/printable"
)

// entry is a row of a legend: a line if it has a width, else a mark or a filled box.
type entry struct {
	name string
	line draw.LineStyle
	mark draw.GlyphStyle
	fill color.Color
}

const (
	legendRow  = vg.Length(12)
	legendIcon = vg.Length(15)
	legendGap  = vg.Length(4) // between icon and name; three of them between entries
)

// drawLegend writes the entries in rows across the top of c, where they hide nothing, and returns what is left.
func drawLegend(c draw.Canvas, entries []entry) draw.Canvas {
	if len(entries) == 0 {
		return c
	}
	style := textStyle(tickSize, ink, text.XLeft, text.YCenter)
	x, y := c.Min.X, c.Max.Y-legendRow/2
	for _, e := range entries {
		name := printable.Line(e.name, 60)
		width := legendIcon + legendGap + style.Width(name)
		if x > c.Min.X && x+width > c.Max.X {
			x, y = c.Min.X, y-legendRow
		}
		e.drawIcon(c, x, y)
		c.FillText(style, vg.Point{X: x + legendIcon + legendGap, Y: y + 1}, name)
		x += width + 3*legendGap
	}
	c.Max.Y = y - legendRow/2 - legendGap
	return c
}

func (e entry) drawIcon(c draw.Canvas, x, y vg.Length) {
	middle := vg.Point{X: x + legendIcon/2, Y: y}
	switch {
	case e.fill != nil:
		half := vg.Point{X: legendIcon / 2, Y: 3}
		c.SetColor(e.fill)
		c.Fill(vg.Rectangle{Min: middle.Sub(half), Max: middle.Add(half)}.Path())
	case e.line.Width > 0:
		c.StrokeLine2(e.line, x, y, x+legendIcon, y)
	default:
		c.DrawGlyph(e.mark, middle)
	}
}
