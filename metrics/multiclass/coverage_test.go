package multiclass_test

import (
	"math/rand/v2"
	"testing"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/multiclass"
)

// covered counts how often the intervals of samples hold what a very large sample reads.
func covered(t *testing.T, read map[string]func(sample any) metrics.Value, draw func(random *rand.Rand, n int) any) {
	t.Helper()
	const samples, size, large = 600, 400, 400_000
	random := rand.New(rand.NewPCG(9, 9))
	whole := draw(random, large)
	truth, hits := make(map[string]float64), make(map[string]int)
	for name, of := range read {
		truth[name] = of(whole).V
	}
	for range samples {
		sample := draw(random, size)
		for name, of := range read {
			if v := of(sample); v.NoInterval == "" && v.Lo <= truth[name] && truth[name] <= v.Hi {
				hits[name]++
			}
		}
	}
	for name, hit := range hits {
		// 600 samples of a 95 % interval give 0.95 ± 0.018; small samples may cost some more.
		if share := float64(hit) / samples; share < 0.925 || share > 0.985 {
			t.Errorf("%s: the interval of nominally 95 %% holds %.1f %%", name, 100*share)
		}
	}
	if len(hits) != len(read) {
		t.Errorf("only %d of %d readings have intervals", len(hits), len(read))
	}
}

// shares of the classes, the last of which is rare.
var shares = []float64{0.6, 0.3, 0.1}

func pick(random *rand.Rand, shares []float64) int {
	x := random.Float64()
	for class, share := range shares {
		if x -= share; x < 0 {
			return class
		}
	}
	return len(shares) - 1
}

func TestCoverageOfDecisions(t *testing.T) {
	draw := func(random *rand.Rand, n int) any {
		var d multiclass.Decisions
		for range n {
			truth := pick(random, shares)
			predicted := truth
			if random.IntN(3) == 0 {
				predicted = pick(random, []float64{0.5, 0.3, 0.2})
			}
			d.Truth, d.Predicted = append(d.Truth, truth), append(d.Predicted, predicted)
		}
		return newConfusion(t, d, "a", "b", "c")
	}
	of := func(read func(c *multiclass.Confusion) metrics.Value) func(any) metrics.Value {
		return func(sample any) metrics.Value { return read(sample.(*multiclass.Confusion)) }
	}
	average := func(read multiclass.Reader, over multiclass.Averaging) func(any) metrics.Value {
		return of(func(c *multiclass.Confusion) metrics.Value { return c.Average(read, over).Value })
	}
	covered(t, map[string]func(any) metrics.Value{
		"accuracy":           of((*multiclass.Confusion).Accuracy),
		"balanced accuracy":  of(func(c *multiclass.Confusion) metrics.Value { return c.BalancedAccuracy().Value }),
		"geometric mean":     of(func(c *multiclass.Confusion) metrics.Value { return c.GMean(0).Value }),
		"kappa":              of(func(c *multiclass.Confusion) metrics.Value { return c.Kappa(multiclass.Nominal) }),
		"quadratic kappa":    of(func(c *multiclass.Confusion) metrics.Value { return c.Kappa(multiclass.Quadratic) }),
		"MCC":                of((*multiclass.Confusion).MCC),
		"MAE":                of((*multiclass.Confusion).MAE),
		"macro MAE":          of(func(c *multiclass.Confusion) metrics.Value { return c.MacroMAE().Value }),
		"macro precision":    average(metrics.Confusion.Precision, multiclass.Macro),
		"macro F1":           average(metrics.Confusion.F1, multiclass.Macro),
		"macro F2":           average(beta(2), multiclass.Macro),
		"macro specificity":  average(metrics.Confusion.Specificity, multiclass.Macro),
		"weighted F1":        average(metrics.Confusion.F1, multiclass.Weighted),
		"weighted precision": average(metrics.Confusion.Precision, multiclass.Weighted),
		"micro F1":           average(metrics.Confusion.F1, multiclass.Micro),
		"micro MCC":          average(metrics.Confusion.MCC, multiclass.Micro),
	}, draw)
}

func TestCoverageOfScores(t *testing.T) {
	draw := func(random *rand.Rand, n int) any {
		n = min(n, 60_000)
		var b multiclass.Batch
		for range n {
			truth := pick(random, shares)
			scores, sum := make([]float64, 3), 0.0
			for class := range scores {
				scores[class] = random.ExpFloat64()
				if class == truth {
					scores[class] += 0.7
				}
				sum += scores[class]
			}
			for class := range scores {
				scores[class] /= sum
			}
			b.Truth, b.Scores = append(b.Truth, truth), append(b.Scores, scores...)
		}
		return newState(t, b, "a", "b", "c")
	}
	of := func(read func(s *multiclass.State) metrics.Value) func(any) metrics.Value {
		return func(sample any) metrics.Value { return read(sample.(*multiclass.State)) }
	}
	covered(t, map[string]func(any) metrics.Value{
		"one versus rest":          of(func(s *multiclass.State) metrics.Value { return s.OneVsRestAUC(multiclass.Macro).Value }),
		"one versus rest weighted": of(func(s *multiclass.State) metrics.Value { return s.OneVsRestAUC(multiclass.Weighted).Value }),
		"one versus one":           of(func(s *multiclass.State) metrics.Value { return s.OneVsOneAUC(multiclass.Macro).Value }),
		"log loss":                 of((*multiclass.State).LogLoss),
		"Brier":                    of((*multiclass.State).Brier),
		"hinge":                    of((*multiclass.State).Hinge),
		"top 2":                    of(func(s *multiclass.State) metrics.Value { return s.TopK(2).Value }),
	}, draw)
}

// TestCoverageOfLabels: labels of one example that go together make intervals wider, and they know.
func TestCoverageOfLabels(t *testing.T) {
	draw := func(random *rand.Rand, n int) any {
		n = min(n, 100_000)
		var b multiclass.LabelBatch
		for range n {
			hard := random.IntN(2) == 0 // all labels of an example are hard, or none
			for _, share := range []float64{0.4, 0.3, 0.2, 0.4} {
				label := random.Float64() < share
				score := 0.0
				if label != (hard && random.IntN(2) == 0) {
					score = 1
				}
				b.Labels, b.Scores = append(b.Labels, label), append(b.Scores, score)
			}
		}
		return newLabels(t, b, "a", "b", "c", "d")
	}
	at := func(read func(l *multiclass.LabelTable) metrics.Value) func(any) metrics.Value {
		return func(sample any) metrics.Value {
			table, err := sample.(*multiclass.Labels).At(0.5)
			must(err)
			return read(table)
		}
	}
	average := func(read multiclass.Reader, over multiclass.Averaging) func(any) metrics.Value {
		return at(func(l *multiclass.LabelTable) metrics.Value { return l.Average(read, over).Value })
	}
	covered(t, map[string]func(any) metrics.Value{
		"micro F1":         average(metrics.Confusion.F1, multiclass.Micro),
		"micro precision":  average(metrics.Confusion.Precision, multiclass.Micro),
		"macro F1":         average(metrics.Confusion.F1, multiclass.Macro),
		"weighted recall":  average(metrics.Confusion.Recall, multiclass.Weighted),
		"Hamming":          at((*multiclass.LabelTable).Hamming),
		"subset accuracy":  at((*multiclass.LabelTable).SubsetAccuracy),
		"sample precision": at(func(l *multiclass.LabelTable) metrics.Value { return l.SamplePrecision().Value }),
		"ranking loss": func(sample any) metrics.Value {
			return sample.(*multiclass.Labels).RankingLoss().Value
		},
	}, draw)
}
