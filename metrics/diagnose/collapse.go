package diagnose

import "github.com/seqpair/seqpair/metrics/runs"

// collapse is a log whose last epochs are those of a model that predicts one
// class.
type collapse struct {
	trace     trace
	rows      []row
	share     span      // of the class it predicts; the accuracy
	auc       []float64 // of the positive class, per row; nil if the log has none
	positive  bool      // it predicts the positive class
	flattened bool      // the log's metrics are over two one-hot columns
	saturated bool
	likely    bool // not proven: the log lacks the number that would
}

// trace is what gives a collapse away.
type trace int

const (
	noneRecalled  trace = iota // recall 0
	allRecalled                // recall 1 and precision = accuracy
	chanceRanking              // accuracy stuck, AUC that of a constant
	chanceLoss                 // accuracy stuck, loss H(share)
	clippedLoss                // accuracy stuck, loss errors times a clip
	onlyStuck                  // flattened metrics that do not move
)

const (
	// imbalanced: below it "majority" says little, and an accuracy that does not
	// move near a half is a model that has not begun to learn.
	imbalanced = 0.55

	// ranks is an AUC above which a model that predicts one class at 0.5 does
	// rank, and its threshold is to blame: twice the margin of noRanking.
	ranks = 0.5 + 2*noRanking
)

// collapsed looks for a model that predicts one class, on the split that tells
// most.
func collapsed(t trail, id bool) (collapse, bool) {
	rows := t.main()
	if rows == nil {
		rows = t.withRecall()
	}
	if c, ok := oneSided(evaluated(rows)); ok && !id {
		return c, true
	}
	if id {
		rows = twice(rows)
	}
	digits := 3
	if id && aucFollows(rows) {
		digits = 2
	}
	rows = stuckTo(rows, digits)
	if rows == nil || common(rows).mid() < imbalanced {
		return collapse{}, false
	}
	c := collapse{rows: rows, share: common(rows), flattened: id}
	columns := 0
	if id {
		columns = 2
	}
	s, saturated := clipped(rows, columns)
	c.saturated = saturated && s.within(sharp) && len(s.rows) >= len(rows)
	return c.explain(t)
}

// explain finds out which trace the stuck rows of c bear.
func (c collapse) explain(t trail) (collapse, bool) {
	last := c.rows[len(c.rows)-1]
	if !c.flattened && (last.precision.known() || last.recall.known()) {
		return c, false // they differ from accuracy and are not one-sided: both classes are predicted
	}
	if last.auc.known() {
		var flat bool
		c.trace = chanceRanking
		if c.auc, flat = unranked(c.rows, c.share, c.flattened); flat {
			c.likely = !c.flattened && len(c.rows) < 3 // too early to despair
			return c, true
		}
		if c.flattened || !c.saturated {
			return c, false
		}
		c.auc, flat = unranked(c.rows, c.share, true)
		c.flattened = flat
		return c, flat
	}
	// Three epochs: a loss that stands still for two may be about to move.
	if t.log && len(t.train) == 0 || len(c.rows) < 3 && !c.saturated {
		return c, false
	}
	switch {
	case c.saturated:
		c.trace = clippedLoss
	case calibrated(c.rows, c.share) && (c.flattened || c.large() || still(c.rows)):
		c.trace = chanceLoss
	case c.flattened:
		c.trace, c.likely = onlyStuck, true
	default:
		return c, false
	}
	c.likely = c.likely || !c.flattened && len(c.rows) < 3
	return c, true
}

// large says whether the data are too many for an accuracy to stand still by
// chance, as it does over a few dozen examples.
func (c collapse) large() bool { return c.rows[0].steps >= manySteps }

// oneSided looks at recall: 0, or 1 with precision = accuracy, on the last
// epochs. Recall 0 alone takes three epochs, because a model of rare positives
// may begin with it.
func oneSided(rows []row) (collapse, bool) {
	none := final(rows, func(w row) bool {
		return w.recall.known() && w.recall.decimals >= 3 && w.recall.lo <= 0 &&
			!(w.counted && w.precision.known()) // some were predicted positive, all of them wrongly
	})
	all := final(rows, func(w row) bool {
		return w.recall.known() && w.recall.decimals >= 3 && w.recall.hi >= 1 &&
			w.precision.known() && w.accuracy.known() && w.accuracy.hi < 1 &&
			!w.precision.and(w.accuracy.span).empty()
	})
	c := collapse{trace: noneRecalled, rows: none}
	if none == nil {
		c = collapse{trace: allRecalled, rows: all, positive: true}
	}
	if c.rows == nil {
		return c, false
	}
	if c.share = common(c.rows); c.share.empty() || c.share == (span{0, 1}) {
		c.share = c.rows[len(c.rows)-1].accuracy.span
	}
	if c.rows[len(c.rows)-1].accuracy.known() && (c.share.lo <= 0 || c.share.hi >= 1) {
		return c, false // the data hold one class
	}
	known := true
	for _, w := range c.rows {
		known = known && w.auc.known()
		c.auc = append(c.auc, w.auc.mid())
	}
	if !known {
		c.auc, c.likely = nil, true
		return c, len(c.rows) >= 3
	}
	_, flat := unranked(c.rows, c.share, false)
	// One evaluation is the first epoch of many, unless its AUC is exactly that of a constant.
	c.likely = !flat || one(c.rows) && !c.rows[0].auc.has(0.5)
	return c, true
}

// ranking says whether the model ranks although it predicts one class.
func (c collapse) ranking() bool {
	return c.auc != nil && c.auc[len(c.auc)-1] > ranks
}

// evaluated are the rows, and a single one with an AUC two times over: recall 0 and an AUC of chance are no
// accident of a moment.
func evaluated(rows []row) []row {
	if len(rows) == 1 && rows[0].auc.known() {
		return twice(rows)
	}
	return rows
}

func (t trail) withRecall() []row {
	for _, rows := range t.splits() {
		if len(rows) > 0 && rows[len(rows)-1].recall.known() {
			return rows
		}
	}
	return nil
}

// contradicts says whether the run's own counts rule the collapse out: it knows
// the class shares of its splits.
func contradicts(m *runs.Manifest, c collapse) bool {
	if m == nil || c.trace == noneRecalled || c.trace == allRecalled {
		return false
	}
	known := false
	for _, name := range []string{"train", "valid", "test"} {
		p, there := m.Splits[name]
		if !there || p.Examples == 0 {
			continue
		}
		known = true
		share := float64(p.Positives) / float64(p.Examples)
		// 0.001: a training epoch may drop its last, smaller batch.
		if wide := (span{c.share.lo - 0.001, c.share.hi + 0.001}); wide.has(max(share, 1-share)) {
			return false
		}
	}
	return known
}
