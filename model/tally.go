package model

import (
	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/model/data"
)

// tally adds up what a network says of one part of the data, batch by batch. It saves as JSON.
type tally struct {
	State          *metrics.State
	Examples       int64 // labels that count
	Positives      int64
	Loss           float64 // summed over the examples
	UnweightedLoss float64

	batch metrics.Batch // reused
}

func newTally() *tally { return &tally{State: metrics.NewState()} }

// add takes what a network said of rows of examples.
func (t *tally) add(e *data.Examples, rows []int32, r result, head Head) error {
	t.batch.Labels, t.batch.Weights = t.batch.Labels[:0], t.batch.Weights[:0]
	per := e.PerExample()
	scores, _ := head.scores(r.logits[:len(rows)*per*head.columns()])
	t.batch.Scores = scores[:0]
	for i, row := range rows {
		for j := range per {
			at := int(row)*per + j
			if e.Counts != nil && !e.Counts[at] {
				continue
			}
			t.batch.Scores = append(t.batch.Scores, scores[i*per+j])
			t.batch.Labels = append(t.batch.Labels, e.Labels[at])
			if e.Weights != nil {
				t.batch.Weights = append(t.batch.Weights, e.Weights[at])
			}
			if e.Labels[at] {
				t.Positives++
			}
		}
	}
	if err := t.State.Update(t.batch); err != nil {
		return err
	}
	n := int64(len(t.batch.Labels))
	t.Examples += n
	t.Loss += r.loss * float64(n)
	t.UnweightedLoss += r.unweightedLoss * float64(n)
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
