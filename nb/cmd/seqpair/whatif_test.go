package main

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seqpair/seqpair/metrics/predictions"
	"github.com/seqpair/seqpair/metrics/runs"
)

// scoredRun writes a run with predictions on valid and test: 10 positives of 100 that score 0.6 or 0.4, negatives 0.5 or
// 0.1.
func scoredRun(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	w, err := runs.Create(filepath.Join(folder, "runs", "first"), map[string]int{}, runs.Contract{Threshold: 0.5}, runs.Manifest{})
	if err != nil {
		t.Fatal(err)
	}
	table := &predictions.Table{}
	for i := range 100 {
		score := 0.1
		switch {
		case i < 6:
			score = 0.6
		case i < 10:
			score = 0.4
		case i < 15:
			score = 0.5
		}
		table.Labels = append(table.Labels, i < 10)
		table.Scores = append(table.Scores, score)
	}
	for _, split := range []string{"valid", "test"} {
		if err := w.Predictions(split, table); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return folder
}

func TestWhatIf(t *testing.T) {
	folder := scoredRun(t)
	type outcome struct {
		Threshold float64
		Table     struct{ TP, FP, TN, FN float64 }
	}
	var o struct {
		Name                string
		Prevalence          float64
		Threshold, Cheapest outcome
	}
	succeedJSON(t, folder, &o, "whatif", "-json", "first")
	if o.Name != "first" || o.Prevalence != 0.1 {
		t.Errorf("got %+v", o)
	}
	// From 0.5 on: 6 of 10 positives and 5 negatives. A miss costs ten: alerting from 0.4 on costs 5 and not 45.
	if got := o.Threshold.Table; got.TP != 6 || got.FP != 5 || got.FN != 4 || got.TN != 85 {
		t.Errorf("at 0.5 got %+v", got)
	}
	if math.Abs(o.Cheapest.Threshold-0.4) > 1e-9 {
		t.Errorf("the cheapest threshold is %v, want 0.4", o.Cheapest.Threshold)
	}
	succeedJSON(t, folder, &o, "whatif", "first", "-json", "-costs", "1,10", "-capacity", "70")
	if math.Abs(o.Cheapest.Threshold-0.6) > 1e-9 {
		t.Errorf("within 70 alerts the cheapest threshold is %v, want 0.6", o.Cheapest.Threshold)
	}
	if succeedJSON(t, folder, &o, "whatif", "first", "-json", "-threshold", "0"); o.Threshold.Table.TP+o.Threshold.Table.FP != 100 {
		t.Errorf("at 0 not all alert: %+v", o.Threshold)
	}
	refuse(t, 1, folder, nil, []string{"Prevalence 0"}, "whatif", "first", "-prevalence", "0")
	if text := succeed(t, folder, "whatif", "first", "-out", "page.html"); !strings.Contains(text, "expected cost") && !strings.Contains(text, "cost of 1,000") {
		t.Errorf("no cost in\n%s", text)
	}
	page, err := os.ReadFile(filepath.Join(folder, "page.html"))
	if err != nil || !strings.Contains(string(page), "first: what if") {
		t.Errorf("the page: %v", err)
	}
}
