package metrics

import "math"

// level is all examples that share one score (or one bin).
type level struct {
	score    float64
	pos, neg tally
}

// store keeps the examples of a State. Readers need it settled.
type store interface {
	add(score float64, positive bool, weight float64)
	merge(other store) // of the same type and size
	clone() store
	settle() // puts the rows in order

	rows() (pos, neg int64) // needs no settling
	total() (pos, neg tally)
	at(threshold float64) Confusion // score >= threshold is positive
	levels(yield func(*level))      // in falling order of score, none empty
	losses() (logLoss, brier moments)
}

// exact keeps every score.
type exact struct{ pos, neg column }

func (e *exact) add(score float64, positive bool, weight float64) {
	if positive {
		e.pos.add(score, weight)
	} else {
		e.neg.add(score, weight)
	}
}

func (e *exact) merge(other store) {
	o := other.(*exact)
	e.pos.merge(&o.pos)
	e.neg.merge(&o.neg)
}

func (e *exact) clone() store { return &exact{pos: e.pos.clone(), neg: e.neg.clone()} }

func (e *exact) settle() {
	e.pos.settle()
	e.neg.settle()
}

func (e *exact) rows() (pos, neg int64) { return int64(len(e.pos.scores)), int64(len(e.neg.scores)) }

func (e *exact) total() (pos, neg tally) {
	return e.pos.tally(0, len(e.pos.scores)), e.neg.tally(0, len(e.neg.scores))
}

func (e *exact) at(threshold float64) Confusion {
	fn, tp := e.pos.split(threshold)
	tn, fp := e.neg.split(threshold)
	return confusion(tp, fp, tn, fn)
}

func (e *exact) levels(yield func(*level)) {
	var at level // one for all, which yield must not keep
	for i, j := len(e.pos.scores), len(e.neg.scores); i > 0 || j > 0; {
		at = level{score: math.Inf(-1)}
		if i > 0 {
			at.score = e.pos.scores[i-1]
		}
		if j > 0 {
			at.score = max(at.score, e.neg.scores[j-1])
		}
		if i > 0 && e.pos.scores[i-1] == at.score {
			start := e.pos.tiedBelow(i)
			at.pos, i = e.pos.tally(start, i), start
		}
		if j > 0 && e.neg.scores[j-1] == at.score {
			start := e.neg.tiedBelow(j)
			at.neg, j = e.neg.tally(start, j), start
		}
		yield(&at)
	}
}

// losses are summed in sorted order, so that they do not depend on the order of arrival.
func (e *exact) losses() (logLoss, brier moments) {
	for _, class := range []struct {
		column   *column
		positive bool
	}{{&e.pos, true}, {&e.neg, false}} {
		for i, score := range class.column.scores {
			weight := 1.0
			if class.column.weights != nil {
				weight = class.column.weights[i]
			}
			logLoss.add(logLossOf(score, class.positive), weight)
			brier.add(squaredErrorOf(score, class.positive), weight)
		}
	}
	return logLoss, brier
}
