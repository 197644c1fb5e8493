package metrics

import (
	"errors"
	"fmt"
	"math"
	"sort"

	"github.com/seqpair/seqpair/metrics/internal/interval"
)

// maxRequired is where the search for a number of positives ends: more rows than a State counts.
const maxRequired = maxRows

var errHalfWidth = errors.New("metrics: the half width must lie in (0, 0.5): 0.05 asks for ± 0.05")

// RequiredForProportion is how many trials make the 95 % interval of a proportion near p no wider than
// ± halfWidth: positives for recall, negatives for specificity, alerts for precision. p = ½ is the worst case:
// 381 positives give any recall to ± 0.05. It inverts the interval of Wilson, JASA 22 (1927) 209.
func RequiredForProportion(p, halfWidth float64) (int64, error) {
	if !(p >= 0 && p <= 1) {
		return 0, fmt.Errorf("metrics: a proportion of %v: give a number in [0,1], ½ for the worst case", p)
	}
	return required(halfWidth, func(n float64) float64 {
		const zz = z95 * z95
		return z95 / (n + zz) * math.Sqrt(n*p*(1-p)+zz/4)
	})
}

// RequiredForROCAUC is how many positives make the 95 % interval of a ROC AUC near auc no wider than
// ± halfWidth on the average of its two sides, when the negatives that come with them make up 1-prevalence of the
// sample. It inverts the interval of [State.ROCAUC] with the variance of Hanley and McNeil, Radiology 143 (1982)
// 29, for exponential scores; where scores are at hand [State.RequiredForROCAUC] needs no such assumption. auc must
// lie in [0.5, 1).
func RequiredForROCAUC(auc, prevalence, halfWidth float64) (int64, error) {
	if !(auc >= 0.5 && auc < 1) {
		return 0, fmt.Errorf("metrics: a ROC AUC of %v: give a number in [0.5, 1)", auc)
	}
	if !(prevalence > 0 && prevalence < 1) {
		return 0, fmt.Errorf("metrics: a prevalence of %v: give a number in (0,1)", prevalence)
	}
	return required(halfWidth, func(positives float64) float64 {
		negatives := positives * (1 - prevalence) / prevalence
		variance := interval.AreaVariance(auc, min(positives, negatives), max(positives, negatives))
		return areaHalfWidth(auc, variance, positives, negatives)
	})
}

// RequiredForAveragePrecision is how many positives make the 95 % interval of an average precision near ap
// no wider than ± halfWidth if it varies as a proportion does: most vary less, hardly one varies more.
// [State.AveragePrecision] says what the variance of a sample is. ap must lie in (0,1).
func RequiredForAveragePrecision(ap, halfWidth float64) (int64, error) {
	if !(ap > 0 && ap < 1) {
		return 0, fmt.Errorf("metrics: an average precision of %v: give a number in (0,1)", ap)
	}
	return RequiredForProportion(ap, halfWidth)
}

// RequiredForROCAUC is how many positives, at the prevalence of this State, make its interval no wider than
// ± halfWidth on the average of its two sides. It needs an interval to start from, and its answer is as good as the
// variance behind it: with fewer than some 30 positives take it for an order of magnitude.
func (s *State) RequiredForROCAUC(halfWidth float64) (int64, error) {
	v := s.ROCAUC()
	switch {
	case v.Undefined != "":
		return 0, fmt.Errorf("metrics: ROC AUC is undefined: %s", v.Undefined)
	case v.NoInterval != "":
		return 0, fmt.Errorf("metrics: ROC AUC has no interval to start from: %s", v.NoInterval)
	}
	kept := s.settled()
	pos, neg := kept.total()
	variance := kept.areas().aucVariance
	return required(halfWidth, func(n float64) float64 {
		times := n / float64(pos.rows)
		return areaHalfWidth(v.V, variance/times, pos.effective()*times, neg.effective()*times)
	})
}

// areaHalfWidth is half the width of a ROC AUC's interval, infinite where there is none for want of examples.
func areaHalfWidth(auc, variance, pos, neg float64) float64 {
	v := Value{V: auc}.withAreaInterval(variance, pos, neg)
	if v.NoInterval == FewExamples {
		return math.Inf(1)
	}
	return (v.Hi - v.Lo) / 2
}

// required is the smallest n of at least 1 at which half, which falls with n, is at most halfWidth.
func required(halfWidth float64, half func(n float64) float64) (int64, error) {
	if !(halfWidth > 0 && halfWidth < 0.5) {
		return 0, errHalfWidth
	}
	n := sort.Search(maxRequired, func(n int) bool { return half(float64(n+1)) <= halfWidth }) + 1
	if n > maxRequired {
		return 0, fmt.Errorf("metrics: ± %v takes more than 2^53 examples: ask for less", halfWidth)
	}
	return int64(n), nil
}
