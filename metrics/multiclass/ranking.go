package multiclass

import (
	"math"

	"github.com/seqpair/seqpair/metrics"
)

// RankingAveragePrecision is the mean over examples of the average, over the right labels, of the share of right
// labels among those scored at least as high: scikit-learn's label_ranking_average_precision_score (Tsoumakas, Katakis
// and Vlahavas, Data Mining and Knowledge Discovery Handbook (2010), §34.7.3). Equals count against it.
func (l *Labels) RankingAveragePrecision() ExampleMean {
	return l.ranking(0, 1, func(scores []float64, right []bool) (float64, metrics.Reason) {
		count := countRight(right)
		if count == 0 || count == len(right) {
			return 0, NothingToRank
		}
		sum := 0.0
		for label, is := range right {
			if is {
				above, all := atLeast(scores, right, scores[label])
				sum += float64(above) / float64(all)
			}
		}
		return sum / float64(count), ""
	})
}

// RankingLoss is the mean over examples of the share of pairs of a right and a wrong label of which the wrong one is
// scored at least as high: scikit-learn's label_ranking_loss. Lower is better.
func (l *Labels) RankingLoss() ExampleMean {
	return l.ranking(0, 1, func(scores []float64, right []bool) (float64, metrics.Reason) {
		count := countRight(right)
		if count == 0 || count == len(right) {
			return 0, NothingToRank
		}
		wrong := 0
		for label, is := range right {
			if is {
				above, all := atLeast(scores, right, scores[label])
				wrong += all - above
			}
		}
		return float64(wrong) / float64(count) / float64(len(right)-count), ""
	})
}

// CoverageError is the mean over examples of how many labels of highest score it takes to have all the right ones,
// equals all taken: scikit-learn's coverage_error, at best the mean number of right labels. Lower is better.
func (l *Labels) CoverageError() ExampleMean {
	return l.ranking(1, float64(len(l.labels)), func(scores []float64, right []bool) (float64, metrics.Reason) {
		lowest := math.Inf(1)
		for label, is := range right {
			if is {
				lowest = min(lowest, scores[label])
			}
		}
		if math.IsInf(lowest, 1) {
			return 0, NoLabelRight
		}
		_, all := atLeast(scores, right, lowest)
		return float64(all), ""
	})
}

func (l *Labels) ranking(low, high float64, read func(scores []float64, right []bool) (float64, metrics.Reason)) ExampleMean {
	r := l.settled()
	return meanOver(r.len(), r.weights, low, high, func(i int) (float64, metrics.Reason) { return read(r.row(i), r.labelsOf(i)) })
}

func countRight(right []bool) int {
	count := 0
	for _, is := range right {
		if is {
			count++
		}
	}
	return count
}

// atLeast counts the labels scored at least that high: the right ones, and all.
func atLeast(scores []float64, right []bool, score float64) (ofRight, all int) {
	for label, s := range scores {
		if s >= score {
			all++
			if right[label] {
				ofRight++
			}
		}
	}
	return ofRight, all
}
