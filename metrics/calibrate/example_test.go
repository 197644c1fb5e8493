package calibrate_test

import (
	"fmt"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/calibrate"
)

func ExampleFit() {
	valid := metrics.Batch{
		Scores: []float64{0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9},
		Labels: []bool{false, false, false, true, false, false, true, true},
	}
	c, err := calibrate.Fit(calibrate.MethodPlatt, valid)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(c)
	fmt.Printf("%.3f\n", calibrate.Apply(c, []float64{0.1, 0.5, 0.9}))
	// Output:
	// Platt scaling: sigmoid(0.6442·log-odds -0.5337)
	// [0.125 0.370 0.707]
}

func ExampleNewPriorShift() {
	// Trained on as many positives as negatives, used where 2 in 100 are positive.
	shift, err := calibrate.NewPriorShift(0.5, 0.02)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.3f\n", calibrate.Apply(shift, []float64{0.5, 0.9, 0.99}))
	// Output: [0.020 0.155 0.669]
}
