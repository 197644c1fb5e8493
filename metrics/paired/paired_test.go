package paired_test

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"testing"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/bootstrap"
	"github.com/seqpair/seqpair/metrics/metricstest"
	"github.com/seqpair/seqpair/metrics/paired"
	"pgregory.net/rapid"
)

var several = []metrics.Metric{metrics.ROCAUC(), metrics.AveragePrecision(), metrics.F1(0.5), metrics.Brier()}

func fill(t testing.TB, s *paired.State, b paired.Batch) *paired.State {
	t.Helper()
	if err := s.Update(b); err != nil {
		t.Fatal(err)
	}
	return s
}

// twoModels draws examples that share what is hard; the candidate separates the classes by better more.
func twoModels(random *rand.Rand, n int, prevalence, better float64) paired.Batch {
	var b paired.Batch
	sigmoid := func(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
	for range n {
		positive, shift := random.Float64() < prevalence, 0.0
		if positive {
			shift = 1
		}
		hard := random.NormFloat64()
		b.Labels = append(b.Labels, positive)
		b.Baseline = append(b.Baseline, sigmoid(shift+hard+0.5*random.NormFloat64()))
		b.Candidate = append(b.Candidate, sigmoid(shift*(1+better)+hard+0.5*random.NormFloat64()))
	}
	return b
}

// drawn is a batch of two models with ties, weights and single classes.
func drawn(t *rapid.T) paired.Batch {
	b := metricstest.Batch().Draw(t, "batch")
	candidate := slices.Clone(b.Scores)
	for i := range candidate {
		if rapid.Bool().Draw(t, "moved") {
			candidate[i] = rapid.SampledFrom([]float64{0, 0.25, 0.5, 1}).Draw(t, "candidate")
		}
	}
	return paired.Batch{Baseline: b.Scores, Candidate: candidate, Labels: b.Labels, Weights: b.Weights}
}

func ExampleState() {
	s := paired.New(1000, 42)
	if err := s.Update(twoModels(rand.New(rand.NewPCG(1, 2)), 2000, 0.1, 0.3)); err != nil {
		fmt.Println(err)
		return
	}
	delong := s.DeLong()
	fmt.Println("DeLong:   ", delong.Difference)
	for _, c := range s.Difference(metrics.ROCAUC(), metrics.AveragePrecision()) {
		fmt.Println("bootstrap:", c.Name, c.Difference)
	}
	fmt.Println("flips:    ", s.Flips(0.5).Symmetric)
	fmt.Printf("McNemar:   p %.2f\n", s.McNemar(0.5).MidP.V)
	// Output:
	// DeLong:    0.0487 [0.023, 0.074]
	// bootstrap: roc_auc 0.0487 [0.025, 0.073]
	// bootstrap: average_precision 0.0567 [0.023, 0.092]
	// flips:     0.195 [0.18, 0.21]
	// McNemar:   p 0.54
}

func TestFlipsGolden(t *testing.T) {
	data, err := os.ReadFile("testdata/golden.json")
	if err != nil {
		t.Fatal(err)
	}
	var c struct {
		Inputs struct {
			Baseline, Candidate []float64
			Weights             []float64 `json:"sample_weight"`
		}
		Params   struct{ Threshold float64 }
		Expected map[string]float64
		Tol      float64
	}
	if err := json.Unmarshal(data, &c); err != nil {
		t.Fatal(err)
	}
	s := fill(t, paired.New(1, 1), paired.Batch{
		Baseline: c.Inputs.Baseline, Candidate: c.Inputs.Candidate, Weights: c.Inputs.Weights, Labels: make([]bool, 4),
	})
	flips := s.Flips(math.Nextafter(c.Params.Threshold, 2))
	for name, got := range map[string]metrics.Value{
		"symmetric": flips.Symmetric, "neg_to_neg": flips.NegativeToNegative, "neg_to_pos": flips.NegativeToPositive,
		"pos_to_neg": flips.PositiveToNegative, "pos_to_pos": flips.PositiveToPositive,
	} {
		if math.Abs(got.V-c.Expected[name]) > c.Tol || got.Undefined != "" {
			t.Errorf("%s: %v, want %v", name, got, c.Expected[name])
		}
	}
}

// TestPredictionDifference: 2·(0.8/0.8 + 0.7/1.3 + 0.1/1.9)/3, which TFMA's formula gives for these.
func TestPredictionDifference(t *testing.T) {
	b := paired.Batch{Baseline: []float64{0, 1, 1}, Candidate: []float64{0.8, 0.3, 0.9}, Labels: make([]bool, 3)}
	if v := fill(t, paired.New(1, 1), b).PredictionDifference(); math.Abs(v.V-1.06072874494) > 1e-11 {
		t.Error(v)
	}
	b = paired.Batch{Baseline: []float64{0, 1e-9, 0.5}, Candidate: []float64{0, 2e-9, 0.5}, Labels: make([]bool, 3)}
	if v := fill(t, paired.New(1, 1), b).PredictionDifference(); v.V != 0 || v.Undefined != "" {
		t.Error(v)
	}
	if v := paired.New(1, 1).PredictionDifference(); v.Undefined != metrics.NoExamples {
		t.Error(v)
	}
}

// TestMcNemar: Fagerland, Lydersen and Laake (2013), table 1: 1 and 7 discordant pairs of 21 give p = 0.0703 and,
// mid-p, 0.0391.
func TestMcNemar(t *testing.T) {
	table := func(bothRight, onlyBaseline, onlyCandidate, bothWrong int) paired.McNemar {
		var b paired.Batch
		add := func(n int, baseline, candidate float64) {
			for range n {
				b.Baseline, b.Candidate, b.Labels = append(b.Baseline, baseline), append(b.Candidate, candidate), append(b.Labels, true)
			}
		}
		add(bothRight, 0.9, 0.9)
		add(onlyBaseline, 0.9, 0.1)
		add(onlyCandidate, 0.1, 0.9)
		add(bothWrong, 0.1, 0.1)
		return fill(t, paired.New(1, 1), b).McNemar(0.5)
	}
	m := table(1, 1, 7, 12)
	if m.BothRight != 1 || m.OnlyBaseline != 1 || m.OnlyCandidate != 7 || m.BothWrong != 12 {
		t.Errorf("%+v", m)
	}
	if math.Abs(m.Exact.V-0.0703125) > 1e-12 || math.Abs(m.MidP.V-0.0390625) > 1e-12 {
		t.Errorf("exact %v, mid-p %v", m.Exact.V, m.MidP.V)
	}
	// Bonett and Price's interval of 6/21: 6/23 ± 1.96·√((10/23 - (6/23)²)/23).
	half := 1.959963984540054 * math.Sqrt((10.0/23-36.0/529)/23)
	if d := m.Difference; math.Abs(d.V-6.0/21) > 1e-12 || math.Abs(d.Lo-(6.0/23-half)) > 1e-12 || math.Abs(d.Hi-(6.0/23+half)) > 1e-12 {
		t.Error(d)
	}
	if m := table(3, 4, 4, 2); m.Exact.V != 1 || math.Abs(m.MidP.V-(1-70.0/256/2)) > 1e-12 {
		t.Errorf("even: %v, %v", m.Exact.V, m.MidP.V)
	}
	if m := table(3, 0, 0, 2); m.Exact.V != 1 || m.MidP.V != 0.5 {
		t.Errorf("no discordant pair: %v, %v", m.Exact.V, m.MidP.V)
	}
	if m := table(0, 4000, 5000, 0); m.Exact.V < 1e-27 || m.Exact.V > 1e-24 { // z = 10.5
		t.Errorf("many: %v", m.Exact.V)
	}
}

// deLong is the definition, a loop over pairs.
func deLong(b paired.Batch) (difference, variance float64) {
	weight := func(i int) float64 {
		if b.Weights == nil {
			return 1
		}
		return b.Weights[i]
	}
	kernel := func(scores []float64, positive, negative int) float64 {
		switch p, n := scores[positive], scores[negative]; {
		case p > n:
			return 1
		case p == n:
			return 0.5
		}
		return 0
	}
	for _, class := range []bool{true, false} {
		var all, squares, mean float64
		placed := make([]float64, len(b.Labels))
		for i := range b.Labels {
			if b.Labels[i] != class || weight(i) == 0 {
				continue
			}
			others := 0.0
			for j := range b.Labels {
				if b.Labels[j] == class {
					continue
				}
				positive, negative := i, j
				if !class {
					positive, negative = j, i
				}
				placed[i] += weight(j) * (kernel(b.Candidate, positive, negative) - kernel(b.Baseline, positive, negative))
				others += weight(j)
			}
			placed[i] /= others
			all, squares, mean = all+weight(i), squares+weight(i)*weight(i), mean+weight(i)*placed[i]
		}
		difference = mean / all
		n, deviations := all*all/squares, 0.0
		for i := range b.Labels {
			if b.Labels[i] == class {
				deviations += math.Pow(weight(i)*(placed[i]-difference), 2)
			}
		}
		variance += deviations / (all * all) * n / (n - 1)
	}
	return difference, variance
}

func TestDeLong(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		b := drawn(rt)
		c := fill(t, paired.New(1, 1), b).DeLong()
		if c.Difference.Undefined != "" {
			if c.P.Undefined == "" || c.Difference.NoInterval == "" {
				rt.Fatalf("%+v", c)
			}
			return
		}
		difference, variance := deLong(b)
		if math.Abs(c.Difference.V-difference) > 1e-12 || math.Abs(c.Candidate.V-c.Baseline.V-difference) > 1e-12 {
			rt.Fatalf("%v, by definition %v", c.Difference, difference)
		}
		if c.Difference.NoInterval != "" {
			return
		}
		half := 1.959963984540054 * math.Sqrt(variance)
		if math.Abs(c.Difference.Lo-math.Max(-1, difference-half)) > 1e-9 || math.Abs(c.Difference.Hi-math.Min(1, difference+half)) > 1e-9 {
			rt.Fatalf("%v, by definition %v ± %v", c.Difference, difference, half)
		}
		if outside := c.Difference.Lo > 0 || c.Difference.Hi < 0; half > 1e-9 && outside != (c.P.V < 0.05) {
			rt.Fatalf("%v but p = %v", c.Difference, c.P.V)
		}
	})
}

