package metrics

import "fmt"

// ShiftScore is the probability that a calibrated score of examples with prevalence from becomes among examples
// with prevalence to, if only the prevalence differs: odds' = odds · [to/(1-to)] / [from/(1-from)]. Elkan, IJCAI
// 2001, theorem 2; Saerens, Latinne and Decaestecker, Neural Comput. 14 (2002) 21. The score and the
// prevalences are in [0,1] and (0,1).
func ShiftScore(score, from, to float64) float64 {
	positive, negative := score*(to/from), (1-score)*((1-to)/(1-from))
	return positive / (positive + negative)
}

// AtPrevalence is a State of the same examples, reweighted so that positives have that share of the weight: what
// every reader would read where the model is deployed, if recall and specificity at each score stay what they
// are. Baselines are those of that prevalence, and the total weight stays. Scores stay too: log loss, Brier and
// calibration are those of the uncorrected model; see [State.ShiftScores].
//
// Intervals of tables take the prevalence for known, which leaves recall and the false positive rate to be uncertain: those of
// precision, F-beta, MCC and other readings of both classes follow from Wilson's of the two, as long as the State takes no
// more rows and is not read back from its bytes. Those of average precision, losses and mean scores let the prevalence vary.
//
// A binned State keeps no losses by class, so that the new one is as of [NewCountingState]. The new State of a spilling one
// spills too, and wants its own Close. It is an error if the prevalence is not in (0,1), if a class is missing, or if a
// weight would leave [MinWeight, MaxWeight].
func (s *State) AtPrevalence(prevalence float64) (*State, error) {
	if !(prevalence > 0 && prevalence < 1) {
		return nil, fmt.Errorf("metrics: AtPrevalence(%v): give a share between 0 and 1, both excluded", prevalence)
	}
	kept := s.settled()
	pos, neg := kept.total()
	if why := missingClass(pos, neg); why != "" {
		return nil, fmt.Errorf("metrics: AtPrevalence(%v): %s: no weights give them that prevalence", prevalence, why)
	}
	all := pos.weight + neg.weight
	factors := [2]float64{prevalence * all / pos.weight, (1 - prevalence) * all / neg.weight}
	shifted, err := kept.reweighted(factors)
	if err != nil {
		return nil, fmt.Errorf("metrics: AtPrevalence(%v): %w", prevalence, err)
	}
	return &State{kept: shifted, given: true}, nil
}

// ShiftScores is a State of the same examples whose scores [ShiftScore] has corrected: what a model that was fitted
// at prevalence from reads when its scores are put right for prevalence to. Ranks stay, and so do ROC AUC and
// average precision; thresholds, losses and calibration change. Use it with [State.AtPrevalence] if the examples too have
// another prevalence than to. It fails on a binned State, whose scores are not known.
func (s *State) ShiftScores(from, to float64) (*State, error) {
	for _, prevalence := range []float64{from, to} {
		if !(prevalence > 0 && prevalence < 1) {
			return nil, fmt.Errorf("metrics: ShiftScores: prevalence %v: give a share between 0 and 1, both excluded", prevalence)
		}
	}
	kept, ok := s.settled().(exactStore)
	if !ok {
		return nil, fmt.Errorf("metrics: ShiftScores: %s does not know its scores: use NewState", s.kind())
	}
	wire := kept.wire()
	if err := s.Err(); err != nil {
		return nil, err
	}
	for _, class := range []columnWire{wire.Positives, wire.Negatives} {
		for i, score := range class.Scores {
			class.Scores[i] = ShiftScore(score, from, to)
		}
	}
	shifted, err := wire.valid()
	if err != nil {
		return nil, fmt.Errorf("metrics: ShiftScores: %w", err)
	}
	return &State{kept: shifted, given: s.given}, nil
}

func (e *exact[K]) reweighted(factors [2]float64) (store, error) {
	shifted := e.clone().(exactStore).widened()
	for i, class := range []*column[uint64]{&shifted.pos, &shifted.neg} {
		if class.weights == nil {
			class.weights = ones[uint64](len(class.keys))
		}
		class.sums = nil
		for row, bits := range class.weights {
			weight := numberOf(bits) * factors[i]
			if err := checkWeight(weight); err != nil {
				return nil, err
			}
			class.weights[row] = keyOf[uint64](weight)
		}
	}
	return shifted, nil
}

func (s *spilled) reweighted(factors [2]float64) (store, error) {
	run, err := encodeRun(s.dir, false, [2]bool{true, true}, func(class int, yield func(row) bool) error {
		var bad error
		err := drain(s.merged(class), func(r row) bool {
			r.weight *= factors[class]
			bad = checkWeight(r.weight)
			return bad == nil && yield(r)
		})
		if bad != nil {
			return bad
		}
		return err
	})
	if err != nil {
		return nil, spillError(s.dir, err)
	}
	return &spilled{dir: s.dir, limit: s.limit, memory: newExact(), runs: []*runFile{run}}, nil
}

func (b *histograms) reweighted(factors [2]float64) (store, error) {
	shifted := &counts{histograms: b.clone()}
	for i, class := range []*histogram{&shifted.pos, &shifted.neg} {
		class.weigh()
		for bin := range class.rows {
			at := class.at(bin)
			class.weight[bin] = sum{Hi: at.weight * factors[i]}
			class.squares[bin] = sum{Hi: at.squares * factors[i] * factors[i]}
		}
		if all := class.between(0, len(class.rows)); !all.plausible() {
			return nil, fmt.Errorf("weights leave [%g, %g]", MinWeight, MaxWeight)
		}
	}
	return shifted, nil
}
