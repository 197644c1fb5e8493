package metrics_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/internal/interval"
	"github.com/seqpair/seqpair/metrics/metricstest"
	"pgregory.net/rapid"
)

func checkInterval(t *testing.T, v metrics.Value, lo, hi, tolerance float64) {
	t.Helper()
	if v.Undefined != "" || v.NoInterval != "" || !agree(v.Lo, lo, tolerance) || !agree(v.Hi, hi, tolerance) {
		t.Errorf("got %+v, want [%v, %v]", v, lo, hi)
	}
}

// TestWilson: Newcombe, Statist. Med. 17 (1998) 857, table I, method 3, prints these to four decimals.
func TestWilson(t *testing.T) {
	checkInterval(t, metrics.NewConfusion(81, 0, 0, 263-81).Recall(), 0.2553, 0.3662, 5e-5)
	checkInterval(t, metrics.NewConfusion(15, 0, 0, 148-15).Recall(), 0.0624, 0.1605, 5e-5)
	checkInterval(t, metrics.NewConfusion(0, 0, 0, 20).Recall(), 0, 0.1611, 5e-5)
	checkInterval(t, metrics.NewConfusion(1, 0, 0, 28).Recall(), 0.0061, 0.1718, 5e-5)
}

// TestEffectiveRows: equal weights do not make an interval narrower or wider, unequal ones make it wider.
func TestEffectiveRows(t *testing.T) {
	b := metrics.Batch{Scores: []float64{1, 1, 1, 0, 0}, Labels: []bool{true, true, true, true, true}}
	plain := newState(t, b).At(0.5).Recall()
	b.Weights = []float64{7, 7, 7, 7, 7}
	equal := newState(t, b).At(0.5).Recall()
	checkInterval(t, equal, plain.Lo, plain.Hi, 1e-12)
	b.Weights = []float64{1, 1, 28, 10, 10}
	uneven := newState(t, b).At(0.5).Recall()
	if uneven.V != plain.V || uneven.Lo >= plain.Lo || uneven.Hi <= plain.Hi {
		t.Errorf("unequal weights: %v, equal ones: %v", uneven, plain)
	}
	if plain.N != 5 || equal.N != 5 || equal.Weight != 35 {
		t.Errorf("support: %+v, %+v", plain, equal)
	}
}

// deLong is the definition: each placement is a loop over the other class. It returns NaN as the variance
// where there is none.
func deLong(b metrics.Batch) (auc, variance float64) {
	weight := func(i int) float64 {
		if b.Weights == nil {
			return 1
		}
		return b.Weights[i]
	}
	placement := func(i int) (below, all float64) {
		for j := range b.Scores {
			if b.Labels[j] == b.Labels[i] {
				continue
			}
			all += weight(j)
			switch {
			case b.Scores[j] == b.Scores[i]:
				below += weight(j) / 2
			case b.Scores[j] < b.Scores[i] == b.Labels[i]:
				below += weight(j)
			}
		}
		return below, all
	}
	for _, class := range []bool{true, false} {
		var sum, square, mean float64
		for i := range b.Scores {
			if b.Labels[i] == class {
				below, all := placement(i)
				sum, square, mean = sum+weight(i), square+weight(i)*weight(i), mean+weight(i)*below/all
			}
		}
		auc = mean / sum
		n, deviations := sum*sum/square, 0.0
		for i := range b.Scores {
			if b.Labels[i] == class {
				below, all := placement(i)
				deviations += math.Pow(weight(i)*(below/all-auc), 2)
			}
		}
		variance += deviations / (sum * sum) * n / (n - 1)
	}
	return auc, variance
}

func TestDeLong(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		b := metricstest.Batch().Draw(rt, "batch")
		got := newState(t, b).ROCAUC()
		if got.Undefined != "" {
			return
		}
		auc, variance := deLong(b)
		if !agree(got.V, auc, 1e-12) {
			rt.Fatalf("AUC %v, by definition %v", got.V, auc)
		}
		if got.NoInterval == "" {
			half := interval.Student95(rarer(b)-1) * math.Sqrt(variance) / (auc * (1 - auc))
			expit := func(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
			lo, hi := expit(math.Log(auc/(1-auc))-half), expit(math.Log(auc/(1-auc))+half)
			if !agree(got.Lo, lo, 1e-7) || !agree(got.Hi, hi, 1e-7) {
				rt.Fatalf("interval [%v, %v], by definition [%v, %v]", got.Lo, got.Hi, lo, hi)
			}
		}
	})
}

// rarer is Kish's effective number of the class that has fewer.
func rarer(b metrics.Batch) float64 {
	var sums, squares [2]float64
	for i, positive := range b.Labels {
		w := 1.0
		if b.Weights != nil {
			w = b.Weights[i]
		}
		class := 0
		if positive {
			class = 1
		}
		sums[class] += w
		squares[class] += w * w
	}
	return math.Min(sums[0]*sums[0]/squares[0], sums[1]*sums[1]/squares[1])
}

