package multiclass

import (
	"slices"
	"sync"

	"github.com/seqpair/seqpair/metrics"
)

// Labels keeps every scored example of which any number of labels is right (multi-label classification). Make
// one with [NewLabels]. It takes 9 bytes a row and label. States merge: shards read the same as the whole, to
// the last bit.
//
// Readers may run beside each other, but not beside Update, Merge, Reset or an unmarshalling.
type Labels struct {
	mu     sync.Mutex // readers settle the rows
	labels []string
	rows   rows[bool]
}

// NewLabels is an empty accumulator of those labels, one to MaxClasses of them with different names.
func NewLabels(labels ...string) (*Labels, error) {
	if err := checkClasses(labels, 1); err != nil {
		return nil, err
	}
	return newLabels(slices.Clone(labels)), nil
}

func newLabels(labels []string) *Labels {
	return &Labels{labels: labels, rows: rows[bool]{width: len(labels), each: len(labels)}}
}

// Names are the labels' names, in the order of the columns. The caller owns the slice.
func (l *Labels) Names() []string { return slices.Clone(l.labels) }

// Update adds the rows of a batch. On error, which is that of [LabelBatch.Validate], nothing has changed.
func (l *Labels) Update(b LabelBatch) error {
	if len(l.labels) == 0 {
		return errNoClasses
	}
	if err := b.Validate(l.labels); err != nil {
		return err
	}
	l.rows.add(b.Labels, b.Scores, b.Weights)
	return nil
}

// Merge adds everything that other has seen, which stays as it is. It fails, and changes nothing, if other is
// nil or has other labels.
func (l *Labels) Merge(other *Labels) error {
	if other == nil || len(l.labels) == 0 {
		return errNoClasses
	}
	if err := sameClasses(l.labels, other.labels); err != nil {
		return err
	}
	l.rows.merge(&other.rows)
	return nil
}

// Reset forgets every example and keeps the labels.
func (l *Labels) Reset() { l.rows = newLabels(l.labels).rows }

// Clone is an accumulator of its own that has seen the same.
func (l *Labels) Clone() *Labels {
	l.mu.Lock()
	defer l.mu.Unlock()
	return &Labels{labels: l.labels, rows: l.rows.clone()}
}

func (l *Labels) settled() *rows[bool] {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.rows.settle(func(a, b bool) int {
		switch {
		case a == b:
			return 0
		case b:
			return -1
		}
		return 1
	})
	return &l.rows
}

// Rows is the number of examples, unweighted.
func (l *Labels) Rows() int64 { return int64(l.settled().len()) }

// Weight is the summed weight of the examples.
func (l *Labels) Weight() float64 { return l.settled().tally().weight }

// Label is the State of one label, for every binary reader; the caller owns it.
// It panics if there is no such label.
func (l *Labels) Label(label int) *metrics.State {
	if err := checkClass(label, len(l.labels), "the argument"); err != nil {
		panic("multiclass: " + err.Error())
	}
	r := l.settled()
	return binaryState(r.len(), r.weights, func(i int) (float64, bool) { return r.score(i, label), r.labelsOf(i)[label] })
}

// Flattened is the State of all scores of all rows in one column: what micro-averaged metrics of scores see. Its
// rows are not independent, so its intervals mean nothing.
func (l *Labels) Flattened() *metrics.State {
	r := l.settled()
	return binaryState(len(r.scores), repeat(r.weights, r.width), func(i int) (float64, bool) { return r.scores[i], r.labels[i] })
}

// Each is what every label reads: averaging "none".
func (l *Labels) Each(read ScoreReader) []ClassReading { return eachState(l.labels, l.Label, read) }

// Average is a reader of single labels, averaged; micro reads [Labels.Flattened]. It has no interval, because the
// labels share their examples.
func (l *Labels) Average(read ScoreReader, over Averaging) Average {
	return averageStates(l.labels, l.settled().tally(), over, l.Label, l.Flattened, read)
}
