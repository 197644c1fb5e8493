package plot

import (
	"cmp"
	"image"
	"image/color"
	"maps"
	"slices"
)

// paletteSize is measured: 64 colours cannot be told from all of them and make the PNG of a line drawing four
// times smaller; with 32, smoothed edges begin to show.
const paletteSize = 64

// reduce returns img in at most paletteSize colours:
// the most frequent colours stay as they are, each other one, which occurs on smoothed edges only, becomes
// the nearest of them. img is opaque.
func reduce(img *image.RGBA) *image.Paletted {
	frequency := map[color.RGBA]int{}
	eachRun(img, func(c color.RGBA, first, last int) { frequency[c] += last - first })
	colors := slices.SortedFunc(maps.Keys(frequency), func(a, b color.RGBA) int {
		return cmp.Or(cmp.Compare(frequency[b], frequency[a]),
			cmp.Compare(a.R, b.R), cmp.Compare(a.G, b.G), cmp.Compare(a.B, b.B))
	})
	out := image.NewPaletted(img.Rect, nil)
	index := map[color.RGBA]uint8{}
	for i, c := range colors {
		if i < paletteSize {
			out.Palette = append(out.Palette, c)
			index[c] = uint8(i)
		} else {
			index[c] = uint8(out.Palette.Index(c))
		}
	}
	eachRun(img, func(c color.RGBA, first, last int) {
		at := index[c]
		for i := first; i < last; i++ {
			out.Pix[i] = at
		}
	})
	return out
}

// eachRun calls f for each longest run [first, last) of pixels of one colour.
func eachRun(img *image.RGBA, f func(c color.RGBA, first, last int)) {
	pixel := func(i int) color.RGBA {
		return color.RGBA{img.Pix[4*i], img.Pix[4*i+1], img.Pix[4*i+2], img.Pix[4*i+3]}
	}
	n := len(img.Pix) / 4
	for first := 0; first < n; {
		c, last := pixel(first), first+1
		for last < n && pixel(last) == c {
			last++
		}
		f(c, first, last)
		first = last
	}
}
