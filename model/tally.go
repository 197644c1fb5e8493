package model

import (
	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/history"
)

// tally adds up what a network says of one part of the data, batch by batch. It saves as JSON.
type tally struct {
	State          *metrics.State
	Examples       int64
	Positives      int64
	Loss           float64 // summed over the examples
	UnweightedLoss float64
}

func newTally() *tally { return &tally{State: metrics.NewState()} }

func (t *tally) add(b batch, r result, head Head) error {
	scores, _ := head.scores(r.logits)
	if err := t.State.Update(metrics.Batch{Scores: scores, Labels: b.labels, Weights: b.weights}); err != nil {
		return err
	}
	n := int64(len(b.rows))
	t.Examples += n
	t.Loss += r.loss * float64(n)
	t.UnweightedLoss += r.unweightedLoss * float64(n)
	for _, positive := range b.labels {
		if positive {
			t.Positives++
		}
	}
	return nil
}

// meanLoss is the loss per example so far, with its weights.
func (t *tally) meanLoss() float64 { return t.Loss / float64(t.Examples) }

// split is the tally as the history tells it.
func (t *tally) split(threshold float64) *history.Split {
	return &history.Split{
		Loss: t.meanLoss(), UnweightedLoss: t.UnweightedLoss / float64(t.Examples),
		Threshold: threshold, Confusion: t.State.At(threshold), Readings: metrics.Report(t.State, threshold),
	}
}
