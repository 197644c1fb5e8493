package model_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seqpair/seqpair/model"
	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/losses"
	"github.com/seqpair/seqpair/model/optimizers"
	"github.com/seqpair/seqpair/model/pair"
)

func TestConfigRoundTrip(t *testing.T) {
	for _, c := range []model.Config{
		{},
		model.Config{}.WithDefaults(),
		{
			Encoding: data.Encoding{Length: 16}, Model: pair.Small, Head: model.Softmax,
			Loss: losses.BCE{ClassWeight: losses.Weights{0: 1, 1: 9}}, Epochs: 3, Patience: -1, BatchSize: 8,
			Optimizer: optimizers.SGD{Momentum: 0.9}, Schedule: model.Cosine, WarmUp: 0.1, WeightDecay: 0.01, ClipNorm: 1, WeightAverage: 0.999,
			LearningRate: 0.1, Monitor: "log_loss", Threshold: 0.3, Seed: -4,
		},
	} {
		text, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		var back model.Config
		if err := json.Unmarshal(text, &back); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c, back); diff != "" {
			t.Error(diff)
		}
	}
}

func TestConfigHash(t *testing.T) {
	hash := func(c model.Config) string {
		h, err := c.Hash()
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	zero := hash(model.Config{})
	for name, c := range map[string]model.Config{
		"defaults spelled out": model.Config{}.WithDefaults(),
		"another name":         {Run: "other"},
		"Adam's decay":         {Optimizer: optimizers.Adam{Beta1: 0.9}},
		"Adam's defaults":      {Optimizer: optimizers.Adam{Beta2: 0.999, Epsilon: 1e-7}},
	} {
		if hash(c) != zero {
			t.Errorf("%s: another hash", name)
		}
	}
	if hash(model.Config{Epochs: 9}) != hash(model.Config{Epochs: 9, Patience: 5}) {
		t.Error("the default patience of declared epochs: another hash")
	}
	if hash(model.Config{Seed: 1}) == zero || hash(model.Config{Loss: losses.BCE{ClassWeight: losses.Balanced}}) == zero {
		t.Error("another training has the same hash")
	}
}

// TestFewExamplesTakeMoreEpochs: unless they are declared, they are 6, or as many as take 600 steps, of short sequences as many as
// read 7.5 million positions in up to 3,000 steps, and of rows of features 30,000 steps; at most 100.
func TestFewExamplesTakeMoreEpochs(t *testing.T) {
	for _, test := range []struct {
		c                                     model.Config
		examples, positions, epochs, patience int
	}{
		{model.Config{}, 7000, 400, 6, 5},
		{model.Config{}, 3000, 400, 13, 5}, // of 47 steps: 611
		{model.Config{}, 3000, 50, 50, 16}, // 2,350 steps, 2,343 wanted
		{model.Config{}, 3000, 2, 64, 21},  // 3,008 steps
		{model.Config{}, 3000, 1, 100, 33}, // rows of features
		{model.Config{}, 67500, 1, 29, 9},  // 30,595 steps
		{model.Config{}, 67500, 0, 29, 9},  // as Network may have it
		{model.Config{}, 40000, 30, 6, 5},  // 3,750 steps
		{model.Config{BatchSize: 32}, 3000, 800, 7, 5},
		{model.Config{}, 1, 400, 100, 33},
		{model.Config{Patience: 2}, 1, 400, 100, 2},
		{model.Config{Patience: -1}, 1, 400, 100, -1},
		{model.Config{Epochs: 3}, 1, 1, 3, 5},
		{model.Config{Epochs: 30}, 1, 1, 30, 10},
	} {
		if epochs, patience := model.Epochs(test.c, test.examples, test.positions); epochs != test.epochs || patience != test.patience {
			t.Errorf("%d examples of %d positions, Epochs %d, Patience %d: %d and %d, want %d and %d",
				test.examples, test.positions, test.c.Epochs, test.c.Patience, epochs, patience, test.epochs, test.patience)
		}
	}
}

// TestPositions: what a step costs by is steps of series and pixels, whatever numbers each has, and ids.
func TestPositions(t *testing.T) {
	for want, columns := range map[int][]data.Column{
		60: {
			{Shape: []int{29, 12}, Floats: make([]float32, 29*12)}, {Ints: make([]int32, 1)},
			{Shape: []int{29, 12}, Floats: make([]float32, 29*12)}, {Ints: make([]int32, 1)},
		},
		64: {{Shape: []int{8, 8, 3}, Floats: make([]float32, 8*8*3)}},
		1:  {{Shape: []int{20}, Floats: make([]float32, 20)}},
		25: {{Shape: []int{25}, Ints: make([]int32, 25)}},
	} {
		if got := model.Positions(&data.Examples{Columns: columns}); got != want {
			t.Errorf("%d positions, want %d", got, want)
		}
	}
}

func TestConfigDiff(t *testing.T) {
	diff := strings.Join(model.Config{}.Diff(model.Config{Seed: 3, Model: pair.Siamese{Hidden: 7}}), "\n")
	if !strings.Contains(diff, "Seed") || !strings.Contains(diff, "Hidden") || strings.Contains(diff, "Epochs") {
		t.Errorf("diff:\n%s", diff)
	}
}

func TestConfigUnmarshalRefuses(t *testing.T) {
	for _, text := range []string{
		`[]`, `{"Epochs":"many"}`, `{"Loss":{"Name":"unknown"}}`, `{"Model":{"Name":"unknown"}}`, `{"Model":{"Name":"siamese","Hidden":"many"}}`,
	} {
		var c model.Config
		if err := json.Unmarshal([]byte(text), &c); err == nil {
			t.Errorf("%s is accepted", text)
		}
	}
}
