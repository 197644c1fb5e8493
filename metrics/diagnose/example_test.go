package diagnose_test

import (
	"fmt"
	"os"
	"strings"

	"github.com/seqpair/seqpair/metrics/diagnose"
	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/metrics/predictions"
)

// All five metrics are equal and high: is the model good?
func ExampleFromLog() {
	log, err := history.ReadLog(strings.NewReader(`Epoch 1/5
4026/4026 [==============================] - 17s 4ms/step - loss: 1.4511 - acc: 0.9044 - f1: 0.9044 - auc: 0.8999 - precision: 0.9044 - recall: 0.9044
Epoch 2/5
4026/4026 [==============================] - 15s 4ms/step - loss: 1.4573 - acc: 0.9091 - f1: 0.9091 - auc: 0.9087 - precision: 0.9091 - recall: 0.9091
Epoch 3/5
4026/4026 [==============================] - 15s 4ms/step - loss: 1.4573 - acc: 0.9091 - f1: 0.9091 - auc: 0.9083 - precision: 0.9091 - recall: 0.9091
`), "pasted")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range diagnose.Run(diagnose.FromLog(log)) {
		fmt.Printf("%s %s: %s\n", f.Severity, f.ID, f.Title)
	}
	// Output:
	// error D01: Accuracy, precision, recall and F1 are one number, for every model
	// error D02: The model predicts one class: 0.9091 is the share of the majority, 10/11
	// error D42: The output is saturated: every error costs 16.03, the constant of the 1e-7 clip
}

// A model that ranks perfectly and never says yes.
func ExampleFromPredictions() {
	table := &predictions.Table{}
	for i := range 300 {
		positive := i%10 == 0
		score := 0.1 + 0.0003*float64(i)
		if positive {
			score += 0.2
		}
		table.Labels = append(table.Labels, positive)
		table.Scores = append(table.Scores, score)
	}
	for _, f := range diagnose.Run(diagnose.FromPredictions(table)) {
		fmt.Println(f.ID, f.Title)
		fmt.Printf("threshold %.2f gives F1 %.2f\n", f.Numbers["best_threshold"], f.Numbers["best_f1"])
	}
	// Output:
	// D43 The threshold is misplaced: at 0.5 nothing is predicted positive, but the scores rank well
	// threshold 0.30 gives F1 1.00
}

// A check of one's own runs beside those of the package.
func ExampleRun() {
	slow := func(e diagnose.Evidence) []diagnose.Finding {
		if e.Log == nil || e.Log.Epochs[0].Seconds < 3600 {
			return nil
		}
		return []diagnose.Finding{{ID: "MY1", Severity: diagnose.Info, Title: "An epoch takes more than an hour"}}
	}
	log := &history.Log{Epochs: []history.LogEpoch{{Epoch: 1, Seconds: 5000}}}
	for _, f := range diagnose.Run(diagnose.FromLog(log), append(diagnose.Checks(), slow)...) {
		fmt.Println(f.ID, f.Title)
	}
	// Output:
	// MY1 An epoch takes more than an hour
}

func ExampleText() {
	err := diagnose.Text(os.Stdout, []diagnose.Finding{{
		ID: "MY1", Severity: diagnose.Warning,
		Title:    "An epoch takes more than an hour",
		Verdict:  "Feedback comes too late to learn from.",
		Evidence: "Epoch 1 took 5000 s.",
		RuledOut: []string{"A slow first step: the second epoch took as long."},
		Fix:      "Use fewer examples first:\n    -limit 10000",
		Confirm:  "Time one epoch.",
	}})
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// WARNING MY1 An epoch takes more than an hour
	//
	// Verdict     Feedback comes too late to learn from.
	// Evidence    Epoch 1 took 5000 s.
	// Ruled out   - A slow first step: the second epoch took as long.
	// Fix         Use fewer examples first:
	//                 -limit 10000
	// Confirm     Time one epoch.
}