// TestSwap: swapping the models turns signs and ends, and nothing else.
func TestSwap(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := fill(t, paired.New(60, 3), drawn(rt))
		other := s.Swapped()
		forth, back := append(s.Difference(several...), s.DeLong()), append(other.Difference(several...), other.DeLong())
		for i := range forth {
			checkMirrored(rt, forth[i].Name, forth[i].Difference, back[i].Difference)
			if forth[i].Baseline != back[i].Candidate || forth[i].Candidate != back[i].Baseline || math.Abs(forth[i].P.V-back[i].P.V) > 1e-12 {
				rt.Fatalf("%+v, swapped %+v", forth[i], back[i])
			}
		}
		m, n := s.McNemar(0.5), other.McNemar(0.5)
		checkMirrored(rt, "McNemar", m.Difference, n.Difference)
		if m.Exact != n.Exact || m.MidP != n.MidP || m.OnlyBaseline != n.OnlyCandidate {
			rt.Fatalf("%+v, swapped %+v", m, n)
		}
		f, g := s.Flips(0.5), other.Flips(0.5)
		if f.Symmetric != g.Symmetric && math.Abs(f.Symmetric.V-g.Symmetric.V) > 1e-12 || math.Abs(f.NegativeToPositive.V-g.PositiveToNegative.V) > 1e-12 {
			rt.Fatalf("%+v, swapped %+v", f, g)
		}
		if p, q := s.PredictionDifference(), other.PredictionDifference(); math.Abs(p.V-q.V) > 1e-12 || p.Undefined != q.Undefined {
			rt.Fatalf("%v, swapped %v", p, q)
		}
	})
}

