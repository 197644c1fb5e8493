package metrics

// step is a level that holds positives, in a walk over weighted rows. A part's last step holds none: it brings the
// negatives that are left.
type step struct {
	part              int
	posAbove, posUpTo tally // above the level; above it and in it
	negBefore         tally // above the step before and in it
	negAbove, negUpTo tally
}

// areaSums are the sums over the steps of a part.
type areaSums struct {
	wins, precisions     sum           // of pairs, ties counting half; at each positive
	positives, negatives squareSums    // of the share of the other class that a row is ranked wrong against
	moves                precisionSums // of average precision
	apart                int           // levels of positives alone
}

// add takes a step of classes of that weight.
func (a *areaSums) add(s *step, pos, neg float64) {
	a.apart += bit(s.posAbove.rows < s.posUpTo.rows && s.negAbove.rows == s.negUpTo.rows)
	between := max(s.negAbove.squares-s.negBefore.squares, 0)
	a.negatives.add(between, 1-s.posAbove.weight/pos)
	hits := s.posUpTo.weight - s.posAbove.weight
	if !(hits > 0) {
		a.moves.negatives.add(between, a.moves.losses)
		return
	}
	squares, tied := max(s.posUpTo.squares-s.posAbove.squares, 0), max(s.negUpTo.squares-s.negAbove.squares, 0)
	above := (s.negAbove.weight + s.negUpTo.weight) / 2
	a.wins.Add(hits * (neg - above))
	a.precisions.Add(hits * (s.posUpTo.weight / (s.posUpTo.weight + s.negUpTo.weight)))
	a.positives.add(squares, above/neg)
	if tied > 0 {
		a.negatives.add(tied, 1-(s.posAbove.weight+s.posUpTo.weight)/2/pos)
	}
	a.moves.add(hits, squares, between+tied, s.posUpTo.weight, s.negUpTo.weight)
}

// sumAreas adds up by parts.
func sumAreas(s store, pos, neg tally) []areaSums {
	rows, _ := s.rows()
	parts := make([]areaSums, rows/blockRows+1)
	s.steps(func(at *step) { parts[at.part].add(at, pos.weight, neg.weight) })
	return parts
}

// weighedAreas adds up the sums of parts, so that they do not depend on threads.
func weighedAreas(parts []areaSums, pos, neg tally) areas {
	var wins, precisions, ofPositives, ofNegatives sum
	moves := make([]precisionSums, len(parts))
	for i, part := range parts {
		wins.Merge(part.wins)
		precisions.Merge(part.precisions)
		moves[i] = part.moves
	}
	a := areas{auc: wins.Value() / (pos.weight * neg.weight), precision: precisions.Value() / pos.weight}
	a.precisionVariance = precisionVariance(moves, a.precision, pos.weight)
	for _, part := range parts {
		ofPositives.Add(part.positives.around(a.auc - 1)) // on average 1 - auc is wrong
		ofNegatives.Add(part.negatives.around(a.auc - 1))
	}
	a.aucVariance = ofMean(ofPositives.Value(), pos) + ofMean(ofNegatives.Value(), neg)
	return a
}

// ofMean is the variance of a class's mean placement; with weights 1 it is Σd²/(n(n-1)).
func ofMean(deviations float64, class tally) float64 {
	n := class.effective()
	return max(deviations, 0) / class.weight / class.weight * n / (n - 1)
}

// steps visits those of different parts on different threads.
func (e *exact[K]) steps(visit func(*step)) {
	parts := e.parts()
	e.eachPart(parts, func(n int) {
		p, m := parts[n], e.rowsOf(parts[n])
		pos, neg := m.pos.keys, m.neg.keys
		s := step{part: p.posStart / blockRows, posUpTo: e.pos.upTo(p.posStart), negUpTo: e.neg.upTo(p.negStart)}
		for i, j := len(pos), len(neg); i > 0; {
			k := pos[i-1]
			i = tiedBelow(pos, i)
			s.posAbove, s.negBefore = s.posUpTo, s.negUpTo
			j = skipAbove(neg, j, k)
			s.negAbove = e.neg.upTo(p.negEnd - j)
			s.negUpTo = s.negAbove
			if j > 0 && neg[j-1] == k {
				j = tiedBelow(neg, j)
				s.negUpTo = e.neg.upTo(p.negEnd - j)
			}
			s.posUpTo = e.pos.upTo(p.posEnd - i)
			visit(&s)
		}
		s.rest(e.neg.upTo(p.negEnd))
		visit(&s)
	})
}

// rest makes s the last step.
func (s *step) rest(neg tally) {
	s.posAbove, s.negBefore, s.negAbove, s.negUpTo = s.posUpTo, s.negUpTo, neg, neg
}

// sweptSteps are the steps of a store that is walked in order.
func sweptSteps(sweep func(func(*stretch)), visit func(*step)) {
	s, neg := step{}, tally{}
	sweep(func(at *stretch) {
		if at.part != s.part {
			s.rest(neg)
			visit(&s)
			s.part = at.part
		}
		for i := range at.scores {
			if at.pos.rows[i] == at.pos.rows[i+1] {
				continue
			}
			s.posAbove, s.negBefore, s.negAbove = at.pos.upTo(i), s.negUpTo, at.neg.upTo(i)
			s.posUpTo, s.negUpTo = at.pos.upTo(i+1), at.neg.upTo(i+1)
			visit(&s)
		}
		neg = at.neg.upTo(len(at.scores))
	})
	s.rest(neg)
	visit(&s)
}

func (b *histograms) steps(visit func(*step)) { sweptSteps(b.sweep, visit) }

func (s *spilled) steps(visit func(*step)) { sweptSteps(s.sweep, visit) }
