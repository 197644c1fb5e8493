package bootstrap_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/bootstrap"
	"github.com/seqpair/seqpair/metrics/internal/interval"
	"github.com/seqpair/seqpair/metrics/metricstest"
	"pgregory.net/rapid"
)

var several = []metrics.Metric{
	metrics.ROCAUC(), metrics.AveragePrecision(), metrics.F1(0.5), metrics.Recall(0.5), metrics.LogLoss(), metrics.Brier(),
}

func fill(t testing.TB, s *bootstrap.State, b metrics.Batch, units []string) *bootstrap.State {
	t.Helper()
	var err error
	if units == nil {
		err = s.Update(b)
	} else {
		err = s.UpdateUnits(b, units)
	}
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func part(b metrics.Batch, from, to int) metrics.Batch {
	cut := metrics.Batch{Scores: b.Scores[from:to], Labels: b.Labels[from:to]}
	if b.Weights != nil {
		cut.Weights = b.Weights[from:to]
	}
	return cut
}

func ExampleState_Read() {
	s := bootstrap.New(1000, 42)
	if err := s.Update(binormal(rand.New(rand.NewPCG(1, 2)), 2000, 0.05)); err != nil {
		fmt.Println(err)
		return
	}
	for _, reading := range s.Read(metrics.ROCAUC(), metrics.AveragePrecision(), metrics.F1(0.5)) {
		fmt.Println(reading.Name, reading.Value)
	}
	// Output:
	// roc_auc 0.852 [0.81, 0.88] (no skill 0.500)
	// average_precision 0.281 [0.20, 0.38] (no skill 0.0465)
	// f1 0.284 [0.23, 0.34] (no skill 0.0889)
}

func ExampleState_Merge() {
	first, second := bootstrap.New(1000, 42), bootstrap.New(1000, 42)
	rows := binormal(rand.New(rand.NewPCG(1, 2)), 2000, 0.05)
	second.NumberFrom(1500)
	for shard, batch := range map[*bootstrap.State]metrics.Batch{first: part(rows, 0, 1500), second: part(rows, 1500, 2000)} {
		if err := shard.Update(batch); err != nil {
			fmt.Println(err)
		}
	}
	if err := first.Merge(second); err != nil {
		fmt.Println(err)
	}
	fmt.Println(first.Read(metrics.ROCAUC())[0].Value)
	// Output: 0.852 [0.81, 0.88] (no skill 0.500)
}

// ExampleState_UpdateUnits draws whole groups: 2,000 rows of 100 groups are worth less than 2,000 rows.
func ExampleState_UpdateUnits() {
	random := rand.New(rand.NewPCG(1, 2))
	var rows metrics.Batch
	var groups []string
	for group := range 100 {
		hard := random.NormFloat64() // shared by the group
		for range 20 {
			positive := random.Float64() < 0.3
			logit := hard + random.NormFloat64()
			if positive {
				logit++
			}
			rows.Scores = append(rows.Scores, 1/(1+math.Exp(-logit)))
			rows.Labels = append(rows.Labels, positive)
			groups = append(groups, fmt.Sprint("group ", group))
		}
	}
	apart, together := bootstrap.New(1000, 42), bootstrap.New(1000, 42)
	if err := apart.Update(rows); err != nil {
		fmt.Println(err)
	}
	if err := together.UpdateUnits(rows, groups); err != nil {
		fmt.Println(err)
	}
	fmt.Println("rows:  ", apart.Read(metrics.ROCAUC())[0].Value)
	fmt.Println("groups:", together.Read(metrics.ROCAUC())[0].Value)
	// Output:
	// rows:   0.667 [0.64, 0.69] (no skill 0.500)
	// groups: 0.667 [0.64, 0.70] (no skill 0.500)
}

// TestSameRowsSameBits: however rows arrive, every reading and interval is the same to the last bit.
func TestSameRowsSameBits(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		b := metricstest.Batch().Draw(rt, "batch")
		n := len(b.Scores)
		units := make([]string, n)
		for i := range units {
			units[i] = fmt.Sprint(rapid.IntRange(0, n).Draw(rt, "unit"))
		}
		cut := rapid.IntRange(0, n).Draw(rt, "cut")
		whole := fill(t, bootstrap.New(100, 1), b, nil).Read(several...)

		chunked := fill(t, fill(t, bootstrap.New(100, 1), part(b, 0, cut), nil), part(b, cut, n), nil)
		first, second := bootstrap.New(100, 1), bootstrap.New(100, 1)
		second.NumberFrom(int64(cut))
		fill(t, first, part(b, 0, cut), nil)
		fill(t, second, part(b, cut, n), nil)
		if err := second.Merge(first); err != nil {
			rt.Fatal(err)
		}
		for name, s := range map[string]*bootstrap.State{"chunks": chunked, "shards": second} {
			if got := s.Read(several...); !slices.Equal(got, whole) {
				rt.Fatalf("%s: got %v, want %v", name, got, whole)
			}
		}
		named := fill(t, bootstrap.New(100, 1), b, units).Read(several...)
		late := fill(t, fill(t, bootstrap.New(100, 1), part(b, cut, n), units[cut:]), part(b, 0, cut), units[:cut])
		if got := late.Read(several...); !slices.Equal(got, named) {
			rt.Fatalf("order: got %v, want %v", got, named)
		}
	})
}

