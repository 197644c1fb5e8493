package dense_test

import (
	"context"
	"testing"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/model"
	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/dense"
	"github.com/seqpair/seqpair/model/losses"
)

// tested trains with a loss, and returns what half of the probability decides on test.
func tested(t *testing.T, c model.Config, loss losses.Loss, train, valid, test *data.Examples) metrics.Confusion {
	t.Helper()
	c.Loss, c.Run = loss, ""
	t.Chdir(t.TempDir())
	state, err := fit(t, c, train, valid).TestExamples(context.Background(), test)
	if err != nil {
		t.Fatal(err)
	}
	return state.At(0.5)
}

// Question 2 asks for precision or recall instead of the loss. Neither has a gradient; losses that stand for them do, and
// move what they stand for.
func TestLossesMoveWhatTheyStandFor(t *testing.T) {
	pureGo(t)
	features, err := data.SyntheticFeatures(data.SyntheticFeaturesOptions{N: 1500, Features: 3, Prevalence: 0.2})
	if err != nil {
		t.Fatal(err)
	}
	f, g, h, err := features.Split(1)
	if err != nil {
		t.Fatal(err)
	}
	rows := config(t, dense.MLP{Hidden: []int{16}, Dropout: -1})
	rows.Epochs, rows.BatchSize = 16, 32
	m, err := data.SyntheticImages(data.SyntheticImagesOptions{N: 40, Size: 16, Foreground: 0.3})
	if err != nil {
		t.Fatal(err)
	}
	train, valid, test, err := m.Split(1)
	if err != nil {
		t.Fatal(err)
	}
	pixels := config(t, dense.UNet{Filters: []int{8}, Dropout: -1})
	pixels.BatchSize, pixels.Epochs = 4, 6
	for name, c := range map[string]struct {
		config             model.Config
		recall, precision  losses.Loss
		train, valid, test *data.Examples
	}{
		"Tversky on rows": {rows, losses.SoftFBeta(3), losses.SoftFBeta(1. / 3), f.Examples(), g.Examples(), h.Examples()},
		"constraints on rows": {rows, losses.Constrained{Objective: losses.PrecisionAtRecall, Target: 0.97},
			losses.Constrained{Objective: losses.RecallAtPrecision, Target: 0.97}, f.Examples(), g.Examples(), h.Examples()},
		"class weights on pixels": {pixels, losses.BCE{ClassWeight: losses.Weights{0: 1, 1: 8}}, losses.BCE{ClassWeight: losses.Weights{0: 8, 1: 1}},
			train.Examples(), valid.Examples(), test.Examples()},
		"Tversky of each image": {pixels, losses.Tversky{Alpha: 0.1, Beta: 0.9, PerExample: true}, losses.Tversky{Alpha: 0.9, Beta: 0.1, PerExample: true},
			train.Examples(), valid.Examples(), test.Examples()},
	} {
		forRecall := tested(t, c.config, c.recall, c.train, c.valid, c.test)
		forPrecision := tested(t, c.config, c.precision, c.train, c.valid, c.test)
		if got, other := forRecall.Recall(), forPrecision.Recall(); !(got.V > other.V+0.02) {
			t.Errorf("%s: recall %v with the loss for it, %v with that for precision", name, got, other)
		}
		if got, other := forPrecision.Precision(), forRecall.Precision(); !(got.V > other.V+0.02) {
			t.Errorf("%s: precision %v with the loss for it, %v with that for recall", name, got, other)
		}
	}
}

// Losses that see the pixels of an image, or of a batch, as one set train with both heads.
func TestSetLossesOnPixels(t *testing.T) {
	pureGo(t)
	train, valid, _ := images(t, 30, 0.3)
	for _, head := range []model.Head{model.Sigmoid, model.Softmax} {
		for _, loss := range []losses.Loss{losses.Dice, losses.Tversky{PerExample: true}, losses.Focal{}, losses.BCE{ClassWeight: losses.Balanced}} {
			c := config(t, dense.UNet{Filters: []int{3}})
			c.Head, c.Loss, c.Epochs, c.BatchSize = head, loss, 2, 9 // a last batch of another size
			run := fit(t, c, train.Examples(), valid.Examples())
			if !run.Manifest.Finished {
				t.Errorf("%s head, %v: not finished", head, loss)
			}
		}
	}
}
