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
		"no patience, twice":   {Patience: 5},
		"Adam's decay":         {Optimizer: optimizers.Adam{Beta1: 0.9}},
		"Adam's defaults":      {Optimizer: optimizers.Adam{Beta2: 0.999, Epsilon: 1e-7}},
	} {
		if hash(c) != zero {
			t.Errorf("%s: another hash", name)
		}
	}
	if hash(model.Config{Seed: 1}) == zero || hash(model.Config{Loss: losses.BCE{ClassWeight: losses.Balanced}}) == zero {
		t.Error("another training has the same hash")
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
