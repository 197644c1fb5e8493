package whatif_test

import (
	"fmt"
	"math"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/nb/whatif"
)

// scored are examples of which one in ten is positive; shift moves the scores of the positives.
func scored(shift float64) *metrics.State {
	s := metrics.NewState()
	b := metrics.Batch{}
	for i := range 1000 {
		logit := -2.5 + 3.5*math.Sin(float64(i)*12.9898)
		if i%10 == 0 {
			logit += shift
		}
		b.Scores = append(b.Scores, 1/(1+math.Exp(-logit)))
		b.Labels = append(b.Labels, i%10 == 0)
	}
	if err := s.Update(b); err != nil {
		panic(err)
	}
	return s
}

// In a notebook nb.Show shows the same with sliders.
func ExampleNew() {
	analysis, err := whatif.New(scored(2.1), scored(2))
	if err != nil {
		panic(err)
	}
	analysis.Name = "weighted"
	analysis.Threshold = 0.5
	analysis.Costs = metrics.Costs{FP: 1, FN: 20}
	analysis.Prevalence = 0.02
	analysis.Capacity = 50
	picture, err := analysis.Picture()
	if err != nil {
		panic(err)
	}
	fmt.Print(picture.Text)
	// Output:
	// weighted: what if …
	// a false positive costs 1, a false negative 20; prevalence 0.02 in deployment; at most 50 alerts in 1,000 cases
	// on the test part       at the threshold         at the cheapest on valid
	// threshold              0.5                      0.8044
	// precision              0.034 [0.018, 0.066]     1.000 [0.886, 1.000]
	// recall                 0.430 [0.337, 0.528]     0.300 [0.219, 0.396]
	// specificity            0.753 [0.724, 0.780]     1.000 [0.996, 1.000]
	// f1                     0.064 [0.033, 0.118]     0.462 [0.359, 0.567]
	// alerts in 1,000        250.3 [223.6, 279.1]     6.0 [2.7, 13.4]
	// cost of 1,000          469.7 [404.1, 535.4]     280.0 [212.9, 347.1]
	// cost without skill     400.0                    400.0
}
