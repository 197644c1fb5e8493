package segmentation

import (
	"errors"
	"fmt"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/internal/doubt"
)

// FromScores decides pixels of two classes, "negative" and "positive": scores >= threshold count as positive. images
// names the image of each pixel; the pixels of an image stand together.
func FromScores(pixels metrics.Batch, images []string, threshold float64) (*State, error) {
	if err := pixels.Validate(); err != nil {
		return nil, fmt.Errorf("segmentation: %w", err)
	}
	if len(images) != len(pixels.Labels) {
		return nil, fmt.Errorf("segmentation: %d names of images for %d pixels: give each pixel one", len(images), len(pixels.Labels))
	}
	s, err := New(Options{Classes: []string{"negative", "positive"}})
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for from := 0; from < len(images); {
		to := from + 1
		for to < len(images) && images[to] == images[from] {
			to++
		}
		if seen[images[from]] {
			return nil, errors.New("segmentation: the pixels of an image stand apart: sort them by image")
		}
		seen[images[from]] = true
		if err := s.Update(decided(pixels, from, to, threshold)); err != nil {
			return nil, err
		}
		from = to
	}
	return s, nil
}

// decided is the image of the pixels from one to before another.
func decided(pixels metrics.Batch, from, to int, threshold float64) Image {
	m := Image{Truth: make([]int, to-from), Predicted: make([]int, to-from)}
	for i := range m.Truth {
		if pixels.Labels[from+i] {
			m.Truth[i] = 1
		}
		if pixels.Scores[from+i] >= threshold {
			m.Predicted[i] = 1
		}
	}
	if pixels.Weights != nil {
		m.Weights = pixels.Weights[from:to]
	}
	return m
}

// Report is the standard table of a segmentation, always in the same order: of the last class iou and dice, pooled over all
// pixels, and their means over images; then mean_iou and pixel_accuracy. Intervals rest on images.
func (s *State) Report() []metrics.Reading {
	last := s.k - 1
	return []metrics.Reading{
		{Name: "iou", Value: s.IoU(last)},
		{Name: "dice", Value: s.Dice(last)},
		{Name: "image_iou", Value: s.ImageIoU(last).Value},
		{Name: "image_dice", Value: s.ImageDice(last).Value},
		{Name: "mean_iou", Value: s.MeanIoU().Value},
		{Name: "pixel_accuracy", Value: s.PixelAccuracy()},
	}
}

// PixelsDepend is why readings of single pixels have no interval.
const PixelsDepend metrics.Reason = "pixels of one image depend on each other"

// PixelReport is [metrics.Report] of pixels, each a [PixelValue].
func PixelReport(pixels *metrics.State, threshold float64) []metrics.Reading {
	readings := metrics.Report(pixels, threshold)
	for i, r := range readings {
		readings[i].Value = PixelValue(r.Value)
	}
	return readings
}

// PixelValue is a reading of pixels without its interval, which takes pixels for independent.
func PixelValue(v metrics.Value) metrics.Value {
	if v.Undefined != "" {
		return v
	}
	return doubt.Without(v, PixelsDepend)
}

// PixelCurve is a curve of pixels, without intervals.
func PixelCurve(c metrics.Curve) metrics.Curve {
	c.Area, c.NoInterval = PixelValue(c.Area), PixelsDepend
	return c
}

// PixelTable is a table of pixels whose readers give no interval.
func PixelTable(c metrics.Confusion) metrics.Confusion {
	c.Rows, c.Squares = metrics.Rows{}, metrics.Squares{}
	return c
}
