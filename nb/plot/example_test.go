package plot_test

import (
	"fmt"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/metrics/slices"
	"github.com/seqpair/seqpair/nb/plot"
)

// A Picture is written to a file as SVG() or PNG(); Text says the same on a terminal.
func ExampleConfusion() {
	p := plot.Confusion(metrics.NewConfusion(17, 30, 940, 13), 0.5)
	fmt.Print(p.Text)
	// Output:
	// Confusion at threshold 0.5
	//                   predicted negative     predicted positive
	// true negative           940 96.9 %              30 3.1 %
	// true positive            13 43.3 %              17 56.7 %
}

func ExampleResult() {
	s := metrics.NewState()
	err := s.Update(metrics.Batch{
		Scores: []float64{0.1, 0.2, 0.3, 0.4, 0.7, 0.8},
		Labels: []bool{false, false, false, true, false, true},
	})
	if err != nil {
		panic(err)
	}
	fmt.Print(plot.Result(s, 0.5).Text)
	// Output:
	// Confusion at threshold 0.5
	//                   predicted negative     predicted positive
	// true negative             3 75.0 %               1 25.0 %
	// true positive             1 50.0 %               1 50.0 %
	// ROC: area 0.875 [0.357, 0.989] · no skill 0.500
	// Precision-recall: area 0.833 [0.241, 0.987] · no skill 0.333
}

func ExampleTraining() {
	ap := metrics.Value{V: 0.308, Lo: 0.258, Hi: 0.358, Baseline: 0.023}
	valid := &history.Split{Loss: 0.301, Readings: []metrics.Reading{{Name: "average_precision", Value: ap}}}
	fmt.Print(plot.Training([]history.Record{{
		Kind: history.Epoch, Epoch: 1, Epochs: 5, Monitor: "average_precision", Best: true,
		Train: &history.Split{Loss: 0.289}, Valid: valid,
	}}).Text)
	// Output:
	// epoch  train loss  valid loss  average_precision
	//     1      0.2890      0.3010  0.308 [0.258, 0.358]  best
}

func ExampleCurves() {
	fmt.Print(plot.Curves(metrics.Curve{Name: "plain", Undefined: metrics.NoPositives}).Text)
	// Output:
	// plain undefined: no positive examples
}

// ten are the scores of ten examples, three of them positive.
func ten() *metrics.State {
	s := metrics.NewState()
	err := s.Update(metrics.Batch{
		Scores: []float64{0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.45, 0.6, 0.7, 0.9},
		Labels: []bool{false, false, false, false, false, true, false, false, true, true},
	})
	if err != nil {
		panic(err)
	}
	return s
}

func ExampleROC() {
	fmt.Print(plot.ROC(ten(), 0.5).Text)
	// Output:
	// ROC: area 0.905 [0.495, 0.990] · no skill 0.500
}

func ExamplePR() {
	fmt.Print(plot.PR(ten(), 0.5).Text)
	// Output:
	// Precision-recall: area 0.867 [0.333, 0.988] · no skill 0.300
}

func ExampleDET() {
	fmt.Print(plot.DET(ten(), 0.5).Text)
	// Output:
	// DET: area 0.095 [0.010, 0.505] · no skill 0.500
}

func ExamplePRGain() {
	fmt.Print(plot.PRGain(ten(), 0.5).Text)
	// Output:
	// Precision-recall gain: area 0.923 (no interval) · no skill 0.000
}

func ExampleGain() {
	fmt.Print(plot.Gain(ten(), 0.5).Text)
	// Output:
	// Gain: area 0.783 [0.496, 0.843] · no skill 0.500
	// recall at threshold 0.5: 0.667 [0.208, 0.939] · no skill 0.300
}

func ExampleLift() {
	fmt.Print(plot.Lift(ten(), 0.5).Text)
	// Output:
	// lift at threshold 0.5: 2.222 [0.972, 5.078] · no skill 1.000
}

// Quantile bins hold about equally many examples each: with rare positives the usual uniform bins stand nearly empty.
func ExampleCalibration() {
	fmt.Print(plot.Calibration(ten(), metrics.QuantileBins(2)).Text)
	// Output:
	// scores             mean score   share of positives
	// 0.05 to 0.3        0.16         0.000 [0.000, 0.434]
	// 0.4 to 0.9         0.61         0.600 [0.231, 0.882]
	// expected calibration error 0.085 (no interval)
}

func ExampleScores() {
	fmt.Print(plot.Scores(ten(), 0.5).Text)
	// Output:
	// score          negative   positive
	// 0.0 to 0.1            1          0
	// 0.1 to 0.2            2          0
	// 0.2 to 0.3            1          0
	// 0.3 to 0.4            1          0
	// 0.4 to 0.5            1          1 ██
	// 0.5 to 0.6            0          0
	// 0.6 to 0.7            1          0
	// 0.7 to 0.8            0          1 ██
	// 0.8 to 0.9            0          0
	// 0.9 to 1.0            0          1 ██
}

