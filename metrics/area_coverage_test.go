package metrics_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/internal/population"
)

// TestCoverageByShape: nominal 95 % intervals hold the truth of populations of any shape in about 95 % of samples, with few
// positives, at any prevalence and near an area of 1. Its 150 samples of each of seven shapes are a small part of what
// metrics/bench/coverage draws; 150 samples of a true 95 % read
// below 90 % once in two hundred tries, and among the shapes of a proportion of 20 are some of 88 %. With 10
// positives, ROC AUC's hold it too often: 99.0 % in the mean of all shapes.
func TestCoverageByShape(t *testing.T) {
	if testing.Short() {
		t.Skip("draws thousands of samples")
	}
	readers := append(population.Areas(),
		population.Table("recall", metrics.Confusion.Recall), population.Table("precision", metrics.Confusion.Precision),
		population.Table("f1", metrics.Confusion.F1), population.Table("mcc", metrics.Confusion.MCC),
		population.Table("f2", func(c metrics.Confusion) metrics.Value { return c.FBeta(2) }))
	for _, c := range []struct{ prevalence, positives, auc float64 }{
		{0.5, 20, 0.96}, {0.5, 20, 0.99}, {0.1, 50, 0.8}, {0.1, 20, 0.99}, {0.01, 20, 0.96}, {0.01, 10, 0.995}, {0.001, 10, 0.9},
	} {
		t.Run(fmt.Sprintf("%v positives, prevalence %v, AUC %v", c.positives, c.prevalence, c.auc), func(t *testing.T) {
			checkCoverage(t, c.prevalence, c.positives, c.auc, readers)
		})
	}
}

func checkCoverage(t *testing.T, prevalence, positives, auc float64, readers []population.Reader) {
	const samples = 150
	held, given := make([]int, len(readers)), make([]int, len(readers))
	for i, shape := range population.Shapes() {
		p := population.Population{Shape: shape, AUC: auc, Prevalence: prevalence}
		random := rand.New(rand.NewPCG(8, uint64(i)))
		for r, c := range p.Cover(random, samples, int(positives/prevalence), 1-min(prevalence, 0.2), readers...) {
			held[r] += c.Held
			given[r] += c.Held + c.Missed
			if c.Share() < 0.85 || c.None > samples/50 {
				t.Errorf("%s, %s: the interval holds the truth in %.1f %% of samples: %+v", c.Reader, shape.Name, 100*c.Share(), c)
			}
		}
	}
	for r, reader := range readers {
		share := float64(held[r]) / float64(given[r])
		t.Logf("%s: %.1f %%", reader.Name, 100*share)
		if share < 0.925 || share > 0.995 {
			t.Errorf("%s: the interval holds the truth in %.1f %% of samples of all shapes", reader.Name, 100*share)
		}
	}
}
