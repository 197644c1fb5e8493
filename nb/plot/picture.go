package plot

import (
	"bytes"
	"fmt"
	"html"
	"image"
	"image/color"
	"image/png"
	"strings"

	"gonum.org/v1/plot/vg"
	vgdraw "gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgsvg"

	"github.com/seqpair/seqpair/nb/internal/printable"
)

// Picture is one drawing, to be had as SVG, as PNG and as text. It is immutable, and each form is drawn when
// it is asked for. The zero Picture is empty.
type Picture struct {
	Name          string // for readers who cannot see it
	Text          string // what it says, for a terminal; ends with a line break
	Width, Height int    // CSS pixels
	draw          func(vgdraw.Canvas)
}

// size converts CSS pixels (96 per inch) to points (72 per inch).
func (p Picture) size() (w, h vg.Length) {
	return vg.Length(p.Width) * 0.75, vg.Length(p.Height) * 0.75
}

// SVG returns a complete <svg> element: no script, no style element, no outside reference.
func (p Picture) SVG() []byte {
	if p.draw == nil {
		return nil
	}
	w, h := p.size()
	canvas := vgsvg.New(w, h)
	p.paint(canvas)
	var buf bytes.Buffer
	if _, err := canvas.WriteTo(&buf); err != nil {
		panic(fmt.Errorf("plot: writing an SVG into memory: %w", err))
	}
	return p.portable(buf.String())
}

// portable replaces the header of vgsvg by one that scales and names the picture, and gives each text the
// metric-compatible fonts of other systems to fall back on.
func (p Picture) portable(svg string) []byte {
	w, h := p.size()
	_, body, _ := strings.Cut(svg, "<svg ")
	_, body, _ = strings.Cut(body, ">")
	body = strings.NewReplacer(
		"font-variant:none;", "",
		"font-weight:normal;", "",
		"font-style:normal;", "",
		"\n\tstyle", " style",
		"font-family:Liberation Sans;", "font-family:'Liberation Sans',Arial,Helvetica,sans-serif;",
	).Replace(body)
	return fmt.Appendf(nil, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %g %g"`+
		` style="max-width:100%%;height:auto" role="img" aria-label="%s">%s`,
		p.Width, p.Height, w.Points(), h.Points(), html.EscapeString(printable.Line(p.Name, 0)), body)
}

// PNG returns an image of 2 × Width by 2 × Height pixels.
func (p Picture) PNG() []byte {
	if p.draw == nil {
		return nil
	}
	w, h := p.size()
	canvas := vgimg.NewWith(vgimg.UseWH(w, h), vgimg.UseDPI(2*96))
	p.paint(canvas)
	var buf bytes.Buffer
	if err := png.Encode(&buf, reduce(canvas.Image().(*image.RGBA))); err != nil {
		panic(fmt.Errorf("plot: writing a PNG into memory: %w", err))
	}
	return buf.Bytes()
}

func (p Picture) paint(canvas vg.CanvasSizer) {
	c := vgdraw.New(canvas)
	c.SetColor(color.White)
	c.Fill(c.Rectangle.Path())
	p.draw(c)
}
