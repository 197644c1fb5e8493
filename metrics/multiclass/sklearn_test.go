package multiclass_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/multiclass"
)

// question is a line for testdata/sklearn_peer.py.
type question struct {
	Kind      string    `json:"kind"`
	K         int       `json:"k"`
	Truth     []int     `json:"truth,omitempty"`
	Predicted []int     `json:"predicted,omitempty"`
	Labels    []bool    `json:"labels,omitempty"`
	Scores    []float64 `json:"scores,omitempty"`
	Weights   []float64 `json:"weights"`
}

// peer is a running Python with scikit-learn.
type peer struct {
	in  io.Writer
	out *bufio.Reader
}

// peerPython finds a Python that has scikit-learn.
func peerPython() string {
	if python := os.Getenv("SEQPAIR_PEERS_PYTHON"); python != "" {
		return python
	}
	for dir, up := ".", 0; up < 6; dir, up = filepath.Join(dir, ".."), up+1 {
		python, err := filepath.Abs(filepath.Join(dir, ".seqpair", "peers", "bin", "python"))
		if err != nil {
			return ""
		}
		if _, err := os.Stat(python); err == nil {
			return python
		}
	}
	return ""
}

func startPeer(t *testing.T) *peer {
	python := peerPython()
	if python == "" {
		t.Skip("no Python with scikit-learn: run `bash .ci/peers`, or set SEQPAIR_PEERS_PYTHON")
	}
	command := exec.Command(python, "testdata/sklearn_peer.py")
	command.Stderr = os.Stderr
	in, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		in.Close()
		if err := command.Wait(); err != nil {
			t.Error(err)
		}
	})
	return &peer{in: in, out: bufio.NewReader(out)}
}

// ask is what scikit-learn answers; nil stands for NaN.
func (p *peer) ask(t *testing.T, q question) map[string]*float64 {
	t.Helper()
	line, err := json.Marshal(q)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Fprintf(p.in, "%s\n", line); err != nil {
		t.Fatal(err)
	}
	text, err := p.out.ReadBytes('\n')
	if err != nil {
		t.Fatal(err)
	}
	var answer map[string]*float64
	if err := json.Unmarshal(text, &answer); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return answer
}

// check compares what the peer answered with ours; every answer must have one.
func check(t *testing.T, q question, want map[string]*float64, got map[string]float64) {
	t.Helper()
	for name, w := range want {
		g, ok := got[name]
		wanted := math.NaN()
		if w != nil {
			wanted = *w
		}
		if !ok || !near(g, wanted, 1e-9) {
			line, _ := json.Marshal(q)
			t.Errorf("%s: got %v (%v), scikit-learn %v, for %s", name, g, ok, wanted, line)
		}
	}
}

const questions = 60 // of each kind: scikit-learn takes some 0.1 s for one

func weights(random *rand.Rand, n int) []float64 {
	if random.IntN(2) == 0 {
		return nil
	}
	ws := make([]float64, n)
	for i := range ws {
		ws[i] = math.Round(random.Float64()*40+1) / 8
	}
	return ws
}

func drawClasses(random *rand.Rand, n, k int) []int {
	classes := make([]int, n)
	used := 1 + random.IntN(k)
	for i := range classes {
		classes[i] = random.IntN(used)
	}
	return classes
}

func TestSklearnDecisions(t *testing.T) {
	p, random := startPeer(t), rand.New(rand.NewPCG(4, 1))
	for range questions {
		k, n := 2+random.IntN(4), 1+random.IntN(30)
		q := question{Kind: "decisions", K: k, Truth: drawClasses(random, n, k), Predicted: drawClasses(random, n, k), Weights: weights(random, n)}
		c := newConfusion(t, multiclass.Decisions{Truth: q.Truth, Predicted: q.Predicted, Weights: q.Weights}, multiclass.Numbered(k)...)
		adjusted := number(c.AdjustedBalancedAccuracy().Value)
		mcc := number(c.MCC())
		if math.IsNaN(mcc) {
			mcc = 0 // scikit-learn's convention
		}
		got := map[string]float64{
			"accuracy": c.Accuracy().V, "balanced": c.BalancedAccuracy().Value.V, "adjusted": adjusted, "mcc": mcc, "mae": c.MAE().V,
			"kappa nominal": number(c.Kappa(multiclass.Nominal)), "kappa linear": number(c.Kappa(multiclass.Linear)),
			"kappa quadratic": number(c.Kappa(multiclass.Quadratic)),
		}
		for name, read := range map[string]multiclass.Reader{
			"precision": metrics.Confusion.Precision, "recall": metrics.Confusion.Recall, "f1": metrics.Confusion.F1, "f2": beta(2),
		} {
			for _, over := range []multiclass.Averaging{multiclass.Macro, multiclass.Weighted, multiclass.Micro} {
				got[name+" "+over.String()] = c.Average(read, over).WithAbsentAs(0).V
			}
		}
		for class := range k {
			of := c.Class(class)
			for name, x := range map[string]float64{"tp": of.TP, "fp": of.FP, "tn": of.TN, "fn": of.FN} {
				got[fmt.Sprintf("%s %d", name, class)] = x
			}
		}
		check(t, q, p.ask(t, q), got)
	}
}

