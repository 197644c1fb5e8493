package metrics

// lossSums are the moments of both losses.
type lossSums struct{ logLoss, brier moments }

func (l *lossSums) merge(o lossSums) {
	l.logLoss.merge(o.logLoss)
	l.brier.merge(o.brier)
}

// openLosses add up the losses of a block. Where all weights are 1, two of the three moments are the same.
type openLosses struct {
	positive, ones bool
	score          float64 // of the last row
	logLoss, brier float64 // of that score
	weighted       lossSums
}

func (o *openLosses) add(score, weight float64) {
	if score != o.score || o.score == 0 { // the zero value knows no losses
		o.score = score
		o.logLoss, o.brier = logLossOf(score, o.positive), squaredErrorOf(score, o.positive)
	}
	if !o.ones {
		o.weighted.logLoss.add(o.logLoss, weight)
		o.weighted.brier.add(o.brier, weight)
		return
	}
	o.weighted.logLoss.weighted.Add(o.logLoss)
	o.weighted.logLoss.squares.Add(o.logLoss * o.logLoss)
	o.weighted.brier.weighted.Add(o.brier)
	o.weighted.brier.squares.Add(o.brier * o.brier)
}

func (o *openLosses) sums() lossSums {
	all := o.weighted
	if o.ones {
		all.logLoss.squareWeighted, all.brier.squareWeighted = all.logLoss.weighted, all.brier.weighted
	}
	return all
}

// losses are summed block by block in sorted order, so that they depend neither on the order of arrival nor
// on threads.
func (e *exact[K]) losses() (logLoss, brier moments) {
	all := remembered(&e.memo, &e.memo.losses, func() *lossSums {
		all := e.pos.losses(true)
		all.merge(e.neg.losses(false))
		return &all
	})
	return all.logLoss, all.brier
}

func (c *column[K]) losses(positive bool) lossSums {
	blocks := make([]lossSums, (len(c.keys)+blockRows-1)/blockRows)
	workers := threads(len(c.keys))
	together(workers, func(worker int) {
		for b := len(blocks) * worker / workers; b < len(blocks)*(worker+1)/workers; b++ {
			end := len(c.keys) - b*blockRows
			blocks[b] = blockLosses(c.slice(max(end-blockRows, 0), end), positive)
		}
	})
	var all lossSums
	for _, block := range blocks {
		all.merge(block)
	}
	return all
}

// blockLosses are openLosses of a block, in variables.
func blockLosses[K key](r run[K], positive bool) lossSums {
	if r.weights == nil {
		return countedLosses(r.keys, positive)
	}
	var log1, log2, log3, brier1, brier2, brier3 sum
	logLoss, squared, last, weights := 0.0, 0.0, ^K(0), r.weights[:len(r.keys)]
	for i := len(r.keys) - 1; i >= 0; i-- {
		if k := r.keys[i]; k != last {
			last = k
			logLoss, squared = logLossOf(numberOf(k), positive), squaredErrorOf(numberOf(k), positive)
		}
		weight := numberOf(weights[i])
		x, y := weight*logLoss, weight*squared
		log1, log2, log3 = log1.Plus(x), log2.Plus(weight*weight*logLoss), log3.Plus(x*x)
		brier1, brier2, brier3 = brier1.Plus(y), brier2.Plus(weight*weight*squared), brier3.Plus(y*y)
	}
	return lossSums{moments{log1, log2, log3}, moments{brier1, brier2, brier3}}
}

func countedLosses[K key](keys []K, positive bool) lossSums {
	var log, logSquares, brier, brierSquares sum
	logLoss, squared, last := 0.0, 0.0, ^K(0)
	for i := len(keys) - 1; i >= 0; i-- {
		if k := keys[i]; k != last {
			last = k
			logLoss, squared = logLossOf(numberOf(k), positive), squaredErrorOf(numberOf(k), positive)
		}
		log, logSquares = log.Plus(logLoss), logSquares.Plus(logLoss*logLoss)
		brier, brierSquares = brier.Plus(squared), brierSquares.Plus(squared*squared)
	}
	return lossSums{moments{log, log, logSquares}, moments{brier, brier, brierSquares}}
}
