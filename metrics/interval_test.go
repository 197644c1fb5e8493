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
			pos, neg := effective(b)
			lo, hi, known := interval.Area(auc, variance, min(pos, neg), max(pos, neg))
			if !known || !agree(got.Lo, lo, 1e-7) || !agree(got.Hi, hi, 1e-7) {
				rt.Fatalf("interval [%v, %v], by definition [%v, %v]", got.Lo, got.Hi, lo, hi)
			}
		}
	})
}

// effective are Kish's effective numbers of positives and negatives.
func effective(b metrics.Batch) (pos, neg float64) {
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
	return sums[1] * sums[1] / squares[1], sums[0] * sums[0] / squares[0]
}

// weighedPrecision is average precision by its definition, example i counting factor times.
func weighedPrecision(b metrics.Batch, i int, factor float64) float64 {
	weight := func(j int) float64 {
		w := 1.0
		if b.Weights != nil {
			w = b.Weights[j]
		}
		if j == i {
			w *= factor
		}
		return w
	}
	var sum, all float64
	for j, positive := range b.Labels {
		if !positive || weight(j) == 0 {
			continue
		}
		var hits, alerts float64
		for k, score := range b.Scores {
			if score >= b.Scores[j] {
				alerts += weight(k)
				if b.Labels[k] {
					hits += weight(k)
				}
			}
		}
		sum += weight(j) * hits / alerts
		all += weight(j)
	}
	return sum / all
}

// TestAveragePrecisionVariance: the variance is the sum of what each example moves when it counts a little more, squared.
func TestAveragePrecisionVariance(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		b := metricstest.Batch().Draw(rt, "batch")
		got := newState(t, b).AveragePrecision()
		if got.Undefined != "" || got.NoInterval == metrics.FewExamples {
			return
		}
		const step = 1e-4
		variance := 0.0
		for i := range b.Scores {
			moves := (weighedPrecision(b, i, 1+step) - weighedPrecision(b, i, 1-step)) / (2 * step)
			variance += moves * moves
		}
		pos, _ := effective(b)
		lo, hi, known := interval.Mean(got.V, variance, pos)
		if variance > 1e-12 && (!known || !agree(got.Lo, lo, 1e-5) || !agree(got.Hi, hi, 1e-5)) {
			rt.Fatalf("%+v, by differences [%v, %v]", got, lo, hi)
		}
	})
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
		{"two positives", []float64{0.5, 0.9}, []float64{0.1, 0.6, 0.7}, nil, ""},
		{"one negative", []float64{0.5, 0.9, 0.2, 0.3}, []float64{0.6}, nil, metrics.FewExamples},
		{"AUC 1", []float64{0.7, 0.8, 0.9}, []float64{0.1, 0.2, 0.3}, nil, ""},
		{"AUC 0", []float64{0.1, 0.2, 0.3}, []float64{0.7, 0.8, 0.9}, nil, ""},
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

// TestDeltaMethod compares the closed derivatives behind MCC and kappa, which have half an example more in each cell, with
// differences.
func TestDeltaMethod(t *testing.T) {
	table := [4]float64{31.5, 17.5, 420.5, 9.5}
	for _, c := range []struct {
		read        func(metrics.Confusion) metrics.Value
		scale, back func(float64) float64
	}{{metrics.Confusion.MCC, math.Atanh, math.Tanh}, {metrics.Confusion.Kappa, identity, identity}} {
		at := func(cells [4]float64) float64 {
			return c.scale(c.read(metrics.Confusion{TP: cells[0], FP: cells[1], TN: cells[2], FN: cells[3]}).V)
		}
		variance := 0.0
		for i, n := range table {
			const h = 1e-4
			up, down := table, table
			up[i], down[i] = up[i]+h, down[i]-h
			slope := (at(up) - at(down)) / (2 * h)
			variance += n * slope * slope
		}
		v := c.read(metrics.NewConfusion(31, 17, 420, 9))
		half := 1.959963984540054 * math.Sqrt(variance)
		checkInterval(t, v, c.back(at(table)-half), c.back(c.scale(v.V)+half), 1e-7)
	}
}

// TestFBetaInterval: at an end, (1+β²)(1-F)·TP - F·(β²FN + FP) lies 1.96 of its standard errors from 0, with the shares
// of the cells that F supposes. Among the misses there is half a one more of each kind.
func TestFBetaInterval(t *testing.T) {
	for _, beta := range []float64{0.5, 1, 2} {
		for _, cells := range [][3]float64{{31, 17, 9}, {1, 40, 3}, {0, 5, 6}, {12, 0, 3}, {9, 0, 0}} {
			tp, fp, fn := cells[0], cells[1], cells[2]
			v := metrics.NewConfusion(int64(tp), int64(fp), 1000, int64(fn)).FBeta(beta)
			bb, share := beta*beta, (fn+0.5)/(fp+fn+1)
			for _, f := range []float64{v.Lo, v.Hi} {
				if f == 0 || f == 1 {
					continue
				}
				n := tp + fp + fn
				gain, counts := (1+bb)*(1-f), bb*share+1-share
				hits := f * counts / (gain + f*counts)
				variance := n * (hits*gain*gain + (1-hits)*f*f*(share*bb*bb+1-share))
				if off := gain*tp - f*(bb*fn+fp); math.Abs(math.Abs(off)/math.Sqrt(variance)-1.959963984540054) > 1e-6 {
					t.Errorf("β %v of %v: %v: %v standard errors at %v", beta, cells, v, off/math.Sqrt(variance), f)
				}
			}
			if !(v.Lo <= v.V && v.V <= v.Hi && v.Lo < v.Hi) {
				t.Errorf("β %v of %v: %v", beta, cells, v)
			}
		}
	}
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