func checkMirrored(t *rapid.T, name string, v, w metrics.Value) {
	same := v.Undefined == w.Undefined && v.NoInterval == w.NoInterval && v.N == w.N
	if !same || math.Abs(v.V+w.V) > 1e-12 || math.Abs(v.Lo+w.Hi) > 1e-9 || math.Abs(v.Hi+w.Lo) > 1e-9 {
		t.Fatalf("%s: %+v, swapped %+v", name, v, w)
	}
}

// TestSameModel differs from itself by 0.
func TestSameModel(t *testing.T) {
	b := twoModels(rand.New(rand.NewPCG(1, 2)), 300, 0.2, 0)
	b.Candidate = b.Baseline
	s := fill(t, paired.New(200, 3), b)
	for _, c := range append(s.Difference(several...), s.DeLong()) {
		if c.Difference.V != 0 || c.Difference.NoInterval == "" || c.P.V != 1 || c.P.Undefined != "" {
			t.Errorf("%+v", c)
		}
	}
	m := s.McNemar(0.5)
	if m.Difference.V != 0 || m.Exact.V != 1 || s.Flips(0.5).Symmetric.V != 0 || s.PredictionDifference().V != 0 {
		t.Errorf("%+v", m)
	}
}

// TestSameRowsSameBits: batches and shards change no bit.
func TestSameRowsSameBits(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		b := drawn(rt)
		cut := rapid.IntRange(0, len(b.Labels)).Draw(rt, "cut")
		part := func(from, to int) paired.Batch {
			p := paired.Batch{Baseline: b.Baseline[from:to], Candidate: b.Candidate[from:to], Labels: b.Labels[from:to]}
			if b.Weights != nil {
				p.Weights = b.Weights[from:to]
			}
			return p
		}
		whole := read(fill(t, paired.New(50, 1), b))
		first, second := fill(t, paired.New(50, 1), part(0, cut)), paired.New(50, 1)
		chunked := fill(t, fill(t, paired.New(50, 1), part(0, cut)), part(cut, len(b.Labels)))
		second.NumberFrom(int64(cut))
		if err := fill(t, second, part(cut, len(b.Labels))).Merge(first); err != nil {
			rt.Fatal(err)
		}
		if got := read(second); !reflect.DeepEqual(got, whole) {
			rt.Fatalf("shards: %v, want %v", got, whole)
		}
		if got := read(chunked); !reflect.DeepEqual(got, whole) {
			rt.Fatalf("chunks: %v, want %v", got, whole)
		}
	})
}

