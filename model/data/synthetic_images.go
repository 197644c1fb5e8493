package data

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
)

// SyntheticImagesOptions describes generated images; the zero value is 64 images of 32 x 32 pixels, 5 % of them positive.
type SyntheticImagesOptions struct {
	N          int     // images; 0: 64
	Size       int     // pixels of height and of width, at least 8; 0: 32
	Foreground float64 // about this share of the pixels is positive, in [0.01, 0.99]; 0: 0.05
	Seed       int64
}

const (
	syntheticImagesTag = 0x696d6167 // "imag": keeps the random stream apart from others
	shapeContrast      = 1.0        // between shapes and what is around them, in standard deviations of the noise
	smallestShape      = 1.5        // half of a height or width, in pixels
)

// SyntheticImages generates images of one channel, the same for the same options: discs and rectangles on another
// ground, under so much noise that no single pixel tells what it belongs to, but its neighbours do. Thin lines, as
// bright as the shapes and not part of them, are there to be told apart. Where Foreground is above a half, the
// shapes are the negative class.
func SyntheticImages(o SyntheticImagesOptions) (*Images, error) {
	o.N = cmp.Or(o.N, 64)
	o.Size = cmp.Or(o.Size, 32)
	o.Foreground = cmp.Or(o.Foreground, 0.05)
	switch {
	case o.N < 1:
		return nil, fmt.Errorf("SyntheticImagesOptions.N %d: use at least one image", o.N)
	case o.Size < 8:
		return nil, fmt.Errorf("SyntheticImagesOptions.Size %d: use at least 8 pixels", o.Size)
	case !(o.Foreground >= 0.01 && o.Foreground <= 0.99):
		return nil, fmt.Errorf("SyntheticImagesOptions.Foreground %v: use a share from 0.01 to 0.99", o.Foreground)
	}
	m := &Images{Height: o.Size, Width: o.Size, Channels: 1, Source: "synthetic images"}
	m.Pixels, m.Masks = make([]float32, o.N*m.Area()), make([]bool, o.N*m.Area())
	random := rand.New(rand.NewPCG(uint64(o.Seed), syntheticImagesTag))
	for i := range o.N {
		d := drawing{random, o.Size, part(m.Pixels, i, m.Area()), part(m.Masks, i, m.Area())}
		d.draw(o.Foreground)
	}
	return m, nil
}

// drawing is an image that is being drawn: of the pixels, those of shapes are marked.
type drawing struct {
	*rand.Rand
	size   int
	pixels []float32
	shapes []bool
}

func (d drawing) draw(foreground float64) {
	share := min(foreground, 1-foreground)
	d.line()
	left := int(math.Round(share * float64(len(d.pixels)) * (0.5 + d.Float64())))
	for left = max(left, 1); left > 0; {
		left -= d.shape(left)
	}
	for i, shape := range d.shapes {
		if shape {
			d.pixels[i] = shapeContrast
		}
		d.pixels[i] += float32(d.NormFloat64())
		d.shapes[i] = shape != (foreground > 0.5)
	}
}

// line draws a straight line, one pixel wide, that crosses the image.
func (d drawing) line() {
	from, to, flat := d.Float64()*float64(d.size-1), d.Float64()*float64(d.size-1), d.IntN(2) == 0
	for i := range d.size {
		j := int(math.Round(from + (to-from)*float64(i)/float64(d.size-1)))
		if flat {
			d.pixels[j*d.size+i] = shapeContrast
		} else {
			d.pixels[i*d.size+j] = shapeContrast
		}
	}
}

// shape marks a disc or a rectangle of about as many pixels as are left at most, and returns how many are new.
func (d drawing) shape(left int) (marked int) {
	largest := min(float64(d.size)/6, math.Sqrt(float64(left)/math.Pi))
	height := max(smallestShape, largest*(0.6+0.4*d.Float64())) // half of it
	width, disc := height, d.IntN(2) == 0
	if !disc {
		width = max(smallestShape, largest*(0.6+0.4*d.Float64()))
	}
	top, left0 := d.Float64()*float64(d.size), d.Float64()*float64(d.size)
	for i := range d.shapes {
		y, x := (float64(i/d.size)-top)/height, (float64(i%d.size)-left0)/width
		if inside := disc && y*y+x*x <= 1 || !disc && max(math.Abs(y), math.Abs(x)) <= 1; inside && !d.shapes[i] {
			d.shapes[i] = true
			marked++
		}
	}
	return marked
}
