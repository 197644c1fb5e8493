package metrics

// binned keeps counts of scores in evenly spaced bins. The losses are those of the scores themselves.
type binned struct {
	histograms
	logLoss, brier moments
}

func newBinned(bins int) *binned { return &binned{histograms: newHistograms(bins)} }

func (b *binned) update(rows columns) (store, error) {
	for i := range rows.rows() {
		if score, positive, weight := rows.row(i); weight != 0 {
			score += 0 // -0 becomes 0
			b.count(score, positive, weight)
			b.logLoss.add(logLossOf(score, positive), weight)
			b.brier.add(squaredErrorOf(score, positive), weight)
		}
	}
	return b, nil
}

func (b *binned) merge(other store) (store, error) {
	o := other.(*binned)
	b.histograms.merge(&o.histograms)
	b.logLoss.merge(o.logLoss)
	b.brier.merge(o.brier)
	return b, nil
}

func (b *binned) clone() store {
	return &binned{histograms: b.histograms.clone(), logLoss: b.logLoss, brier: b.brier}
}

func (b *binned) losses() (logLoss, brier moments) { return b.logLoss, b.brier }

func (b *binned) areas() areas { return binnedAreas(b) }

func (b *binned) flattened() store {
	flat := &binned{histograms: b.histograms.flattened()}
	for range 2 { // the mirror image of an example has the same losses
		flat.logLoss.merge(b.logLoss)
		flat.brier.merge(b.brier)
	}
	return flat
}
