package plot

import (
	"bytes"
	"fmt"
	"html"
	"strings"

	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/vgsvg"

	"github.com/seqpair/seqpair/nb/internal/printable"
)

// svgCanvas remembers how wide each text was laid out to be: a viewer that lacks the font must not change it.
type svgCanvas struct {
	*vgsvg.Canvas
	widths []vg.Length
}

// FillString draws str.
func (c *svgCanvas) FillString(face font.Face, at vg.Point, str string) {
	c.widths = append(c.widths, face.Width(str))
	c.Canvas.FillString(face, at, str)
}

// String is the document, each of its texts bound to its width.
func (c *svgCanvas) String() string {
	var buf bytes.Buffer
	if _, err := c.WriteTo(&buf); err != nil {
		panic(fmt.Errorf("plot: writing an SVG into memory: %w", err))
	}
	const tag = "<text " // not to be found in a text itself, where it is escaped
	parts := strings.Split(buf.String(), tag)
	var out strings.Builder
	out.WriteString(parts[0])
	for i, part := range parts[1:] {
		fmt.Fprintf(&out, `%stextLength="%.5g" lengthAdjust="spacingAndGlyphs" %s`, tag, c.widths[i].Points(), part)
	}
	return out.String()
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
		"xlink:href=", "href=",
		"font-family:Liberation Sans;", "font-family:'Liberation Sans',Arial,Helvetica,sans-serif;",
	).Replace(body)
	return fmt.Appendf(nil, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %g %g"`+
		` style="max-width:100%%;height:auto" role="img" aria-label="%s">%s`,
		p.Width, p.Height, w.Points(), h.Points(), html.EscapeString(printable.Line(p.Name, 0)), body)
}
