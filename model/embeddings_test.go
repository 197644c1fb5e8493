package model_test

import (
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gomlx/gomlx/core/graph"
	gomlx "github.com/gomlx/gomlx/ml/model"

	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/metrics/runs"
	"github.com/seqpair/seqpair/model"
	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/pair"
)

// vectors writes a file of them.
func vectors(t *testing.T, text string) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "vectors.txt")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// sums scores a pair by the sum of the first numbers of both sides' embeddings.
func sums(separate bool) pair.Func {
	return pair.Func{ID: "sums", Swappable: !separate, Build: func(scope *gomlx.Scope, in pair.Input, bias []float32) *graph.Node {
		table := func(side string, size int) *gomlx.Variable {
			return scope.At("%s", side).VariableWithValue("embedding", zeros(size, 2))
		}
		ofA := table("a", in.SizeA)
		ofB := ofA
		if separate {
			ofB = table("b", in.SizeB)
		}
		sum := graph.Add(rowSums(ofA, in.A), rowSums(ofB, in.B))
		return graph.BroadcastToDims(sum, sum.Shape().Dim(0), len(bias))
	}}
}

func rowSums(table *gomlx.Variable, ids *graph.Node) *graph.Node {
	rows := graph.Gather(table.NodeValue(ids.Graph()), graph.InsertAxes(ids, -1)) // [B, T, 2]
	return graph.ReduceSum(graph.SliceAxis(rows, 2, graph.AxisElem(0)), 1)        // [B, 1]
}

func zeros(rows, columns int) [][]float32 {
	all := make([][]float32, rows)
	for i := range all {
		all[i] = make([]float32, columns)
	}
	return all
}

func TestEmbeddingsBeginWithVectors(t *testing.T) {
	pureGo(t)
	pairs, err := data.New([]data.Pair{
		{A: "one two", B: "three", Label: true}, {A: "one", B: "four"}, {A: "two two", B: "one"}, {A: "four", B: "four", Label: true},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, separate := range []bool{false, true} {
		c := tiny(t, "run")
		c.Model, c.Encoding, c.LearningRate, c.Epochs = sums(separate), data.Encoding{Unit: data.Word, Separate: separate}, barely, 1
		c.Embeddings = vectors(t, "one 1 9\ntwo -0.5 9\nthree 0.25 9\n")
		var start string
		run := fit(t, c, pairs, pairs, &recorder{each: func(r history.Record) {
			if r.Kind == history.Start {
				start = r.Text
			}
		}})
		got, err := run.Predict(t.Context(), pairs)
		if err != nil {
			t.Fatal(err)
		}
		for i, logit := range []float64{1 - 0.5 + 0.25, 1, -1 + 1, 0} {
			if want := 1 / (1 + math.Exp(-logit)); math.Abs(got.Scores[i]-want) > 1e-6 {
				t.Errorf("separate %v, pair %d: score %v, want %v", separate, i, got.Scores[i], want)
			}
		}
		want := "3 of 4 units begin with the vectors of " + c.Embeddings
		if separate {
			want = "2 of 3 units begin with the vectors of " + c.Embeddings + " (of b, 2 of 3)"
		}
		if !strings.Contains(start, want) {
			t.Errorf("the history begins with %q, want %q", start, want)
		}
	}
}

// TestEmbeddingsArePartOfTheRun: a run that began with other vectors is another run.
func TestEmbeddingsArePartOfTheRun(t *testing.T) {
	pureGo(t)
	pairs := synthetic(t, 100, 1)
	c := tiny(t, "run")
	c.Epochs, c.Embeddings = 1, vectors(t, "a 1 2 3 4 5 6 7 8\n")
	fit(t, c, pairs, pairs)
	if err := os.WriteFile(c.Embeddings, []byte("a 1 2 3 4 5 6 7 9\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := model.Fit(t.Context(), c, pairs, pairs)
	var other *runs.KeyError
	if !errors.As(err, &other) {
		t.Errorf("the same run directory with other vectors: %v", err)
	}
}

func TestEmbeddingsRefuses(t *testing.T) {
	pureGo(t)
	pairs := synthetic(t, 100, 1)
	for name, test := range map[string]struct {
		change func(*model.Config)
		want   string
	}{
		"no file":        {func(c *model.Config) { c.Embeddings = filepath.Join(t.TempDir(), "none") }, "Embeddings: open"},
		"another length": {func(c *model.Config) { c.Embeddings = vectors(t, "a 1 2\n") }, "have 2 numbers, and the embeddings of Model have 8: set its Embedding to 2"},
		"no embeddings":  {func(c *model.Config) { c.Model = pair.Wide{} }, "Model has no embeddings"},
		"no vocabulary":  {func(c *model.Config) { c.Encoding.Unit = data.Byte }, "have no vocabulary"},
		"start, too":     {func(c *model.Config) { c.Start = "runs/first" }, "Start and Embeddings are both set"},
	} {
		c := tiny(t, "run")
		c.Embeddings = vectors(t, "a 1 2 3 4 5 6 7 8\n")
		test.change(&c)
		if _, err := model.Fit(t.Context(), c, pairs, pairs); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %q", name, err, test.want)
		}
	}
}
