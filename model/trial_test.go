package model_test

import (
	"context"
	"fmt"
	"log"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seqpair/seqpair/model"
	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/losses"
	"github.com/seqpair/seqpair/model/pair"
)

func TestOverfitOneBatch(t *testing.T) {
	pureGo(t)
	c := tiny(t, "overfit")
	c.Model = pair.Siamese{Embedding: 8, Filters: 12, Widths: []int{3}, Hidden: 12, Dropout: -1}
	train := synthetic(t, 400, 1)
	sound, err := model.OverfitOneBatch(context.Background(), c, train)
	if err != nil {
		t.Fatal(err)
	}
	if !sound.Passed || sound.Correct != 1 || !strings.Contains(sound.String(), "by heart") {
		t.Errorf("a sound configuration: %v", sound)
	}
	c.LearningRate = 1e-9
	slow, err := model.OverfitOneBatch(context.Background(), c, train)
	if err != nil {
		t.Fatal(err)
	}
	if slow.Passed || !strings.Contains(slow.String(), "not learned") {
		t.Errorf("a learning rate of 1e-9: %v", slow)
	}
	if files, _ := filepath.Glob(filepath.Dir(c.Run) + "/*"); len(files) > 0 {
		t.Errorf("left behind: %v", files)
	}
}

// Smoothed labels leave a loss to the best of networks: of .1, −.05 log .05 − .95 log .95 = .1985.
func TestOverfitOneBatchWithSmoothedLabels(t *testing.T) {
	pureGo(t)
	c := tiny(t, "smooth")
	c.Model, c.Loss, c.BatchSize = withoutDropout, losses.BCE{Smoothing: 0.1}, 8
	o, err := model.OverfitOneBatch(t.Context(), c, synthetic(t, 400, 1))
	if err != nil {
		t.Fatal(err)
	}
	if last := o.Losses[len(o.Losses)-1]; !o.Passed || last < 0.1985 || last > 0.2 {
		t.Errorf("last loss %v: %v", last, o)
	}
	c.LearningRate = 1e-9
	if o, err = model.OverfitOneBatch(t.Context(), c, synthetic(t, 400, 1)); err != nil || o.Passed {
		t.Errorf("a learning rate of 1e-9: %v, error %v", o, err)
	}
}

// Losses that rank leave the scores anywhere, and that of the AUC margin ends where it began.
func TestOverfitOneBatchOfLossesThatRank(t *testing.T) {
	pureGo(t)
	for _, l := range []losses.Loss{losses.ROCAUC{}, losses.AveragePrecision{}, losses.AUCMargin{}} {
		c := tiny(t, "ranks")
		c.Model, c.Loss = withoutDropout, l
		for rate, want := range map[float64]bool{c.LearningRate: true, 1e-9: false} {
			c.LearningRate = rate
			if o, err := model.OverfitOneBatch(t.Context(), c, synthetic(t, 400, 1)); err != nil || o.Passed != want {
				t.Errorf("%v at a learning rate of %v: %v, error %v", l, rate, o, err)
			}
		}
	}
}

// The pairs are weighted though those of the batch all weigh 1.
func TestOverfitOneBatchWithSampleWeights(t *testing.T) {
	pureGo(t)
	var pairs []data.Pair
	plain := synthetic(t, 400, 1)
	for i := range plain.Len() {
		pair := plain.At(i)
		pair.Weight = 1
		if i > 350 {
			pair.Weight = 2
		}
		pairs = append(pairs, pair)
	}
	train, err := data.New(pairs)
	if err != nil {
		t.Fatal(err)
	}
	c := tiny(t, "weights")
	c.Model, c.SampleWeights, c.BatchSize = withoutDropout, true, 8
	if o, err := model.OverfitOneBatch(t.Context(), c, train); err != nil || !o.Passed {
		t.Errorf("%v, error %v", o, err)
	}
	if _, err := model.OverfitOneBatch(t.Context(), c, plain); err == nil || !strings.Contains(err.Error(), "every pair weighs 1") {
		t.Errorf("pairs without weights: error %v", err)
	}
}

