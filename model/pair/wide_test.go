package pair_test

import (
	"math"
	"testing"

	"github.com/gomlx/gomlx/ml/model"

	"github.com/seqpair/seqpair/model/pair"
)

// TestWideIsLinear: weights of 1 everywhere move the logit by the scale times the sum of the features, and those of what
// both hold leave pairs alone that have nothing in common.
func TestWideIsLinear(t *testing.T) {
	store := model.NewStore()
	logits := network(t, pair.Wide{NGrams: []int{1}}, store, 1)
	a, b := [][]int32{{2, 3, 0}, {2, 3, 0}}, [][]int32{{2, 3, 0}, {4, 5, 0}}
	begin := logits(a, b)
	if math.Abs(float64(begin[0][0]-5)) > 1e-4 || math.Abs(float64(begin[1][0]+5)) > 1e-4 {
		t.Errorf("at the start, equal and different sequences have logits %v, want 5 and -5: the cosine around its middle", begin)
	}
	one := func(name string) {
		store.GetVariable("/weights_1/" + name + "/weights").MustValue().MustMutableFlatData(func(flat any) {
			for i := range flat.([]float32) {
				flat.([]float32)[i] = 1
			}
		})
	}
	one("shared")
	if got := logits(a, b); math.Abs(float64(got[0][0]-begin[0][0]-2)) > 1e-4 || got[1][0] != begin[1][0] {
		t.Errorf("weights of what is shared move %v to %v, want 2 more for the equal ones", begin, got)
	}
	one("differing")
	const apart = 2 * 4 / math.Sqrt2 // four n-grams, each 1/√2 of its vector
	if got := logits(a, b); math.Abs(float64(got[0][0]-begin[0][0]-2)) > 1e-4 || math.Abs(float64(got[1][0]-begin[1][0])-apart) > 1e-4 {
		t.Errorf("weights of what differs move %v to %v, want %v more for the different ones", begin, got, apart)
	}
}
