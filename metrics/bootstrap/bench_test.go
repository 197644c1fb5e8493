package bootstrap_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/bootstrap"
)

// binormal draws examples whose positives score 1.5 standard deviations higher on the logit scale.
func binormal(random *rand.Rand, n int, prevalence float64) metrics.Batch {
	var b metrics.Batch
	for range n {
		positive := random.Float64() < prevalence
		logit := random.NormFloat64()
		if positive {
			logit += 1.5
		}
		b.Scores = append(b.Scores, 1/(1+math.Exp(1-logit)))
		b.Labels = append(b.Labels, positive)
	}
	return b
}

// BenchmarkBootstrap is 1,000 replicates of ROC AUC, average precision and F1 on 100,000 rows, sorting
// included. testdata/bench.py is the same as a loop over scikit-learn.
func BenchmarkBootstrap(b *testing.B) {
	rows := binormal(rand.New(rand.NewPCG(1, 2)), 100_000, 0.05)
	weights := make([]float64, len(rows.Scores))
	for i := range weights {
		weights[i] = 0.5 + float64(i%7)
	}
	for _, c := range []struct {
		name    string
		weights []float64
	}{{"unweighted", nil}, {"weighted", weights}} {
		b.Run(c.name, func(b *testing.B) {
			batch := rows
			batch.Weights = c.weights
			for b.Loop() {
				s := bootstrap.New(1000, 7)
				if err := s.Update(batch); err != nil {
					b.Fatal(err)
				}
				s.Read(metrics.ROCAUC(), metrics.AveragePrecision(), metrics.F1(0.5))
			}
		})
	}
}
