package slices_test

import (
	"fmt"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/slices"
)

func Example() {
	s, err := slices.New(slices.Options{MinSize: 3})
	if err == nil {
		err = s.Update(metrics.Batch{
			Scores: []float64{0.9, 0.8, 0.4, 0.1, 0.7, 0.3, 0.2, 0.1, 0.6},
			Labels: []bool{true, true, true, false, true, true, true, false, true},
		}, []string{"shop", "shop", "shop", "shop", "web", "web", "web", "web", "phone"})
	}
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, slice := range s.Read(metrics.Recall(0.5)) {
		fmt.Printf("%s, %d of %d positive: %v\n", slice.Group, slice.Positives, slice.Rows, slice.Value)
		fmt.Println("  beyond the rest:", slice.Difference)
	}
	gap := s.EqualOpportunity(0.5)
	fmt.Printf("equal opportunity, %s below %s: %v\n", gap.Lowest, gap.Highest, gap.Difference)
	// Output:
	// phone, 1 of 1 positive: undefined: fewer examples than the minimum: 1 of 3
	//   beyond the rest: undefined: fewer examples than the minimum: 1 of 3
	// shop, 3 of 4 positive: 0.667 [0.21, 0.94] (no skill 0.500)
	//   beyond the rest: 0.167 [-0.41, 0.61] (no skill 0)
	// web, 3 of 4 positive: 0.333 [0.061, 0.79] (no skill 0.250)
	//   beyond the rest: -0.417 [-0.76, 0.23] (no skill 0)
	// equal opportunity, web below shop: 0.333 [0, 0.72] (no skill 0)
}
