package metrics_test

import (
	"fmt"

	"github.com/seqpair/seqpair/metrics"
)

func ExampleNewSpillingState() {
	s, err := metrics.NewSpillingState("", 64<<20) // the system's folder for temporary files, 64 MiB
	if err != nil {
		fmt.Println(err)
		return
	}
	defer s.Close()
	err = s.Update32(metrics.Batch32{Scores: []float32{0.75, 0.25, 0.5, 0.125}, Labels: []bool{true, false, true, false}})
	fmt.Println(s.ROCAUC().V, err)
	// Output: 1 <nil>
}

func ExampleNewCountingState() {
	s := metrics.NewCountingState(1 << 16)
	err := s.Update32(metrics.Batch32{Scores: []float32{0.75, 0.25, 0.5, 0.125}, Labels: []bool{true, false, false, true}})
	fmt.Println(s.ROCAUC().V, s.AUCBound(), err)
	fmt.Println(s.LogLoss())
	// Output:
	// 0.5 0 <nil>
	// undefined: the State keeps counts only
}

func ExampleCountAt() {
	c, err := metrics.CountAt(metrics.Batch32{Scores: []float32{0.75, 0.25, 0.5}, Labels: []bool{true, false, false}}, 0.5)
	fmt.Println(c.TP, c.FP, c.TN, c.FN, err)
	// Output: 1 1 1 0 <nil>
}

func ExampleState_AtPrevalence() {
	s := metrics.NewState()
	if err := s.Update(metrics.Batch{Scores: []float64{0.9, 0.8, 0.7, 0.1}, Labels: []bool{true, true, false, false}}); err != nil {
		fmt.Println(err)
		return
	}
	deployed, err := s.AtPrevalence(0.1)
	fmt.Printf("precision %.3f, after deployment %.3f, %v\n", s.At(0.5).Precision().V, deployed.At(0.5).Precision().V, err)
	// Output: precision 0.667, after deployment 0.182, <nil>
}

func ExampleShiftScore() {
	fmt.Printf("%.3f\n", metrics.ShiftScore(0.5, 0.5, 0.01)) // fitted on balanced classes, used where 1 in 100 is positive
	// Output: 0.010
}

func ExampleExplain() {
	readings, err := metrics.Explain(metrics.Torchmetrics, 0.5, metrics.Batch{
		Scores: []float64{0.1, 0.2, 0.1, 0.3}, Labels: []bool{false, false, true, false},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(readings[1])
	// Output: BinaryPrecision(threshold) prints 0, ours is undefined: nothing predicted positive: torchmetrics prints 0 where the reading is 0/0; we say undefined and why
}

func ExampleConvention() {
	s := metrics.NewState()
	if err := s.Update(metrics.Batch{Scores: []float64{0.5}, Labels: []bool{true}}); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(s.At(0.5).Recall().V, metrics.KerasConvention.At(s, 0.5).Recall().V)
	// Output: 1 0
}
