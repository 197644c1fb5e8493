package nb_test

import (
	"fmt"
	"os"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/diagnose"
	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/nb"
)

// In a notebook this is a table and a picture of the confusion and both curves.
func ExampleShow() {
	s := metrics.NewState()
	err := s.Update(metrics.Batch{
		Scores: []float64{0.1, 0.2, 0.3, 0.4, 0.7, 0.8},
		Labels: []bool{false, false, false, true, false, true},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	nb.Show(nb.Result{Name: "six pairs", State: s, Threshold: 0.35})
	// Output:
	// six pairs: 2 positive of 6 examples (prevalence 0.333), threshold 0.35
	// metric             value  95 % interval    no skill
	// average_precision  0.833  [0.241, 0.987]      0.333
	// roc_auc            0.875  [0.357, 0.989]      0.500
	// log_loss           0.505  [0.178, 0.831]      0.637  lower is better
	// brier              0.172  [0.0240, 0.319]     0.222  lower is better
	// precision          0.667  [0.208, 0.939]      0.333
	// recall             1.000  [0.342, 1.000]      0.500
	// f1                 0.800  [0.344, 0.968]      0.500
	// specificity        0.750  [0.301, 0.954]      0.500
	// balanced_accuracy  0.875  [0.477, 0.977]      0.500
	// mcc                0.707  [-0.205, 0.930]     0.000
	// accuracy           0.833  [0.436, 0.970]      0.667
	//
	// Confusion at threshold 0.35
	//                   predicted negative     predicted positive
	// true negative             3 75.0 %               1 25.0 %
	// true positive             0 0.0 %                2 100.0 %
	// ROC: area 0.875 [0.357, 0.989] · no skill 0.500
	// Precision-recall: area 0.833 [0.241, 0.987] · no skill 0.333
}

func ExampleShow_findings() {
	nb.Show([]diagnose.Finding{})
	// Output:
	// No findings: nothing that the checks know is wrong here.
}

func ExampleText() {
	err := nb.Text(os.Stdout, []metrics.Reading{
		{Name: "average_precision", Value: metrics.Value{V: 0.424, Lo: 0.36, Hi: 0.49, Baseline: 0.023}},
		{Name: "recall", Value: metrics.Value{Undefined: metrics.NoPositives, NoBaseline: metrics.NoPositives}},
	})
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// metric             value  95 % interval                    no skill
	// average_precision  0.424  [0.360, 0.490]                     0.0230
	// recall                 –  undefined: no positive examples         –
}

// ProgressTo is what Progress writes to standard error outside a notebook.
func ExampleProgressTo() {
	progress := nb.ProgressTo(os.Stdout)
	ap := metrics.Value{V: 0.424, Lo: 0.36, Hi: 0.49, Baseline: 0.023}
	err := progress.Record(history.Record{
		Kind: history.Epoch, Epoch: 1, Epochs: 5, Seconds: 12.4, Positives: 283, Monitor: "average_precision", Best: true,
		Train: &history.Split{Loss: 0.2891},
		Valid: &history.Split{Loss: 0.3009, Readings: []metrics.Reading{{Name: "average_precision", Value: ap}}},
	})
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// epoch 1/5    12 s  loss 0.2891  valid loss 0.3009  average_precision 0.424 [0.36, 0.49] (no skill 0.023)  283 positives  best
}

// In a notebook the differences are marked.
func ExampleMistakes() {
	nb.Show(nb.Mistakes{Pairs: []nb.ScoredPair{
		{ID: "p1", A: "knight", B: "night", Label: true, Score: 0.12},
		{ID: "p2", A: "colonel", B: "colonial", Score: 0.81},
		{ID: "p3", A: "sea", B: "see", Label: true, Score: 0.93},
	}})
	// Output:
	// False positives at threshold 0.5: 1, the most confident 1
	// 0.810   colon·el
	// p2      colonial
	//
	// False negatives at threshold 0.5: 1, the most confident 1
	// 0.120   knight
	// p1      ·night
}