// TestTrialsBeginAsFitDoes: with the weights of Start and the vectors of Embeddings.
func TestTrialsBeginAsFitDoes(t *testing.T) {
	pureGo(t)
	pairs := synthetic(t, 30, 1) // one batch
	c := tiny(t, "first")
	c.Model = withoutDropout
	trained := fit(t, c, pairs, pairs)
	state, err := trained.Evaluate(t.Context(), pairs)
	if err != nil {
		t.Fatal(err)
	}
	c.Start, c.Run, c.Encoding = trained.RunDir(), "", data.Encoding{}
	started, err := model.OverfitOneBatch(t.Context(), c, pairs)
	if err != nil {
		t.Fatal(err)
	}
	if want := state.LogLoss().V; math.Abs(started.Losses[0]-want) > 1e-5 {
		t.Errorf("the first loss is %v, and %v of the run that it starts from", started.Losses[0], want)
	}
	words, err := data.New([]data.Pair{{A: "one two", B: "two", Label: true}, {A: "one", B: "two"}})
	if err != nil {
		t.Fatal(err)
	}
	c = tiny(t, "vectors")
	c.Model, c.Encoding, c.Embeddings = sums(false), data.Encoding{Unit: data.Word}, vectors(t, "one 1 9\ntwo -0.5 9\n")
	begun, err := model.OverfitOneBatch(t.Context(), c, words)
	if err != nil {
		t.Fatal(err)
	}
	// The logits are 1 − ½ − ½ of the positive, and 1 − ½ of the negative.
	if want := (math.Log(2) + math.Log1p(math.Exp(0.5))) / 2; math.Abs(begun.Losses[0]-want) > 1e-6 {
		t.Errorf("the first loss is %v, and %v of the vectors", begun.Losses[0], want)
	}
}

func TestFindLearningRate(t *testing.T) {
	pureGo(t)
	c := tiny(t, "rate")
	curve, err := model.FindLearningRate(context.Background(), c, synthetic(t, 1500, 1))
	if err != nil {
		t.Fatal(err)
	}
	if curve.Suggestion < 1e-4 || curve.Suggestion > 0.5 {
		t.Errorf("suggestion %v", curve.Suggestion)
	}
	for i := 1; i < len(curve.Rates); i++ {
		if ratio := curve.Rates[i] / curve.Rates[i-1]; math.Abs(ratio-math.Pow(1e6, 1./149)) > 1e-9 {
			t.Fatalf("rate %d is %v times the one before", i, ratio)
		}
	}
	if len(curve.Rates) != len(curve.Losses) || len(curve.Rates) < 100 {
		t.Errorf("%d rates, %d losses", len(curve.Rates), len(curve.Losses))
	}
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := model.FindLearningRate(ended, c, synthetic(t, 200, 1)); err == nil {
		t.Error("an ended context is not heard")
	}
}

// With rare positives, most batches of which have none, seeds agree.
func TestFindLearningRateOfRarePositives(t *testing.T) {
	pureGo(t)
	train := rarePairs(t, 4000, 40)
	lowest, highest := math.Inf(1), 0.0
	for seed := range int64(3) {
		c := tiny(t, "rare")
		c.Seed = seed
		curve, err := model.FindLearningRate(t.Context(), c, train)
		if err != nil {
			t.Fatal(err)
		}
		lowest, highest = min(lowest, curve.Suggestion), max(highest, curve.Suggestion)
	}
	if highest > 10*lowest || lowest < 1e-3 || highest > 0.05 {
		t.Errorf("suggestions from %v to %v", lowest, highest)
	}
}

