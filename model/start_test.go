package model_test

import (
	"errors"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/metrics/runs"
	"github.com/seqpair/seqpair/model"
	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/losses"
	"github.com/seqpair/seqpair/model/pair"
)

// barely moves no weight as far as a float32 tells.
const barely = 1e-12

func TestStartBeginsWithTrainedWeights(t *testing.T) {
	pureGo(t)
	first, second := synthetic(t, 200, 1), synthetic(t, 150, 2)
	c := tiny(t, "first")
	trained := fit(t, c, first, first)
	c.Run, c.Start, c.Encoding, c.LearningRate = filepath.Join(t.TempDir(), "second"), trained.RunDir(), data.Encoding{}, barely
	var notes []string
	run := fit(t, c, second, second, &recorder{each: func(r history.Record) { notes = append(notes, r.Text) }})
	want, err := trained.Predict(t.Context(), second)
	if err != nil {
		t.Fatal(err)
	}
	got, err := run.Predict(t.Context(), second)
	if err != nil {
		t.Fatal(err)
	}
	for i := range want.Scores {
		if math.Abs(got.Scores[i]-want.Scores[i]) > 1e-6 {
			t.Fatalf("pair %d: score %v, and %v of the run that it starts from", i, got.Scores[i], want.Scores[i])
		}
	}
	if !strings.Contains(notes[0], "7 of 7 weights begin as run") {
		t.Errorf("the history begins with %q", notes[0])
	}
}

// TestStartComparesTheFieldsAtHand: a run on records that starts from one on texts compares their fields, and one that compares nothing
// does not carry on what the other compared.
func TestStartComparesTheFieldsAtHand(t *testing.T) {
	pureGo(t)
	texts := synthetic(t, 200, 1)
	records := recordsOf(t, texts)
	c := tiny(t, "first")
	c.Model = pair.Ensemble{Members: []pair.Architecture{tinySiamese, pair.Similarities{Hidden: 4}}}
	c.Start = fit(t, c, texts, texts).RunDir()
	c.Encoding = data.Encoding{}
	for run, test := range map[string]struct {
		model pair.Architecture
		want  string
	}{
		"records": {c.Model, "records of 2 fields; "},
		"siamese": {pair.Ensemble{Members: []pair.Architecture{tinySiamese, tinySiamese}}, ""},
	} {
		c.Run, c.Model = filepath.Join(t.TempDir(), run), test.model
		r := &recorder{}
		fit(t, c, records, records, r)
		if text := r.records[0].Text; !strings.Contains(text, test.want) || test.want == "" && strings.Contains(text, "fields") {
			t.Errorf("%s: the history begins with %q", run, text)
		}
	}
}

// The averages of the weights begin with the trained ones too: the first loss is read by them, and they are what is kept.
func TestAveragesBeginWithTrainedWeights(t *testing.T) {
	pureGo(t)
	pairs := synthetic(t, 200, 1)
	c := tiny(t, "first")
	trained := fit(t, c, pairs, pairs)
	c.Run, c.Start, c.LearningRate, c.Epochs = filepath.Join(t.TempDir(), "plain"), trained.RunDir(), barely, 1
	plain, averaged := &recorder{}, &recorder{}
	fit(t, c, pairs, pairs, plain)
	c.Run, c.WeightAverage = filepath.Join(t.TempDir(), "averaged"), 0.9
	fit(t, c, pairs, pairs, averaged)
	want, got := plain.epochs()[0], averaged.epochs()[0]
	if math.Abs(got.InitialLoss-want.InitialLoss) > 1e-6 || math.Abs(got.Valid.Loss-want.Valid.Loss) > 1e-6 {
		t.Errorf("initial loss %v and valid loss %v, without averages %v and %v", got.InitialLoss, got.Valid.Loss, want.InitialLoss, want.Valid.Loss)
	}
}

// TestPreTraining trains an encoder by the contrastive loss, then a classifier on top of it: all weights but those of the
// classifier begin as they were left.
func TestPreTraining(t *testing.T) {
	pureGo(t)
	pairs := synthetic(t, 400, 1)
	c := tiny(t, "encoder")
	encoder := tinySiamese
	encoder.Margin = 1
	c.Model, c.Loss = encoder, losses.Contrastive{}
	trained := fit(t, c, pairs, pairs)
	state, err := trained.Evaluate(t.Context(), pairs)
	if err != nil {
		t.Fatal(err)
	}
	if ap := state.AveragePrecision().V; ap < 0.4 {
		t.Errorf("distances rank with an average precision of %v, and a fifth of the pairs is positive", ap)
	}
	c.Run, c.Start, c.Model, c.Loss = filepath.Join(t.TempDir(), "classifier"), trained.RunDir(), tinySiamese, nil
	var start string
	fit(t, c, pairs, pairs, &recorder{each: func(r history.Record) {
		if r.Kind == history.Start {
			start = r.Text
		}
	}})
	if !strings.Contains(start, "3 of 7 weights begin as run") {
		t.Errorf("the history begins with %q", start)
	}
}

// TestStartIsPartOfTheRun: a run that started from other weights is another run.
func TestStartIsPartOfTheRun(t *testing.T) {
	pureGo(t)
	pairs := synthetic(t, 100, 1)
	first := tiny(t, "first")
	first.Epochs = 1
	c := first
	c.Run, c.Start = filepath.Join(t.TempDir(), "second"), fit(t, first, pairs, pairs).RunDir()
	fit(t, c, pairs, pairs)
	first.Run, first.Seed = filepath.Join(t.TempDir(), "again"), first.Seed+1
	again := fit(t, first, pairs, pairs)
	c.Start = again.RunDir()
	_, err := model.Fit(t.Context(), c, pairs, pairs)
	var other *runs.KeyError
	if !errors.As(err, &other) {
		t.Errorf("the same run directory with weights of another start: %v", err)
	}
}

func TestStartRefuses(t *testing.T) {
	pureGo(t)
	pairs := synthetic(t, 100, 1)
	c := tiny(t, "first")
	c.Epochs = 1
	first := fit(t, c, pairs, pairs)
	begun := func(name string, change func(*model.Config)) string {
		c := tiny(t, name)
		c.Epochs = 1
		change(&c)
		return fit(t, c, pairs, pairs).RunDir()
	}
	bytes := begun("bytes", func(c *model.Config) { c.Encoding.Unit = data.Byte })
	separate := begun("separate", func(c *model.Config) {
		siamese := tinySiamese
		siamese.Separate = true
		c.Model, c.Encoding.Separate = siamese, true
	})
	for name, test := range map[string]struct {
		change func(*model.Config)
		want   string
	}{
		"no run":               {func(c *model.Config) { c.Start = filepath.Join(t.TempDir(), "none") }, "Start"},
		"itself":               {func(c *model.Config) { c.Run = c.Start }, "begins from another one"},
		"another encoding":     {func(c *model.Config) { c.Encoding.Unit = data.Byte }, "leave Encoding out"},
		"characters for bytes": {func(c *model.Config) { c.Encoding.Unit, c.Start = data.Char, bytes }, "leave Encoding out"},
		"two vocabularies":     {func(c *model.Config) { c.Start, c.Encoding = separate, data.Encoding{} }, "set Model's Separate"},
		"another architecture": {func(c *model.Config) { c.Model = pair.Wide{} }, "architecture is another one"},
	} {
		changed := c
		changed.Run, changed.Start = filepath.Join(t.TempDir(), "second"), first.RunDir()
		test.change(&changed)
		if _, err := model.Fit(t.Context(), changed, pairs, pairs); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %q", name, err, test.want)
		}
	}
}
