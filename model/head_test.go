package model

import (
	"math"
	"testing"
)

func TestScoresOfExtremeLogits(t *testing.T) {
	positive, _ := Sigmoid.scores([]float32{-1e30, -100, 0, 100, 1e30})
	if positive[0] != 0 || positive[1] <= 0 || positive[2] != 0.5 || positive[4] != 1 {
		t.Errorf("sigmoid scores %v", positive)
	}
	p, n := Softmax.scores([]float32{0, 3, -3e38, 3e38, 5, 5})
	for i := range p {
		if math.IsNaN(p[i]) || math.Abs(p[i]+n[i]-1) > 1e-15 {
			t.Errorf("row %d: %v and %v", i, p[i], n[i])
		}
	}
	if want, _ := Sigmoid.scores([]float32{3}); p[0] != want[0] {
		t.Errorf("softmax of [0, 3] is %v, sigmoid of 3 is %v", p[0], want[0])
	}
}

// TestBias: tensorflow.org's tutorial on imbalanced data starts 492 positives of 284,807 at −6.359.
func TestBias(t *testing.T) {
	odds := 492.0 / (284_807 - 492)
	if bias := Sigmoid.bias(odds)[0]; math.Abs(float64(bias)+6.35935934) > 1e-6 {
		t.Errorf("bias %v", bias)
	}
	for _, head := range []Head{Sigmoid, Softmax} {
		p, _ := head.scores(head.bias(odds))
		if want := odds / (1 + odds); math.Abs(p[0]-want) > 1e-9 {
			t.Errorf("%s: the untrained score is %v, want %v", head, p[0], want)
		}
	}
}
