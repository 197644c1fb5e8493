package metrics

import (
	"cmp"
	"errors"
	"math"
	"slices"

	"github.com/seqpair/seqpair/metrics/internal/interval"
)

// torchRow is a row as torchmetrics keeps it: it has no weights.
type torchRow struct {
	score    float32
	positive bool
}

// torchRows applies a sigmoid to each batch that has any score that is not in [0,1].
func torchRows(p *peerInput) []torchRow {
	var rows []torchRow
	for _, b := range p.batches {
		logits := slices.ContainsFunc(b.Scores, func(score float64) bool { return !(score >= 0 && score <= 1) })
		for i, score := range b.Scores {
			if logits {
				score = interval.Sigmoid(score)
			}
			rows = append(rows, torchRow{float32(score), b.Labels[i]})
		}
	}
	return rows
}

type torchCells struct{ tp, fp, tn, fn float64 }

func torchTable(p *peerInput) torchCells {
	var cells [4]float64
	for _, r := range torchRows(p) {
		cells[2*bit(r.positive)+bit(r.score > float32(p.threshold))]++
	}
	return torchCells{tn: cells[0], fp: cells[1], fn: cells[2], tp: cells[3]}
}

func whyTorch(p *peerInput) string {
	switch {
	case p.hasNaN():
		return "one NaN score makes torchmetrics take its whole batch for logits and apply a sigmoid; we refuse it"
	case p.outside():
		return "torchmetrics applies a sigmoid to each batch that has a score outside [0,1], and to no other; we refuse logits"
	case p.weighted:
		return "torchmetrics takes no weights"
	case p.onThreshold():
		return "torchmetrics' tables predict positive above the threshold (its curves from it on), ours from it on, and a score is equal to it"
	}
	return "torchmetrics prints 0 where the reading is 0/0; we say undefined and why"
}

var errNoRows = errors.New("RuntimeError: no rows")

func torchRatio(read func(c torchCells) float64) func(*peerInput) (float64, string, error) {
	return func(p *peerInput) (float64, string, error) {
		c := torchTable(p)
		if c.tp+c.fp+c.tn+c.fn == 0 {
			return 0, "torchmetrics fails without rows; we say undefined", errNoRows
		}
		return read(c), whyTorch(p), nil
	}
}

func torchmetricsCalls() []peerCall {
	return []peerCall{
		{"BinaryAccuracy(threshold)", torchRatio(func(c torchCells) float64 { return (c.tp + c.tn) / (c.tp + c.fp + c.tn + c.fn) }), oursAt(Confusion.Accuracy)},
		{"BinaryPrecision(threshold)", torchRatio(func(c torchCells) float64 { return divided(c.tp, c.tp+c.fp) }), oursAt(Confusion.Precision)},
		{"BinaryRecall(threshold)", torchRatio(func(c torchCells) float64 { return divided(c.tp, c.tp+c.fn) }), oursAt(Confusion.Recall)},
		{"BinaryF1Score(threshold)", torchRatio(func(c torchCells) float64 { return divided(2*c.tp, 2*c.tp+c.fp+c.fn) }), oursAt(Confusion.F1)},
		{"BinaryMatthewsCorrCoef(threshold)", torchMCC, oursAt(Confusion.MCC)},
		{"BinaryAUROC()", torchAUROC, oursOf((*State).ROCAUC)},
		{"BinaryAUROC(thresholds=200)", torchBinnedAUROC, oursOf((*State).ROCAUC)},
		{"BinaryAveragePrecision()", torchAveragePrecision, oursOf((*State).AveragePrecision)},
	}
}

