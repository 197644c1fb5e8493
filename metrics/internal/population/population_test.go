package population_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/internal/population"
)

// TestTruth: a large sample reads what the population is said to be.
func TestTruth(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for _, shape := range population.Shapes() {
		for _, auc := range []float64{0.6, 0.96} {
			p := population.Population{Shape: shape, AUC: auc, Prevalence: 0.2}
			s := metrics.NewState()
			if err := s.Update(p.Draw(random, 40_000)); err != nil {
				t.Fatal(err)
			}
			want, got := p.Table(0.9), s.At(0.9)
			for name, pair := range map[string][2]float64{
				"ROC AUC": {s.ROCAUC().V, auc}, "average precision": {s.AveragePrecision().V, p.AveragePrecision()},
				"recall": {got.Recall().V, want.Recall().V}, "precision": {got.Precision().V, want.Precision().V},
			} {
				if math.Abs(pair[0]-pair[1]) > 0.02 {
					t.Errorf("%s, AUC %v: %s of the sample %v, of the population %v", shape.Name, auc, name, pair[0], pair[1])
				}
			}
		}
	}
}
