package plot

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"

	"gonum.org/v1/plot/vg"
	vgdraw "gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgsvg"
)

// Picture is one drawing, to be had as SVG, as PNG and as text. It is immutable, and each form is drawn when
// it is asked for. The zero Picture is empty.
type Picture struct {
	Name          string // for readers who cannot see it
	Text          string // what it says, for a terminal; ends with a line break
	Width, Height int    // CSS pixels
	draw          func(vgdraw.Canvas)
	shaded        bool // has more colours than a drawing, all of which count
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
	canvas := &svgCanvas{Canvas: vgsvg.New(w, h)}
	p.paint(canvas)
	return p.portable(canvas.String())
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
	var img image.Image = canvas.Image()
	if !p.shaded {
		img = reduce(img.(*image.RGBA))
	}
	if err := png.Encode(&buf, img); err != nil {
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
