package diagnose

import (
	"slices"

	"github.com/seqpair/seqpair/metrics"
)

// Proof is what a picture needs to show what a finding says: scores and their
// threshold, or lines over epochs.
type Proof struct {
	State     *metrics.State // of the scores; nil: none
	Threshold float64
	Lines     []Line
}

// Line is one number of a log over its epochs.
type Line struct {
	Name string
	X, Y []float64 // epoch, value
}

// shownByScores are findings that a histogram of scores shows, first choice for all of them.
var shownByScores = []string{"D01", "D02", "D16", "D25", "D26", "D32", "D40", "D42", "D43", "D44", "D46", "D57", "D59", "D68"}

// shownByLines are findings that lines over epochs show, and the roles that are drawn.
var shownByLines = map[string][]string{
	"D01": {"accuracy", "precision", "recall", "f1", "auc"}, "D02": {"accuracy", "precision", "recall", "auc"},
	"D03": {"f1", "precision", "recall"}, "D05": {"f1", "precision", "recall"}, "D12": {"auc", "pr_auc", "loss"}, "D14": {"auc", "pr_auc", "f1"},
	"D17": {"accuracy", "auc", "recall"}, "D22": {"mcc", "recall"}, "D26": {"auc", "accuracy", "recall"},
	"D34": {"loss", "f1"}, "D36": {"mean_iou", "accuracy"}, "D38": {"iou", "dice", "accuracy"}, "D42": {"loss", "accuracy"},
	"D43": {"auc", "recall"}, "D45": {"accuracy", "recall", "precision"}, "D46": {"auc", "loss"}, "D47": {"f1", "recall"}, "D49": {"loss"}, "D52": {"loss", "auc"},
}

// proven adds to a finding what shows it.
func proven(e Evidence, f Finding) *Proof {
	if judged := scores(e); len(judged) > 0 && slices.Contains(shownByScores, f.ID) {
		return &Proof{State: judged[0].state, Threshold: judged[0].threshold}
	}
	for _, t := range trails(e) {
		p := &Proof{}
		for _, role := range shownByLines[f.ID] {
			for _, rows := range t.splits() {
				if l := lineOf(rows, role); len(l.X) > 1 {
					p.Lines = append(p.Lines, l)
				}
			}
		}
		if len(p.Lines) > 0 {
			return p
		}
	}
	return nil
}

// lineOf is a role over the epochs that have it.
func lineOf(rows []row, role string) Line {
	var l Line
	for _, w := range rows {
		r := w.of(role)
		switch role {
		case "loss":
			r = w.loss
		case "accuracy":
			r = w.accuracy
		case "precision":
			r = w.precision
		case "recall":
			r = w.recall
		case "auc":
			r = w.auc
		}
		if x := float64(w.epoch); r.known() && (len(l.X) == 0 || x > l.X[len(l.X)-1]) {
			l.Name = r.name
			l.X, l.Y = append(l.X, x), append(l.Y, r.mid())
		}
	}
	return l
}
