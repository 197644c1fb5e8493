package model_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"github.com/gomlx/gomlx/core/graph"
	gomlx "github.com/gomlx/gomlx/ml/model"

	"github.com/seqpair/seqpair/model"
	"github.com/seqpair/seqpair/model/pair"
)

// TestFitOfABrokenFunc tells in one line what is wrong where, and leaves nothing in the way of the next attempt.
func TestFitOfABrokenFunc(t *testing.T) {
	pureGo(t)
	c, pairs := tiny(t, "broken"), synthetic(t, 100, 1)
	for want, fails := range map[string]func(a *graph.Node) *graph.Node{
		"BinaryOp (Add), got shapes (Int32)[32, 12] and (Int32)[12, 32], at ": func(a *graph.Node) *graph.Node { return graph.Add(a, graph.Transpose(a, 0, 1)) },
		"broken: runtime error: index out of range [9] with length 2, at ":    func(a *graph.Node) *graph.Node { return graph.AddScalar(a, a.Shape().Dimensions[a.Rank()+7]) },
	} {
		c.Model = pair.Func{ID: "broken", Build: func(_ *gomlx.Scope, in pair.Input, _ []float32) *graph.Node { return fails(in.A) }}
		file, line := runtime.FuncForPC(reflect.ValueOf(fails).Pointer()).FileLine(reflect.ValueOf(fails).Pointer())
		_, err := model.Fit(context.Background(), c, pairs, pairs)
		if err == nil || strings.Count(err.Error(), "\n") > 0 || !strings.HasSuffix(err.Error(), want+fmt.Sprintf("%s:%d", file, line)) {
			t.Errorf("got %v, want one line with %q and %s:%d", err, want, file, line)
		}
		if _, err := os.Stat(c.Run); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s is there: %v", c.Run, err)
		}
	}
	c.Model = tinySiamese
	fit(t, c, pairs, pairs)
}

// TestPredictWithABrokenFunc tells the same of the program that scores.
func TestPredictWithABrokenFunc(t *testing.T) {
	pureGo(t)
	c, pairs := tiny(t, "func"), synthetic(t, 100, 1)
	c.Model, c.Epochs = pair.Func{ID: "mine", Build: tinySiamese.Logits}, 1
	opened, err := model.OpenWith(fit(t, c, pairs, pairs).RunDir(), pair.Func{ID: "mine", Build: func(_ *gomlx.Scope, in pair.Input, _ []float32) *graph.Node {
		return graph.Add(in.A, graph.Transpose(in.A, 0, 1))
	}})
	if err != nil {
		t.Fatal(err)
	}
	_, err = opened.Predict(t.Context(), pairs)
	if err == nil || strings.Count(err.Error(), "\n") > 0 || !strings.Contains(err.Error(), "scoring: dimension of axis") || !strings.Contains(err.Error(), "graph_error_test.go:") {
		t.Errorf("got %v", err)
	}
}
