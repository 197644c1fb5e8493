package data

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"unicode/utf8"
)

// Pairs is an immutable, ordered set of pairs with labels, or without ([Pairs.Unlabelled],
// Format.LabelOptional). Subsets share the texts of the set they were taken from. It is safe for
// concurrent use.
type Pairs struct {
	source     string
	texts      []string // every distinct text, shared by subsets
	a, b       []int32  // index into texts
	labels     []bool
	unlabelled bool      // labels say nothing, and all are false
	weights    []float64 // nil: every weight is 1
	groups     []string  // nil: no groups
	ids        []string  // nil: the positions are the ids
	rows       []int32   // 0-based position in the source; nil: 0, 1, 2, …
}

// New makes Pairs of a slice, which it copies. If every Weight is 0 the pairs are unweighted (each
// weighs 1). It refuses an empty slice, broken UTF-8, and weights that are negative or not finite.
func New(pairs []Pair) (*Pairs, error) {
	weighted := slices.ContainsFunc(pairs, func(p Pair) bool { return p.Weight != 0 })
	b := newBuilder("pairs in memory")
	for i, p := range pairs {
		if !weighted {
			p.Weight = 1
		}
		if !utf8.ValidString(p.A) || !utf8.ValidString(p.B) || !utf8.ValidString(p.ID) || !utf8.ValidString(p.Group) {
			return nil, fmt.Errorf("pair %d: %w", i+1, errBrokenUTF8)
		}
		if err := b.add(p); err != nil {
			return nil, fmt.Errorf("pair %d: %w", i+1, err)
		}
	}
	return b.pairs()
}

// Len is the number of pairs.
func (p *Pairs) Len() int { return len(p.labels) }

// At returns pair i, 0 <= i < Len.
func (p *Pairs) At(i int) Pair {
	return Pair{
		ID: p.id(i), A: p.texts[p.a[i]], B: p.texts[p.b[i]],
		Label: p.labels[i], Weight: p.weight(i), Group: p.group(i),
	}
}

// id is the declared id, or the 1-based position in the source that the pair was first read from.
func (p *Pairs) id(i int) string {
	if p.ids != nil && p.ids[i] != "" {
		return p.ids[i]
	}
	if p.rows != nil {
		i = int(p.rows[i])
	}
	return strconv.Itoa(i + 1)
}

func (p *Pairs) weight(i int) float64 {
	if p.weights == nil {
		return 1
	}
	return p.weights[i]
}

func (p *Pairs) group(i int) string {
	if p.groups == nil {
		return ""
	}
	return p.groups[i]
}

// Source is the file that the pairs came from, for messages.
func (p *Pairs) Source() string { return p.source }

// Positives is the number of positive pairs, unweighted.
func (p *Pairs) Positives() int {
	n := 0
	for _, positive := range p.labels {
		if positive {
			n++
		}
	}
	return n
}

// Prevalence is the unweighted share of positive pairs; NaN if there are no pairs.
func (p *Pairs) Prevalence() float64 {
	if p.Len() == 0 {
		return math.NaN()
	}
	return float64(p.Positives()) / float64(p.Len())
}

// Labels returns a copy of the labels, [Len], or nil if the pairs have none.
func (p *Pairs) Labels() []bool {
	if p.unlabelled {
		return nil
	}
	return slices.Clone(p.labels)
}

// Labelled says whether the pairs have labels.
func (p *Pairs) Labelled() bool { return !p.unlabelled }

// Unlabelled returns the same pairs without their labels, as pairs are whose labels nobody knows yet: what is
// written of them, and what a model predicts of them, has none either.
func (p *Pairs) Unlabelled() *Pairs {
	q := *p
	q.labels, q.unlabelled = make([]bool, p.Len()), true
	return &q
}

// Weighted says whether any weight differs from 1.
func (p *Pairs) Weighted() bool { return p.weights != nil }

// Weights returns a copy of the weights, [Len], or nil if the pairs are not weighted.
func (p *Pairs) Weights() []float64 { return slices.Clone(p.weights) }

// CheckClasses returns an error unless both classes are there with a weight above 0: what a
// classifier is fitted to needs both, what is only read or scored does not.
func (p *Pairs) CheckClasses() error {
	if err := p.CheckLabelled(); err != nil {
		return err
	}
	return checkClasses(p.source, "pairs", p.labels, p.weight)
}

// CheckLabelled returns an error where the pairs have no labels: nothing can be learned from them, and no metric read.
func (p *Pairs) CheckLabelled() error {
	if p.unlabelled {
		return fmt.Errorf("%s: the %d pairs have no labels: they can only be scored, by Predict", p.source, p.Len())
	}
	return nil
}

func checkClasses(source, what string, labels []bool, weight func(i int) float64) error {
	var count [2]int
	for i, positive := range labels {
		if weight(i) == 0 {
			continue
		}
		if positive {
			count[1]++
		} else {
			count[0]++
		}
	}
	for class, name := range classNames {
		if count[class] == 0 {
			return fmt.Errorf("%s: none of %d %s is %s with a weight above 0, and a classifier needs both classes: check the label column and which label is declared positive",
				source, len(labels), what, name)
		}
	}
	return nil
}

// Subset returns the pairs at the given positions, in that order; a position may repeat. Each keeps
// its ID. It panics if a position is outside [0, Len).
func (p *Pairs) Subset(rows []int) *Pairs {
	s := &Pairs{
		source: p.source, texts: p.texts, unlabelled: p.unlabelled,
		a: pick(p.a, rows), b: pick(p.b, rows), labels: pick(p.labels, rows),
		weights: pick(p.weights, rows), groups: pick(p.groups, rows), ids: pick(p.ids, rows),
		rows: make([]int32, len(rows)),
	}
	for i, row := range rows {
		s.rows[i] = int32(row)
		if p.rows != nil {
			s.rows[i] = p.rows[row]
		}
	}
	s.simplify()
	return s
}

func pick[T any](column []T, rows []int) []T {
	if column == nil {
		return nil
	}
	picked := make([]T, len(rows))
	for i, row := range rows {
		picked[i] = column[row]
	}
	return picked
}

// simplify drops the columns that say nothing, so that equal content has one form.
func (p *Pairs) simplify() {
	if !slices.ContainsFunc(p.weights, func(w float64) bool { return w != 1 }) {
		p.weights = nil
	}
	notEmpty := func(s string) bool { return s != "" }
	if !slices.ContainsFunc(p.groups, notEmpty) {
		p.groups = nil
	}
	if !slices.ContainsFunc(p.ids, notEmpty) {
		p.ids = nil
	}
}
