package plot_test

import (
	"fmt"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/history"
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
	// ROC: area 0.875 · no skill 0.500
	// Precision-recall: area 0.833 [0.108, 0.995] · no skill 0.333
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
