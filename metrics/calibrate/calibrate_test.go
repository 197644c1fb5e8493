package calibrate_test

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/calibrate"
)

func fit(t *testing.T, m calibrate.Method, b metrics.Batch) calibrate.Calibrator {
	t.Helper()
	c, err := calibrate.Fit(m, b)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Check(); err != nil {
		t.Error(err)
	}
	return c
}

// distorted draws n examples whose probability is not the score but what truth makes of it.
func distorted(n int, seed uint64, truth func(score float64) float64) metrics.Batch {
	r := rand.New(rand.NewPCG(seed, 1))
	var b metrics.Batch
	for range n {
		score := r.Float64()
		b.Scores = append(b.Scores, score)
		b.Labels = append(b.Labels, r.Float64() < truth(score))
	}
	return b
}

func logOdds(p float64) float64 { return math.Log(p / (1 - p)) }
func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// Every method finds a distortion of its own family, to within the noise of 40,000 labels.
func TestFitFindsTheTruth(t *testing.T) {
	for m, truth := range map[calibrate.Method]func(float64) float64{
		calibrate.MethodPlatt:       func(p float64) float64 { return sigmoid(0.5*logOdds(p) - 1) },
		calibrate.MethodTemperature: func(p float64) float64 { return sigmoid(logOdds(p) / 2) },
		calibrate.MethodBeta:        func(p float64) float64 { return sigmoid(2*math.Log(p) - 0.5*math.Log(1-p) + 1) },
		calibrate.MethodIsotonic:    func(p float64) float64 { return math.Floor(5*p) / 5 },
	} {
		c := fit(t, m, distorted(40000, 3, truth))
		for _, score := range []float64{0.1, 0.3, 0.5, 0.7, 0.9} {
			if got, want := c.Apply(score), truth(score); math.Abs(got-want) > 0.02 {
				t.Errorf("%v: %v becomes %v, want %v", c, score, got, want)
			}
		}
	}
}

// Weights are copies; and all methods but the temperature make the mean probability that of the labels (Platt's: of its targets).
func TestWeightsAreCopies(t *testing.T) {
	b := distorted(60, 5, func(p float64) float64 { return p })
	var copies metrics.Batch
	for i := range b.Scores {
		w := float64(i % 4)
		b.Weights = append(b.Weights, w)
		for range int(w) {
			copies.Scores, copies.Labels = append(copies.Scores, b.Scores[i]), append(copies.Labels, b.Labels[i])
		}
	}
	for _, m := range calibrate.Methods() {
		weighted, copied := fit(t, m, b), fit(t, m, copies)
		mean, positives := 0.0, 0.0
		for i, score := range copies.Scores {
			p := weighted.Apply(score)
			if q := copied.Apply(score); math.Abs(p-q) > 1e-6 {
				t.Errorf("%s: %v becomes %v with weights, %v with copies", m, score, p, q)
			}
			mean += p
			if copies.Labels[i] {
				positives++
			}
		}
		if exact := m == calibrate.MethodBeta || m == calibrate.MethodIsotonic; exact && math.Abs(mean-positives) > 1e-5 {
			t.Errorf("%s: %v positives expected, %v there", m, mean, positives)
		}
	}
}

func TestCalibratorsIncrease(t *testing.T) {
	b := distorted(500, 7, func(p float64) float64 { return p * p })
	for _, m := range calibrate.Methods() {
		c := fit(t, m, b)
		before := -1.0
		for score := 0.0; score <= 1; score += 1.0 / 256 {
			p := c.Apply(score)
			if p < 0 || p > 1 || p < before {
				t.Errorf("%v: %v becomes %v, after %v", c, score, p, before)
			}
			before = p
		}
	}
}

// Calibration keeps what it was made for: it lowers the log loss of the examples that it was fitted to.
func TestLogLossFalls(t *testing.T) {
	b := distorted(2000, 9, func(p float64) float64 { return sigmoid(0.3*logOdds(p) - 2) })
	loss := func(scores []float64) float64 {
		s := metrics.NewState()
		if err := s.Update(metrics.Batch{Scores: scores, Labels: b.Labels}); err != nil {
			t.Fatal(err)
		}
		return s.LogLoss().V
	}
	before := loss(b.Scores)
	for _, m := range calibrate.Methods() {
		if after := loss(calibrate.Apply(fit(t, m, b), b.Scores)); after >= before {
			t.Errorf("%s: log loss %v, before %v", m, after, before)
		}
	}
}

