package plot

import (
	"errors"
	"fmt"
	"image"
	"image/color"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Mask is one image of a segmentation, all of its planes of one size, rows first.
type Mask struct {
	Image  [][]float64 // grey: 0 is black, 1 is white; nil: none
	Truth  [][]bool    // true where the pixel is of the positive class
	Scores [][]float64 // P(positive) of each pixel, in [0,1]
}

// Segmentation draws an image beside its true mask and what is predicted from a threshold on: hits in blue, misses
// in orange, false alarms in vermillion. It is an error if a plane is empty or the planes differ in size.
func Segmentation(m Mask, threshold float64) (Picture, error) {
	height, width, err := m.size()
	if err != nil {
		return Picture{}, err
	}
	var hits, misses, alarms int
	truth, predicted := m.canvas(width, height), m.canvas(width, height)
	for y, row := range m.Truth {
		for x, positive := range row {
			alarm := m.Scores[y][x] >= threshold
			switch {
			case positive && alarm:
				hits++
				mix(predicted, x, y, blue)
			case positive:
				misses++
				mix(predicted, x, y, orange)
			case alarm:
				alarms++
				mix(predicted, x, y, vermillion)
			}
			if positive {
				mix(truth, x, y, blue)
			}
		}
	}
	overlap := "undefined: no pixel is positive or predicted so"
	if union := hits + misses + alarms; union > 0 {
		overlap = fmt.Sprintf("%.3f", float64(hits)/float64(union))
	}
	text := fmt.Sprintf("hits %d, misses %d, false alarms %d of %d pixels; IoU %s\n", hits, misses, alarms, width*height, overlap)
	blank := []entry{{fill: color.White}} // as much room as a legend takes
	legend := []entry{{name: "hit", fill: blue}, {name: "miss", fill: orange}, {name: "false alarm", fill: vermillion}}
	return Picture{
		Name: "Segmentation", Text: text, Width: 960, Height: 90 + 310*height/width, shaded: true,
		draw: beside(
			panel{title: "Image", subtitle: fmt.Sprintf("%d × %d pixels", width, height), legend: blank, draw: raster(m.canvas(width, height))},
			panel{title: "Truth", subtitle: fmt.Sprintf("%d positive pixels", hits+misses), legend: blank, draw: raster(truth)},
			panel{title: "Predicted from " + thresholdText(threshold), subtitle: "IoU " + overlap, legend: legend, draw: raster(predicted)}),
	}, nil
}

func (m Mask) size() (height, width int, err error) {
	if len(m.Truth) == 0 || len(m.Truth[0]) == 0 {
		return 0, 0, errors.New("plot: Segmentation: Truth has no pixels")
	}
	height, width = len(m.Truth), len(m.Truth[0])
	if len(m.Scores) != height || m.Image != nil && len(m.Image) != height {
		return 0, 0, fmt.Errorf("plot: Segmentation: Truth has %d rows, Scores %d, Image %d: give planes of one size", height, len(m.Scores), len(m.Image))
	}
	for y := range height {
		if len(m.Truth[y]) != width || len(m.Scores[y]) != width || m.Image != nil && len(m.Image[y]) != width {
			return 0, 0, fmt.Errorf("plot: Segmentation: row %d differs in length: give planes of one size", y)
		}
	}
	return height, width, nil
}

// canvas is the image in grey, or white.
func (m Mask) canvas(width, height int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			grey := uint8(255)
			if m.Image != nil {
				grey = uint8(255*min(max(m.Image[y][x], 0), 1) + 0.5)
			}
			img.SetNRGBA(x, y, color.NRGBA{grey, grey, grey, 0xFF})
		}
	}
	return img
}

// mix lays a hue over a pixel, which shows through it.
func mix(img *image.NRGBA, x, y int, hue color.NRGBA) {
	const strength = 0.65
	under := img.NRGBAAt(x, y)
	blend := func(a, b uint8) uint8 { return uint8(strength*float64(a) + (1-strength)*float64(b) + 0.5) }
	img.SetNRGBA(x, y, color.NRGBA{blend(hue.R, under.R), blend(hue.G, under.G), blend(hue.B, under.B), 0xFF})
}

// raster draws an image as large as it fits, without smoothing: a pixel is a square.
func raster(img *image.NRGBA) func(draw.Canvas) {
	return func(c draw.Canvas) {
		size := img.Bounds().Size()
		unit := min(c.Size().X/vg.Length(size.X), c.Size().Y/vg.Length(size.Y))
		c.DrawImage(vg.Rectangle{
			Min: vg.Point{X: c.Min.X, Y: c.Max.Y - vg.Length(size.Y)*unit},
			Max: vg.Point{X: c.Min.X + vg.Length(size.X)*unit, Y: c.Max.Y},
		}, magnified(img))
	}
}

// magnified repeats pixels until the image has about as many as a screen shows of it, which viewers do not smooth.
func magnified(img *image.NRGBA) *image.NRGBA {
	const wanted = 600
	size := img.Bounds().Size()
	times := max(1, wanted/max(size.X, size.Y))
	large := image.NewNRGBA(image.Rect(0, 0, times*size.X, times*size.Y))
	for y := range times * size.Y {
		for x := range times * size.X {
			large.SetNRGBA(x, y, img.NRGBAAt(x/times, y/times))
		}
	}
	return large
}
