package sums_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/seqpair/seqpair/metrics/internal/sums"
)

// TestAgainstBig: a hundred thousand terms of mixed scale are off by no more than the last digit, also merged.
func TestAgainstBig(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	exact := new(big.Float).SetPrec(500)
	var whole, left, right sums.Sum
	for i := range 100_000 {
		x := random.Float64() * math.Pow(10, float64(random.IntN(16)))
		exact.Add(exact, big.NewFloat(x))
		whole.Add(x)
		if i%3 == 0 {
			left.Add(x)
		} else {
			right.Add(x)
		}
	}
	left.Merge(right)
	want, _ := exact.Float64()
	for _, got := range []float64{whole.Value(), left.Value()} {
		if math.Abs(got-want) > 2e-16*want {
			t.Errorf("got %v, want %v", got, want)
		}
	}
}
