package bootstrap_test

import (
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/bootstrap"
)

var simulations = flag.Int("simulations", 0, "print the whole coverage table from that many samples a row: 1000 take some minutes")

// population draws examples whose positives score shift standard deviations higher.
type population struct{ shift, prevalence float64 }

func (p population) draw(random *rand.Rand, positives, negatives int) metrics.Batch {
	b := metrics.Batch{Scores: make([]float64, 0, positives+negatives), Labels: make([]bool, 0, positives+negatives)}
	for i := range positives + negatives {
		x := random.NormFloat64()
		if i < positives {
			x += p.shift
		}
		b.Scores, b.Labels = append(b.Scores, normal(x-1)), append(b.Labels, i < positives)
	}
	return b
}

func normal(x float64) float64 { return math.Erfc(-x/math.Sqrt2) / 2 }

// sample draws n rows, of which a random number is positive.
func (p population) sample(random *rand.Rand, n int) metrics.Batch {
	positives := 0
	for range n {
		if random.Float64() < p.prevalence {
			positives++
		}
	}
	return p.draw(random, positives, n-positives)
}

// truth is what the metrics read of the whole population: areas by integration over the score, the others in
// closed form.
func (p population) truth() map[string]float64 {
	const steps = 200_000
	ap := 0.0
	recall := func(x float64) float64 { return normal(p.shift - x) }
	for i := range steps {
		x := -8 + 20*(float64(i)+0.5)/steps
		hits, falseAlarms := p.prevalence*recall(x), (1-p.prevalence)*normal(-x)
		density := math.Exp(-(x-p.shift)*(x-p.shift)/2) / math.Sqrt(2*math.Pi)
		ap += hits / (hits + falseAlarms) * density * 20 / steps
	}
	hits, falseAlarms := p.prevalence*recall(1), (1-p.prevalence)*normal(-1) // score ½ is x = 1
	return map[string]float64{
		"roc_auc": normal(p.shift / math.Sqrt2), "average_precision": ap, "recall": recall(1),
		"f1": 2 * hits / (hits + falseAlarms + p.prevalence),
	}
}

var covered = []metrics.Metric{metrics.ROCAUC(), metrics.AveragePrecision(), metrics.F1(0.5), metrics.Recall(0.5)}

// coverage is the share of samples whose intervals hold the truth: of the package's and of the metric's own. NaN: never any.
func coverage(p population, rows, replicates, samples int) (drawn, own map[string]float64) {
	random, truth := rand.New(rand.NewPCG(11, 12)), p.truth()
	held, given := [2]map[string]float64{{}, {}}, [2]map[string]float64{{}, {}}
	count := func(kind int, name string, v metrics.Value) {
		if v.NoInterval == "" {
			given[kind][name]++
			if v.Lo <= truth[name] && truth[name] <= v.Hi {
				held[kind][name]++
			}
		}
	}
	for i := range samples {
		b := p.sample(random, rows)
		s, state := bootstrap.New(replicates, uint64(i)), metrics.NewState()
		if s.Update(b) != nil || state.Update(b) != nil {
			panic("a sample was refused")
		}
		for j, reading := range s.Read(covered...) {
			count(0, reading.Name, reading.Value)
			count(1, reading.Name, covered[j].Read(state))
		}
	}
	for kind := range held {
		for _, m := range covered {
			held[kind][m.Name] /= given[kind][m.Name]
		}
	}
	return held[0], held[1]
}

// TestCoverage: 95 % intervals hold the truth in about 95 % of samples. With 400 samples a true 95 % reads below
// 92.2 or above 97.5 once in two hundred tries.
func TestCoverage(t *testing.T) {
	if testing.Short() {
		t.Skip("draws 400 samples")
	}
	drawn, _ := coverage(population{shift: 1.5, prevalence: 0.05}, 1000, 400, 400)
	for name, share := range drawn {
		if !(share > 0.92 && share < 0.98) {
			t.Errorf("%s: the interval holds the truth in %.1f %% of samples", name, 100*share)
		}
	}
}

// TestClusterCoverage: where the rows of a group share their fate, drawing groups holds the truth in about 95 % of samples
// and drawing rows does not. The accuracy of a group is uniform in [0,1], so that of all is ½.
func TestClusterCoverage(t *testing.T) {
	if testing.Short() {
		t.Skip("draws 300 samples")
	}
	random := rand.New(rand.NewPCG(13, 14))
	const samples, groups, size = 300, 60, 10
	var byGroup, byRow float64
	for i := range samples {
		var b metrics.Batch
		var units []string
		for group := range groups {
			accuracy := random.Float64()
			for row := range size {
				positive, score := row%2 == 0, 0.1
				if (random.Float64() < accuracy) == positive {
					score = 0.9
				}
				b.Scores, b.Labels, units = append(b.Scores, score), append(b.Labels, positive), append(units, fmt.Sprint(group))
			}
		}
		holds := func(s *bootstrap.State) float64 {
			if v := s.Read(metrics.Accuracy(0.5))[0].Value; v.NoInterval == "" && v.Lo <= 0.5 && 0.5 <= v.Hi {
				return 1.0 / samples
			}
			return 0
		}
		byGroup += holds(fill(t, bootstrap.New(300, uint64(i)), b, units))
		byRow += holds(fill(t, bootstrap.New(300, uint64(i)), b, nil))
	}
	if byGroup < 0.92 || byGroup > 0.98 || byRow > 0.85 {
		t.Errorf("drawing groups holds the truth in %.1f %%, drawing rows in %.1f %% of samples", 100*byGroup, 100*byRow)
	}
}

func TestCoverageTable(t *testing.T) {
	if *simulations == 0 {
		t.Skip("give -simulations=1000 for the table")
	}
	fmt.Printf("%-10s %-9s %-5s %-18s %9s %9s\n", "prevalence", "positives", "AUC", "95 % intervals of", "bootstrap", "own")
	for _, c := range []struct {
		population
		rows int
	}{
		{population{shift: 1, prevalence: 0.1}, 200},
		{population{shift: 1.5, prevalence: 0.1}, 200},
		{population{shift: 1.5, prevalence: 0.1}, 1000},
		{population{shift: 1.5, prevalence: 0.01}, 2000},
		{population{shift: 2.5, prevalence: 0.01}, 2000},
		{population{shift: 2.5, prevalence: 0.01}, 5000},
		{population{shift: 3, prevalence: 0.01}, 10_000},
		{population{shift: 1.5, prevalence: 0.001}, 20_000},
		{population{shift: 1.5, prevalence: 0.001}, 50_000},
		{population{shift: 2.5, prevalence: 0.001}, 50_000},
	} {
		samples := max(*simulations*5000/max(c.rows, 5000), 50)
		drawn, own := coverage(c.population, c.rows, 400, samples)
		for _, m := range covered {
			fmt.Printf("%-10v %-9.0f %-5.2f %-18s %8.1f%% %8.1f%%   %d samples\n", c.prevalence, float64(c.rows)*c.prevalence,
				c.truth()["roc_auc"], m.Name, 100*drawn[m.Name], 100*own[m.Name], samples)
		}
	}
}
