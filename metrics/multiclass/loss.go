package multiclass

import (
	"math"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/internal/doubt"
)

const (
	// logLossClip is float64's machine epsilon, at which scikit-learn's log_loss clips.
	logLossClip = 2.220446049250313e-16
	// sumSlack is how far the scores of a row may be from 1 in sum: float32 softmax of thousands of classes stays
	// far within.
	sumSlack = 1e-3
)

// NotDistributions is why a loss on probabilities does not exist.
const NotDistributions metrics.Reason = "the scores of a row do not sum to 1: losses need probabilities of classes that exclude each other"

// LogLoss is the weighted mean of -log P(true class), natural logarithm, clipped at 2.2e-16 as scikit-learn's. Lower
// is better. Baseline: the entropy of the classes' shares. Interval: normal approximation of a weighted mean.
func (s *State) LogLoss() metrics.Value {
	return s.meanLoss(math.Inf(1), true, func(scores []float64, truth int) float64 {
		return -math.Log(min(max(scores[truth], logLossClip), 1-logLossClip))
	}, func(shares []float64) float64 {
		entropy := 0.0
		for _, p := range shares {
			if p > 0 {
				entropy -= p * math.Log(p)
			}
		}
		return entropy
	})
}

// Brier is the weighted mean of Σ(score - label)² over the classes, in [0,2] as in Brier's paper (Mon. Weather Rev.
// 78 (1950) 1) and in scikit-learn for more than two classes; for two classes it is twice State.Brier of package
// metrics. Lower is better. Baseline: always answering the classes' shares.
func (s *State) Brier() metrics.Value {
	return s.meanLoss(2, true, func(scores []float64, truth int) float64 {
		loss := 0.0
		for class, score := range scores {
			if class == truth {
				score = 1 - score
			}
			loss += score * score
		}
		return loss
	}, func(shares []float64) float64 {
		spread := 0.0
		for _, p := range shares {
			spread += p * (1 - p)
		}
		return spread
	})
}

// Hinge is Crammer and Singer's, the weighted mean of max(0, 1 - (score of the true class - highest other score)),
// on the scores as they are: on probabilities it lies in [0,2]. Lower is better. Baseline: 1, equal scores.
func (s *State) Hinge() metrics.Value {
	return s.meanLoss(2, false, func(scores []float64, truth int) float64 {
		other := math.Inf(-1)
		for class, score := range scores {
			if class != truth {
				other = max(other, score)
			}
		}
		return max(0, 1-(scores[truth]-other))
	}, func([]float64) float64 { return 1 })
}

func (s *State) meanLoss(worst float64, distributions bool, loss func(scores []float64, truth int) float64,
	baseline func(shares []float64) float64,
) metrics.Value {
	r := s.settled()
	if r.len() == 0 {
		return doubt.Undefined(metrics.NoExamples)
	}
	losses := make([]float64, r.len())
	for i, truth := range r.labels {
		if distributions && !sumsToOne(r.row(i)) {
			return doubt.Undefined(NotDistributions)
		}
		losses[i] = loss(r.row(i), truth)
	}
	v := doubt.Mean(losses, r.weights, 0, worst)
	return doubt.Baseline(v, baseline(s.shares(r, v.Weight)))
}

func sumsToOne(scores []float64) bool {
	sum := 0.0
	for _, score := range scores {
		sum += score
	}
	return math.Abs(sum-1) <= sumSlack
}

// Skill is the share by which a loss is below its baseline, 1 - loss/baseline: of LogLoss and Brier it is
// scikit-learn's d2_log_loss_score and d2_brier_score. Baseline 0; below it the constant answer is better. The
// interval takes the baseline for known.
func Skill(loss metrics.Value) metrics.Value {
	switch {
	case loss.Undefined != "":
		return doubt.Undefined(loss.Undefined)
	case loss.NoBaseline != "":
		return doubt.Undefined(loss.NoBaseline)
	case loss.Baseline == 0:
		return doubt.Baseline(doubt.Undefined("the loss without skill is 0"), 0)
	}
	of := func(x float64) float64 { return 1 - x/loss.Baseline }
	v := metrics.Value{V: of(loss.V), N: loss.N, Weight: loss.Weight, NoInterval: loss.NoInterval}
	if v.NoInterval == "" {
		v.Lo, v.Hi = of(loss.Hi), of(loss.Lo)
	}
	return v
}