// torchMCC is _matthews_corrcoef_reduce of torchmetrics 1.9, which replaces 0/0 by an invented number.
func torchMCC(p *peerInput) (float64, string, error) {
	c := torchTable(p)
	if c.tp+c.tn != 0 && c.fp+c.fn == 0 {
		return 1, "torchmetrics prints 1 if all rows are right, also where a class is missing and MCC does not exist", nil
	}
	if c.tp+c.tn == 0 && c.fp+c.fn != 0 {
		return -1, whyTorch(p), nil
	}
	margins := (c.tp + c.fp) * (c.tp + c.fn) * (c.tn + c.fp) * (c.tn + c.fn)
	if margins != 0 {
		return (c.tp*c.tn - c.fp*c.fn) / math.Sqrt(margins), whyTorch(p), nil
	}
	const eps = 1.1920928955078125e-07 // torch.finfo(torch.float32).eps
	numerator := 0.0
	switch root := math.Sqrt(eps); {
	case c.fn == 0 && c.tn == 0:
		numerator = root * (c.tp - c.fp)
	case c.fp == 0 && c.tn == 0:
		numerator = root * (c.tp - c.fn)
	case c.tp == 0 && c.fn == 0:
		numerator = root * (c.tn - c.fp)
	case c.tp == 0 && c.fp == 0:
		numerator = root * (c.tn - c.fn)
	}
	denominator := (c.tp + c.fp + eps) * (c.tp + c.fn + eps) * (c.tn + c.fp + eps) * (c.tn + c.fn + eps)
	return numerator / math.Sqrt(denominator),
		"MCC is 0/0 where a class is missing or never predicted; torchmetrics puts a small number on both sides and prints what is left " +
			"(its issue 3355), scikit-learn prints 0, we say undefined", nil
}

// torchCurve are true and false positives from the highest score down. Torch sorts NaN first, each by itself.
func torchCurve(p *peerInput) (tp, fp []float64) {
	rows := torchRows(p)
	slices.SortStableFunc(rows, func(a, b torchRow) int {
		return cmp.Or(bit(b.score != b.score)-bit(a.score != a.score), cmp.Compare(b.score, a.score))
	})
	hits, falseAlarms := 0.0, 0.0
	for i, r := range rows {
		hits += float64(bit(r.positive))
		falseAlarms += float64(bit(!r.positive))
		if i == len(rows)-1 || rows[i+1].score != r.score {
			tp, fp = append(tp, hits), append(fp, falseAlarms)
		}
	}
	return tp, fp
}

func torchAUROC(p *peerInput) (float64, string, error) {
	tp, fp := torchCurve(p)
	if len(tp) == 0 {
		return 0, "torchmetrics fails without rows; we say undefined", errNoRows
	}
	return trapezoids(append([]float64{0}, fp...), append([]float64{0}, tp...)), whyTorchArea(p), nil
}

func whyTorchArea(p *peerInput) string {
	if p.refused == nil && !p.weighted && (p.state.Positives() == 0 || p.state.Negatives() == 0) {
		return "a class is missing: torchmetrics warns and prints a number, we say undefined"
	}
	return whyTorch(p)
}

// trapezoids is the area under y/y_last over x/x_last, 0 where a last is 0.
func trapezoids(x, y []float64) float64 {
	area := 0.0
	for i := range len(x) - 1 {
		area += (x[i+1] - x[i]) * (y[i+1] + y[i]) / 2
	}
	return divided(area, x[len(x)-1]*y[len(y)-1])
}

// torchBinnedAUROC has 200 thresholds from 0 to 1 and no point (0,0).
func torchBinnedAUROC(p *peerInput) (float64, string, error) {
	const thresholds = 200
	rows := torchRows(p)
	tp, fp := make([]float64, thresholds), make([]float64, thresholds)
	for i := range thresholds {
		threshold := float32(float64(thresholds-1-i) / (thresholds - 1))
		for _, r := range rows {
			if r.score >= threshold {
				tp[i] += float64(bit(r.positive))
				fp[i] += float64(bit(!r.positive))
			}
		}
	}
	why := "torchmetrics has 200 thresholds here, and scores between two neighbours tie"
	switch {
	case p.refused != nil || p.weighted:
		why = whyTorch(p)
	case tp[0]+fp[0] > 0:
		why = "a score reaches the highest threshold, 1, and the curve of torchmetrics then lacks the point (0,0)"
	}
	return trapezoids(fp, tp), why, nil
}

func torchAveragePrecision(p *peerInput) (float64, string, error) {
	tp, fp := torchCurve(p)
	if len(tp) == 0 {
		return 0, "torchmetrics fails without rows; we say undefined", errNoRows
	}
	all, last, area := tp[len(tp)-1], 0.0, 0.0
	for i := range tp {
		area += divided(tp[i]-last, all) * (tp[i] / (tp[i] + fp[i]))
		last = tp[i]
	}
	return area, whyTorchArea(p), nil
}
