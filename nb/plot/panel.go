package plot

import (
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/seqpair/seqpair/nb/internal/printable"
)

// panel is one titled drawing of a picture.
type panel struct {
	title, subtitle string
	legend          []entry
	draw            func(draw.Canvas)
}

// A panel drawn alone has this size in CSS pixels.
const (
	panelWidth  = 640
	panelHeight = 420
)

const margin = vg.Length(9)

func (p panel) picture(text string) Picture {
	return Picture{Name: p.title, Text: text, Width: panelWidth, Height: panelHeight, draw: p.paint}
}

func (p panel) paint(c draw.Canvas) {
	c = draw.Crop(c, margin, -margin, margin, -margin)
	title := bold(textStyle(titleSize, ink, text.XLeft, text.YTop))
	c.FillText(title, vg.Point{X: c.Min.X, Y: c.Max.Y}, printable.Line(p.title, 80))
	subtitle := textStyle(labelSize, muted, text.XLeft, text.YTop)
	c.FillText(subtitle, vg.Point{X: c.Min.X, Y: c.Max.Y - 15}, printable.Line(p.subtitle, 110))
	head := vg.Length(30)
	if p.subtitle == "" {
		head = 18
	}
	p.draw(drawLegend(draw.Crop(c, 0, 0, 0, -head), p.legend))
}

// beside draws the panels in one row of equal widths.
func beside(panels ...panel) func(draw.Canvas) {
	return func(c draw.Canvas) {
		for i, p := range panels {
			p.paint(part(c, i, len(panels)))
		}
	}
}

// part is the i-th of n equal columns of c.
func part(c draw.Canvas, i, n int) draw.Canvas {
	width := c.Size().X / vg.Length(n)
	return draw.Crop(c, vg.Length(i)*width, -vg.Length(n-1-i)*width, 0, 0)
}

// notice is the body of a panel that has nothing to draw: it says why.
func notice(reason string) func(draw.Canvas) {
	return func(c draw.Canvas) {
		c.SetLineStyle(draw.LineStyle{Color: faint, Width: 1})
		c.Stroke(c.Rectangle.Path())
		style := textStyle(labelSize, muted, text.XCenter, text.YCenter)
		c.FillText(style, c.Center(), printable.Line(reason, 60))
	}
}
