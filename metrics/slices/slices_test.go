package slices_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/metricstest"
	"github.com/seqpair/seqpair/metrics/slices"
)

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func newState(t testing.TB, o slices.Options, b metrics.Batch, groups []string) *slices.State {
	t.Helper()
	s, err := slices.New(o)
	if err == nil {
		err = s.Update(b, groups)
	}
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// lawful gives each row the group of its score's tenth.
type lawful struct{ *slices.State }

func (l lawful) Update(b metrics.Batch) error {
	var groups []string
	for _, score := range b.Scores {
		groups = append(groups, fmt.Sprint(math.Floor(score*10)))
	}
	return l.State.Update(b, groups)
}

func (l lawful) Merge(o lawful) error { return l.State.Merge(o.State) }

func readLawful(l lawful) map[string]float64 {
	values := make(map[string]float64)
	put := func(name string, v metrics.Value) {
		if v.Undefined == "" {
			values[name] = v.V
		}
	}
	for _, m := range []metrics.Metric{metrics.F1(0.5), metrics.AveragePrecision()} {
		for _, slice := range l.Read(m) {
			put(m.Name+" "+slice.Group, slice.Value)
			put(m.Name+" of the rest of "+slice.Group, slice.Rest)
			put(m.Name+" beyond the rest "+slice.Group, slice.Difference)
		}
	}
	for _, gap := range []slices.Gap{l.DemographicParity(0.3), l.EqualOpportunity(0.3), l.EqualisedOdds(0.3), l.PredictiveParity(0.3)} {
		put(gap.Name, gap.Difference)
		put(gap.Name+" ratio", gap.Ratio)
	}
	return values
}

func TestLaws(t *testing.T) {
	for name, options := range map[string]slices.Options{"exact": {}, "binned": {Bins: 7}} {
		empty := func() lawful {
			s, err := slices.New(options)
			must(err)
			return lawful{s}
		}
		t.Run(name+" binary", func(t *testing.T) {
			metricstest.Run(t, empty, metricstest.Options[lawful]{
				Read:   readLawful,
				Exact:  options.Bins == 0,
				Encode: func(l lawful) ([]byte, error) { return l.MarshalBinary() },
				Decode: func(data []byte) (lawful, error) {
					l := lawful{new(slices.State)}
					return l, l.UnmarshalBinary(data)
				},
			})
		})
		t.Run(name+" JSON", func(t *testing.T) {
			metricstest.Run(t, empty, metricstest.Options[lawful]{
				Read:   readLawful,
				Encode: func(l lawful) ([]byte, error) { return l.MarshalJSON() },
				Decode: func(data []byte) (lawful, error) {
					l := lawful{new(slices.State)}
					return l, l.UnmarshalJSON(data)
				},
			})
		})
	}
}

// TestReadings compares with rates worked out by hand, and with fairlearn's definitions of the gaps.
func TestReadings(t *testing.T) {
	b := metrics.Batch{
		Scores: []float64{1, 1, 0, 0, 1, 0, 0, 0, 1},
		Labels: []bool{true, false, true, false, true, false, false, true, true},
	}
	groups := []string{"b", "b", "b", "b", "a", "a", "a", "a", "c"}
	s := newState(t, slices.Options{MinSize: 2}, b, groups)
	read := s.Read(metrics.Accuracy(0.5))
	if len(read) != 3 || read[0].Group != "a" || read[2].Group != "c" {
		t.Fatalf("%+v", read)
	}
	parity, chance, odds := s.DemographicParity(0.5), s.EqualOpportunity(0.5), s.EqualisedOdds(0.5)
	for name, c := range map[string]struct{ got, want float64 }{
		"a":                 {read[0].Value.V, 0.75},
		"rest of a":         {read[0].Rest.V, 0.6},
		"a beyond the rest": {read[0].Difference.V, 0.15},
		"prevalence of b":   {read[1].Prevalence.V, 0.5},
		"parity":            {parity.Difference.V, 0.25},
		"parity ratio":      {parity.Ratio.V, 0.5},
		"opportunity":       {chance.Difference.V, 0},
		"odds":              {odds.Difference.V, 0.5},
		"odds ratio":        {odds.Ratio.V, 0},
	} {
		if math.Abs(c.got-c.want) > 1e-12 {
			t.Errorf("%s: got %v, want %v", name, c.got, c.want)
		}
	}
	if read[2].Value.Undefined != "fewer examples than the minimum: 1 of 2" || parity.Groups[2].Value.Undefined == "" {
		t.Errorf("the small group reads %v", read[2].Value)
	}
	if parity.Lowest != "a" || parity.Highest != "b" || !(parity.Difference.Lo == 0 && parity.Difference.Hi > 0.25) {
		t.Errorf("%+v", parity)
	}
	whole := metrics.NewState()
	must(whole.Update(b))
	if got, want := s.Whole().ROCAUC(), whole.ROCAUC(); got != want {
		t.Errorf("the whole reads %v, want %v", got, want)
	}
	one := newState(t, slices.Options{}, metrics.Batch{Scores: []float64{1}, Labels: []bool{true}}, []string{"only"})
	if one.Read(metrics.Recall(0.5))[0].Difference.Undefined != slices.OneGroup || one.DemographicParity(0.5).Difference.Undefined != slices.TooFewGroups {
		t.Error("one group is compared")
	}
}

// TestCoverage: the interval of the largest gap of six groups holds the true one at least as often as it says, also
// where there is none and the largest difference seen is chance.
func TestCoverage(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 5))
	for name, rates := range map[string][]float64{
		"alike": {0.2, 0.2, 0.2, 0.2, 0.2, 0.2}, "apart": {0.1, 0.2, 0.2, 0.25, 0.3, 0.3}, "two": {0.05, 0.3},
	} {
		const samples = 400
		held, heldRatio := 0, 0
		for range samples {
			var b metrics.Batch
			var groups []string
			for group, rate := range rates {
				for range 150 {
					score := 0.0
					if random.Float64() < rate {
						score = 1
					}
					b.Scores, b.Labels, groups = append(b.Scores, score), append(b.Labels, true), append(groups, fmt.Sprint(group))
				}
			}
			gap := newState(t, slices.Options{}, b, groups).DemographicParity(0.5)
			truth, ratio := rates[len(rates)-1]-rates[0], rates[0]/rates[len(rates)-1]
			if gap.Difference.Lo <= truth+1e-12 && truth <= gap.Difference.Hi {
				held++
			}
			if gap.Ratio.Lo <= ratio+1e-12 && ratio <= gap.Ratio.Hi+1e-12 {
				heldRatio++
			}
		}
		if held < samples*93/100 || heldRatio < samples*93/100 {
			t.Errorf("%s: the intervals of nominally 95 %% hold %d and %d of %d", name, held, heldRatio, samples)
		}
	}
}

