package model_test

import (
	"context"
	"math"
	"testing"

	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/model"
	"github.com/seqpair/seqpair/model/optimizers"
)

// trainLinear trains linear, whose weights start at 0, on all points at once in every step, and returns its weights and
// its bias. The logit of the bias at the start is taken off.
func trainLinear(t *testing.T, c model.Config) (w [2]float64, bias float64) {
	t.Helper()
	c.Optimizer, c.Schedule = optimizers.SGD{}, model.Constant
	train := points(16, 1, 1)
	run := fitPoints(t, c, train, points(50, 1, 2))
	probe := points(3, 1, 3)
	copy(probe.Columns[0].Floats, []float32{0, 0, 1, 0, 0, 1})
	table, err := run.PredictExamples(context.Background(), probe)
	if err != nil {
		t.Fatal(err)
	}
	logit := func(i int) float64 { return math.Log(table.Scores[i] / (1 - table.Scores[i])) }
	_, positives := train.Count()
	start := math.Log(float64(positives) / float64(16-positives))
	return [2]float64{logit(1) - logit(0), logit(2) - logit(0)}, logit(0) - start
}

func near(a, b float64) bool { return math.Abs(a-b) < 2e-6*(1+math.Abs(b)) }

func TestClipNormShortensTheStep(t *testing.T) {
	pureGo(t)
	plain, bias := trainLinear(t, model.Config{Epochs: 1})
	length := math.Sqrt(plain[0]*plain[0]+plain[1]*plain[1]+bias*bias) / 0.1 // of the gradient
	clipped, clippedBias := trainLinear(t, model.Config{Epochs: 1, ClipNorm: length / 4})
	if !near(clipped[0], plain[0]/4) || !near(clipped[1], plain[1]/4) || math.Abs(clippedBias-bias/4) > 1e-6 {
		t.Errorf("weights %v and bias %v clipped to a quarter, %v and %v without", clipped, clippedBias, plain, bias)
	}
	if free, _ := trainLinear(t, model.Config{Epochs: 1, ClipNorm: 2 * length}); free != plain {
		t.Errorf("weights %v clipped at twice their gradient, %v without", free, plain)
	}
}

func TestWeightDecayTakesOffTheWeights(t *testing.T) {
	pureGo(t)
	one, _ := trainLinear(t, model.Config{Epochs: 1, Patience: -1, Monitor: "log_loss"})
	two, bias := trainLinear(t, model.Config{Epochs: 2, Patience: -1, Monitor: "log_loss"})
	decayed, decayedBias := trainLinear(t, model.Config{Epochs: 2, WeightDecay: 0.5, Patience: -1, Monitor: "log_loss"})
	for i := range two {
		if want := two[i] - 0.1*0.5*one[i]; !near(decayed[i], want) {
			t.Errorf("weight %d is %v, want %v", i, decayed[i], want)
		}
	}
	if !near(decayedBias, bias) {
		t.Errorf("the bias is %v, and %v with decay", bias, decayedBias)
	}
}

// After one step of the loss from weights 0 the decay is (1+1)/(10+1).
func TestWeightAverageIsJudgedAndKept(t *testing.T) {
	pureGo(t)
	plain, _ := trainLinear(t, model.Config{Epochs: 1})
	averaged, _ := trainLinear(t, model.Config{Epochs: 1, WeightAverage: 0.99})
	for i := range plain {
		if want := plain[i] * 9 / 11; !near(averaged[i], want) {
			t.Errorf("weight %d is %v, want %v", i, averaged[i], want)
		}
	}
	c := tiny(t, "average")
	c.WeightAverage = 0.9
	valid := synthetic(t, 200, 2)
	run := fit(t, c, synthetic(t, 400, 1), valid)
	table, err := run.Predict(context.Background(), valid)
	if err != nil {
		t.Fatal(err)
	}
	saved, err := run.Predictions("valid")
	if err != nil {
		t.Fatal(err)
	}
	for i := range table.Scores {
		if table.Scores[i] != saved.Scores[i] {
			t.Fatalf("pair %d scores %v by what was kept, %v in training", i, table.Scores[i], saved.Scores[i])
		}
	}
}

func TestAveragedRunGoesOnExactly(t *testing.T) {
	pureGo(t)
	train, valid := synthetic(t, 400, 1), synthetic(t, 200, 2)
	c := tiny(t, "whole")
	c.WeightAverage, c.WeightDecay, c.ClipNorm, c.WarmUp, c.Schedule = 0.9, 0.01, 0.5, 0.2, model.Cosine
	whole := fit(t, c, train, valid)
	c.Run += "cut"
	interrupted(t, c, train, valid, func(r history.Record) bool { return r.Kind == history.Step && r.Step == 17 })
	cut := fit(t, c, train, valid)
	for _, which := range []string{"best", "last"} {
		if weights(t, cut, which) != weights(t, whole, which) {
			t.Errorf("the %s weights differ from those of the run that was not cut", which)
		}
	}
}

// The rates of ten steps.
func TestSchedules(t *testing.T) {
	pureGo(t)
	for name, test := range map[string]struct {
		c    model.Config
		want []float64
	}{
		"linear":   {model.Config{}, []float64{1, .9, .8, .7, .6, .5, .4, .3, .2, .1}},
		"constant": {model.Config{Schedule: model.Constant}, []float64{1, 1, 1, 1, 1, 1, 1, 1, 1, 1}},
		"cosine":   {model.Config{Schedule: model.Cosine}, []float64{1, .975528, .904508, .793893, .654508, .5, .345492, .206107, .095492, .024472}},
		"warm-up":  {model.Config{WarmUp: 0.4}, []float64{.2, .4, .6, .8, 1, 5. / 6, 4. / 6, .5, 2. / 6, 1. / 6}},
	} {
		var log recorder
		test.c.Epochs, test.c.Patience = 5, -1
		c := test.c
		c.Run, c.Network, c.LearningRate, c.BatchSize = t.TempDir()+"/"+name, linear{Scale: 1}, 1, 16
		if _, err := model.FitExamples(context.Background(), c, points(32, 1, 1), points(20, 1, 2), &log); err != nil {
			t.Fatal(err)
		}
		i := 0
		for _, r := range log.records {
			if r.Kind != history.Step {
				continue
			}
			if math.Abs(r.LearningRate-test.want[i]) > 1e-6 {
				t.Errorf("%s: the rate of step %d is %v, want %v", name, i+1, r.LearningRate, test.want[i])
			}
			i++
		}
		if i != len(test.want) {
			t.Errorf("%s: %d steps", name, i)
		}
	}
}
