package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seqpair/seqpair/metrics/diagnose"
	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/model/data"
)

// equalMetrics is a training log in which every metric is the same: softmax over two columns, one-hot labels,
// binary cross-entropy and micro-averaged metrics.
const equalMetrics = `Epoch 1/5
4026/4026 [==============================] - 17s 4ms/step - loss: 1.4511 - acc: 0.9044 - f1: 0.9044 - auc: 0.8999 - precision: 0.9044 - recall: 0.9044
Epoch 2/5
4026/4026 [==============================] - 15s 4ms/step - loss: 1.4573 - acc: 0.9091 - f1: 0.9091 - auc: 0.9087 - precision: 0.9091 - recall: 0.9091
Epoch 3/5
4026/4026 [==============================] - 15s 4ms/step - loss: 1.4573 - acc: 0.9091 - f1: 0.9091 - auc: 0.9083 - precision: 0.9091 - recall: 0.9091
`

const healthyLog = `Epoch 1/2
100/100 [==============================] - 1s 4ms/step - loss: 0.4123 - accuracy: 0.8231 - precision: 0.6120 - recall: 0.4410 - val_loss: 0.3904 - val_accuracy: 0.8312 - val_precision: 0.6333 - val_recall: 0.4701
Epoch 2/2
100/100 [==============================] - 1s 4ms/step - loss: 0.3321 - accuracy: 0.8532 - precision: 0.6904 - recall: 0.5621 - val_loss: 0.3511 - val_accuracy: 0.8467 - val_precision: 0.6717 - val_recall: 0.5404
`

type diagnoseOutput struct {
	Name, Kind string
	Findings   []diagnose.Finding
}

func TestDiagnoseLog(t *testing.T) {
	folder := write(t, t.TempDir(), "training.log", equalMetrics)
	text := succeed(t, folder, "diagnose", "training.log")
	for _, want := range []string{"D01", "D02", "micro", "one-hot", "majority", "0.9091", "16.03", "1e-7", "softmax"} {
		if !strings.Contains(text, want) {
			t.Errorf("the verdict lacks %q:\n%s", want, text)
		}
	}
	var o diagnoseOutput
	succeedJSON(t, folder, &o, "diagnose", "-json", "training.log")
	var ids []string
	for _, f := range o.Findings {
		ids = append(ids, f.ID)
		if f.Verdict == "" || f.Evidence == "" || f.Fix == "" || f.Confirm == "" {
			t.Errorf("%s lacks a part: %+v", f.ID, f)
		}
	}
	if got := strings.Join(ids, " "); got != "D01 D02 D42" {
		t.Errorf("findings %s", got)
	}
	if o.Kind != diagnose.KindLog || o.Name != "training.log" {
		t.Errorf("got kind %q, name %q", o.Kind, o.Name)
	}
}

// TestDiagnoseReadsCoverage: package diagnose reads what the encoding of the valid pairs says of itself.
func TestDiagnoseReadsCoverage(t *testing.T) {
	for id, lost := range map[string]data.Coverage{"D69": {Sequences: 800, Truncated: 800, Units: 9000}, "": {Sequences: 800, Truncated: 8, Units: 9000, Unknown: 9}} {
		note := history.Record{Kind: history.Note, Text: "valid pairs: " + lost.String()}
		found := ""
		for _, f := range diagnose.Run(diagnose.Evidence{Records: []history.Record{note}}) {
			found += f.ID
		}
		if found != id {
			t.Errorf("%s: found %q, want %q", lost, found, id)
		}
	}
}

// TestDiagnoseForms says the same about the log from standard input and gzipped.
func TestDiagnoseForms(t *testing.T) {
	folder := write(t, t.TempDir(), "training.log.gz", gzipped(t, equalMetrics))
	if text := succeed(t, folder, "diagnose", "training.log.gz"); !strings.Contains(text, "D01") {
		t.Errorf("gzipped:\n%s", text)
	}
	if r := call(t, folder, strings.NewReader(equalMetrics), "diagnose", "-"); r.code != 0 || !strings.Contains(r.stdout, "D01") {
		t.Errorf("standard input: %+v", r)
	}
	csv := "epoch,acc,f1,precision,recall,loss\n0,0.9044,0.9044,0.9044,0.9044,1.4511\n1,0.9091,0.9091,0.9091,0.9091,1.4573\n"
	write(t, folder, "log.csv", csv)
	if text := succeed(t, folder, "diagnose", "log.csv"); !strings.Contains(text, "D01") {
		t.Errorf("CSVLogger:\n%s", text)
	}
}

func TestDiagnoseClean(t *testing.T) {
	folder := write(t, t.TempDir(), "training.log", healthyLog)
	write(t, folder, "scores.csv", cleanScores())
	for name, kind := range map[string]string{"training.log": diagnose.KindLog, "scores.csv": diagnose.KindPredictions} {
		text := succeed(t, folder, "diagnose", name)
		if !strings.HasPrefix(text, "no findings: ") || !strings.Contains(text, name) || !strings.Contains(text, "D01") {
			t.Errorf("diagnose %s:\n%s", name, text)
		}
		var o diagnoseOutput
		succeedJSON(t, folder, &o, "diagnose", name, "-json")
		if o.Kind != kind || o.Findings == nil || len(o.Findings) > 0 {
			t.Errorf("diagnose -json %s: %+v", name, o)
		}
	}
}

