package bootstrap

import (
	"math"

	"github.com/seqpair/seqpair/metrics"
)

// surest bounds the scores whose log odds are averaged: Keras keeps probabilities as far from 0 and 1.
const surest = 1e-7

// MeanThreshold is the mean, in log odds, of the thresholds that a rule chooses on the replicates: bagging (Breiman, Machine
// Learning 24 (1996) 123). Around the best threshold neighbours read nearly alike, so that the one chosen on a sample follows its
// accidents; the mean varies less, as Bühlmann and Yu, Annals of Statistics 30 (2002) 927, show of such hard choices. On
// simulated scores with 6 to 314 positives, the F1 that the mean loses to the best threshold of the population is half of what the
// single choice loses, or less (TestMeanThresholdLosesLess has a part of them). On each replicate, the threshold is the middle of the
// gap below the score that the rule chooses ([metrics.Rule.Middle]): of 6 positives among 60, the mean then loses .024, and .037 of the
// scores themselves.
//
// A rule that sets a limit, such as a recall of 0.9, is kept on average, not on the sample: see [metrics.Rule.Limits]. A replicate
// on which the rule finds no threshold does not count, and if it finds one on none, that of all examples is returned; undefined says
// why it finds none on these.
func (s *State) MeanThreshold(rule metrics.Rule) (threshold float64, undefined metrics.Reason) {
	all := s.sample()
	whole := all.whole()
	if choice := whole.Choose(rule); choice.Undefined != "" {
		return 0, choice.Undefined
	}
	chosen := make([]float64, s.replicates)
	each(s.replicates, s.seed, []*sample{all}, func(number int, replicates []*replicate) {
		chosen[number] = math.NaN()
		if t, v := rule.Middle(replicates[0].state()); v.Undefined == "" {
			chosen[number] = logit(min(max(t, surest), 1-surest))
		}
	})
	sum, n := 0.0, 0
	for _, c := range chosen {
		if c == c {
			sum, n = sum+c, n+1
		}
	}
	if n == 0 {
		middle, _ := rule.Middle(whole)
		return middle, ""
	}
	return expit(sum / float64(n)), ""
}
