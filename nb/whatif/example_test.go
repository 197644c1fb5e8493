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
	// a false positive costs 1, a false negative 20; prevalence 0.02 in deployment; at most 50 alerts in 1,000 cases, which the cheapest keeps on valid
	// on the test part       at the threshold         at the cheapest on valid
	// threshold              0.5                      0.8044
	// precision              0.034 [0.026, 0.043]     1.000 [0.590, 1.000]
	// recall                 0.430 [0.337, 0.528]     0.300 [0.219, 0.396]
	// specificity            0.753 [0.724, 0.780]     1.000 [0.996, 1.000]
	// f1                     0.064 [0.049, 0.079]     0.462 [0.341, 0.567]
	// alerts in 1,000        250.3 [223.8, 279.0]     6.0 [4.4, 10.6]
	// capacity               over by 200.3            within
	// cost of 1,000          469.7 [422.5, 516.6]     280.0 [241.7, 312.7]
	// cost without skill     400.0                    400.0
}

// Two models of which the second only gives higher scores: at one threshold they differ, at the cheapest of each
// they do not.
func ExampleNewTradeOff() {
	plain, err := whatif.New(scored(2), scored(2))
	if err != nil {
		panic(err)
	}
	higher, err := scored(2).ShiftScores(0.1, 0.5)
	if err != nil {
		panic(err)
	}
	weighted, err := whatif.New(higher, higher)
	if err != nil {
		panic(err)
	}
	plain.Name, weighted.Name = "class weight 1", "class weight 9"
	tradeOff, err := whatif.NewTradeOff("class weight", plain, weighted)
	if err != nil {
		panic(err)
	}
	picture, err := tradeOff.Picture()
	if err != nil {
		panic(err)
	}
	fmt.Print(picture.Text)
	// Output:
	// Trade-off by class weight
	// FP 1, FN 10, prevalence 0.1
	// class weight 1, at 0.5
	//   threshold          0.5
	//   precision          0.162 [0.129, 0.196]
	//   recall             0.430 [0.337, 0.528]
	//   specificity        0.753 [0.724, 0.780]
	//   f1                 0.236 [0.187, 0.285]
	//   alerts in 1,000    265.0 [239.0, 293.0]
	//   cost of 1,000      792.0 [691.2, 888.3]
	//   cost without skill 900.0
	// class weight 1, at its cheapest on valid
	//   threshold          0.01812
	//   precision          0.147 [0.140, 0.154]
	//   recall             1.000 [0.963, 1.000]
	//   specificity        0.358 [0.327, 0.390]
	//   f1                 0.257 [0.245, 0.267]
	//   alerts in 1,000    678.0 [649.1, 705.6]
	//   cost of 1,000      578.0 [549.3, 624.1]
	//   cost without skill 900.0
	// class weight 9, at 0.5
	//   threshold          0.5
	//   precision          0.132 [0.113, 0.150]
	//   recall             0.650 [0.553, 0.736]
	//   specificity        0.527 [0.494, 0.559]
	//   f1                 0.220 [0.188, 0.248]
	//   alerts in 1,000    491.0 [460.2, 521.6]
	//   cost of 1,000      776.0 [684.8, 877.8]
	//   cost without skill 900.0
	// class weight 9, at its cheapest on valid
	//   threshold          0.14
	//   precision          0.147 [0.140, 0.154]
	//   recall             1.000 [0.963, 1.000]
	//   specificity        0.358 [0.327, 0.390]
	//   f1                 0.257 [0.245, 0.267]
	//   alerts in 1,000    678.0 [649.1, 705.6]
	//   cost of 1,000      578.0 [549.3, 624.1]
	//   cost without skill 900.0
}
