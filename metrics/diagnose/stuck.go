package diagnose

import "math"

// final returns the longest run of last rows that all fit, nil if it is shorter
// than two.
func final(rows []row, fits func(row) bool) []row {
	i := len(rows)
	for i > 0 && fits(rows[i-1]) {
		i--
	}
	if len(rows)-i < 2 {
		return nil
	}
	return rows[i:]
}

// stuck returns the last rows over which accuracy does not move, to three digits
// or more, nil if fewer than two.
func stuck(rows []row) []row { return stuckTo(rows, 3) }

// stuckTo is stuck to that many digits or more.
func stuckTo(rows []row, digits int) []row {
	share := span{0, 1}
	return final(rows, func(w row) bool {
		a := w.accuracy
		if !a.known() || a.decimals < digits || a.hi >= 1 || share.and(a.span).empty() {
			return false
		}
		share = share.and(a.span)
		return true
	})
}

// still says whether the loss does not move by a printed digit.
func still(rows []row) bool {
	loss := span{math.Inf(-1), math.Inf(1)}
	for _, w := range rows {
		loss = loss.and(w.loss.span)
	}
	return rows[0].loss.known() && !loss.empty()
}

// common is the accuracy that all rows share.
func common(rows []row) span {
	share := span{0, 1}
	for _, w := range rows {
		share = share.and(w.accuracy.span)
	}
	return share
}

// noRanking is how far from 0.5 the ROC AUC of a model without ranking may read:
// its standard error is 0.29/√positives (Hanley and McNeil 1982 at AUC 0.5 with
// many negatives), which is 0.05 at 33 positives.
const noRanking = 0.05

// unranked says whether the AUC is that of a model that ranks nothing, and
// returns the AUC of the positive class on each row.
//
// flattened: the log's AUC is over both columns. If one class is predicted, a
// share s of the pairs of cells (column of the majority against column of the
// minority) is ranked right by that alone, and what is left depends on the AUC A
// of the positive class: s² + 2s(1−s)A. So A = ½ + (AUC − s) / 2s(1−s), and a
// constant score reads s.
func unranked(rows []row, share span, flattened bool) ([]float64, bool) {
	s := share.mid()
	var of []float64
	for _, w := range rows {
		if !w.auc.known() {
			return nil, false
		}
		a, width := w.auc.mid(), (w.auc.hi-w.auc.lo)/2
		if flattened {
			a, width = 0.5+(a-s)/(2*s*(1-s)), width/(2*s*(1-s))
		}
		if math.Abs(a-0.5) > noRanking+width {
			return nil, false
		}
		of = append(of, a)
	}
	return of, true
}

// entropy is the log loss, in nats, of always predicting the share p of
// positives: H(p).
func entropy(p float64) float64 {
	return -p*math.Log(p) - (1-p)*math.Log1p(-p)
}

// calibrated says whether the loss is that of a constant at the class share,
// H(share), on all rows. One per cent: an epoch's loss is a mean over steps
// that still move around the constant.
func calibrated(rows []row, share span) bool {
	h := entropy(share.mid())
	for _, w := range rows {
		if !w.loss.known() || math.Abs(w.loss.mid()/h-1) > 0.01 {
			return false
		}
	}
	return len(rows) > 0
}
