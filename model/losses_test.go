package model_test

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/model"
	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/losses"
	"github.com/seqpair/seqpair/model/optimizers"
)

// lossOf is a loss by name, at its defaults.
func lossOf(t *testing.T, name string) losses.Loss {
	t.Helper()
	switch name {
	case "recall_at_precision", "precision_at_recall", "tpr_at_fpr", "fpr_at_tpr":
		name += ":target=0.6"
	case "soft_f_beta":
		name += ":beta=2"
	case "partial_auc":
		name += ":max_fpr=0.3"
	}
	l, err := losses.Parse(name)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestEveryLossLearns(t *testing.T) {
	pureGo(t)
	train, valid := synthetic(t, 320, 1), synthetic(t, 100, 2)
	for i, name := range losses.Names() {
		c := tiny(t, name)
		c.Loss, c.Epochs, c.LearningRate, c.Model = lossOf(t, name), 4, 0.03, withoutDropout
		if name == "contrastive" {
			distances := withoutDropout
			distances.Margin = 1
			c.Model = distances
		}
		c.Head = []model.Head{model.Sigmoid, model.Softmax}[i%2]
		log := &recorder{}
		fit(t, c, train, valid, log)
		last := log.epochs()[3].Train
		i := slices.IndexFunc(last.Readings, func(r metrics.Reading) bool { return r.Name == "average_precision" })
		if ap := last.Readings[i].Value; ap.V < 0.3 { // chance is 0.2
			t.Errorf("%s: average precision in training is %v", name, ap)
		}
		for _, record := range log.epochs() {
			for _, split := range []*history.Split{record.Train, record.Valid} {
				if math.IsNaN(split.Loss) || math.IsNaN(split.UnweightedLoss) || len(split.LossReadings) != len(c.Loss.Traits().Readings) {
					t.Errorf("%s, epoch %d: %+v", name, record.Epoch, split)
				}
			}
		}
	}
}

// The variables of a loss are part of what an interrupted run goes on from.
func TestLossGoesOnExactly(t *testing.T) {
	pureGo(t)
	train, valid := synthetic(t, 300, 1), synthetic(t, 100, 2)
	for _, l := range []losses.Loss{
		losses.PrecisionRecallAUC{Anchors: 3}, losses.AUCMargin{}, losses.LDAM{ClassWeight: losses.Balanced, FromStep: 20},
	} {
		c := tiny(t, "whole")
		c.Loss = l
		whole, cut := &recorder{}, &recorder{}
		fit(t, c, train, valid, whole)
		c = tiny(t, "cut")
		c.Loss = l
		interrupted(t, c, train, valid, func(r history.Record) bool { return r.Kind == history.Step && r.Step == 16 })
		fit(t, c, train, valid, cut)
		a, b := whole.epochs(), cut.epochs()
		if diff := cmp.Diff(a[len(a)-1].Valid, b[len(b)-1].Valid, cmpopts.EquateNaNs()); diff != "" {
			t.Errorf("%v: the last epochs differ: %s", l, diff)
		}
	}
}

// Patience begins where a loss has its last form, and the history says that the weights are from before.
func TestPatienceWaitsForLateWeights(t *testing.T) {
	pureGo(t)
	c, log := tiny(t, "late"), &recorder{}
	c.Loss, c.Epochs, c.Patience, c.LearningRate = losses.LDAM{ClassWeight: losses.Balanced, FromStep: 11}, 6, 1, 1e-12 // nothing improves
	run := fit(t, c, synthetic(t, 120, 1), synthetic(t, 60, 2), log)                                                    // 4 steps an epoch
	if epochs := log.epochs(); len(epochs) != 4 || epochs[1].Valid.LossReadings["reweighted"] != 0 || epochs[3].Valid.LossReadings["reweighted"] != 1 {
		t.Errorf("%d epochs, want one with class weights throughout behind the third", len(epochs))
	}
	said := slices.ContainsFunc(log.records, func(r history.Record) bool {
		return strings.Contains(r.Text, "last form from epoch 3 on, and the weights are from before: average_precision was best in epoch")
	})
	if !said || run.Manifest.Best.Epoch > 2 {
		t.Errorf("best epoch %d, records %+v", run.Manifest.Best.Epoch, log.records)
	}
}

// The loop of several steps in one call carries the variables of a loss as it carries the weights: the readings are those of
// single steps on the pure-Go backend, but for rounding.
func TestLossesInOneCall(t *testing.T) {
	train, valid := synthetic(t, 330, 1), synthetic(t, 100, 2)
	for _, l := range []losses.Loss{losses.PrecisionRecallAUC{Anchors: 3}, losses.LDAM{ClassWeight: losses.Balanced, FromStep: 8}} {
		pureGo(t)
		want := oneEpoch(t, l, train, valid)
		onXLA(t)
		got := oneEpoch(t, l, train, valid)
		if diff := cmp.Diff(want.LossReadings, got.LossReadings, cmpopts.EquateApprox(0, 1e-3)); diff != "" {
			t.Errorf("%v: readings (-go +xla): %s", l, diff)
		}
	}
}

func oneEpoch(t *testing.T, l losses.Loss, train, valid *data.Pairs) *history.Split {
	t.Helper()
	c := tiny(t, "run")
	c.Model, c.Loss, c.Epochs = withoutDropout, l, 1
	log := &recorder{}
	fit(t, c, train, valid, log)
	return log.epochs()[0].Valid
}

// A weight of 9 is 9 copies: for what a loss knows of the classes too. Every step sees all examples.
func TestSampleWeightsAreCopies(t *testing.T) {
	pureGo(t)
	weighted, valid := points(60, 1, 1), points(60, 1, 2)
	copied := *weighted
	copied.Columns = slices.Clone(weighted.Columns)
	x := &copied.Columns[0]
	for i, positive := range weighted.Labels {
		weighted.Weights = append(weighted.Weights, 1)
		if positive {
			weighted.Weights[i] = 9
			x.Floats = append(x.Floats, slices.Repeat(x.Floats[2*i:2*i+2], 8)...)
			copied.Labels = append(copied.Labels, slices.Repeat([]bool{true}, 8)...)
		}
	}
	for _, l := range []losses.Loss{losses.AUCMargin{}, losses.LogitAdjusted{Reduction: losses.MeanWithSampleWeight}} {
		last := func(train *data.Examples, weigh bool) (*history.Split, []float64) {
			log := &recorder{}
			run, err := model.FitExamples(context.Background(), model.Config{
				Run: tiny(t, "run").Run, Network: linear{Scale: 1}, Loss: l, SampleWeights: weigh, BatchSize: 512, Epochs: 4,
				Optimizer: optimizers.SGD{}, // Adam makes steps of rounding errors where the gradient is 0
			}, train, valid, log)
			if err != nil {
				t.Fatal(err)
			}
			table, err := run.PredictExamples(context.Background(), valid)
			if err != nil {
				t.Fatal(err)
			}
			return log.epochs()[3].Train, table.Scores
		}
		want, wantScores := last(&copied, false)
		got, scores := last(weighted, true)
		almost := cmpopts.EquateApprox(0, 1e-5)
		if diff := cmp.Diff(want.LossReadings, got.LossReadings, almost); diff != "" || math.Abs(want.Loss-got.Loss) > 1e-5 {
			t.Errorf("%v: loss %v with copies, %v with weights; readings (-copies +weights): %s", l, want.Loss, got.Loss, diff)
		}
		if diff := cmp.Diff(wantScores[:2], scores[:2], almost); diff != "" {
			t.Errorf("%v: scores (-copies +weights): %s", l, diff)
		}
	}
}
