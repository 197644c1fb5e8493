package model_test

import (
	"context"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/bootstrap"
	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/model"
	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/losses"
)

// Balancing the classes makes every score too high; undoing the known shift brings the mean back to the share of positives.
func TestUndoShift(t *testing.T) {
	pureGo(t)
	train, valid := synthetic(t, 400, 1), synthetic(t, 200, 2)
	c := tiny(t, "weighted")
	c.Loss, c.Epochs, c.Model = losses.BCE{ClassWeight: losses.Balanced}, 2, withoutDropout
	raw := fit(t, c, train, valid)
	c.Run, c.Calibration = tiny(t, "undone").Run, model.UndoShift
	undone := fit(t, c, train, valid)
	before, err := raw.Predict(context.Background(), valid)
	if err != nil {
		t.Fatal(err)
	}
	after, err := undone.Predict(context.Background(), valid)
	if err != nil {
		t.Fatal(err)
	}
	for i, q := range before.Scores {
		// Weights of 4 to 1: p = q/(q + 4(1−q)).
		if want := q / (q + 4*(1-q)); math.Abs(after.Scores[i]-want) > 1e-12 {
			t.Fatalf("%v becomes %v, want %v", q, after.Scores[i], want)
		}
	}
	saved, err := undone.Predictions("valid")
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(saved.Scores[0]-after.Scores[0]) > 1e-6 {
		t.Errorf("valid.csv has %v, Predict gives %v", saved.Scores[0], after.Scores[0])
	}
	if raw.Threshold() <= undone.Threshold() {
		t.Errorf("thresholds %v before and %v after", raw.Threshold(), undone.Threshold())
	}
}

func TestCalibrationIsFittedToValid(t *testing.T) {
	pureGo(t)
	train, valid := synthetic(t, 400, 1), synthetic(t, 300, 2)
	for _, calibration := range []model.Calibration{model.Platt, model.Beta, model.Isotonic, model.Temperature} {
		c := tiny(t, string(calibration))
		c.Loss, c.Calibration, c.Head, c.LearningRate = losses.Focal{Alpha: 0.9}, calibration, model.Softmax, 0.03
		run := fit(t, c, train, valid)
		table, err := run.Predict(context.Background(), valid)
		if err != nil {
			t.Fatal(err)
		}
		noted := slices.ContainsFunc(run.History, func(r history.Record) bool { return strings.Contains(r.Text, "isotonic calibration wants about 1000") })
		if noted != (calibration == model.Isotonic) {
			t.Errorf("%s on 300 labels: noted %v", calibration, noted)
		}
		mean := 0.0
		for i, score := range table.Scores {
			mean += score / 300
			if math.Abs(score+table.Scores0[i]-1) > 1e-12 {
				t.Fatalf("%s: the columns of the softmax do not add up to 1", calibration)
			}
		}
		if math.Abs(mean-0.2) > 0.03 && calibration != model.Temperature {
			t.Errorf("%s: the mean probability is %v, a share of 0.2 is positive", calibration, mean)
		}
	}
}

func TestThresholdRule(t *testing.T) {
	pureGo(t)
	train, valid := synthetic(t, 300, 1), synthetic(t, 200, 2)
	c := tiny(t, "recall")
	c.ThresholdRule, c.Epochs = "recall>=0.9", 1
	run := fit(t, c, train, valid)
	state, err := run.State("valid")
	if err != nil {
		t.Fatal(err)
	}
	if recall := state.At(run.Threshold()).Recall(); recall.V < 0.9 {
		t.Errorf("recall %v", recall)
	}
	c.Run, c.ThresholdRule = tiny(t, "f2").Run, "f2"
	run = fit(t, c, train, valid)
	table, err := run.Predictions("valid")
	if err != nil {
		t.Fatal(err)
	}
	drawn := bootstrap.New(200, 0)
	if err := drawn.Update(table.Batch()); err != nil {
		t.Fatal(err)
	}
	if want, _ := drawn.MeanThreshold(metrics.MaxFBeta(2)); run.Threshold() != want {
		t.Errorf("threshold %v, want the mean choice %v", run.Threshold(), want)
	}
	c.Run, c.ThresholdRule = tiny(t, "precision").Run, "precision>=1"
	log := &recorder{}
	fit(t, c, train, valid, log)
	c.ThresholdRule = "f7x"
	if err := c.Check(); err == nil || !strings.Contains(err.Error(), "ThresholdRule") {
		t.Error(err)
	}
}

func TestCalibrationRefuses(t *testing.T) {
	pureGo(t)
	train, valid := synthetic(t, 300, 1), synthetic(t, 200, 2)
	c := tiny(t, "refused")
	c.Calibration = "spline"
	if _, err := model.Fit(context.Background(), c, train, valid); err == nil || !strings.Contains(err.Error(), "isotonic") {
		t.Error(err)
	}
	for _, change := range []func(*model.Config){
		func(c *model.Config) { c.Loss = losses.Focal{} },
		func(c *model.Config) { c.Sampler = data.Sampler{Kind: data.HardNegatives} },
		func(c *model.Config) { c.Sampler = data.Sampler{Kind: data.MinedNegatives} },
	} {
		c := tiny(t, "refused")
		c.Calibration = model.UndoShift
		change(&c)
		_, err := model.Fit(context.Background(), c, train, valid, &recorder{each: func(history.Record) { t.Error("training began") }})
		if err == nil || !strings.Contains(err.Error(), "use platt") {
			t.Error(err)
		}
	}
}

