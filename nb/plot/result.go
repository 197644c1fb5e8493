package plot

import (
	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/segmentation"
)

// Result draws confusion, ROC curve and precision-recall curve at one threshold side by side.
func Result(s *metrics.State, threshold float64) Picture {
	return result(s.At(threshold), s.ROC(), s.PR(), threshold)
}

// Pixels is Result of the pixels of images, which depend on each other: nothing in it has an interval.
func Pixels(s *metrics.State, threshold float64) Picture {
	return result(segmentation.PixelTable(s.At(threshold)), segmentation.PixelCurve(s.ROC()), segmentation.PixelCurve(s.PR()), threshold)
}

func result(at metrics.Confusion, roc, pr metrics.Curve, threshold float64) Picture {
	return Picture{
		Name:   "Confusion, ROC curve and precision-recall curve",
		Text:   confusionText(at, threshold) + curveText(roc) + curveText(pr),
		Width:  960,
		Height: 340,
		draw:   beside(confusionPanel(at, threshold), rocPanel(roc, at, threshold), prPanel(pr, at, threshold)),
	}
}