func TestRefusals(t *testing.T) {
	b := metrics.Batch{Scores: []float64{0.5, 0.5}, Labels: []bool{true, false}}
	s := newState(t, slices.Options{MaxGroups: 1}, b, []string{"a", "a"})
	other := newState(t, slices.Options{MaxGroups: 1}, b, []string{"b", "b"})
	_, bad := slices.New(slices.Options{MaxGroups: -1})
	for want, err := range map[string]error{
		`row 1 (from 0): group "b" is one more than the 1 that MaxGroups allows`: s.Update(b, []string{"a", "b"}),
		`group "b" is one more`:    s.Merge(other),
		"2 scores but 1 groups":    s.Update(b, []string{"a"}),
		"is not UTF-8":             s.Update(b, []string{"a", "\xff"}),
		"MaxGroups -1":             bad,
		"options are":              s.Merge(newState(t, slices.Options{}, b, []string{"a", "a"})),
		"make it with New":         new(slices.State).Update(b, nil),
		"newer than the 1":         s.UnmarshalJSON([]byte(`{"version":2}`)),
		"MaxGroups is 0":           s.UnmarshalJSON([]byte(`{"version":1}`)),
		`group "a" is empty`:       s.UnmarshalJSON([]byte(`{"version":1,"max_groups":1,"groups":[{"name":"a"}]}`)),
		"do not start with SPSL":   s.UnmarshalBinary([]byte("xxxxx")),
		"score 2 is outside [0,1]": s.Update(metrics.Batch{Scores: []float64{2}, Labels: []bool{true}}, []string{"a"}),
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
	if got := s.Groups(); len(got) != 1 || s.Group("a").Positives() != 1 || s.Group("b") != nil {
		t.Errorf("a refused update changed the State: %v", got)
	}
}

func checkInvariants(t *testing.T, s *slices.State) {
	t.Helper()
	first, err := s.MarshalBinary()
	must(err)
	text, err := s.MarshalJSON()
	must(err)
	var fromBytes, fromText slices.State
	if err := fromBytes.UnmarshalBinary(first); err != nil {
		t.Fatal(err)
	}
	if err := fromText.UnmarshalJSON(text); err != nil {
		t.Fatal(err)
	}
	for _, back := range []*slices.State{&fromBytes, &fromText} {
		if second, _ := back.MarshalBinary(); !bytes.Equal(first, second) {
			t.Fatalf("written %x, then %x", first, second)
		}
	}
	_ = s.Merge(s.Clone())
	if _, err := json.Marshal([]any{s.Read(metrics.F1(0.5)), s.EqualisedOdds(0.5), s.DemographicParity(0.5)}); err != nil {
		t.Fatal(err)
	}
}

func samples(t testing.TB) []*slices.State {
	b := metrics.Batch{Scores: []float64{0.5, 0.25, 1}, Labels: []bool{true, false, true}, Weights: []float64{1, 2, 0.5}}
	return []*slices.State{
		newState(t, slices.Options{}, b, []string{"a", "b", "a"}), newState(t, slices.Options{Bins: 3, MinSize: 2}, b, []string{"", "b", "c"}),
		newState(t, slices.Options{}, metrics.Batch{}, nil),
	}
}

func FuzzUnmarshalBinary(f *testing.F) {
	for _, s := range samples(f) {
		data, err := s.MarshalBinary()
		must(err)
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var s slices.State
		if s.UnmarshalBinary(data) == nil {
			checkInvariants(t, &s)
		}
	})
}

func FuzzUnmarshalJSON(f *testing.F) {
	for _, s := range samples(f) {
		data, err := s.MarshalJSON()
		must(err)
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var s slices.State
		if !bytes.Equal(bytes.TrimSpace(data), []byte("null")) && s.UnmarshalJSON(data) == nil {
			checkInvariants(t, &s)
		}
	})
}
