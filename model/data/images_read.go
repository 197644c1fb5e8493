package data

import (
	"fmt"

	"github.com/seqpair/seqpair/metrics/predictions"
)

// ReadImages reads images from NPY files: pixels, [N, Height, Width, Channels] or [N, Height, Width] of one channel, and
// masks, [N, Height, Width], in which 1 or true is the positive class and 0 or false the negative one.
func ReadImages(pixels, masks string) (*Images, error) {
	x, err := predictions.ReadArray(pixels)
	if err != nil {
		return nil, err
	}
	y, err := predictions.ReadArray(masks)
	if err != nil {
		return nil, err
	}
	if len(x.Shape) == 3 {
		x.Shape = append(x.Shape, 1)
	}
	if len(x.Shape) != 4 || len(y.Shape) != 3 || fmt.Sprint(x.Shape[:3]) != fmt.Sprint(y.Shape) {
		return nil, fmt.Errorf("%s has the shape %v and %s %v: want [N, H, W, C] or [N, H, W], and masks [N, H, W] of the same N, H and W", pixels, x.Shape, masks, y.Shape)
	}
	m := &Images{Height: x.Shape[1], Width: x.Shape[2], Channels: x.Shape[3], Pixels: x.Values, Source: pixels}
	if m.Masks, err = positives(y); err != nil {
		return nil, err
	}
	if err := m.Check(); err != nil {
		return nil, err
	}
	return m, nil
}

// positives reads labels, 1 is the positive class.
func positives(a *predictions.Array) ([]bool, error) {
	labels := make([]bool, len(a.Values))
	for i, v := range a.Values {
		if v != 0 && v != 1 {
			return nil, fmt.Errorf("%s: number %d is %v, want 0 or 1: say which class is positive, for example numpy.save(path, labels == 2)", a.Source, i+1, v)
		}
		labels[i] = v == 1
	}
	return labels, nil
}