func TestPriorShift(t *testing.T) {
	near := func(name string, got, want float64) {
		t.Helper()
		if math.Abs(got-want) > 1e-12 {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
	// The golden case of undersampling: β 0.1, pₛ 0.5 and 0.9 (Dal Pozzolo et al. 2015).
	near("undersampling", calibrate.Undersampled(0.1).Apply(0.5), 0.09090909090909091)
	near("undersampling", calibrate.Undersampled(0.1).Apply(0.9), 0.473684210526316)
	near("class weight", calibrate.Weighted(1, 9).Apply(0.9), 0.9/(0.9+9*0.1))
	shift, err := calibrate.NewPriorShift(0.5, 0.02)
	if err != nil {
		t.Fatal(err)
	}
	near("the prior itself", shift.Apply(0.5), 0.02)
	back, err := calibrate.NewPriorShift(0.02, 0.5)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []float64{0, 1e-9, 0.3, 1} {
		near("there and back", back.Apply(shift.Apply(p)), p)
	}
	for _, bad := range [][2]float64{{0, 0.5}, {0.5, 1}, {math.NaN(), 0.5}} {
		if _, err := calibrate.NewPriorShift(bad[0], bad[1]); err == nil {
			t.Errorf("%v is accepted", bad)
		}
	}
}

func TestFitRefuses(t *testing.T) {
	sound := metrics.Batch{Scores: []float64{0.1, 0.9, 0.4, 0.6}, Labels: []bool{false, true, true, false}}
	for want, b := range map[string]metrics.Batch{
		"one class": {Scores: []float64{0.1, 0.2}, Labels: []bool{false, false}},
		"row 1":     {Scores: []float64{0.1, math.NaN()}, Labels: []bool{false, true}},
		"labels":    {Scores: []float64{0.1}, Labels: []bool{false, true}},
	} {
		for _, m := range calibrate.Methods() {
			if _, err := calibrate.Fit(m, b); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v, want an error with %q", m, err, want)
			}
		}
	}
	if _, err := calibrate.Fit("spline", sound); err == nil || !strings.Contains(err.Error(), "isotonic") {
		t.Error(err)
	}
	apart := metrics.Batch{Scores: []float64{0.1, 0.2, 0.8, 0.9}, Labels: []bool{false, false, true, true}}
	for _, m := range []calibrate.Method{calibrate.MethodTemperature, calibrate.MethodBeta} {
		if _, err := calibrate.Fit(m, apart); err == nil || !strings.Contains(err.Error(), "separate the classes") {
			t.Errorf("%s of separable scores: %v", m, err)
		}
	}
	fit(t, calibrate.MethodPlatt, apart) // its targets are not 0 and 1
	reversed := metrics.Batch{Scores: []float64{0.1, 0.9, 0.4, 0.6, 0.8}, Labels: []bool{true, false, true, false, true}}
	for _, m := range []calibrate.Method{calibrate.MethodPlatt, calibrate.MethodTemperature, calibrate.MethodBeta} {
		if _, err := calibrate.Fit(m, reversed); err == nil || !strings.Contains(err.Error(), "chance") {
			t.Errorf("%s of a reversed ranking: %v", m, err)
		}
	}
}

func TestOutsideIsUndefined(t *testing.T) {
	b := distorted(100, 1, func(p float64) float64 { return p })
	calibrators := []calibrate.Calibrator{calibrate.PriorShift{Factor: 2}}
	for _, m := range calibrate.Methods() {
		calibrators = append(calibrators, fit(t, m, b))
	}
	for _, c := range calibrators {
		for _, score := range []float64{-0.1, 1.1, math.NaN(), math.Inf(1)} {
			if p := c.Apply(score); !math.IsNaN(p) {
				t.Errorf("%v: %v becomes %v", c, score, p)
			}
		}
		for _, score := range []float64{0, 1} {
			if p := c.Apply(score); !(p >= 0 && p <= 1) {
				t.Errorf("%v: %v becomes %v", c, score, p)
			}
		}
	}
}

func TestSaved(t *testing.T) {
	for _, c := range []calibrate.Calibrator{
		calibrate.Platt{A: 1.5, B: -0.25}, calibrate.Temperature{T: 2}, calibrate.Beta{A: 1, B: 0.5, C: -1},
		calibrate.Isotonic{X: []float64{0.1, 0.5}, Y: []float64{0, 1}}, calibrate.PriorShift{Factor: 0.1},
	} {
		text, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		back, err := calibrate.Decode(text)
		if err != nil || !reflect.DeepEqual(back, c) {
			t.Errorf("%s comes back as %v, %v", text, back, err)
		}
	}
	for _, bad := range []string{
		``, `{}`, `{"name":"spline"}`, `{"name":"temperature","t":0}`, `{"name":"beta","a":-1}`, `{"name":"isotonic"}`,
		`{"name":"isotonic","x":[0.5,0.5],"y":[0,1]}`, `{"name":"isotonic","x":[0.1,0.5],"y":[1,0]}`, `{"name":"isotonic","x":[0.1],"y":[2]}`,
		`{"name":"prior_shift"}`, `{"name":"platt","a":"x"}`, `{"name":"platt","a":-1,"b":0}`,
	} {
		if c, err := calibrate.Decode([]byte(bad)); err == nil {
			t.Errorf("%s is %v", bad, c)
		}
	}
}

// Tied scores get one value.
func TestIsotonicTies(t *testing.T) {
	c := fit(t, calibrate.MethodIsotonic, metrics.Batch{
		Scores: []float64{0.2, 0.2, 0.2, 0.8}, Labels: []bool{true, false, false, true},
	}).(calibrate.Isotonic)
	if !slices.Equal(c.X, []float64{0.2, 0.8}) || math.Abs(c.Y[0]-1.0/3) > 1e-15 || c.Y[1] != 1 {
		t.Errorf("%+v", c)
	}
}

func FuzzDecode(f *testing.F) {
	for _, text := range []string{`{"name":"platt","a":1,"b":0}`, `{"name":"isotonic","x":[0.1,0.5],"y":[0,1]}`, `{"name":"beta","a":1e308,"b":0,"c":-1e308}`} {
		f.Add(text, 0.3)
	}
	f.Fuzz(func(t *testing.T, text string, score float64) {
		c, err := calibrate.Decode([]byte(text))
		if err != nil || !(score >= 0 && score <= 1) {
			return
		}
		if p := c.Apply(score); !(p >= 0 && p <= 1) {
			t.Errorf("%s: %v becomes %v", text, score, p)
		}
	})
}
