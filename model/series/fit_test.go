package series_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/model"
	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/losses"
	"github.com/seqpair/seqpair/model/pair"
	"github.com/seqpair/seqpair/model/series"
)

func config(t *testing.T, a pair.Architecture) model.Config {
	t.Helper()
	t.Setenv("GOMLX_BACKEND", "go")
	return model.Config{
		Run: filepath.Join(t.TempDir(), "run"), Network: series.Network{Architecture: a}, Epochs: 2, BatchSize: 16, LearningRate: 0.01,
	}
}

func waves(t *testing.T) (train, valid, test *data.Examples) {
	t.Helper()
	s, err := data.SyntheticSeries(data.SyntheticSeriesOptions{N: 150, Steps: 8, Prevalence: 0.3})
	if err != nil {
		t.Fatal(err)
	}
	a, b, c, err := s.Split(1)
	if err != nil {
		t.Fatal(err)
	}
	return a.Examples(), b.Examples(), c.Examples()
}

type each func(history.Record)

func (e each) Record(r history.Record) error {
	e(r)
	return nil
}

// An interrupted run goes on to the very scores of one that was not, and another process opens it with what standardises.
func TestFitGoesOnExactly(t *testing.T) {
	train, valid, test := waves(t)
	logLoss := func(ctx context.Context, c model.Config, to ...each) float64 {
		t.Helper()
		for _, r := range to {
			if _, err := model.FitExamples(ctx, c, train, valid, r); err != nil {
				t.Fatal(err)
			}
		}
		run, err := model.FitExamples(context.Background(), c, train, valid)
		if err != nil {
			t.Fatal(err)
		}
		if run, err = model.OpenExamples(run.RunDir(), c.Network); err != nil {
			t.Fatal(err)
		}
		state, err := run.EvaluateExamples(context.Background(), test)
		if err != nil {
			t.Fatal(err)
		}
		return state.LogLoss().V
	}
	for _, name := range []string{"cnn", "gru"} {
		want := logLoss(context.Background(), config(t, architectures[name]))
		ctx, cancel := context.WithCancel(context.Background())
		got := logLoss(ctx, config(t, architectures[name]), func(r history.Record) {
			if r.Kind == history.Step && r.Epoch == 2 {
				cancel()
			}
		})
		cancel()
		if got != want {
			t.Errorf("%s: log loss %v after an interruption, %v without", name, got, want)
		}
	}
}

func TestFitRefuses(t *testing.T) {
	train, valid, _ := waves(t)
	c := config(t, pair.Interaction{Embedding: 4, Filters: 3, Hidden: 5, NGrams: []int{2}})
	if _, err := model.FitExamples(context.Background(), c, train, valid); err == nil || !strings.Contains(err.Error(), "leave NGrams out") {
		t.Errorf("n-grams of numbers: %v", err)
	}
	if _, err := os.Stat(c.Run); err == nil {
		t.Error("the refused run left a directory")
	}
}

// The contrastive loss reads distances: those of a Siamese with its margin, or of an ensemble of such.
func TestFitOnDistances(t *testing.T) {
	train, valid, _ := waves(t)
	distances := pair.Siamese{Embedding: 4, Filters: 3, Margin: 1}
	for _, a := range []pair.Architecture{distances, pair.Ensemble{Members: []pair.Architecture{distances, distances}}} {
		c := config(t, a)
		c.Loss, c.Epochs = losses.Contrastive{}, 1
		if _, err := model.FitExamples(t.Context(), c, train, valid); err != nil {
			t.Error(err)
		}
	}
	const want = "set Network to series.Network{Architecture: pair.Siamese{Margin: 1}}"
	for _, a := range []pair.Architecture{nil, pair.Siamese{Margin: 2}, pair.Ensemble{Members: []pair.Architecture{distances, pair.Siamese{}}}} {
		c := config(t, a)
		c.Loss = losses.Contrastive{}
		if err := c.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: error %v", a, err)
		}
	}
}
