package model

import (
	"slices"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/metrics/segmentation"
	"github.com/seqpair/seqpair/model/data"
)

// tally adds up what a network says of one part of the data, batch by batch. It saves as JSON.
type tally struct {
	State      *metrics.State
	Examples   int64 // labels that count
	Positives  int64
	Loss       sum
	Unweighted sum
	Readings   []float64 // of the loss, summed over the examples
	Pixels     bool      // an example has several labels, which depend on each other

	batch metrics.Batch // reused
}

// sum is a running sum of weighted values.
type sum struct{ Sum, Size float64 }

func (s *sum) add(value, size float32) {
	s.Sum += float64(value) * float64(size)
	s.Size += float64(size)
}

// mean is NaN where nothing was added.
func (s sum) mean() float64 { return s.Sum / s.Size }

// newTally keeps every score of examples with at most mostScores labels, and counts in bins of others.
func newTally(e *data.Examples) *tally {
	t := &tally{State: metrics.NewState(), Pixels: e.PerExample() > 1}
	if len(e.Labels) > mostScores {
		t.State = metrics.NewBinnedState(stateBins)
	}
	return t
}

const (
	mostScores = 1 << 22 // of a part of the data; a picture of a million pixels has a million
	stateBins  = 1 << 16 // as fine as what a float32 can tell near 1
)

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
	t.Loss.add(r.numbers[0], r.numbers[1])
	t.Unweighted.add(r.numbers[2], r.numbers[3])
	readings := r.numbers[4:]
	t.Readings = append(t.Readings, make([]float64, len(readings)-len(t.Readings))...)
	for i, v := range readings {
		t.Readings[i] += float64(v) * float64(n)
	}
	return nil
}

// split is the tally as the history tells it. readings names what the loss reads.
func (t *tally) split(threshold float64, readings []string) *history.Split {
	s := &history.Split{
		Loss: t.Loss.mean(), UnweightedLoss: t.Unweighted.mean(),
		Threshold: threshold, Confusion: t.State.At(threshold), Readings: t.report(threshold),
	}
	for i, name := range readings {
		if s.LossReadings == nil {
			s.LossReadings = map[string]float64{}
		}
		s.LossReadings[name] = t.Readings[i] / float64(t.Examples)
	}
	return s
}

func (t *tally) report(threshold float64) []metrics.Reading {
	if t.Pixels {
		return segmentation.PixelReport(t.State, threshold)
	}
	return metrics.Report(t.State, threshold)
}

func (t *tally) read(m metrics.Metric) metrics.Value {
	if t.Pixels {
		return segmentation.PixelValue(m.Read(t.State))
	}
	return m.Read(t.State)
}

// withMonitor adds the metric that chooses the epoch to readings, unless it is among them.
func withMonitor(readings []metrics.Reading, m metrics.Metric, value metrics.Value) []metrics.Reading {
	if slices.ContainsFunc(readings, func(r metrics.Reading) bool { return r.Name == m.Name }) {
		return readings
	}
	return append(readings, metrics.Reading{Name: m.Name, Better: m.Better, Value: value})
}
