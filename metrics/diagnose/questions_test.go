package diagnose

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/metrics/predictions"
	"github.com/seqpair/seqpair/metrics/runs"
)

// question1 is the public question in which all metrics are .9091: softmax over two
// columns, binary cross-entropy and flattened metrics, one positive in eleven, and
// 4026 steps of 32 rows.
func question1(tb testing.TB) (log []byte, scores *predictions.Table, run string) {
	tb.Helper()
	log, err := os.ReadFile("testdata/seed.log")
	if err != nil {
		tb.Fatal(err)
	}
	scores = withColumn0(table(11*11712, 11, constant(0)))
	run = filepath.Join(tb.TempDir(), "question1")
	w, err := runs.Create(run, map[string]int{"seed": 1}, brokenContract, runs.Manifest{DataHash: "x"})
	if err != nil {
		tb.Fatal(err)
	}
	small := withColumn0(table(11000, 11, constant(0)))
	state, err := small.State()
	if err != nil {
		tb.Fatal(err)
	}
	micro := metrics.OneHotMicro(state)
	for i := range 5 {
		split := &history.Split{Loss: 1.457294581992594, UnweightedLoss: 1.457294581992594, Threshold: 0.5, Confusion: micro.At(0.5), Readings: metrics.Report(micro, 0.5)}
		if err := w.Record(history.Record{Kind: history.Epoch, Epoch: i + 1, Valid: split}); err != nil {
			tb.Fatal(err)
		}
	}
	if err := w.Predictions("valid", small); err != nil {
		tb.Fatal(err)
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return log, scores, run
}

// Log alone, scores alone and run each give the whole verdict.
func TestQuestion1(t *testing.T) {
	log, scores, run := question1(t)
	fromLog, err := Reading{}.FromReader(bytes.NewReader(log), "question1.log")
	if err != nil {
		t.Fatal(err)
	}
	fromRun, err := FromRun(run)
	if err != nil {
		t.Fatal(err)
	}
	for name, e := range map[string]Evidence{"log": fromLog, "scores": FromPredictions(scores), "run": fromRun} {
		found := Run(e)
		if got := sorted(found); got != "D01 D02 D42" {
			t.Errorf("%s: found %q", name, got)
		}
		if said := fmt.Sprint(found); name != "run" && (!strings.Contains(said, "10/11") || !strings.Contains(said, "1.4573")) {
			t.Errorf("%s: neither 10/11 nor 1.4573 in %s", name, said)
		}
		for _, f := range found {
			if f.Verdict == "" || f.Evidence == "" || f.Fix == "" || f.Confirm == "" || f.Proof == nil {
				t.Errorf("%s: %s lacks a part: %+v", name, f.ID, f)
			}
		}
	}
}

// Without recall and F1, the AUC that follows accuracy and precision gives them away.
func TestQuestion1WithoutRecall(t *testing.T) {
	const line = "100/100 - 1s 10ms/step - accuracy: 0.9091 - auc: %s - loss: 0.30%d - precision: 0.9091\n"
	for auc, want := range map[string]bool{"0.9091": true, "0.5000": false} {
		var log strings.Builder
		for epoch := range 3 {
			fmt.Fprintf(&log, "Epoch %d/3\n"+line, epoch+1, auc, 9-epoch)
		}
		e, err := Reading{}.FromReader(strings.NewReader(log.String()), "keras.log")
		if err != nil {
			t.Fatal(err)
		}
		if found := strings.Contains(sorted(Run(e)), "D01"); found != want {
			t.Errorf("AUC %s: D01 found: %v", auc, found)
		}
	}
}

// The matrix that the metrics of the log contradict proves D01 by itself.
func TestQuestion1WithItsMatrix(t *testing.T) {
	e := read(t, "loss: 1.4573 - acc: 0.9091 - precision: 0.9091 - recall: 0.9091\n[[3660    0]\n [ 366    0]]\n")
	found := Run(e)
	if got := sorted(found); got != "D01 D02 D42" {
		t.Fatalf("found %q", got)
	}
	if text := found[0].Evidence; !strings.Contains(text, "TP 0, FP 0, TN 3660, FN 366") {
		t.Errorf("the matrix is not set beside the log: %s", text)
	}
}

// Question 2: a mask with 80 % ones, where a network is good at the background alone.
func TestQuestion2(t *testing.T) {
	scores := table(10000, 5, normal(0.75, 0.45, 0.2))
	for i := range scores.Labels {
		scores.Labels[i] = !scores.Labels[i]
		scores.Scores[i] = 1 - scores.Scores[i]/2
	}
	state, err := scores.State()
	if err != nil {
		t.Fatal(err)
	}
	c := state.At(0.7)
	log := fmt.Sprintf("epoch,loss,accuracy,precision,recall\n0,0.5,%[1]v,%[2]v,%[3]v\n1,0.4,%[1]v,%[2]v,%[3]v\n", c.Accuracy().V, c.Precision().V, c.Recall().V)
	for name, e := range map[string]Evidence{"scores": FromPredictions(scores), "log": read(t, log), "matrix": {Confusion: &c}, "share": {Prevalence: 0.8}} {
		var found *Finding
		for _, f := range Run(e) {
			if f.ID == "D59" {
				found = &f
			}
		}
		if found == nil {
			t.Errorf("%s: found %s", name, ids(Run(e)))
			continue
		}
		for _, want := range []string{"The positive class is the majority", "MCC", "balanced accuracy", "IoU"} {
			if !strings.Contains(found.Title+found.Verdict+found.Fix, want) {
				t.Errorf("%s: does not say %q: %+v", name, want, found)
			}
		}
	}
}

// BenchmarkQuestion1 is the whole way, from bytes to findings; 100 ms is the aim.
func BenchmarkQuestion1(b *testing.B) {
	log, scores, run := question1(b)
	b.Run("log", func(b *testing.B) {
		for b.Loop() {
			e, err := Reading{}.FromReader(bytes.NewReader(log), "question1.log")
			if err != nil || len(Run(e)) != 3 {
				b.Fatal(err)
			}
		}
	})
	b.Run(fmt.Sprintf("scores of %d rows", len(scores.Labels)), func(b *testing.B) {
		for b.Loop() {
			if len(Run(FromPredictions(scores))) != 3 {
				b.Fatal("not the whole verdict")
			}
		}
	})
	b.Run("run with 11000 rows", func(b *testing.B) {
		for b.Loop() {
			e, err := FromRun(run)
			if err != nil || len(Run(e)) != 3 {
				b.Fatal(err)
			}
		}
	})
}