// Sample weights raise the odds above those of valid, unless it is weighed alike.
func TestUndoShiftOfSampleWeights(t *testing.T) {
	pureGo(t)
	train, plain := points(80, 1, 1), points(60, 1, 2)
	weigh := func(e *data.Examples) *data.Examples {
		weighted := *e
		weighted.Weights = nil
		for _, positive := range e.Labels {
			w := 2.0
			if positive {
				w = 10
			}
			weighted.Weights = append(weighted.Weights, w)
		}
		return &weighted
	}
	for want, valid := range map[float64]*data.Examples{5: plain, 1: weigh(plain)} {
		c := model.Config{
			Run: filepath.Join(t.TempDir(), "weighted"), Network: linear{Scale: 1},
			SampleWeights: true, Calibration: model.UndoShift, Epochs: 1,
		}
		run, err := model.FitExamples(t.Context(), c, weigh(train), valid)
		if err != nil {
			t.Fatal(err)
		}
		if got := run.Manifest.Shift; math.Abs(got-want) > 1e-12 || (len(run.Manifest.Calibrator) > 0) != (want > 2) {
			t.Errorf("the odds are raised by %v, want %v; calibrator %s", got, want, run.Manifest.Calibrator)
		}
	}
}

// Without weights or a sampler there is no shift; the history says so, and the scores stay.
func TestUndoShiftOfNothing(t *testing.T) {
	pureGo(t)
	c := tiny(t, "unshifted")
	c.Calibration, c.Epochs = model.UndoShift, 1
	var r recorder
	run := fit(t, c, synthetic(t, 100, 1), synthetic(t, 60, 2), &r)
	if len(run.Manifest.Calibrator) > 0 || !slices.ContainsFunc(r.records, func(r history.Record) bool { return strings.Contains(r.Text, "nothing to undo") }) {
		t.Errorf("calibrator %s, records %v", run.Manifest.Calibrator, r.records)
	}
}

// A run that goes on after its best epoch is not calibrated by a null.
func TestNoCalibrationAfterAnInterruption(t *testing.T) {
	pureGo(t)
	train, valid := synthetic(t, 120, 1), synthetic(t, 60, 2)
	c := tiny(t, "cut")
	c.Epochs, c.LearningRate = 2, 1e-12 // nothing improves on the first epoch
	interrupted(t, c, train, valid, func(r history.Record) bool { return r.Kind == history.Epoch })
	run := fit(t, c, train, valid)
	if _, err := run.Predict(context.Background(), valid); err != nil || run.Manifest.Best.Epoch != 1 {
		t.Errorf("best epoch %d, error %v", run.Manifest.Best.Epoch, err)
	}
	if len(run.Manifest.Calibrator) > 0 {
		t.Errorf("the manifest has the calibrator %s", run.Manifest.Calibrator)
	}
}

// TestShiftTo: scores are taken from the odds that training, or calibration, gave them.
func TestShiftTo(t *testing.T) {
	pureGo(t)
	train, valid := synthetic(t, 400, 1), synthetic(t, 200, 2) // 0.2 positive
	for name, test := range map[string]struct {
		change func(*model.Config)
		want   float64 // factor from the scores to a prevalence of 1/2, that is of odds of 1
	}{
		"plain":    {func(*model.Config) {}, 4},
		"balanced": {func(c *model.Config) { c.Loss = losses.BCE{ClassWeight: losses.Balanced} }, 1},
		"undone": {func(c *model.Config) {
			c.Loss, c.Calibration = losses.BCE{ClassWeight: losses.Balanced}, model.UndoShift
		}, 4},
		"oversampled": {func(c *model.Config) { c.Sampler = data.Sampler{Kind: data.Oversample, Share: 0.5} }, 1},
		"fitted":      {func(c *model.Config) { c.Loss, c.Calibration = losses.Focal{}, model.Platt }, 4},
		"normalised": {func(c *model.Config) {
			c.Loss = losses.BCE{ClassWeight: losses.Balanced, Reduction: losses.MeanWithSampleWeight}
		}, 0},
		"normalised, without weights": {func(c *model.Config) { c.Loss = losses.BCE{Reduction: losses.MeanWithSampleWeight} }, 4},
		"nobody knows":                {func(c *model.Config) { c.Loss = losses.Focal{} }, 0},
	} {
		c := tiny(t, "shifted")
		c.Epochs = 1
		test.change(&c)
		run := fit(t, c, train, valid)
		shift, err := run.ShiftTo(0.5)
		if (err != nil) != (test.want == 0) || math.Abs(shift.Factor-test.want) > 1e-9 {
			t.Errorf("%s: %v, error %v; want a factor of %v", name, shift, err, test.want)
		}
		if _, err := run.ShiftTo(1.5); err == nil {
			t.Errorf("%s: taken to a prevalence of 1.5", name)
		}
	}
}