// TestAskingForMore: what else is read, and on how many processors, changes nothing.
func TestAskingForMore(t *testing.T) {
	s := fill(t, bootstrap.New(301, 5), binormal(rand.New(rand.NewPCG(1, 1)), 500, 0.3), nil)
	all := s.Read(several...)
	for i, m := range several {
		if alone := s.Read(m)[0]; alone != all[i] {
			t.Errorf("%s alone: %v, with others: %v", m.Name, alone, all[i])
		}
	}
	if len(s.Read()) != 0 {
		t.Error("no metrics, but readings")
	}
}

// TestCopiesOfAUnit: when every example of a unit is there three times, the replicates are the same. The
// standard error by which ROC AUC is studentised has n/(n-1) in it, which is not.
func TestCopiesOfAUnit(t *testing.T) {
	b := binormal(rand.New(rand.NewPCG(3, 1)), 300, 0.3)
	var thrice metrics.Batch
	var units, copied []string
	for i := range b.Scores {
		units = append(units, fmt.Sprint(i))
		for range 3 {
			thrice.Scores, thrice.Labels = append(thrice.Scores, b.Scores[i]), append(thrice.Labels, b.Labels[i])
			copied = append(copied, fmt.Sprint(i))
		}
	}
	once := fill(t, bootstrap.New(200, 1), b, units).Read(several...)
	for i, reading := range fill(t, bootstrap.New(200, 1), thrice, copied).Read(several...) {
		v, want := reading.Value, once[i].Value
		tolerance := 1e-12
		if reading.Name == "roc_auc" {
			tolerance = 1e-3
		}
		if math.Abs(v.Lo-want.Lo) > tolerance || math.Abs(v.Hi-want.Hi) > tolerance || v.NoInterval != "" {
			t.Errorf("%s: %v, want %v", reading.Name, v, want)
		}
	}
}

// TestKnownSpread: the interval of an accuracy is as wide as theory says, p ± 1.96·√(p(1-p)/n).
func TestKnownSpread(t *testing.T) {
	b := binormal(rand.New(rand.NewPCG(3, 2)), 5000, 0.3)
	v := fill(t, bootstrap.New(4000, 1), b, nil).Read(metrics.Accuracy(0.5))[0].Value
	want := 1.96 * math.Sqrt(v.V*(1-v.V)/5000)
	if math.Abs((v.Hi-v.Lo)/2/want-1) > 0.05 || math.Abs((v.Hi+v.Lo)/2-v.V) > 0.1*want {
		t.Errorf("%v, want ± %v", v, want)
	}
}

func TestNoInterval(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 2))
	repeat := func(n int, label bool, score float64) metrics.Batch {
		return metrics.Batch{Scores: slices.Repeat([]float64{score}, n), Labels: slices.Repeat([]bool{label}, n)}
	}
	few := binormal(random, 9, 0)
	few.Labels[0] = true
	for _, c := range []struct {
		name       string
		replicates int
		batches    []metrics.Batch
		metric     metrics.Metric
		undefined  metrics.Reason
		noInterval metrics.Reason
	}{
		{"empty", 500, nil, metrics.ROCAUC(), metrics.NoExamples, metrics.NoExamples},
		{"one class", 500, []metrics.Batch{binormal(random, 50, 0)}, metrics.ROCAUC(), metrics.NoPositives, metrics.NoPositives},
		{"few positives", 500, []metrics.Batch{few}, metrics.ROCAUC(), "", bootstrap.FewUnits},
		{"few replicates", 20, []metrics.Batch{binormal(random, 500, 0.5)}, metrics.ROCAUC(), "", bootstrap.FewReplicates},
		{"perfect", 500, []metrics.Batch{repeat(50, true, 1), repeat(50, false, 0)}, metrics.ROCAUC(), "", bootstrap.EqualReplicates},
		{"one alert", 500, []metrics.Batch{repeat(50, true, 0.1), repeat(50, false, 0.1), repeat(1, true, 0.9)}, metrics.Precision(0.5), "", bootstrap.EqualReplicates},
		{"two alerts", 500, []metrics.Batch{repeat(50, true, 0.1), repeat(50, false, 0.1), repeat(1, true, 0.9), repeat(1, false, 0.9)}, metrics.Precision(0.5), "", bootstrap.UndefinedReplicates},
	} {
		s := bootstrap.New(c.replicates, 1)
		for _, b := range c.batches {
			fill(t, s, b, nil)
		}
		v := s.Read(c.metric)[0].Value
		if v.Undefined != c.undefined || v.NoInterval != c.noInterval || v.Lo != 0 || v.Hi != 0 {
			t.Errorf("%s: %+v", c.name, v)
		}
	}
}

