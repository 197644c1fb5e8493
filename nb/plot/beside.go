package plot

import (
	"strings"

	"gonum.org/v1/plot/vg/draw"
)

// Beside joins pictures in one row of equal widths, 320 CSS pixels each and 340 high.
func Beside(name string, pictures ...Picture) Picture {
	const width, height = 320, 340
	shaded, texts := false, make([]string, len(pictures))
	for i, p := range pictures {
		texts[i] = p.Text
		shaded = shaded || p.shaded
	}
	joined := Picture{Name: name, Text: strings.Join(texts, ""), Width: width * len(pictures), Height: height, shaded: shaded}
	if len(pictures) == 0 {
		return joined
	}
	joined.draw = func(c draw.Canvas) {
		for i, p := range pictures {
			if p.draw != nil {
				p.draw(part(c, i, len(pictures)))
			}
		}
	}
	return joined
}
