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
	first, second sum
	moves         precisionSums
}

// addPairs adds the pairs that the positives win, ties counting half, and precision at each positive.
func (a *areaSums) addPairs(s *step, negatives float64) {
	if hits := s.posUpTo.weight - s.posAbove.weight; hits > 0 {
		a.first.Add(hits * (negatives - (s.negAbove.weight+s.negUpTo.weight)/2))
		a.second.Add(hits * (s.posUpTo.weight / (s.posUpTo.weight + s.negUpTo.weight)))
		squares := max(s.posUpTo.squares-s.posAbove.squares, 0)
		a.moves.add(hits, squares, max(s.negUpTo.squares-s.negBefore.squares, 0), s.posUpTo.weight, s.negUpTo.weight)
	} else {
		a.moves.negatives.add(max(s.negUpTo.squares-s.negBefore.squares, 0), a.moves.losses)
	}
}

// addDeviations adds the squared deviations of the placements of both classes, times the squared weights.
func (a *areaSums) addDeviations(s *step, pos, neg, auc float64) {
	if squares := s.posUpTo.squares - s.posAbove.squares; squares > 0 {
		d := (neg-(s.negAbove.weight+s.negUpTo.weight)/2)/neg - auc
		a.first.Add(squares * d * d)
	}
	if squares := s.negAbove.squares - s.negBefore.squares; squares > 0 {
		d := s.posAbove.weight/pos - auc
		a.second.Add(squares * d * d)
	}
	if squares := s.negUpTo.squares - s.negAbove.squares; squares > 0 {
		d := (s.posAbove.weight+s.posUpTo.weight)/2/pos - auc
		a.second.Add(squares * d * d)
	}
}

// weighedAreas walks twice, since deviations need the mean. Sums are added part by part, so that they do
// not depend on threads.
func weighedAreas(s store, pos, neg tally) areas {
	wins, precisions, moves := stepSums(s, func(at *step, to *areaSums) { to.addPairs(at, neg.weight) })
	a := areas{auc: wins / (pos.weight * neg.weight), precision: precisions / pos.weight}
	a.precisionVariance = precisionVariance(moves, a.precision, pos.weight)
	ofPositives, ofNegatives, _ := stepSums(s, func(at *step, to *areaSums) {
		to.addDeviations(at, pos.weight, neg.weight, a.auc)
	})
	a.aucVariance = ofMean(ofPositives, pos) + ofMean(ofNegatives, neg)
	return a
}

// ofMean is the variance of a class's mean placement; with weights 1 it is Σd²/(n(n-1)).
func ofMean(deviations float64, class tally) float64 {
	n := class.effective()
	return deviations / class.weight / class.weight * n / (n - 1)
}

// stepSums walks and adds up what visit adds, part by part.
func stepSums(s store, visit func(*step, *areaSums)) (first, second float64, moves []precisionSums) {
	pos, _ := s.rows()
	parts := make([]areaSums, pos/blockRows+1)
	s.steps(func(at *step) { visit(at, &parts[at.part]) })
	var all areaSums
	moves = make([]precisionSums, len(parts))
	for i, part := range parts {
		all.first.Merge(part.first)
		all.second.Merge(part.second)
		moves[i] = part.moves
	}
	return all.first.Value(), all.second.Value(), moves
}

// steps visits those of different parts on different threads.
func (e *exact[K]) steps(visit func(*step)) {
	parts := e.parts()
	e.eachPart(parts, func(n int) {
		p, m := parts[n], e.rowsOf(parts[n])
		pos := weighing[K]{m.pos, e.pos.between(0, p.posStart)}
		neg := weighing[K]{m.neg, e.neg.between(0, p.negStart)}
		s := step{part: p.posStart / blockRows, negUpTo: neg.sums.tally()}
		for len(pos.keys) > 0 {
			k := pos.keys[len(pos.keys)-1]
			s.posAbove, s.negBefore = pos.sums.tally(), s.negUpTo
			neg.takeFrom(k + 1) // keys are far below the highest K
			s.negAbove = neg.sums.tally()
			pos.takeFrom(k)
			neg.takeFrom(k)
			s.posUpTo, s.negUpTo = pos.sums.tally(), neg.sums.tally()
			visit(&s)
		}
		neg.takeFrom(0)
		s.rest(neg.sums.tally())
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
