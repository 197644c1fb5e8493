package metrics

// OneHotMicro is what metrics see that flatten (micro-average) a two-column softmax head with one-hot
// labels: each example twice, as its score and label, and as one minus the score and the other label.
// At a threshold of ½ its accuracy, precision, recall and F1 are the same number for every model, because
// each example brings exactly one positive label and one predicted positive; and its ROC AUC of a constant
// score is the majority share. Read values from it, not intervals: its rows are not independent.
// A binned State is mirrored by whole bins. The State s stays as it is.
func OneHotMicro(s *State) *State {
	switch kept := s.settled().(type) {
	case *binned:
		return &State{kept: kept.flattened()}
	case *exact:
		return &State{kept: kept.flattened()}
	}
	return NewState()
}

func (e *exact) flattened() *exact {
	flat := &exact{pos: e.pos.clone(), neg: e.neg.clone()}
	mirror := func(from *column, to *column) {
		for i, score := range from.scores {
			weight := 1.0
			if from.weights != nil {
				weight = from.weights[i]
			}
			to.add(1-score, weight)
		}
	}
	mirror(&e.pos, &flat.neg)
	mirror(&e.neg, &flat.pos)
	return flat
}

func (b *binned) flattened() *binned {
	flat := newBinned(b.bins)
	flat.pos, flat.neg = b.pos.clone(), b.neg.clone()
	positives, negatives := b.pos.mirrored(), b.neg.mirrored()
	flat.pos.merge(&negatives)
	flat.neg.merge(&positives)
	// The mirror image of an example has the same losses.
	for range 2 {
		flat.logLoss.merge(b.logLoss)
		flat.brier.merge(b.brier)
	}
	return flat
}

// mirrored takes bin k to bin n-1-k and the bin of scores of exactly 1 to the lowest.
func (h *histogram) mirrored() histogram {
	n := len(h.rows) - 1
	image := histogram{rows: make([]int64, n+1)}
	if h.weight != nil {
		image.weigh()
	}
	for bin, rows := range h.rows {
		to := max(n-1-bin, 0)
		image.rows[to] += rows
		if h.weight != nil {
			image.weight[to].merge(h.weight[bin])
			image.squares[to].merge(h.squares[bin])
		}
	}
	image.total = h.total
	return image
}
