package metrics_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/seqpair/seqpair/metrics"
)

// peersPython is a Python that has scikit-learn: $SEQPAIR_PEERS_PYTHON, or that of the repository's .seqpair/peers.
func peersPython(t *testing.T) string {
	t.Helper()
	if python := os.Getenv("SEQPAIR_PEERS_PYTHON"); python != "" {
		return python
	}
	python, err := filepath.Abs("../.seqpair/peers/bin/python")
	if err == nil {
		_, err = os.Stat(python)
	}
	if err != nil {
		t.Skip("no Python with scikit-learn: run `bash .ci/peers`, or set SEQPAIR_PEERS_PYTHON")
	}
	return python
}

// peerCase is one line to testdata/peers.py.
type peerCase struct {
	Labels    []int     `json:"labels"`
	Scores    []float64 `json:"scores"`
	Weights   []float64 `json:"weights"`
	Threshold float64   `json:"threshold"`
}

func (c peerCase) batch() metrics.Batch {
	b := metrics.Batch{Scores: c.Scores, Weights: c.Weights}
	for _, label := range c.Labels {
		b.Labels = append(b.Labels, label == 1)
	}
	return b
}

// answers are what a peer reads; nil is NaN, +Inf or -Inf.
type answers map[string][]*float64

// peerCases are random and degenerate: ties, one class, constants, weights, perfect and reversed rankings.
func peerCases(n int) []peerCase {
	random := rand.New(rand.NewPCG(4, 2026))
	cases := make([]peerCase, n)
	for i := range cases {
		rows := 1 + random.IntN(40)
		if i%11 == 0 {
			rows = 200 + random.IntN(300)
		}
		prevalence := []float64{0, 0.02, 0.1, 0.5, 0.9, 1}[random.IntN(6)]
		steps := []float64{1, 4, 10, 64, 1e6}[random.IntN(5)] // how many scores there are
		skill := random.Float64()*2 - 0.7
		c := &cases[i]
		c.Threshold = []float64{0, 0.25, 0.5, 0.9, 1}[random.IntN(5)]
		weighted := random.IntN(3) == 0
		for range rows {
			label, score := 0, random.Float64()
			if random.Float64() < prevalence {
				label = 1
				score = min(max(score+skill/2, 0), 1)
			}
			c.Labels, c.Scores = append(c.Labels, label), append(c.Scores, math.Round(score*steps)/steps)
			if weighted {
				c.Weights = append(c.Weights, []float64{0.25, 1, 1, 3, random.Float64() + 0.01}[random.IntN(5)])
			}
		}
	}
	return cases
}

// ask runs the script over the cases, one process for all.
func ask(t *testing.T, cases []peerCase) []answers {
	t.Helper()
	command := exec.Command(peersPython(t), "testdata/peers.py")
	in, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	command.Stderr = os.Stderr
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer func() { _ = in.Close() }()
		encoder := json.NewEncoder(in)
		for _, c := range cases {
			if encoder.Encode(c) != nil {
				return // the reader below sees the end
			}
		}
	}()
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<24)
	if !lines.Scan() {
		t.Fatalf("the peer does not answer: %v", lines.Err())
	}
	t.Logf("peer: %s", lines.Text())
	var all []answers
	for lines.Scan() {
		var a answers
		if err := json.Unmarshal(lines.Bytes(), &a); err != nil {
			t.Fatal(err)
		}
		all = append(all, a)
	}
	if err := command.Wait(); err != nil || len(all) != len(cases) {
		t.Fatalf("%d answers to %d cases: %v", len(all), len(cases), err)
	}
	return all
}

// filled are readings for which scikit-learn has a number where there is none, with its number.
var filled = map[string]string{
	"mcc":               "0 when a margin is empty",
	"f1":                "0 without positives when something is predicted positive",
	"f0.5":              "0 without positives when something is predicted positive",
	"f2":                "0 without positives when something is predicted positive",
	"jaccard":           "0 without positives",
	"balanced_accuracy": "the mean over the classes that exist",
	"informedness":      "made of that",
	"average_precision": "0 without positives",
	"pr_trapezoid":      "recall 1 without positives",
	"brier_skill":       "one class: against the constant of the label",
	"d2_log_loss":       "one class: against the constant of the label",
	"pr":                "recall 1 without positives",
	"det":               "needs both classes",
	"roc":               "one of the rates is NaN with one class",
}

