package metrics_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/seqpair/seqpair/metrics"
)

// tableReaders are those with an interval, and the scale on which it is symmetric.
var tableReaders = []struct {
	name  string
	read  table
	scale func(float64) float64 // nil: not symmetric by the delta method
}{
	{"kappa", metrics.Confusion.Kappa, nil},
	{"mean_jaccard", metrics.Confusion.MeanJaccard, identity},
	{"iba squared", func(c metrics.Confusion) metrics.Value { return c.IBA(0.1, true) }, identity},
	{"iba", func(c metrics.Confusion) metrics.Value { return c.IBA(0.1, false) }, identity},
	{"fowlkes_mallows", metrics.Confusion.FowlkesMallows, logit},
	{"positive_likelihood_ratio", metrics.Confusion.PositiveLikelihoodRatio, math.Log},
	{"negative_likelihood_ratio", metrics.Confusion.NegativeLikelihoodRatio, math.Log},
	{"diagnostic_odds_ratio", metrics.Confusion.DiagnosticOddsRatio, math.Log},
	{"lift", metrics.Confusion.Lift, math.Log},
	{"expected_cost", func(c metrics.Confusion) metrics.Value { return c.ExpectedCost(metrics.Costs{FP: 1, FN: 9}) }, identity},
	{"net_benefit", func(c metrics.Confusion) metrics.Value { return c.NetBenefit(0.2) }, identity},
	{"g_mean", metrics.Confusion.GMean, nil},
	{"jaccard", metrics.Confusion.Jaccard, nil},
	{"informedness", metrics.Confusion.Informedness, nil},
	{"markedness", metrics.Confusion.Markedness, nil},
	{"prevalence_threshold", metrics.Confusion.PrevalenceThreshold, nil},
	{"false_negative_rate", metrics.Confusion.FalseNegativeRate, nil},
	{"false_discovery_rate", metrics.Confusion.FalseDiscoveryRate, nil},
	{"error_rate", metrics.Confusion.ErrorRate, nil},
}

func identity(x float64) float64 { return x }

func logit(x float64) float64 { return math.Log(x / (1 - x)) }

// TestReaderSlopes compares the closed derivatives behind the intervals with differences.
func TestReaderSlopes(t *testing.T) {
	counts := [4]float64{31, 17, 420, 9}
	at := func(c [4]float64) metrics.Confusion { return metrics.Confusion{TP: c[0], FP: c[1], TN: c[2], FN: c[3]} }
	for _, reader := range tableReaders {
		if reader.scale == nil {
			continue
		}
		variance := 0.0
		for i, n := range counts {
			const h = 1e-4
			up, down := counts, counts
			up[i], down[i] = up[i]+h, down[i]-h
			slope := (reader.scale(reader.read(at(up)).V) - reader.scale(reader.read(at(down)).V)) / (2 * h)
			variance += n * slope * slope
		}
		v := reader.read(metrics.NewConfusion(31, 17, 420, 9))
		half := (reader.scale(v.Hi) - reader.scale(v.Lo)) / 2
		if want := 1.959963984540054 * math.Sqrt(variance); v.NoInterval != "" || math.Abs(half-want) > 1e-6*want {
			t.Errorf("%s: half the interval %v is %v on its scale, by differences %v", reader.name, v, half, want)
		}
	}
}

