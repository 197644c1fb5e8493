package multiclass_test

import (
	"fmt"
	"os"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/multiclass"
)

// animals are eight decisions; no bird was predicted.
var animals = multiclass.Decisions{
	Truth:     []int{0, 0, 0, 0, 1, 1, 1, 2},
	Predicted: []int{0, 0, 0, 1, 1, 1, 0, 1},
}

func Example() {
	c, err := multiclass.NewConfusion("cat", "dog", "bird")
	if err == nil {
		err = c.Update(animals)
	}
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("accuracy:", c.Accuracy())
	fmt.Println("macro F1:", c.Average(metrics.Confusion.F1, multiclass.Macro))
	fmt.Println("macro precision:", c.Average(metrics.Confusion.Precision, multiclass.Macro))
	fmt.Println("kappa:", c.Kappa(multiclass.Nominal))
	// Output:
	// accuracy: 0.625 [0.31, 0.86] (no skill 0.500)
	// macro F1: 0.440 [0.24, 0.81] (no skill 0.478)
	// macro precision: 0.625 [0.34, 0.83] (no skill 0.438), 2 of 3 classes (bird: nothing predicted positive)
	// kappa: 0.333 [-0.25, 0.74] (no skill 0)
}

func ExampleNewConfusion() {
	_, err := multiclass.NewConfusion("cat", "dog", "cat")
	fmt.Println(err)
	// Output: multiclass: classes 0 and 2 (from 0) are both named "cat": rename one
}

func ExampleConfusion_Class() {
	c, err := multiclass.NewConfusion("cat", "dog", "bird")
	if err == nil {
		err = c.Update(animals)
	}
	if err != nil {
		fmt.Println(err)
	}
	cat := c.Class(0)
	fmt.Println(cat.TP, cat.FP, cat.TN, cat.FN)
	fmt.Println("recall:", cat.Recall())
	fmt.Println("MCC:", cat.MCC())
	// Output:
	// 3 1 3 1
	// recall: 0.750 [0.30, 0.95] (no skill 0.500)
	// MCC: 0.500 [-0.25, 0.84] (no skill 0)
}

func ExampleAverage_WithAbsentAs() {
	c, err := multiclass.NewConfusion("cat", "dog", "bird")
	if err == nil {
		err = c.Update(animals)
	}
	if err != nil {
		fmt.Println(err)
	}
	precision := c.Average(metrics.Confusion.Precision, multiclass.Macro)
	fmt.Printf("%.3f without the bird, %.3f as scikit-learn counts it\n", precision.Value.V, precision.WithAbsentAs(0).V)
	// Output: 0.625 without the bird, 0.417 as scikit-learn counts it
}

func ExampleConfusion_Report() {
	c, err := multiclass.NewConfusion("no", "yes")
	if err == nil {
		err = c.Update(multiclass.Decisions{Truth: []int{0, 0, 0, 1}, Predicted: []int{0, 0, 1, 1}})
	}
	if err != nil {
		fmt.Println(err)
	}
	report := c.Report()
	report.Averages = nil
	if err := report.WriteText(os.Stdout); err != nil {
		fmt.Println(err)
	}
	// Output:
	// no   precision    1.000 [0.34, 1.00] (no skill 0.750)   of 3
	// no   recall       0.667 [0.21, 0.94] (no skill 0.500)   of 3
	// no   f1           0.800 [0.34, 0.97] (no skill 0.857)   of 3
	// no   specificity  1.000 [0.21, 1.00] (no skill 0.500)   of 3
	// yes  precision    0.500 [0.095, 0.91] (no skill 0.250)  of 1
	// yes  recall       1.000 [0.21, 1.00] (no skill 0.500)   of 1
	// yes  f1           0.667 [0.17, 0.95] (no skill 0.400)   of 1
	// yes  specificity  0.667 [0.21, 0.94] (no skill 0.500)   of 1
	// all  accuracy     0.750 [0.30, 0.95] (no skill 0.750)
	// all  kappa        0.500 [-0.41, 0.91] (no skill 0)
	// all  mcc          0.577 [-0.43, 0.90] (no skill 0)
}

// votes are four scored examples.
var votes = multiclass.Batch{
	Truth: []int{0, 1, 2, 2},
	Scores: []float64{
		0.7, 0.2, 0.1,
		0.3, 0.6, 0.1,
		0.5, 0.1, 0.4,
		0.25, 0.25, 0.5,
	},
}

func ExampleNewState() {
	s, err := multiclass.NewState("cat", "dog", "bird")
	if err == nil {
		err = s.Update(votes)
	}
	if err != nil {
		fmt.Println(err)
		return
	}
	table, tied := s.Confusion()
	fmt.Println("accuracy:", table.Accuracy(), "ties:", tied)
	fmt.Println("log loss:", s.LogLoss())
	fmt.Println("one versus rest:", s.OneVsRestAUC(multiclass.Macro))
	fmt.Println("bird:", s.Class(2).AveragePrecision())
	// Output:
	// accuracy: 0.750 [0.30, 0.95] (no skill 0.500) ties: 0
	// log loss: 0.619 [0.41, 0.82] (no skill 1.040)
	// one versus rest: 1.000, no interval: fewer than two examples of a class (no skill 0.500)
	// bird: 1.000 [0.34, 1.00] (no skill 0.500)
}

func ExampleState_TopK() {
	s, err := multiclass.NewState("cat", "dog", "bird")
	if err == nil {
		err = s.Update(multiclass.Batch{Truth: []int{0, 1}, Scores: []float64{0.4, 0.4, 0.2, 0.1, 0.8, 0.1}})
	}
	if err != nil {
		fmt.Println(err)
	}
	top := s.TopK(1)
	fmt.Printf("%.2f, from %.2f to %.2f by the order of %d tie\n", top.Value.V, top.Least, top.Most, top.Tied)
	// Output: 0.75, from 0.50 to 1.00 by the order of 1 tie
}

func ExampleNewLabels() {
	l, err := multiclass.NewLabels("urgent", "billing", "spam")
	if err == nil {
		err = l.Update(multiclass.LabelBatch{
			Labels: []bool{true, true, false, false, true, false, false, false, true, false, false, false},
			Scores: []float64{0.9, 0.6, 0.1, 0.2, 0.8, 0.3, 0.1, 0.6, 0.4, 0.1, 0.2, 0.1},
		})
	}
	if err != nil {
		fmt.Println(err)
		return
	}
	table, err := l.At(0.5)
	if err != nil {
		fmt.Println(err)
	}
	fmt.Println("subset accuracy:", table.SubsetAccuracy())
	fmt.Println("macro F1:", table.Average(metrics.Confusion.F1, multiclass.Macro))
	fmt.Println("ranking loss:", l.RankingLoss())
	// Output:
	// subset accuracy: 0.750 [0.30, 0.95] (no skill 0.250)
	// macro F1: 0.600 [0.33, 0.90] (no skill 0.489)
	// ranking loss: 0.167 [0, 0.43], left out: 1 (all labels are right, or none is)
}
