package multiclass

import (
	"fmt"
	"slices"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/internal/doubt"
	"github.com/seqpair/seqpair/metrics/internal/sums"
)

// LabelTable is what multi-label decisions at given thresholds read. It stands for the rows at the time of
// [Labels.At]. Make one with that.
type LabelTable struct {
	labels    []string
	each      []metrics.Confusion
	all       tally
	weights   []float64 // nil means all ones
	cells     []cell    // row by row
	correct   []float64 // the number of labels decided right, by row
	predicted []int     // the number of labels predicted, by row
	right     []int     // the number of labels that are right, by row
	hits      []int     // the number of labels that are both, by row
}

// cell is where a label of a row stands in the label's table.
type cell uint8

const (
	trueNegative cell = iota
	falsePositive
	falseNegative
	truePositive
)

func (s slope) in(at cell) float64 { return [...]float64{s.tn, s.fp, s.fn, s.tp}[at] }

// At decides every label by a threshold: a score of at least that is a yes. One threshold holds for all labels, or
// each has its own. It is an error to give another number of thresholds.
func (l *Labels) At(thresholds ...float64) (*LabelTable, error) {
	switch len(thresholds) {
	case len(l.labels):
	case 1:
		thresholds = slices.Repeat(thresholds, len(l.labels))
	default:
		return nil, fmt.Errorf("multiclass: %d thresholds for %d labels: give one for all, or one for each", len(thresholds), len(l.labels))
	}
	r := l.settled()
	t := &LabelTable{
		labels: l.labels, all: r.tally(), weights: slices.Clone(r.weights),
		cells: make([]cell, len(r.scores)), correct: make([]float64, r.len()),
		predicted: make([]int, r.len()), right: make([]int, r.len()), hits: make([]int, r.len()),
	}
	for i := range r.len() {
		for label, is := range r.labelsOf(i) {
			t.decide(i, label, is, r.score(i, label) >= thresholds[label])
		}
	}
	t.count()
	return t, nil
}

func (t *LabelTable) decide(i, label int, is, predicted bool) {
	at := trueNegative
	switch {
	case is && predicted:
		at = truePositive
		t.hits[i]++
	case predicted:
		at = falsePositive
	case is:
		at = falseNegative
	}
	if predicted {
		t.predicted[i]++
	}
	if is {
		t.right[i]++
	}
	if is == predicted {
		t.correct[i]++
	}
	t.cells[i*len(t.labels)+label] = at
}

// count fills the labels' tables.
func (t *LabelTable) count() {
	counts := make([][4]compensated, len(t.labels))
	for at, cell := range t.cells {
		w := weightOf(t.weights, at/len(t.labels))
		counts[at%len(t.labels)][cell].add(1, sums.Sum{Hi: w}, sums.Sum{Hi: w * w})
	}
	for _, of := range counts {
		t.each = append(t.each, binary(
			of[truePositive].tally(), of[falsePositive].tally(), of[trueNegative].tally(), of[falseNegative].tally()))
	}
}

// Label is the two by two table of one label. It panics if there is no such label.
func (t *LabelTable) Label(label int) metrics.Confusion {
	if err := checkClass(label, len(t.labels), "the argument"); err != nil {
		panic("multiclass: " + err.Error())
	}
	return t.each[label]
}

// Each is what every label reads: averaging "none".
func (t *LabelTable) Each(read Reader) []ClassReading { return t.table().readings(read) }

// Average is a reader of single labels, averaged over the labels. Its interval knows that the labels of one
// example go together.
func (t *LabelTable) Average(read Reader, over Averaging) Average {
	return t.table().average(read, over)
}

func (t *LabelTable) table() table {
	return table{classes: t.labels, each: t.each, all: t.all, variance: t.variance}
}

func (t *LabelTable) variance(slopes []slope) float64 {
	sum := 0.0
	for i := range t.correct {
		influence := 0.0
		for label, s := range slopes {
			influence += s.in(t.cells[i*len(slopes)+label])
		}
		influence *= weightOf(t.weights, i)
		sum += influence * influence
	}
	return sum
}

// Hamming is the share of labels decided wrong. Lower is better. Baseline: answering each label's majority.
// Interval: normal approximation of a mean over examples.
func (t *LabelTable) Hamming() metrics.Value {
	if t.all.rows == 0 {
		return doubt.Undefined(metrics.NoExamples)
	}
	losses := make([]float64, len(t.correct))
	for i, correct := range t.correct {
		losses[i] = 1 - correct/float64(len(t.labels))
	}
	idle := 0.0
	for _, c := range t.each {
		idle += min(c.TP+c.FN, c.FP+c.TN) / t.all.weight / float64(len(t.labels))
	}
	return doubt.Baseline(doubt.Mean(losses, t.weights, 0, 1), idle)
}

// SubsetAccuracy is the share of examples all of whose labels were decided right (exact match), with Wilson's
// interval. Baseline: always answering the most frequent set of labels.
func (t *LabelTable) SubsetAccuracy() metrics.Value {
	var right compensated
	sets := make(map[string]*sums.Sum)
	n := len(t.labels)
	set := make([]byte, n)
	for i, correct := range t.correct {
		w := weightOf(t.weights, i)
		if int(correct) == n {
			right.add(1, sums.Sum{Hi: w}, sums.Sum{Hi: w * w})
		}
		for label, at := range t.cells[i*n : (i+1)*n] {
			set[label] = byte(at >> 1) // whether the label is right
		}
		of, ok := sets[string(set)]
		if !ok {
			of = new(sums.Sum)
			sets[string(set)] = of
		}
		of.Add(w)
	}
	v := share(right.tally(), t.all, metrics.NoExamples)
	if v.Undefined != "" {
		return v
	}
	most := 0.0
	for _, weight := range sets {
		most = max(most, weight.Value())
	}
	return doubt.Baseline(v, min(most/t.all.weight, 1))
}