func read(s *paired.State) []any {
	return []any{s.Difference(several...), s.DeLong(), s.McNemar(0.5), s.Flips(0.5), s.PredictionDifference()}
}

// TestUnits: examples that are there twice under one unit silence what takes rows for independent, and change
// nothing in the bootstrap's interval.
func TestUnits(t *testing.T) {
	b := twoModels(rand.New(rand.NewPCG(5, 2)), 200, 0.3, 0.5)
	var units []string
	for i := range b.Labels {
		units = append(units, fmt.Sprint(i))
	}
	once := paired.New(300, 1)
	if err := once.UpdateUnits(b, units); err != nil {
		t.Fatal(err)
	}
	twice := once.Swapped().Swapped()
	if err := twice.UpdateUnits(b, units); err != nil {
		t.Fatal(err)
	}
	if c := once.DeLong(); c.Difference.NoInterval != "" || c.P.Undefined != "" {
		t.Errorf("%+v", c)
	}
	if c, m := twice.DeLong(), twice.McNemar(0.5); c.P.Undefined != paired.RepeatedUnits || m.MidP.Undefined != paired.RepeatedUnits {
		t.Errorf("%+v, %+v", c, m)
	}
	if v := twice.Flips(0.5).Symmetric; v.NoInterval != paired.RepeatedUnits || v.Undefined != "" {
		t.Error(v)
	}
	one, two := once.Difference(metrics.ROCAUC())[0].Difference, twice.Difference(metrics.ROCAUC())[0].Difference
	if math.Abs(one.Lo-two.Lo) > 1e-12 || math.Abs(one.Hi-two.Hi) > 1e-12 {
		t.Errorf("%v and %v", one, two)
	}
}