// The loss of a constraint may be negative from the first step on, and begins to rise at once.
func TestFindLearningRateOfConstraints(t *testing.T) {
	pureGo(t)
	for _, target := range []float64{0.1, 0.5} {
		c := tiny(t, "constraint")
		c.Loss = losses.Constrained{Objective: losses.TPRAtFPR, Target: target}
		curve, err := model.FindLearningRate(t.Context(), c, rarePairs(t, 4000, 80))
		if err != nil {
			t.Fatal(err)
		}
		if curve.Suggestion < 1e-3 || curve.Suggestion > 0.05 || len(curve.Losses) < 100 {
			t.Errorf("target %v: suggestion %v after %d steps", target, curve.Suggestion, len(curve.Losses))
		}
	}
}

func TestGridIsTheBestFirst(t *testing.T) {
	pureGo(t)
	train, valid := synthetic(t, 300, 1), synthetic(t, 200, 2)
	c := tiny(t, "grid")
	c.Epochs, c.Monitor = 2, "log_loss"
	axes := []model.Axis{
		{Field: "LearningRate", Values: []any{1e-7, 0.01}},
		{Field: "BatchSize", Values: []any{32, 64}},
		{Field: "Seed", Values: []any{1}}, // an int where the field is an int64
	}
	search, err := model.Grid(context.Background(), c, axes, train, valid)
	if err != nil {
		t.Fatal(err)
	}
	if len(search.Rows) != 4 || search.Rows[0].Values[0] != 0.01 || search.Rows[3].Values[0] != 1e-7 {
		t.Errorf("rows %+v", search.Rows)
	}
	for i := 1; i < len(search.Rows); i++ {
		if search.Rows[i].Value.V < search.Rows[i-1].Value.V {
			t.Errorf("row %d is better than the one before: %v", i, search.Rows)
		}
	}
	if text := search.String(); strings.Count(text, "\n") != 5 || !strings.Contains(text, "LearningRate") {
		t.Errorf("table:\n%s", text)
	}
	// The grid grows: what is there is as it was.
	axes[1].Values = append(axes[1].Values, 128)
	grown, err := model.Grid(context.Background(), c, axes, train, valid)
	if err != nil {
		t.Fatal(err)
	}
	if len(grown.Rows) != 6 {
		t.Errorf("%d rows", len(grown.Rows))
	}
	was := map[string]float64{}
	for _, row := range search.Rows {
		was[row.Run] = row.Value.V
	}
	for _, row := range grown.Rows {
		if v, there := was[row.Run]; there && v != row.Value.V {
			t.Errorf("run %s read %v, now %v", row.Run, v, row.Value)
		}
		delete(was, row.Run)
	}
	if len(was) > 0 {
		t.Errorf("runs %v are gone", was)
	}
	for _, bad := range []model.Axis{
		{Field: "Rate", Values: []any{1}}, {Field: "Run", Values: []any{"x"}}, {Field: "Epochs", Values: []any{"many"}}, {Field: "Epochs", Values: []any{-3}},
		{Field: "Sampler", Values: []any{data.Encoding{}}}, {Field: "Monitor", Values: []any{65}}, {Field: "Seed", Values: []any{nil}},
	} {
		if _, err := model.Grid(context.Background(), c, []model.Axis{bad}, train, valid); err == nil || !strings.Contains(err.Error(), bad.Field) {
			t.Errorf("%v: error %v", bad, err)
		}
	}
}

// Before a long training: can this network, with this loss, learn one batch of these data by heart?
func ExampleOverfitOneBatch() {
	if err := os.Setenv("GOMLX_BACKEND", "go"); err != nil { // any will do
		log.Fatal(err)
	}
	pairs, err := data.Synthetic(data.SyntheticOptions{N: 300, Prevalence: 0.2, Length: 8})
	if err != nil {
		log.Fatal(err)
	}
	network := pair.Siamese{Embedding: 8, Filters: 12, Widths: []int{3}, Hidden: 12, Dropout: -1}
	overfit, err := model.OverfitOneBatch(context.Background(), model.Config{Model: network, LearningRate: 0.01}, pairs)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("learned by heart:", overfit.Passed)
	// Output:
	// learned by heart: true
}