func TestSklearnScores(t *testing.T) {
	p, random := startPeer(t), rand.New(rand.NewPCG(4, 2))
	for range questions {
		k, n := 3+random.IntN(3), 2+random.IntN(40)
		q := question{Kind: "scores", K: k, Truth: drawClasses(random, n, k), Weights: weights(random, n)}
		ties := random.IntN(2) == 0
		for range n {
			q.Scores = append(q.Scores, distribution(random, k, ties)...)
		}
		s := newState(t, multiclass.Batch{Truth: q.Truth, Scores: q.Scores, Weights: q.Weights}, multiclass.Numbered(k)...)
		got := map[string]float64{
			"log loss": s.LogLoss().V, "brier": s.Brier().V, "hinge": s.Hinge().V,
			"d2 log loss": number(multiclass.Skill(s.LogLoss())), "d2 brier": number(multiclass.Skill(s.Brier())),
			"ovo macro": number(s.OneVsOneAUC(multiclass.Macro).Value), "ovo weighted": number(s.OneVsOneAUC(multiclass.Weighted).Value),
		}
		for _, over := range []multiclass.Averaging{multiclass.Macro, multiclass.Weighted, multiclass.Micro} {
			got["ovr "+over.String()] = number(s.OneVsRestAUC(over).Value)
			got["ap "+over.String()] = number(s.Average((*metrics.State).AveragePrecision, over).Value)
		}
		want := p.ask(t, q)
		for k := range k {
			name := fmt.Sprintf("top %d", k)
			w, ok := want[name]
			if !ok {
				continue
			}
			top := s.TopK(k)
			got[name] = top.Value.V
			if top.Tied > 0 { // scikit-learn takes the equals that stand last
				got[name] = min(max(*w, top.Least), top.Most)
			}
		}
		check(t, q, want, got)
	}
}

// distribution is K scores that sum to 1, with many ties or none.
func distribution(random *rand.Rand, k int, ties bool) []float64 {
	scores, sum := make([]float64, k), 0.0
	for i := range scores {
		scores[i] = random.ExpFloat64()
		if ties {
			scores[i] = float64(1 + random.IntN(3))
		}
		sum += scores[i]
	}
	for i := range scores {
		scores[i] /= sum
	}
	return scores
}

func TestSklearnLabels(t *testing.T) {
	p, random := startPeer(t), rand.New(rand.NewPCG(4, 3))
	jaccard := func(c metrics.Confusion) metrics.Value {
		v := c.F1()
		v.V /= 2 - v.V
		return v
	}
	for range questions {
		k, n := 2+random.IntN(4), 2+random.IntN(30)
		q := question{Kind: "labels", K: k, Weights: weights(random, n)}
		for range n * k {
			q.Labels, q.Scores = append(q.Labels, random.IntN(3) == 0), append(q.Scores, math.Round(random.Float64()*20)/20)
		}
		l := newLabels(t, multiclass.LabelBatch{Labels: q.Labels, Scores: q.Scores, Weights: q.Weights}, multiclass.Numbered(k)...)
		table, err := l.At(0.5)
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]float64{
			"hamming": table.Hamming().V, "subset": table.SubsetAccuracy().V,
			"ranking ap":   l.RankingAveragePrecision().WithLeftOutAs(1).V,
			"ranking loss": l.RankingLoss().WithLeftOutAs(0).V, "coverage": l.CoverageError().WithLeftOutAs(0).V,
			"precision samples": table.SamplePrecision().WithLeftOutAs(0).V, "recall samples": table.SampleRecall().WithLeftOutAs(0).V,
			"f1 samples": table.SampleFBeta(1).WithLeftOutAs(0).V, "jaccard samples": table.SampleJaccard().WithLeftOutAs(0).V,
		}
		for _, over := range []multiclass.Averaging{multiclass.Macro, multiclass.Weighted, multiclass.Micro} {
			for name, read := range map[string]multiclass.Reader{
				"precision": metrics.Confusion.Precision, "recall": metrics.Confusion.Recall, "f1": metrics.Confusion.F1, "jaccard": jaccard,
			} {
				got[name+" "+over.String()] = table.Average(read, over).WithAbsentAs(0).V
			}
			got["ap "+over.String()] = number(l.Average((*metrics.State).AveragePrecision, over).Value)
		}
		check(t, q, p.ask(t, q), got)
	}
}