func ExampleSweep() {
	fmt.Print(plot.Sweep(ten(), 0.5).Text)
	// Output:
	// Threshold sweep
	// precision: 0.3 at 0 to 1 at 0.9
	// recall: 1 at 0 to 0 at 1
	// f1: 0.4615 at 0 to 0 at 1
	// precision without skill: 0.3 at 0 to 0.3 at 1
	// threshold 0.5
}

func ExampleCostCurve() {
	fmt.Print(plot.CostCurve(ten()).Text)
	// Output:
	// Cost curve: area 0.077 (no interval) · no skill 0.250
}

// Dual variables of a constrained objective, by epoch.
func ExampleLines() {
	fmt.Print(plot.Lines(plot.Chart{
		Title: "Dual variables", X: "Epoch", Y: "Value",
		Series: []plot.Series{{Name: "recall >= 0.5", X: []float64{1, 2, 3}, Y: []float64{0.2, 0.7, 0.9}}},
		Marks:  []plot.Mark{{Name: "best: epoch 2", X: 2}},
	}).Text)
	// Output:
	// Dual variables
	// recall >= 0.5: 0.2 at 1 to 0.9 at 3
	// best: epoch 2
}

func ExampleEffect() {
	plain, weighted := metrics.NewConfusion(3, 1, 95, 7), metrics.NewConfusion(8, 20, 76, 2)
	fmt.Print(plot.Effect(plot.Levels{
		Title: "Effect of the class weight", Subtitle: "test part, threshold 0.5", Names: []string{"1", "10"},
		Metrics: []plot.LevelMetric{
			{Name: "precision", Values: []metrics.Value{plain.Precision(), weighted.Precision()}},
			{Name: "recall", Values: []metrics.Value{plain.Recall(), weighted.Recall()}},
		},
	}).Text)
	// Output:
	// Effect of the class weight
	// 1      precision          0.750 [0.301, 0.954] · no skill 0.094
	// 1      recall             0.300 [0.108, 0.603] · no skill 0.038
	// 10     precision          0.286 [0.153, 0.471] · no skill 0.094
	// 10     recall             0.800 [0.490, 0.943] · no skill 0.264
}

func ExampleSlices() {
	s, err := slices.New(slices.Options{MinSize: 3})
	if err != nil {
		panic(err)
	}
	err = s.Update(metrics.Batch{
		Scores: []float64{0.9, 0.2, 0.8, 0.3, 0.4, 0.1, 0.7},
		Labels: []bool{true, false, true, true, true, false, false},
	}, []string{"short", "short", "short", "long", "long", "long", "very long"})
	if err != nil {
		panic(err)
	}
	fmt.Print(plot.Slices("recall", s.Read(metrics.Recall(0.5))).Text)
	// Output:
	// recall by slice
	// long (2 positive of 3)       slice              0.000 [0.000, 0.658] · no skill 0.000
	// long (2 positive of 3)       rest               1.000 [0.342, 1.000] · no skill 0.750
	// short (2 positive of 3)      slice              1.000 [0.342, 1.000] · no skill 0.667
	// short (2 positive of 3)      rest               0.000 [0.000, 0.658] · no skill 0.250
	// very long (0 positive of 1)  slice              undefined
	// very long (0 positive of 1)  rest               0.500 [0.150, 0.850] · no skill 0.333
}

func ExampleSegmentation() {
	p, err := plot.Segmentation(plot.Mask{
		Image:  [][]float64{{0.1, 0.5}, {0.6, 0.9}},
		Truth:  [][]bool{{false, true}, {false, true}},
		Scores: [][]float64{{0.7, 0.8}, {0.1, 0.4}},
	}, 0.5)
	if err != nil {
		panic(err)
	}
	fmt.Print(p.Text)
	// Output:
	// hits 1, misses 1, false alarms 1 of 4 pixels; IoU 0.333
}

func ExampleAttention() {
	p, err := plot.Attention([]string{"k", "n"}, []string{"n", "i"}, [][]float64{{0.6, 0.4}, {0.9, 0.1}})
	if err != nil {
		panic(err)
	}
	fmt.Print(p.Text)
	// Output:
	// k attends most to n (0.6)
	// n attends most to n (0.9)
}

func ExampleBeside() {
	p := plot.Beside("both curves", plot.ROC(ten(), 0.5), plot.PR(ten(), 0.5))
	fmt.Print(p.Text)
	// Output:
	// ROC: area 0.905 [0.495, 0.990] · no skill 0.500
	// Precision-recall: area 0.867 [0.333, 0.988] · no skill 0.300
}

func ExampleDuals() {
	epoch := func(e int, dual float64) history.Record {
		return history.Record{Kind: history.Epoch, Epoch: e, Train: &history.Split{LossReadings: map[string]float64{"dual_recall": dual}}}
	}
	fmt.Print(plot.Duals([]history.Record{epoch(1, 0.2), epoch(2, 0.7), epoch(3, 0.9)}).Text)
	// Output:
	// Readings of the loss
	// dual recall: 0.2 at 1 to 0.9 at 3
}