// TestROCAUCWithoutInterval: each degenerate sample says why it has no interval.
func TestROCAUCWithoutInterval(t *testing.T) {
	for _, c := range []struct {
		name               string
		positive, negative []float64
		weights            []float64
		want               metrics.Reason
	}{
		{"one positive", []float64{0.5}, []float64{0.1, 0.6, 0.7}, nil, metrics.FewExamples},
		{"two positives", []float64{0.5, 0.9}, []float64{0.1, 0.6, 0.7}, nil, metrics.FewDegrees},
		{"two negatives", []float64{0.5, 0.9, 0.2, 0.3}, []float64{0.1, 0.6}, nil, metrics.FewDegrees},
		{"three positives", []float64{0.5, 0.9, 0.2}, []float64{0.1, 0.6, 0.7}, nil, ""},
		{"three positives that weigh like two", []float64{0.5, 0.9, 0.2}, []float64{0.1, 0.6, 0.7}, []float64{1, 9, 9, 1, 1, 1}, metrics.FewDegrees},
		{"AUC 1", []float64{0.7, 0.8, 0.9}, []float64{0.1, 0.2, 0.3}, nil, metrics.NoSpread},
		{"AUC 0", []float64{0.1, 0.2, 0.3}, []float64{0.7, 0.8, 0.9}, nil, metrics.NoSpread},
		{"all tied", []float64{0.5, 0.5, 0.5}, []float64{0.5, 0.5, 0.5}, nil, metrics.NoSpread},
	} {
		b := metrics.Batch{Scores: append(c.positive, c.negative...), Weights: c.weights}
		for i := range b.Scores {
			b.Labels = append(b.Labels, i < len(c.positive))
		}
		if v := newState(t, b).ROCAUC(); v.Undefined != "" || v.NoInterval != c.want {
			t.Errorf("%s: %v, want %q", c.name, v, c.want)
		}
	}
}

// TestDeltaMethod compares the closed derivatives behind MCC and F-beta with differences.
func TestDeltaMethod(t *testing.T) {
	table := [4]int64{31, 17, 420, 9}
	at := func(c [4]float64) metrics.Confusion { return metrics.Confusion{TP: c[0], FP: c[1], TN: c[2], FN: c[3]} }
	se := func(scale func(metrics.Confusion) float64) float64 {
		variance := 0.0
		for i, n := range table {
			up, down := [4]float64{}, [4]float64{}
			for j, m := range table {
				up[j], down[j] = float64(m), float64(m)
			}
			const h = 1e-4
			up[i], down[i] = up[i]+h, down[i]-h
			slope := (scale(at(up)) - scale(at(down))) / (2 * h)
			variance += float64(n) * slope * slope
		}
		return math.Sqrt(variance)
	}
	c := metrics.NewConfusion(table[0], table[1], table[2], table[3])
	const z = 1.959963984540054
	fisher := func(c metrics.Confusion) float64 { return math.Atanh(c.MCC().V) }
	checkInterval(t, c.MCC(), math.Tanh(fisher(c)-z*se(fisher)), math.Tanh(fisher(c)+z*se(fisher)), 1e-7)
	logit := func(c metrics.Confusion) float64 { f := c.FBeta(2).V; return math.Log(f / (1 - f)) }
	expit := func(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
	checkInterval(t, c.FBeta(2), expit(logit(c)-z*se(logit)), expit(logit(c)+z*se(logit)), 1e-7)
}

// TestCoverage draws samples from one population and counts how often 95 % intervals hold its value.
// 400 samples: a true 95 % falls below 92.1 % or above 97.9 % once in a hundred tries; approximations get more room.
func TestCoverage(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	draw := func(n int) *metrics.State {
		var b metrics.Batch
		for range n {
			positive := random.Float64() < 0.2
			logit := random.NormFloat64()
			if positive {
				logit += 1.5
			}
			b.Scores = append(b.Scores, 1/(1+math.Exp(1-logit)))
			b.Labels = append(b.Labels, positive)
		}
		return newState(t, b)
	}
	population := metrics.Report(draw(400_000), 0.5)
	const samples = 400
	held := make([]int, len(population))
	for range samples {
		for i, reading := range metrics.Report(draw(250), 0.5) {
			if v, truth := reading.Value, population[i].Value.V; v.NoInterval == "" && v.Lo <= truth && truth <= v.Hi {
				held[i]++
			}
		}
	}
	for i, n := range held {
		if share := float64(n) / samples; share < 0.91 || share > 0.985 {
			t.Errorf("%s: the interval holds the truth in %.1f %% of samples", population[i].Name, 100*share)
		}
	}
}
