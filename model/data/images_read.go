package data

import (
	"fmt"
	"slices"

	"github.com/seqpair/seqpair/metrics/predictions"
)

// ReadImages reads images from NPY files: pixels, [N, Height, Width, Channels] or [N, Height, Width] of one channel, and
// masks, [N, Height, Width], in which 1 or true is the positive class and 0 or false the negative one; "" for images without masks,
// which can only be scored.
func ReadImages(pixels, masks string) (*Images, error) {
	x, err := predictions.ReadArray(pixels)
	if err != nil {
		return nil, err
	}
	if len(x.Shape) == 3 {
		x.Shape = append(x.Shape, 1)
	}
	if len(x.Shape) != 4 {
		return nil, fmt.Errorf("%s has the shape %v: want [N, Height, Width, Channels], or [N, Height, Width] of one channel", pixels, x.Shape)
	}
	m := &Images{Height: x.Shape[1], Width: x.Shape[2], Channels: x.Shape[3], Pixels: x.Values, Source: pixels}
	if m.Masks, err = readLabels(masks, x.Shape[:3]); err != nil {
		return nil, err
	}
	if err := m.Check(); err != nil {
		return nil, err
	}
	return m, nil
}

// readLabels reads an array of labels of a shape, in which 1 is the positive class; nil where there is no path.
func readLabels(path string, shape []int) ([]bool, error) {
	if path == "" {
		return nil, nil
	}
	a, err := predictions.ReadArray(path)
	if err != nil {
		return nil, err
	}
	if got := a.Shape; !slices.Equal(got, shape) {
		remedy := "one label for each of what they are of"
		if len(got) == len(shape)+1 {
			remedy = "of one column for each class, take the positive class's, as labels[..., 1]"
		}
		return nil, fmt.Errorf("the labels %s have the shape %v, want %v: %s", path, got, shape, remedy)
	}
	return positives(a)
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
