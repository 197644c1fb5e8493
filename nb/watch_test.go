package nb

import (
	"strings"
	"testing"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/history"
)

// silentEpoch is an epoch of a model that predicts nothing positive among 1,000 examples, 90 of them positive.
func silentEpoch(e int) history.Record {
	table := metrics.NewConfusion(0, 0, 910, 90)
	split := &history.Split{Loss: 0.303, UnweightedLoss: 0.303, Threshold: 0.5, Confusion: table}
	for _, r := range []struct {
		name  string
		value metrics.Value
	}{{"precision", table.Precision()}, {"recall", table.Recall()}, {"accuracy", table.Accuracy()}, {"roc_auc", metrics.Value{V: 0.5, Baseline: 0.5}}} {
		split.Readings = append(split.Readings, metrics.Reading{Name: r.name, Better: metrics.HigherIsBetter, Value: r.value})
	}
	return history.Record{Kind: history.Epoch, Run: "silent", Epoch: e, Epochs: 5, Train: split, Valid: split, Positives: 90}
}

// TestFindingsAriseWhileTraining: a model that predicts one class is named while it trains, once.
func TestFindingsAriseWhileTraining(t *testing.T) {
	var log trainingLog
	var said strings.Builder
	progress := ProgressTo(&said)
	for e := 1; e <= 4; e++ {
		log.add(silentEpoch(e))
		if err := progress.Record(silentEpoch(e)); err != nil {
			t.Fatal(err)
		}
	}
	if !strings.Contains(log.html(), "since epoch") || !strings.Contains(log.text(), "D02") {
		t.Errorf("no finding in\n%s", log.text())
	}
	if n := strings.Count(said.String(), "D02"); n != 1 {
		t.Errorf("the finding was written %d times:\n%s", n, said.String())
	}
	var healthy trainingLog
	healthy.add(epoch(1, 0.3, true))
	healthy.add(epoch(2, 0.4, true))
	if strings.Contains(healthy.html(), "⚠") {
		t.Errorf("a healthy run is accused:\n%s", healthy.text())
	}
}
