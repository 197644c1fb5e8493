package plot

import "github.com/seqpair/seqpair/metrics"

// Result draws confusion, ROC curve and precision-recall curve at one threshold side by side.
func Result(s *metrics.State, threshold float64) Picture {
	at, roc, pr := s.At(threshold), s.ROC(), s.PR()
	return Picture{
		Name:   "Confusion, ROC curve and precision-recall curve",
		Text:   confusionText(at, threshold) + curveText(roc) + curveText(pr),
		Width:  960,
		Height: 340,
		draw:   beside(confusionPanel(at, threshold), rocPanel(roc, at, threshold), prPanel(pr, at, threshold)),
	}
}
