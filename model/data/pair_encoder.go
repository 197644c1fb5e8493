package data

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/seqpair/seqpair/model/internal/difference"
)

// PairEncoder encodes both sides of pairs. A and B are the same encoder, unless sides differ in length, or
// Encoding.Separate gave each its own vocabulary.
type PairEncoder struct {
	A, B         *Encoder
	Differences  int // of the texts of a pair that are read, at most; zero: Examples have none. WithDifferences finds it
	Similarities int // of the texts of a pair: one, and one for each field of a record; zero: Examples have none. WithSimilarities finds it
}

// Shared says whether both sides have one vocabulary and one length.
func (e *PairEncoder) Shared() bool { return e.A == e.B }

// SharedVocabulary says whether both sides have one vocabulary: an id then means the same on both.
func (e *PairEncoder) SharedVocabulary() bool {
	return e.A.unit == e.B.unit && e.A.k == e.B.k && e.A.size == e.B.size && slices.Equal(e.A.units, e.B.units)
}

// Encode fills a, [len(rows), A.Length()], and b, [len(rows), B.Length()], row by row with the ids
// of the pairs at the given positions; nil rows stand for all pairs in order. It allocates nothing.
func (e *PairEncoder) Encode(p *Pairs, rows []int, a, b []int32) (Coverage, error) {
	n := len(rows)
	if rows == nil {
		n = p.Len()
	}
	if err := e.A.checkSize(n, a); err != nil {
		return Coverage{}, fmt.Errorf("side a: %w", err)
	}
	if err := e.B.checkSize(n, b); err != nil {
		return Coverage{}, fmt.Errorf("side b: %w", err)
	}
	var c Coverage
	for i := range n {
		row := i
		if rows != nil {
			row = rows[i]
		}
		e.A.encode(p.texts[p.a[row]], a[i*e.A.length:(i+1)*e.A.length], &c)
		e.B.encode(p.texts[p.b[row]], b[i*e.B.length:(i+1)*e.B.length], &c)
	}
	return c, nil
}

type pairEncoderJSON struct {
	Version      int      `json:"version"`
	A            *Encoder `json:"a"`
	B            *Encoder `json:"b,omitempty"` // absent: the same as a
	Differences  int      `json:"differences,omitempty"`
	Similarities int      `json:"similarities,omitempty"`
}

// MarshalJSON writes everything that UnmarshalJSON needs to encode the same way.
func (e *PairEncoder) MarshalJSON() ([]byte, error) {
	j := pairEncoderJSON{Version: firstVersion, A: e.A, Differences: e.Differences, Similarities: e.Similarities}
	if !e.Shared() {
		j.B = e.B
	}
	return json.Marshal(j)
}

// UnmarshalJSON reads what MarshalJSON wrote, and refuses other versions and broken vocabularies.
func (e *PairEncoder) UnmarshalJSON(text []byte) error {
	var j pairEncoderJSON
	if err := json.Unmarshal(text, &j); err != nil {
		return fmt.Errorf("encoder: %w", err)
	}
	if err := checkVersion(j.Version); err != nil {
		return err
	}
	if j.A == nil {
		return errors.New("encoder: side a is missing: the file is damaged")
	}
	if j.Differences < 0 || j.Differences > difference.Most {
		return fmt.Errorf("encoder: %d differences of a pair, want 0 to %d: the file is damaged", j.Differences, difference.Most)
	}
	if j.Similarities < 0 || j.Similarities > 1+difference.MostFields {
		return fmt.Errorf("encoder: %d similarities of a pair, want 0 to %d: the file is damaged", j.Similarities, 1+difference.MostFields)
	}
	if j.B == nil {
		j.B = j.A
	}
	*e = PairEncoder{j.A, j.B, j.Differences, j.Similarities}
	return nil
}

// Hash identifies the encoding of both sides: equal hashes give equal ids.
func (e *PairEncoder) Hash() string { return hashJSON(e) }
