package predictions

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/seqpair/seqpair/metrics"
)

// Table is scored examples in columns: row i is Labels[i], Scores[i] and so on. Optional columns are nil
// or as long as Scores.
type Table struct {
	ID      []string
	Labels  []bool    // true is positive; nil where nobody knows the labels: such rows are written, and no metric reads them
	Scores  []float64 // P(positive), in [0,1]
	Scores0 []float64 // the other column of a two-column softmax, in [0,1]; optional
	Weights []float64 // finite and >= 0; nil means all ones
	Groups  []string
	Source  string // where it was read from
}

// Batch returns the table's columns as a batch. The slices are shared.
func (t *Table) Batch() metrics.Batch {
	return metrics.Batch{Scores: t.Scores, Labels: t.Labels, Weights: t.Weights}
}

// Rescore replaces every score by what by makes of it, in [0,1], and the other column of a softmax by the rest.
func (t *Table) Rescore(by func(score float64) float64) {
	scores := make([]float64, len(t.Scores))
	for i, score := range t.Scores {
		scores[i] = by(score)
	}
	t.Scores = scores
	for i := range t.Scores0 {
		t.Scores0[i] = 1 - t.Scores[i]
	}
}

// Update adds the table's rows to a state, as float32 if that is what the scores are: the state becomes the
// same, and sooner.
func (t *Table) Update(s *metrics.State) error {
	if t.Labels == nil && len(t.Scores) > 0 {
		return errors.New("there are no labels, and every metric needs them: add the labels to the rows once they are known")
	}
	spare, _ := spares.Get().(*[]float32)
	if spare == nil {
		spare = new([]float32)
	}
	defer spares.Put(spare)
	if t.Weights != nil || !t.narrow(spare) {
		return s.Update(t.Batch())
	}
	return s.Update32(metrics.Batch32{Scores: *spare, Labels: t.Labels})
}

// spares are columns that Update has used: a stream of tables fills one again and again.
var spares sync.Pool

// narrow makes a column of the scores as float32 and says whether they are the same.
func (t *Table) narrow(column *[]float32) bool {
	n := len(t.Scores)
	scores := slices.Grow((*column)[:0], n)[:n]
	*column = scores
	differ := uint64(0)
	for i, x := range t.Scores[:n] {
		score := float32(x)
		scores[i] = score
		differ |= math.Float64bits(float64(score)) ^ math.Float64bits(x)
	}
	return differ == 0
}

// State returns an exact state of all rows.
func (t *Table) State() (*metrics.State, error) {
	s := metrics.NewState()
	if err := t.Update(s); err != nil {
		return nil, fmt.Errorf("%s: %w", t.source(), err)
	}
	return s, nil
}

func (t *Table) source() string {
	if t.Source == "" {
		return "predictions"
	}
	return t.Source
}

// validate says whether a reader would accept the table and give it back.
func (t *Table) validate() error {
	if len(t.Scores) == 0 {
		return fmt.Errorf("%s: no rows: a table needs one at least", t.source())
	}
	lengths := [fields]int{id: len(t.ID), label: len(t.Labels), score: len(t.Scores), score0: len(t.Scores0), weight: len(t.Weights), group: len(t.Groups)}
	for f, n := range lengths {
		if t.has(field(f)) && n != len(t.Scores) {
			return fmt.Errorf("%s: %d rows of %s, but %d scores: give every row one", t.source(), n, defaults[f], len(t.Scores))
		}
	}
	for i := range t.Scores {
		if err := t.validateRow(i); err != nil {
			return fmt.Errorf("%s: row %d: %w", t.source(), i+1, err)
		}
	}
	return nil
}

func (t *Table) validateRow(i int) error {
	for _, scores := range [][]float64{t.Scores, t.Scores0} {
		if scores != nil && !isProbability(scores[i]) {
			return fmt.Errorf("the score %g is no probability: apply sigmoid or softmax first", scores[i])
		}
	}
	if t.Weights != nil && !isWeight(t.Weights[i]) {
		return fmt.Errorf("the weight %g is negative or not finite: weights are >= 0", t.Weights[i])
	}
	for _, texts := range [][]string{t.ID, t.Groups} {
		if texts != nil && (!utf8.ValidString(texts[i]) || strings.ContainsAny(texts[i], "\r\x00")) {
			return fmt.Errorf("the text %.40q is not UTF-8, or holds a carriage return or a zero byte: remove it", texts[i])
		}
	}
	return nil
}

func isProbability(f float64) bool { return f >= 0 && f <= 1 }

func isWeight(f float64) bool { return f >= 0 && !math.IsInf(f, 1) }
