package calibrate_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/calibrate"
)

// peerCase is one line to testdata/peers.py.
type peerCase struct {
	Scores  []float64 `json:"scores"`
	Labels  []int     `json:"labels"`
	Weights []float64 `json:"weights"`
	At      []float64 `json:"at"`
}

func peerCases() []peerCase {
	r := rand.New(rand.NewPCG(8, 2026))
	cases := make([]peerCase, 12)
	for i := range cases {
		c := &cases[i]
		for range 40 + 20*i {
			score := 0.01 + 0.98*r.Float64()
			if i%2 == 0 {
				score = math.Round(20*score+0.5) / 22 // ties
			}
			label := 0
			if r.Float64() < 0.1+0.6*score*score {
				label = 1
			}
			c.Scores, c.Labels, c.Weights = append(c.Scores, score), append(c.Labels, label), append(c.Weights, float64(1+r.IntN(3)))
		}
		c.At = []float64{0.02, 0.1, 0.25, 0.333, 0.5, 0.71, 0.9, 0.97}
	}
	return cases
}

// TestPeers compares with scikit-learn 1.9.1: _SigmoidCalibration, IsotonicRegression, and LogisticRegression without penalty for
// temperature and beta calibration. Its Platt scaling stops at a gradient of 1e-6.
func TestPeers(t *testing.T) {
	python := os.Getenv("SEQPAIR_PEERS_PYTHON")
	if python == "" {
		path, err := filepath.Abs("../../.seqpair/peers/bin/python")
		if err == nil {
			_, err = os.Stat(path)
		}
		if err != nil {
			t.Skip("no Python with scikit-learn: set SEQPAIR_PEERS_PYTHON")
		}
		python = path
	}
	var input bytes.Buffer
	cases := peerCases()
	for _, c := range cases {
		if err := json.NewEncoder(&input).Encode(c); err != nil {
			t.Fatal(err)
		}
	}
	command := exec.Command(python, "testdata/peers.py")
	command.Stdin, command.Stderr = &input, os.Stderr
	output, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(bytes.NewReader(output))
	compared := map[calibrate.Method]int{}
	for _, c := range cases {
		var want map[calibrate.Method][]float64
		if !lines.Scan() {
			t.Fatal("the peer answered too few cases")
		}
		if err := json.Unmarshal(lines.Bytes(), &want); err != nil {
			t.Fatal(err)
		}
		b := metrics.Batch{Scores: c.Scores, Weights: c.Weights}
		for _, label := range c.Labels {
			b.Labels = append(b.Labels, label == 1)
		}
		for _, m := range calibrate.Methods() {
			fitted := fit(t, m, b)
			for i, p := range want[m] {
				compared[m]++
				if got := fitted.Apply(c.At[i]); math.Abs(got-p) > 1e-5 {
					t.Errorf("%v: %v becomes %v, in scikit-learn %v", fitted, c.At[i], got, p)
				}
			}
		}
	}
	for _, m := range calibrate.Methods() {
		if compared[m] < 40 {
			t.Errorf("%s: only %d values were compared", m, compared[m])
		}
	}
}
