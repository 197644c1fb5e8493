package plot

import (
	"image/color"
	"math"

	xfont "golang.org/x/image/font"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// The palette of Okabe and Ito, without its yellow, which is too light for a line on white.
var (
	blue       = color.NRGBA{0x00, 0x72, 0xB2, 0xFF}
	vermillion = color.NRGBA{0xD5, 0x5E, 0x00, 0xFF}
	green      = color.NRGBA{0x00, 0x9E, 0x73, 0xFF}
	purple     = color.NRGBA{0xCC, 0x79, 0xA7, 0xFF}
	orange     = color.NRGBA{0xE6, 0x9F, 0x00, 0xFF}
	sky        = color.NRGBA{0x56, 0xB4, 0xE9, 0xFF}
	seriesHues = []color.NRGBA{blue, vermillion, green, purple, orange, sky}

	ink   = color.NRGBA{0x22, 0x22, 0x22, 0xFF}
	muted = color.NRGBA{0x66, 0x66, 0x66, 0xFF}
	faint = color.NRGBA{0xE8, 0xE8, 0xE8, 0xFF}
)

// Font sizes in points; a CSS pixel is 0.75 points.
const (
	titleSize = vg.Length(11)
	labelSize = vg.Length(9)
	tickSize  = vg.Length(8)
)

// dashes tells series apart when the colours have been used up.
var dashes = [][]vg.Length{nil, {5, 2}, {1.5, 1.5}}

func seriesStyle(i int) draw.LineStyle {
	return draw.LineStyle{
		Color:  seriesHues[i%len(seriesHues)],
		Width:  1.6,
		Dashes: dashes[i/len(seriesHues)%len(dashes)],
	}
}

var noSkillStyle = draw.LineStyle{Color: muted, Width: 1, Dashes: []vg.Length{4, 3}}

// tint mixes c with white: 0 is white, 1 is c.
func tint(c color.NRGBA, strength float64) color.NRGBA {
	mix := func(v uint8) uint8 { return uint8(255 - strength*(255-float64(v)) + 0.5) }
	return color.NRGBA{mix(c.R), mix(c.G), mix(c.B), 0xFF}
}

func textStyle(size vg.Length, c color.Color, x text.XAlignment, y text.YAlignment) text.Style {
	return text.Style{
		Color:   c,
		Font:    font.From(font.Font{Typeface: "Liberation", Variant: "Sans"}, size),
		XAlign:  x,
		YAlign:  y,
		Handler: plot.DefaultTextHandler,
	}
}

// readable is the text colour of higher contrast on a background, by the WCAG 2 definition.
func readable(background color.NRGBA) color.NRGBA {
	white := color.NRGBA{0xFF, 0xFF, 0xFF, 0xFF}
	on := luminance(background) + 0.05
	if (luminance(white)+0.05)/on > on/(luminance(ink)+0.05) {
		return white
	}
	return ink
}

// luminance is relative luminance in [0,1] for sRGB (WCAG 2).
func luminance(c color.NRGBA) float64 {
	linear := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

// quarterTurn makes text run upwards.
const quarterTurn = math.Pi / 2

func bold(s text.Style) text.Style {
	s.Font.Weight = xfont.WeightBold
	return s
}
