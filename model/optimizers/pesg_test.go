package optimizers_test

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/seqpair/seqpair/model/optimizers"
)

// The steps by hand: the reference is the first weights for two steps, then the mean of the weights after each of them.
func TestPESG(t *testing.T) {
	const rate, pull = 0.1, 0.5
	gradients := [][]float64{{0.1, -0.2, 0}, {0.3, 0.1, -0.5}, {-0.2, 0.4, 0.25}} // those of weightsAfter
	for i, got := range weightsAfter(t, optimizers.PESG{Pull: pull, Period: 2}) {
		w := []float64{1, -2, 0.5}[i]
		reference, sum := w, 0.0
		for step, g := range gradients {
			w -= rate * (g[i] + pull*(w-reference))
			sum += w
			if step == 1 {
				reference = sum / 2
			}
		}
		if math.Abs(float64(got)-w) > 1e-6 {
			t.Errorf("weight %d is %v, want %v", i, got, w)
		}
	}
}

func TestPESGSaves(t *testing.T) {
	o := optimizers.PESG{Pull: 0.1, Period: 7}
	text, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	if back, err := optimizers.Decode(text); err != nil || back != optimizers.Optimizer(o) {
		t.Errorf("%s comes back as %v, %v", text, back, err)
	}
	for _, bad := range []optimizers.PESG{{Pull: -1}, {Pull: math.NaN()}, {Period: -1}} {
		if bad.Check() == nil {
			t.Errorf("%v is accepted", bad)
		}
	}
}
