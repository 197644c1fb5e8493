package calibrate_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seqpair/seqpair/metrics/calibrate"
)

func ExampleStack() {
	labels := []bool{false, false, false, false, true, false, true, true, true, false}
	weights, err := calibrate.Stack([][]float64{
		{-3, -2, -1, 1, -1, 1, 2, 3, 0, -1}, // a fair one
		{-2, 1, -1, 0, 1, -1, 1, 0, 1, 0},   // a better one
		{1, 2, 0, 1, -1, 0, -2, 0, 0, 1},    // it ranks the wrong way round
	}, labels, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.2f\n", weights)
	// Output: [0.35 0.65 0.00]
}

// TestStackIsTheBestMean compares the log loss of the weighted mean, scaled and shifted as it may be, with that of 200 other
// weighted means, some of single scorers.
func TestStackIsTheBestMean(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 2026))
	const examples, scorers = 400, 4
	labels, logits := make([]bool, examples), make([][]float64, scorers)
	for i := range labels {
		labels[i] = r.Float64() < 0.2
		for k := range logits {
			x := r.NormFloat64()*float64(k+1) + 0.5
			if labels[i] {
				x += 1.5
			}
			logits[k] = append(logits[k], x)
		}
	}
	weights, err := calibrate.Stack(logits, labels, nil)
	if err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	for _, w := range weights {
		if w < 0 {
			t.Errorf("weights %v: one is negative", weights)
		}
		sum += w
	}
	if math.Abs(sum-1) > 1e-12 {
		t.Errorf("weights %v add up to %v", weights, sum)
	}
	best := fittedLoss(logits, labels, weights)
	for i := range 200 {
		other := make([]float64, scorers)
		for k := range other {
			other[k] = r.ExpFloat64()
		}
		if i < scorers {
			clear(other)
			other[i] = 1
		}
		if loss := fittedLoss(logits, labels, other); loss < best-1e-4 {
			t.Fatalf("weights %v give a log loss of %v, %v give %v", weights, best, other, loss)
		}
	}
}

// fittedLoss is the log loss of the best line in a weighted sum of logits, by Newton's method in two dimensions.
func fittedLoss(logits [][]float64, labels []bool, weights []float64) float64 {
	var a, b, loss float64
	for range 30 {
		var byA, byB, aa, ab, bb float64
		loss = 0
		for i, positive := range labels {
			x, y := 0.0, 0.0
			for k, w := range weights {
				x += w * logits[k][i]
			}
			if positive {
				y = 1
			}
			p := 1 / (1 + math.Exp(-a*x-b))
			byA, byB = byA+(p-y)*x, byB+(p-y)
			aa, ab, bb = aa+p*(1-p)*x*x, ab+p*(1-p)*x, bb+p*(1-p)
			loss -= (y*math.Log(p) + (1-y)*math.Log1p(-p)) / float64(len(labels))
		}
		determinant := aa*bb - ab*ab
		a, b = a-(bb*byA-ab*byB)/determinant, b-(aa*byB-ab*byA)/determinant
	}
	return loss
}

func TestStackRefuses(t *testing.T) {
	labels := []bool{true, false, true}
	for name, c := range map[string]struct {
		logits [][]float64
		labels []bool
	}{
		"one class":      {[][]float64{{1, 2, 3}}, []bool{true, true, true}},
		"nothing":        {nil, nil},
		"no scorer":      {nil, labels},
		"too few logits": {[][]float64{{1, 2}}, labels},
		"not finite":     {[][]float64{{1, math.NaN(), 2}}, labels},
		"the wrong way":  {[][]float64{{-1, 2, -3}}, labels},
	} {
		if weights, err := calibrate.Stack(c.logits, c.labels, nil); err == nil {
			t.Errorf("%s: weights %v", name, weights)
		}
	}
}

// TestStackWeighsExamples: an example of weight 2 is two, one of weight 0 is none, and a common factor changes nothing.
func TestStackWeighsExamples(t *testing.T) {
	labels := []bool{false, true, false, true, false, true, false}
	logits := [][]float64{{-2, 1, -1, 2, 1, -1, 0}, {-1, -2, 0, 1, -2, 2, 1}}
	stack := func(rows []int, weights []float64) []float64 {
		t.Helper()
		var y []bool
		x := make([][]float64, len(logits))
		for _, row := range rows {
			y = append(y, labels[row])
			for k := range logits {
				x[k] = append(x[k], logits[k][row])
			}
		}
		shares, err := calibrate.Stack(x, y, weights)
		if err != nil {
			t.Fatal(err)
		}
		return shares
	}
	want := stack([]int{0, 1, 2, 3, 4, 5}, nil)
	for name, got := range map[string][]float64{
		"a weight of 0":   stack([]int{0, 1, 2, 3, 4, 5, 6}, []float64{1, 1, 1, 1, 1, 1, 0}),
		"a common factor": stack([]int{0, 1, 2, 3, 4, 5}, []float64{7, 7, 7, 7, 7, 7}),
	} {
		if diff := cmp.Diff(want, got, cmpopts.EquateApprox(0, 1e-9)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if twice := stack([]int{0, 1, 2, 3, 4, 5}, []float64{1, 1, 1, 1, 5, 5}); math.Abs(twice[0]-want[0]) < 0.01 {
		t.Errorf("weights change nothing: %v", twice)
	}
	for name, weights := range map[string][]float64{"short": {1}, "negative": {1, -1}, "all 0": {0, 0}} {
		if shares, err := calibrate.Stack([][]float64{{-1, 1}}, []bool{false, true}, weights); err == nil {
			t.Errorf("%s: %v", name, shares)
		}
	}
}