func TestRefusals(t *testing.T) {
	b := metrics.Batch{Scores: []float64{0.5, 0.6}, Labels: []bool{true, false}}
	for name, call := range map[string]func(s *bootstrap.State) error{
		"merge nil":        func(s *bootstrap.State) error { return s.Merge(nil) },
		"merge itself":     func(s *bootstrap.State) error { return s.Merge(s) },
		"other seed":       func(s *bootstrap.State) error { return s.Merge(bootstrap.New(10, 2)) },
		"other replicates": func(s *bootstrap.State) error { return s.Merge(bootstrap.New(11, 1)) },
		"numbers twice": func(s *bootstrap.State) error {
			return s.Merge(fill(t, bootstrap.New(10, 1), b, nil))
		},
		"number again": func(s *bootstrap.State) error { s.NumberFrom(1); return s.Update(b) },
		"NaN": func(s *bootstrap.State) error {
			return s.Update(metrics.Batch{Scores: []float64{math.NaN()}, Labels: []bool{true}})
		},
		"units short": func(s *bootstrap.State) error { return s.UpdateUnits(b, []string{"a"}) },
		"units, NaN": func(s *bootstrap.State) error {
			return s.UpdateUnits(metrics.Batch{Scores: []float64{math.NaN()}, Labels: []bool{true}}, []string{"a"})
		},
	} {
		s := fill(t, bootstrap.New(10, 1), b, nil)
		before := s.Read(several...)
		if err := call(s); err == nil {
			t.Errorf("%s: no error", name)
		} else if !strings.Contains(err.Error(), ":") {
			t.Errorf("%s: %v", name, err)
		}
		if after := s.Read(several...); !slices.Equal(before, after) {
			t.Errorf("%s: the State changed", name)
		}
	}
}

func TestReset(t *testing.T) {
	b := binormal(rand.New(rand.NewPCG(5, 2)), 100, 0.4)
	s := fill(t, bootstrap.New(300, 1), b, nil)
	want := s.Read(several...)
	s.Reset()
	if v := s.Read(metrics.ROCAUC())[0].Value; v.Undefined != metrics.NoExamples {
		t.Error(v)
	}
	if got := fill(t, s, b, nil).Read(several...); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// TestSeeds: another seed is another drawing.
func TestSeeds(t *testing.T) {
	b := binormal(rand.New(rand.NewPCG(5, 2)), 100, 0.4)
	one := fill(t, bootstrap.New(300, 1), b, nil).Read(metrics.ROCAUC())[0].Value
	two := fill(t, bootstrap.New(300, 2), b, nil).Read(metrics.ROCAUC())[0].Value
	if one.V != two.V || one.Lo == two.Lo || one.Hi == two.Hi {
		t.Errorf("%v and %v", one, two)
	}
}

// TestJackknife is TFMA's formula.
func TestJackknife(t *testing.T) {
	leftOut := []metrics.Value{{V: 0.45}, {V: 0.55}, {V: 0.5}, {V: 0.52}}
	v := bootstrap.Jackknife(metrics.Value{V: 0.5}, leftOut)
	const standardError = 0.06304760106459247
	if math.Abs((v.Hi-v.Lo)/2/interval.Student95(3)-standardError) > 1e-9 || v.NoInterval != "" {
		t.Error(v)
	}
	if v := bootstrap.Jackknife(metrics.Value{V: 0.5}, leftOut[:1]); v.NoInterval != metrics.FewExamples {
		t.Error(v)
	}
	if v := bootstrap.Jackknife(metrics.Value{V: 0.5}, []metrics.Value{{V: 1}, {V: 1}}); v.NoInterval != metrics.NoSpread {
		t.Error(v)
	}
	missing := append(leftOut, metrics.Value{Undefined: metrics.NoPositives})
	if v := bootstrap.Jackknife(metrics.Value{V: 0.5}, missing); v.NoInterval != metrics.NoPositives {
		t.Error(v)
	}
}

func TestNewPanics(t *testing.T) {
	for _, replicates := range []int{0, -1, bootstrap.MaxReplicates + 1} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%d replicates: no panic", replicates)
				}
			}()
			bootstrap.New(replicates, 1)
		}()
	}
}

// TestAreasNearOneHaveIntervals: where a handful of positives rank low, bootstrap-t distances explode or do not exist. The interval is
// then that of the metric, and holds the truth.
func TestAreasNearOneHaveIntervals(t *testing.T) {
	p := population{shift: 3.5}
	random, truth := rand.New(rand.NewPCG(3, 4)), p.truth()["roc_auc"]
	const samples = 100
	held := 0
	for i := range samples {
		b := p.draw(random, 30, 600)
		drawn, state := bootstrap.New(200, uint64(i)), metrics.NewState()
		if err := errors.Join(drawn.Update(b), state.Update(b)); err != nil {
			t.Fatal(err)
		}
		got, own := drawn.Read(metrics.ROCAUC())[0].Value, state.ROCAUC()
		if own.V < 1 && (got.NoInterval != "" || got.Hi-got.Lo > 2*(own.Hi-own.Lo)) {
			t.Errorf("sample %d: %v, and by the metric itself %v", i, got, own)
		}
		if own.V == 1 || got.Lo <= truth && truth <= got.Hi {
			held++
		}
	}
	if held < 90 {
		t.Errorf("%d of %d intervals hold the truth, %v", held, samples, truth)
	}
}
