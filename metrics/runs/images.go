package runs

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/segmentation"
)

// OfImages says whether the examples of a split have a label for each pixel.
func (r *Run) OfImages(split string) bool { return r.Manifest.Splits[split].Positions > 1 }

// Images reads the overlap of masks on a split whose examples are images: the ids of its scores are the image's id, a slash
// and the number of the pixel. It wraps fs.ErrNotExist if single scores were not kept.
func (r *Run) Images(split string, threshold float64) (*segmentation.State, error) {
	if !r.OfImages(split) {
		return nil, fmt.Errorf("run %s: the examples of %s have one label each: they are no images", r.Path, split)
	}
	t, err := r.Predictions(split)
	if err != nil {
		return nil, err
	}
	images := make([]string, len(t.ID))
	for i, id := range t.ID {
		images[i] = id[:max(0, strings.LastIndexByte(id, '/'))]
	}
	return segmentation.FromScores(t.Batch(), images, threshold)
}

// Report is the standard table of a split, whose state is s, at a threshold. That of images begins with the overlap of
// masks, if single scores were kept.
func (r *Run) Report(split string, s *metrics.State, threshold float64) ([]metrics.Reading, error) {
	if !r.OfImages(split) {
		return metrics.Report(s, threshold), nil
	}
	readings := segmentation.PixelReport(s, threshold)
	images, err := r.Images(split, threshold)
	if errors.Is(err, fs.ErrNotExist) {
		return readings, nil
	}
	if err != nil {
		return nil, err
	}
	return append(images.Report(), readings...), nil
}