// TestTrialsAskOnlyForWhatTheyUse: what comes in late, and what is read of whole valid parts, is no matter of a trial.
func TestTrialsAskOnlyForWhatTheyUse(t *testing.T) {
	pureGo(t)
	for name, change := range map[string]func(*model.Config){
		"late class weights": func(c *model.Config) { c.Loss = losses.LDAM{ClassWeight: losses.Balanced, FromStep: 5000} },
		"late partial AUC":   func(c *model.Config) { c.Loss = losses.ROCAUC{MaxFPR: 0.3, Shrink: 3000} },
		"more alerts":        func(c *model.Config) { c.Monitor = "precision_at_k(100)" },
	} {
		c := tiny(t, "trial")
		c.Model = withoutDropout
		change(&c)
		if o, err := model.OverfitOneBatch(t.Context(), c, synthetic(t, 400, 1)); err != nil || !o.Passed {
			t.Errorf("%s: %v, error %v", name, o, err)
		}
	}
}

func TestOverfitOneBatchRefuses(t *testing.T) {
	pureGo(t)
	c := tiny(t, "overfit")
	c.BatchSize = 1
	if _, err := model.OverfitOneBatch(t.Context(), c, synthetic(t, 100, 1)); err == nil || !strings.Contains(err.Error(), "BatchSize is 1") {
		t.Errorf("error %v", err)
	}
	if _, err := model.FindLearningRate(t.Context(), tiny(t, "none"), nil); err == nil || !strings.Contains(err.Error(), "no pairs to train on") {
		t.Errorf("error %v", err)
	}
	weightless, err := data.New([]data.Pair{{A: "a", B: "b", Label: true}, {A: "c", B: "d", Label: true, Weight: 1}, {A: "e", B: "f"}, {A: "g", B: "h", Weight: 1}})
	if err != nil {
		t.Fatal(err)
	}
	c.BatchSize = 2
	if _, err := model.OverfitOneBatch(t.Context(), c, weightless); err != nil {
		t.Errorf("pairs without weight: %v", err)
	}
}

// TestGridKeepsWhatCanBeTrained: a combination that cannot be is the last row, and says why.
func TestGridKeepsWhatCanBeTrained(t *testing.T) {
	pureGo(t)
	train, valid := synthetic(t, 100, 1), synthetic(t, 60, 2)
	c := tiny(t, "grid")
	c.Epochs = 1
	s, err := model.Grid(t.Context(), c, []model.Axis{{Field: "WeightDecay", Values: []any{1e30, 0.0, 0.01}}}, train, valid)
	if err != nil {
		t.Fatal(err)
	}
	if last := s.Rows[2]; last.Values[0] != 1e30 || last.Epoch != 0 || !strings.Contains(string(last.Value.Undefined), "NaN") || s.Rows[1].Value.Undefined != "" {
		t.Errorf("rows:\n%v", s)
	}
	if s, err := model.Grid(t.Context(), c, []model.Axis{{Field: "WeightDecay", Values: []any{1e30}}}, train, valid); s != nil || err == nil || !strings.Contains(err.Error(), "[1e+30]") {
		t.Errorf("%v, error %v", s, err)
	}
}

func TestGridRefuses(t *testing.T) {
	rate := model.Axis{Field: "LearningRate", Values: []any{0.01}}
	for want, axes := range map[string][]model.Axis{
		"has no values":             {{Field: "Epochs"}},
		"Monitor cannot be an axis": {{Field: "Monitor", Values: []any{"f1", "log_loss"}}},
		"LearningRate has two axes": {rate, rate},
	} {
		if s, err := model.Grid(t.Context(), tiny(t, "grid"), axes, synthetic(t, 100, 1), synthetic(t, 100, 2)); err == nil || s != nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, error %v, want one with %q", s, err, want)
		}
	}
}
