package metrics_test

import (
	"encoding/json"
	"fmt"
	"math"

	"github.com/seqpair/seqpair/metrics"
)

// scored is eleven examples of which three are positive.
var scored = metrics.Batch{
	Scores: []float64{0.92, 0.81, 0.64, 0.55, 0.43, 0.38, 0.31, 0.22, 0.15, 0.08, 0.03},
	Labels: []bool{true, false, true, false, false, true, false, false, false, false, false},
}

func Example() {
	s := metrics.NewState()
	if err := s.Update(scored); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("ROC AUC:", s.ROCAUC())
	fmt.Println("average precision:", s.AveragePrecision())
	fmt.Println("recall:", s.At(0.5).Recall())
	// Output:
	// ROC AUC: 0.833 [0.43, 0.97] (no skill 0.500)
	// average precision: 0.722 [0.24, 0.96] (no skill 0.273)
	// recall: 0.667 [0.21, 0.94] (no skill 0.364)
}

func ExampleState_Update() {
	s := metrics.NewState()
	err := s.Update(metrics.Batch{Scores: []float64{0.4, 2.7}, Labels: []bool{false, true}})
	fmt.Println(err)
	fmt.Println(s.Positives()+s.Negatives(), "rows")
	// Output:
	// metrics: row 1 (from 0): score 2.7 is outside [0,1]: logits? apply sigmoid, or declare Logits where the file is read
	// 0 rows
}

func ExampleState_Merge() {
	shards := []metrics.Batch{
		{Scores: scored.Scores[:6], Labels: scored.Labels[:6]},
		{Scores: scored.Scores[6:], Labels: scored.Labels[6:]},
	}
	whole := metrics.NewState()
	for _, shard := range shards {
		part := metrics.NewState()
		if err := part.Update(shard); err != nil {
			fmt.Println(err)
		}
		if err := whole.Merge(part); err != nil {
			fmt.Println(err)
		}
	}
	fmt.Println(whole.ROCAUC())
	// Output: 0.833 [0.43, 0.97] (no skill 0.500)
}

func ExampleState_At() {
	s := metrics.NewState()
	if err := s.Update(metrics.Batch{Scores: []float64{0.5, 0.2}, Labels: []bool{true, false}}); err != nil {
		fmt.Println(err)
	}
	atLeast, above := s.At(0.5), s.At(math.Nextafter(0.5, 2))
	fmt.Println(atLeast.TP, above.TP)
	fmt.Println(above.Precision())
	// Output:
	// 1 0
	// undefined: nothing predicted positive
}

func ExampleState_BestThreshold() {
	s := metrics.NewState()
	if err := s.Update(scored); err != nil {
		fmt.Println(err)
	}
	threshold, f1 := s.BestThreshold(metrics.Confusion.F1)
	fmt.Printf("F1 %.3f at %v\n", f1.V, threshold)
	// Output: F1 0.667 at 0.64
}

func ExampleState_ROC() {
	s := metrics.NewState()
	if err := s.Update(metrics.Batch{
		Scores: []float64{0.1, 0.4, 0.35, 0.8}, Labels: []bool{false, false, true, true},
	}); err != nil {
		fmt.Println(err)
	}
	x, y, thresholds := s.ROC().Columns()
	fmt.Println(x)
	fmt.Println(y)
	fmt.Println(thresholds)
	// Output:
	// [0 0 0.5 0.5 1]
	// [0 0.5 0.5 1 1]
	// [+Inf 0.8 0.4 0.35 0.1]
}

func ExampleState_PR() {
	s := metrics.NewState()
	if err := s.Update(metrics.Batch{
		Scores: []float64{0.1, 0.4, 0.35, 0.8}, Labels: []bool{false, false, true, true},
	}); err != nil {
		fmt.Println(err)
	}
	pr := s.PR()
	for i := range pr.Len() {
		recall, precision := pr.Point(i)
		fmt.Printf("recall %.1f precision %.2f at %v\n", recall, precision, pr.Threshold(i))
	}
	// Output:
	// recall 0.5 precision 1.00 at 0.8
	// recall 0.5 precision 0.50 at 0.4
	// recall 1.0 precision 0.67 at 0.35
	// recall 1.0 precision 0.50 at 0.1
}

