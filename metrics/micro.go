package metrics

// OneHotMicro is what metrics see that flatten (micro-average) a two-column softmax head with one-hot
// labels: each example twice, as its score and label, and as one minus the score and the other label.
// At a threshold of ½ its accuracy, precision, recall and F1 are the same number for every model, because
// each example brings exactly one positive label and one predicted positive; and its ROC AUC of a constant
// score is the majority share. Read values from it, not intervals: its rows are not independent.
// A binned State is mirrored by whole bins. The State s stays as it is.
func OneHotMicro(s *State) *State {
	return &State{kept: s.settled().flattened()}
}

func (e *exact[K]) flattened() store {
	flat := e.clone()
	for _, positive := range []bool{true, false} {
		class := e.class(positive)
		mirror := Batch{Scores: make([]float64, len(class.keys)), Labels: make([]bool, len(class.keys)), Weights: numbersOf(class.weights)}
		for i, k := range class.keys {
			mirror.Scores[i], mirror.Labels[i] = 1-numberOf(k), !positive
		}
		flat, _ = flat.update(mirror) // in memory, which does not fail
	}
	return flat
}

func (b *histograms) flattened() histograms {
	flat := b.clone()
	positives, negatives := b.pos.mirrored(), b.neg.mirrored()
	flat.pos.merge(&negatives)
	flat.neg.merge(&positives)
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
			image.weight[to].Merge(h.weight[bin])
			image.squares[to].Merge(h.squares[bin])
		}
	}
	image.total = h.total
	return image
}
