//go:build unix

package model_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/model"
	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/pair"
)

// trainVariable names the run directory in a child process that trains until it is done or killed, killsVariable how
// often the test kills; 100 take some minutes.
const (
	trainVariable = "SEQPAIR_TEST_TRAIN"
	killsVariable = "SEQPAIR_TEST_KILLS"
)

func TestMain(m *testing.M) {
	if path := os.Getenv(trainVariable); path != "" {
		if err := trainKillable(path); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// trainKillable trains, and writes a line at each record.
func trainKillable(path string) error {
	var parts [2]*data.Pairs
	for i := range parts {
		var err error
		if parts[i], err = data.Synthetic(data.SyntheticOptions{N: 300 - 150*i, Prevalence: 0.2, Length: 8, Seed: int64(i)}); err != nil {
			return err
		}
	}
	members := []pair.Architecture{
		pair.Siamese{Embedding: 8, Filters: 12, Widths: []int{3}, Hidden: 12}, pair.Siamese{Encoder: pair.Mean, Embedding: 8, Hidden: 12},
	}
	c := model.Config{
		Run: path, Model: pair.Ensemble{Members: members}, Seed: 7, Epochs: 12, BatchSize: 32,
		LearningRate: 0.01, Patience: -1, WeightAverage: 0.9, Encoding: data.Encoding{Length: 12},
	}
	_, err := model.Fit(context.Background(), c, parts[0], parts[1], &recorder{each: func(r history.Record) { fmt.Println(r.Kind) }})
	return err
}

// trainUntil starts a child process on a run and kills it a while after its first record. It says whether the child was done before.
func trainUntil(t *testing.T, path string, killed time.Duration) (done bool) {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), trainVariable+"="+path, "GOMLX_BACKEND=go")
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	lines.Scan()
	kill := time.AfterFunc(killed, func() { _ = child.Process.Kill() })
	defer kill.Stop()
	for lines.Scan() { // so that the child never waits for a reader
	}
	return child.Wait() == nil
}

// A run that is killed at any moment, any number of times, ends as if it had not been.
func TestKilledRunsEndBitEqual(t *testing.T) {
	kills := 8
	if text := os.Getenv(killsVariable); text != "" {
		var err error
		if kills, err = strconv.Atoi(text); err != nil {
			t.Fatal(err)
		}
	}
	dir := t.TempDir()
	began := time.Now()
	if !trainUntil(t, filepath.Join(dir, "whole"), time.Hour) {
		t.Fatal("the run that nobody kills fails")
	}
	took := time.Since(began)
	whole, err := model.Open(filepath.Join(dir, "whole"))
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 0))
	for round := 0; kills > 0; round++ {
		path := filepath.Join(dir, fmt.Sprint("killed", round))
		for !trainUntil(t, path, time.Duration(random.Float64()*float64(took))/2) {
			kills--
		}
		killed, err := model.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		compareRuns(t, whole, killed)
	}
}

func compareRuns(t *testing.T, whole, killed *model.Run) {
	t.Helper()
	for _, which := range []string{"best", "last"} {
		if weights(t, whole, which) != weights(t, killed, which) {
			t.Errorf("the %s weights differ", which)
		}
	}
	for _, file := range []string{"valid.csv", "findings.json"} {
		if read(t, filepath.Join(whole.RunDir(), file)) != read(t, filepath.Join(killed.RunDir(), file)) {
			t.Errorf("%s differs", file)
		}
	}
	if diff := cmp.Diff(withoutNotes(whole.History), withoutNotes(killed.History), timings, cmpopts.EquateNaNs()); diff != "" {
		t.Error("records differ (-whole +killed):", diff)
	}
	if a, b := whole.Manifest, killed.Manifest; a.Threshold != b.Threshold || a.Best != b.Best || !b.Finished {
		t.Errorf("manifests %+v and %+v", a, b)
	}
}