func TestRefusals(t *testing.T) {
	b := paired.Batch{Baseline: []float64{0.1, 0.2}, Candidate: []float64{0.3, 0.4}, Labels: []bool{true, false}}
	bad := b
	bad.Candidate = []float64{0.3, math.NaN()}
	short := b
	short.Candidate = []float64{0.3}
	s := fill(t, paired.New(20, 1), b)
	want := read(s)
	for name, err := range map[string]error{
		"NaN": s.Update(bad), "short": s.Update(short), "no name": s.UpdateUnits(b, []string{"a", ""}),
		"units": s.UpdateUnits(b, []string{"a"}), "nil": s.Merge(nil), "seed": s.Merge(paired.New(20, 2)), "numbers": s.Merge(s),
	} {
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if got := read(s); !reflect.DeepEqual(got, want) {
		t.Errorf("the State changed: %v, want %v", got, want)
	}
	b.Weights = []float64{2, 1}
	if m := fill(t, paired.New(20, 1), b).McNemar(0.5); m.Exact.Undefined != paired.WeightedRows {
		t.Errorf("%+v", m)
	}
	s.Reset()
	if m := s.McNemar(0.5); m.Exact.Undefined != metrics.NoExamples {
		t.Errorf("%+v", m)
	}
}

// TestOtherExamples: two States that do not hold the same examples are not compared.
func TestOtherExamples(t *testing.T) {
	one, two := bootstrap.New(10, 1), bootstrap.New(10, 1)
	for s, labels := range map[*bootstrap.State][]bool{one: {true, false}, two: {true, true}} {
		if err := s.Update(metrics.Batch{Scores: []float64{0.1, 0.2}, Labels: labels}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := bootstrap.Difference(one, two, several...); err == nil {
		t.Error("other labels: no error")
	}
	if _, err := bootstrap.Difference(one, bootstrap.New(10, 2), several...); err == nil {
		t.Error("other seed: no error")
	}
}

// TestLevel: two models that are equally good are told apart in about one sample of twenty. Of 400 samples, 5 % read below
// 2.3 or above 8.2 once in two hundred tries.
func TestLevel(t *testing.T) {
	if testing.Short() {
		t.Skip("draws 400 samples")
	}
	random := rand.New(rand.NewPCG(8, 9))
	const samples = 400
	rejected := map[string]float64{}
	for i := range samples {
		s := fill(t, paired.New(300, uint64(i)), twoModels(random, 600, 0.08, 0))
		for name, p := range map[string]metrics.Value{
			"DeLong": s.DeLong().P, "mid-p": s.McNemar(0.5).MidP, "exact": s.McNemar(0.5).Exact,
			"bootstrap": s.Difference(metrics.ROCAUC())[0].P,
		} {
			if p.Undefined != "" {
				t.Fatalf("%s: %v", name, p)
			}
			if p.V < 0.05 {
				rejected[name] += 1.0 / samples
			}
		}
	}
	for name, share := range rejected {
		if share > 0.082 || share < 0.023 && name != "exact" {
			t.Errorf("%s: tells equals apart in %.1f %% of samples", name, 100*share)
		}
	}
}

func BenchmarkDeLong(b *testing.B) {
	s := fill(b, paired.New(1, 1), twoModels(rand.New(rand.NewPCG(1, 2)), 100_000, 0.05, 0.1))
	for b.Loop() {
		s.DeLong()
	}
}