// TestDiagnosticOddsRatioInterval: Glas et al., J. Clin. Epidemiol. 56 (2003) 1129, is the formula worked by hand:
// log DOR ± 1.96·√(1/TP+1/FP+1/TN+1/FN).
func TestDiagnosticOddsRatioInterval(t *testing.T) {
	v := metrics.NewConfusion(90, 20, 80, 10).DiagnosticOddsRatio()
	se := math.Sqrt(1.0/90 + 1.0/20 + 1.0/80 + 1.0/10)
	checkNumbers(t, []float64{v.V}, []float64{36}, 1e-12)
	checkInterval(t, v, 36*math.Exp(-1.959963984540054*se), 36*math.Exp(1.959963984540054*se), 1e-9)
	for _, c := range []metrics.Confusion{metrics.NewConfusion(9, 0, 8, 1), metrics.NewConfusion(9, 1, 8, 0)} {
		if v := c.DiagnosticOddsRatio(); v.Undefined != metrics.NoMistakes {
			t.Errorf("%+v: %v", c, v)
		}
	}
	if v := metrics.NewConfusion(0, 1, 8, 3).DiagnosticOddsRatio(); v.V != 0 || v.NoInterval != metrics.ZeroCell {
		t.Errorf("got %v", v)
	}
}

// TestReaderCoverage draws tables of 200 positives and as many more negatives as each prevalence wants, and counts
// how often 95 % intervals hold the truth. In 2000 draws a true 95 % reads 93.5 to 96.3 % but once in a hundred;
// closed forms get a little more room.
func TestReaderCoverage(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	const draws = 2000
	for _, prevalence := range []float64{0.3, 0.02, 0.001} {
		n := 200 / prevalence
		cells := [4]float64{0.75 * prevalence, 0.1 * prevalence, 1 - 1.1*prevalence, 0.25 * prevalence} // TP, FP, TN, FN
		scaled := metrics.Confusion{TP: cells[0], FP: cells[1], TN: cells[2], FN: cells[3]}
		held := make([]int, len(tableReaders))
		for range draws {
			tp, fp, fn := poisson(random, n*cells[0]), poisson(random, n*cells[1]), poisson(random, n*cells[3])
			tn := int64(math.Round(n*cells[2] + math.Sqrt(n*cells[2])*random.NormFloat64()))
			c := metrics.NewConfusion(tp, fp, tn, fn)
			for i, reader := range tableReaders {
				if v, truth := reader.read(c), reader.read(scaled).V; v.NoInterval == "" && v.Lo <= truth && truth <= v.Hi {
					held[i]++
				}
			}
		}
		for i, count := range held {
			if share := float64(count) / draws; share < 0.93 || share > 0.972 {
				t.Errorf("%s at prevalence %v: the interval holds the truth in %.1f %% of draws", tableReaders[i].name, prevalence, 100*share)
			}
		}
	}
}

// poisson counts arrivals until one after mean.
func poisson(random *rand.Rand, mean float64) int64 {
	count := int64(-1)
	for at := 0.0; at <= mean; at += random.ExpFloat64() {
		count++
	}
	return count
}

// TestScoreIntervals does the same for the readings of scores.
func TestScoreIntervals(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	draw := func(n int) *metrics.State {
		var b metrics.Batch
		for range n {
			positive := random.Float64() < 0.1
			x := random.NormFloat64() - 2
			if positive {
				x += 1.5
			}
			b.Scores, b.Labels = append(b.Scores, 1/(1+math.Exp(-x))), append(b.Labels, positive)
		}
		return newState(t, b)
	}
	readers := map[string]func(*metrics.State) metrics.Value{
		"tjur": (*metrics.State).Tjur, "relative_tjur": (*metrics.State).RelativeTjur, "gini": (*metrics.State).Gini,
		"calibration_ratio": (*metrics.State).CalibrationRatio, "mean_score": (*metrics.State).MeanScore,
	}
	population, truths, held := draw(400_000), map[string]float64{}, map[string]int{}
	for name, read := range readers {
		truths[name] = read(population).V
	}
	const samples = 500
	for range samples {
		s := draw(600)
		for name, read := range readers {
			if v, truth := read(s), truths[name]; v.NoInterval == "" && v.Lo <= truth && truth <= v.Hi {
				held[name]++
			}
		}
	}
	for name, count := range held {
		if share := float64(count) / samples; share < 0.92 || share > 0.98 {
			t.Errorf("%s: the interval holds the truth in %.1f %% of samples", name, 100*share)
		}
	}
}