func ExampleNewBinnedState() {
	s := metrics.NewBinnedState(5)
	if err := s.Update(scored); err != nil {
		fmt.Println(err)
	}
	fmt.Printf("%.3f, at most %.3f from the exact one\n", s.ROCAUC().V, s.AUCBound())
	// Output: 0.771, at most 0.062 from the exact one
}

func ExampleNewConfusion() {
	c := metrics.NewConfusion(0, 0, 10, 1) // always says no
	fmt.Println("accuracy:", c.Accuracy())
	fmt.Println("recall:", c.Recall())
	fmt.Println("F1:", c.F1())
	fmt.Println("MCC:", c.MCC())
	// Output:
	// accuracy: 0.909 [0.62, 0.98] (no skill 0.909)
	// recall: 0 [0, 0.79] (no skill 0)
	// F1: 0 [0, 0.88] (no skill 0.167)
	// MCC: undefined: nothing predicted positive
}

func ExampleOneHotMicro() {
	s := metrics.NewState() // ten negatives, one positive, and a model that says 0.3 to all of them
	for i := range 11 {
		if err := s.Update(metrics.Batch{Scores: []float64{0.3}, Labels: []bool{i == 0}}); err != nil {
			fmt.Println(err)
		}
	}
	micro := metrics.OneHotMicro(s)
	c := micro.At(0.5)
	fmt.Printf("accuracy %.4f precision %.4f recall %.4f f1 %.4f auc %.4f\n",
		c.Accuracy().V, c.Precision().V, c.Recall().V, c.F1().V, micro.ROCAUC().V)
	fmt.Printf("the model itself: recall %.4f auc %.4f\n", s.At(0.5).Recall().V, s.ROCAUC().V)
	// Output:
	// accuracy 0.9091 precision 0.9091 recall 0.9091 f1 0.9091 auc 0.9091
	// the model itself: recall 0.0000 auc 0.5000
}

func ExampleReport() {
	s := metrics.NewState()
	if err := s.Update(scored); err != nil {
		fmt.Println(err)
	}
	for _, reading := range metrics.Report(s, 0.5) {
		fmt.Printf("%-17s %v\n", reading.Name, reading.Value)
	}
	// Output:
	// average_precision 0.722 [0.24, 0.96] (no skill 0.273)
	// roc_auc           0.833 [0.43, 0.97] (no skill 0.500)
	// log_loss          0.492 [0.21, 0.77] (no skill 0.586)
	// brier             0.167 [0.051, 0.28] (no skill 0.198)
	// precision         0.500 [0.15, 0.85] (no skill 0.273)
	// recall            0.667 [0.21, 0.94] (no skill 0.364)
	// f1                0.571 [0.21, 0.87] (no skill 0.429)
	// specificity       0.750 [0.41, 0.93] (no skill 0.636)
	// balanced_accuracy 0.708 [0.42, 0.87] (no skill 0.500)
	// mcc               0.386 [-0.25, 0.76] (no skill 0)
	// accuracy          0.727 [0.43, 0.90] (no skill 0.727)
}

func ExampleByName() {
	metric, err := metrics.ByName("recall@0.3")
	if err != nil {
		fmt.Println(err)
		return
	}
	s := metrics.NewState()
	if err := s.Update(scored); err != nil {
		fmt.Println(err)
	}
	fmt.Println(metric.Name, metric.Better, metric.Read(s).V)
	_, err = metrics.ByName("auc")
	fmt.Println(err != nil)
	// Output:
	// recall@0.3 higher 1
	// true
}

func ExampleValue_MarshalJSON() {
	text, err := json.Marshal(metrics.NewConfusion(0, 0, 5, 0).Recall())
	if err != nil {
		fmt.Println(err)
	}
	fmt.Println(string(text))
	// Output: {"value":null,"lo":null,"hi":null,"baseline":0,"n":0,"weight":0,"undefined":"no positive examples","no_interval":"no positive examples"}
}