// cleanScores are 1000 rows, a tenth of them positive, that rank well and lie on both sides of the threshold.
func cleanScores() string {
	var b strings.Builder
	b.WriteString("label,score\n")
	for i := range 1000 {
		label, score := 0, 0.05+float64(i*7919%500)/1000
		if i%10 == 0 {
			label, score = 1, 0.4+float64(i*7919%550)/1000
		}
		fmt.Fprintf(&b, "%d,%.3f\n", label, score)
	}
	return b.String()
}

// TestDiagnoseConfusion judges a matrix that was typed, alone and beside a log.
func TestDiagnoseConfusion(t *testing.T) {
	folder := write(t, t.TempDir(), "training.log", equalMetrics)
	if text := succeed(t, folder, "diagnose", "-confusion", "TP=0,FP=0,FN=366,TN=3660"); !strings.Contains(text, "D02") {
		t.Errorf("no D02:\n%s", text)
	}
	if text := succeed(t, folder, "diagnose", "training.log", "-confusion", "[[3660 0] [366 0]]"); !strings.Contains(text, "D01") || !strings.Contains(text, "TP 0, FP 0, TN 3660, FN 366") {
		t.Errorf("the matrix is not set beside the log:\n%s", text)
	}
	refuse(t, 1, folder, nil, []string{"TP=…"}, "diagnose", "-confusion", "TP=1")
}

// TestDiagnosePairs judges the data alone.
func TestDiagnosePairs(t *testing.T) {
	var train, test strings.Builder
	for i := range 1000 {
		label := 0
		if i < 100 {
			label = 1
		}
		fmt.Fprintf(&train, "a%d\tb%d\t%d\n", i, i, label)
		fmt.Fprintf(&test, "a%d\tb%d\t%d\n", i+900, i+900, label)
	}
	folder := write(t, t.TempDir(), "train.tsv", train.String())
	write(t, folder, "test.tsv", test.String())
	text := succeed(t, folder, "diagnose", "-pairs", "train.tsv", "-test", "test.tsv")
	for _, want := range []string{"D31", "D60", "100 of 1000 pairs"} {
		if !strings.Contains(text, want) {
			t.Errorf("the verdict lacks %q:\n%s", want, text)
		}
	}
}

// TestDiagnoseWritesMarkdownAndFix: Markdown for an issue, and the change alone.
func TestDiagnoseWritesMarkdownAndFix(t *testing.T) {
	folder := write(t, t.TempDir(), "training.log", equalMetrics)
	if text := succeed(t, folder, "diagnose", "-markdown", "training.log"); !strings.HasPrefix(text, "### D01 error") || !strings.Contains(text, "CATALOGUE.md#d01") {
		t.Errorf("Markdown:\n%s", text)
	}
	text := succeed(t, folder, "diagnose", "-fix", "training.log")
	if !strings.Contains(text, "Dense(1)") || !strings.Contains(text, "seqpair report before.csv after.csv") || strings.Contains(text, "Ruled out") {
		t.Errorf("the change alone:\n%s", text)
	}
}

// TestDiagnosePredictions finds a model that predicts one class.
func TestDiagnosePredictions(t *testing.T) {
	folder := write(t, t.TempDir(), "scores.csv", "label,score\n"+strings.Repeat("0,0.01\n", 1000)+strings.Repeat("1,0.01\n", 100))
	if text := succeed(t, folder, "diagnose", "scores.csv"); !strings.Contains(text, "D02") {
		t.Errorf("no D02:\n%s", text)
	}
}

func TestBadLogs(t *testing.T) {
	for _, c := range []struct{ name, content, want string }{
		{"prose", "Dear diary,\ntoday the model did not learn.\n", "epoch"},
		{"empty", "", "empty"},
		{"picture", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "zero bytes"},
		{"UTF-16", "\xff\xfeE\x00p\x00o\x00c\x00h\x00", "UTF-16"},
		{"foreign JSON", `{"kind":"banana"` + "\n{}\n", ":1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			folder := write(t, t.TempDir(), "training.log", c.content)
			refuse(t, 1, folder, nil, []string{"training.log", c.want}, "diagnose", "training.log")
		})
	}
	refuse(t, 1, t.TempDir(), longLine("Epoch 1/5\n"), []string{"standard input", "no training log"}, "diagnose", "-")
}

// TestDiagnoseFixesARun: steps too small to learn; the change is trained and compared, and refused without sense.
func TestDiagnoseFixesARun(t *testing.T) {
	folder := pairsFile(t, 400)
	copied, err := os.ReadFile(filepath.Join(folder, "pairs.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	write(t, folder, "valid.tsv", string(copied))
	succeed(t, folder, quick("-pairs", "pairs.tsv", "-valid", "valid.tsv", "-run", "slow", "-model", "small", "-learning-rate", "1e-8")...)
	text := succeed(t, folder, "diagnose", "-fix", "slow")
	if !strings.Contains(text, "Changed configuration of slow:\n  LearningRate: 1e-8 -> 0.0015\n") {
		t.Errorf("the changed configuration:\n%s", text)
	}
	text = succeed(t, folder, "diagnose", "-fix", "-pairs", "pairs.tsv", "-valid", "valid.tsv", "slow")
	for _, want := range []string{"slow-fixed", "difference from slow", "average_precision", "valid part: "} {
		if !strings.Contains(text, want) {
			t.Errorf("before and after lack %q:\n%s", want, text)
		}
	}
	refuse(t, 2, folder, nil, []string{"-budget"}, "diagnose", "-budget", "1m", "slow")
}
