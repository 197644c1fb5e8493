package data

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"unique"
)

// builder collects pairs and stores each distinct text once.
type builder struct {
	p      *Pairs
	index  map[string]int32 // text -> position in p.texts
	labels labelReader
}

func newBuilder(source string) *builder {
	return &builder{p: &Pairs{source: source}, index: map[string]int32{}}
}

// addRow adds the pair of a row.
func (b *builder) addRow(row fields, weighted bool) error {
	pair, err := row.pair(&b.labels, !b.p.unlabelled, weighted)
	if err != nil {
		return err
	}
	return b.add(pair)
}

// add appends a pair whose texts are valid UTF-8; a failed add leaves the builder as it was.
func (b *builder) add(pair Pair) error {
	if err := checkWeight(pair.Weight); err != nil {
		return err
	}
	if len(b.p.labels) == 1<<29 { // texts and pairs are numbered together in an int32
		return errors.New("too many pairs: at most 2^29 fit into one set, so read the file in parts")
	}
	b.p.a = append(b.p.a, b.intern(pair.A))
	b.p.b = append(b.p.b, b.intern(pair.B))
	b.p.labels = append(b.p.labels, pair.Label)
	b.p.weights = appendLazily(b.p.weights, len(b.p.labels), pair.Weight, 1)
	b.p.groups = appendLazily(b.p.groups, len(b.p.labels), unique.Make(pair.Group).Value(), "")
	b.p.ids = appendLazily(b.p.ids, len(b.p.labels), strings.Clone(pair.ID), "")
	return nil
}

func (b *builder) intern(text string) int32 {
	i, seen := b.index[text]
	if !seen {
		i = int32(len(b.p.texts))
		text = strings.Clone(text) // the caller's may be a piece of a longer line
		b.p.texts = append(b.p.texts, text)
		b.index[text] = i
	}
	return i
}

// appendLazily makes the column, n rows long, only when a value differs from its default.
func appendLazily[T comparable](column []T, n int, value, usual T) []T {
	if column != nil {
		return append(column, value)
	}
	if value == usual {
		return nil
	}
	column = make([]T, n, 2*n)
	for i := range column {
		column[i] = usual
	}
	column[n-1] = value
	return column
}

// pairs hands the collected pairs over; the builder must not be used after it.
func (b *builder) pairs() (*Pairs, error) {
	if len(b.p.labels) == 0 {
		return nil, errors.New("no pairs: at least one is needed")
	}
	if b.p.weights != nil && !slices.ContainsFunc(b.p.weights, func(w float64) bool { return w > 0 }) {
		return nil, errors.New("every weight is 0, so no pair counts: drop the weights or correct them")
	}
	return b.p, nil
}

var errBrokenUTF8 = errors.New("broken UTF-8: convert the text to UTF-8 first (for example iconv -f ISO-8859-1 -t UTF-8)")

func checkWeight(w float64) error {
	if math.IsNaN(w) || math.IsInf(w, 0) || w < 0 {
		return fmt.Errorf("weight %v must be a finite number >= 0", w)
	}
	return nil
}
