package plot_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/history"
)

// scored returns n examples, about one in 40 of them positive, whose scores separate the classes as well as
// an ordinary model's do.
func scored(n int) *metrics.State {
	random := rand.New(rand.NewPCG(7, 11))
	batch := metrics.Batch{}
	for range n {
		positive := random.IntN(40) == 0
		logit := -3.6 + 1.4*random.NormFloat64()
		if positive {
			logit += 3.4
		}
		batch.Labels = append(batch.Labels, positive)
		batch.Scores = append(batch.Scores, 1/(1+math.Exp(-logit)))
	}
	s := metrics.NewState()
	if err := s.Update(batch); err != nil {
		panic(err)
	}
	return s
}

// state is the state of a handful of examples.
func state(t testing.TB, scores []float64, labels []bool) *metrics.State {
	t.Helper()
	s := metrics.NewState()
	if err := s.Update(metrics.Batch{Scores: scores, Labels: labels}); err != nil {
		t.Fatal(err)
	}
	return s
}

// training is the log of a run of which epochs are done, each of 20 steps.
func training(epochs, planned int) []history.Record {
	random := rand.New(rand.NewPCG(3, 5))
	var records []history.Record
	for e := 1; e <= epochs; e++ {
		at := float64(e)
		for s := 1; s <= 20; s++ {
			step := (e-1)*20 + s
			loss := 0.4*math.Exp(-float64(step)/80) + 0.1 + 0.01*random.NormFloat64()
			records = append(records, history.Record{Kind: history.Step, Epoch: e, Epochs: planned, Step: int64(step),
				Steps: int64(20 * planned), Loss: loss, Positives: int64(14 * s)})
		}
		loss := 0.4*math.Exp(-at/4) + 0.1
		ap := 0.5 - 0.4*math.Exp(-at/4) - at*at/3000
		valid := metrics.Value{V: ap, Lo: ap - 0.05, Hi: ap + 0.05, Baseline: 0.023}
		train := metrics.Value{V: ap + at/100, NoInterval: "not computed", Baseline: 0.023}
		records = append(records, history.Record{Kind: history.Epoch, Epoch: e, Epochs: planned,
			Monitor: "average_precision", Best: e <= 9, Positives: 280,
			Train: split(loss, train), Valid: split(loss+at/250, valid)})
	}
	return records
}

func split(loss float64, v metrics.Value) *history.Split {
	return &history.Split{Loss: loss, UnweightedLoss: loss,
		Readings: []metrics.Reading{{Name: "average_precision", Value: v}}}
}