// ours reads what scikit-learn reads; a reading that does not exist is nil.
func ours(t *testing.T, c peerCase) map[string][]float64 {
	s := newState(t, c.batch())
	read := make(map[string][]float64)
	for _, name := range []string{
		"accuracy", "precision", "recall", "specificity", "npv", "f1", "f0.5", "f2", "jaccard", "mcc", "kappa",
		"balanced_accuracy", "informedness", "error_rate", "roc_auc", "partial_roc_auc(0.1)", "partial_roc_auc(0.35)",
		"average_precision", "pr_trapezoid", "log_loss", "brier", "brier_skill", "d2_log_loss",
	} {
		at := name
		if _, err := metrics.ByName(name + "@0.5"); err == nil {
			at = fmt.Sprintf("%s@%v", name, c.Threshold)
		}
		metric, err := metrics.ByName(at)
		if err != nil {
			t.Fatal(err)
		}
		read[name] = defined(metric.Read(s))
	}
	table := s.At(c.Threshold)
	read["hamming"] = read["error_rate"]
	read["likelihood ratios"] = []float64{number(table.PositiveLikelihoodRatio()), number(table.NegativeLikelihoodRatio())}
	read["confusion"] = []float64{table.TN, table.FP, table.FN, table.TP}
	roc, pr, det := s.ROC(), s.PR(), s.DET()
	if roc.Undefined == "" {
		x, y, _ := roc.Columns()
		read["roc"] = concat(x, y)
		read["det"] = scikitDET(det)
	}
	if pr.Undefined == "" {
		recall, precision, _ := pr.Columns()
		slices.Reverse(recall)
		slices.Reverse(precision)
		read["pr"] = concat(precision, []float64{1}, recall, []float64{0})
	}
	var tn, fp, fn, tp, thresholds []float64
	for threshold, at := range s.Tables(0) {
		tn, fp, fn, tp = append(tn, at.TN), append(fp, at.FP), append(fn, at.FN), append(tp, at.TP)
		thresholds = append(thresholds, threshold)
	}
	read["tables"] = concat(tn, fp, fn, tp, thresholds)
	for _, bins := range []int{1, 4, 5, 10} {
		x, y, _ := s.Reliability(metrics.UniformBins(bins)).Curve().Columns()
		read[fmt.Sprintf("uniform %d", bins)] = concat(y, x)
	}
	for _, bins := range []int{1, 2, 4, 8} {
		x, y, _ := s.Reliability(metrics.QuantileBins(bins)).Curve().Columns()
		read[fmt.Sprintf("quantile %d", bins)] = concat(y, x)
	}
	return read
}

func defined(v metrics.Value) []float64 {
	if v.Undefined != "" {
		return nil
	}
	return []float64{v.V}
}

// scikitDET is det_curve's part of the curve: from the last point without false alarms to the first without misses, in
// rising order of thresholds.
func scikitDET(det metrics.Curve) []float64 {
	x, y, thresholds := det.Columns()
	from, to := 0, len(x)
	for from+1 < to && x[from+1] == 0 {
		from++
	}
	for to-2 >= from && y[to-2] == 0 {
		to--
	}
	x, y, thresholds = x[from:to], y[from:to], thresholds[from:to]
	slices.Reverse(x)
	slices.Reverse(y)
	slices.Reverse(thresholds)
	return concat(x, y, thresholds)
}

// TestAgainstScikitLearn compares every reading that scikit-learn has too, on inputs good and bad.
func TestAgainstScikitLearn(t *testing.T) {
	n := 2000
	if testing.Short() {
		n = 200
	}
	cases := peerCases(n)
	compared, explained := 0, map[string]int{}
	for i, theirs := range ask(t, cases) {
		mine := ours(t, cases[i])
		for name, want := range theirs {
			got, known := mine[name]
			switch {
			case !known && filled[name] == "":
				t.Fatalf("%q is not compared", name)
			case got == nil && allNaN(want):
				compared++
			case got == nil && filled[name] != "":
				explained[name]++
			case !agreeAll(got, want):
				t.Errorf("%s: got %v, scikit-learn %v for %s", name, got, text(want), asJSON(cases[i]))
			default:
				compared++
			}
		}
		if t.Failed() {
			t.FailNow()
		}
	}
	t.Logf("%d readings agree; scikit-learn fills in where there is none: %v", compared, explained)
}

func allNaN(want []*float64) bool {
	return !slices.ContainsFunc(want, func(x *float64) bool { return x != nil })
}

func agreeAll(got []float64, want []*float64) bool {
	if len(got) != len(want) {
		return false
	}
	for i, x := range want {
		switch {
		case x == nil && (math.IsNaN(got[i]) || math.IsInf(got[i], 0)):
		case x == nil || math.IsNaN(got[i]) || math.Abs(got[i]-*x) > 1e-9*max(1, math.Abs(*x)):
			return false
		}
	}
	return true
}

func text(xs []*float64) string { return asJSON(xs) }

func asJSON(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(data)
}
