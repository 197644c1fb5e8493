package data

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"unicode/utf8"
)

// Ids with a meaning of their own; units follow from firstID.
const (
	PadID     = 0 // after the end of a sequence
	UnknownID = 1 // a unit that is not in the vocabulary
	firstID   = 2
)

// Encoder turns texts into ids in [0, Size), Length ids each. It is immutable and safe for
// concurrent use. Encoding.Fit makes one.
type Encoder struct {
	unit   Unit
	k      int // characters of a unit that is a window
	length int
	size   int      // ids, of both meanings and units
	units  []string // the unit of id firstID+i, where the vocabulary is a list
	ascii  [utf8.RuneSelf]int32
	others map[string]int32 // units other than one ASCII character
}

// newEncoder makes an encoder of what its JSON says; vocabulary holds its units where they are a list.
func newEncoder(j encoderJSON, vocabulary []string) *Encoder {
	e := &Encoder{unit: j.Unit, k: j.K, length: j.Length, units: vocabulary, others: map[string]int32{}}
	switch e.unit {
	case Byte:
		e.size = firstID + 256
	case NGram:
		e.size = firstID + j.Ids
	default:
		e.size = firstID + len(vocabulary)
	}
	for i := range e.ascii {
		e.ascii[i] = UnknownID
	}
	for i, unit := range vocabulary {
		if len(unit) == 1 {
			e.ascii[unit[0]] = int32(firstID + i)
		} else {
			e.others[unit] = int32(firstID + i)
		}
	}
	return e
}

// withLength is the same encoder for sequences of another length.
func (e *Encoder) withLength(length int) *Encoder {
	other := *e
	other.length = length
	return &other
}

// Unit is what one id stands for.
func (e *Encoder) Unit() Unit { return e.unit }

// Length is the number of ids that every text becomes.
func (e *Encoder) Length() int { return e.length }

// Size is the number of ids, PadID and UnknownID among them: the rows of an embedding table.
func (e *Encoder) Size() int { return e.size }

// Units is the number of units in the vocabulary; of bytes and hashed n-grams, of all ids that stand for some.
func (e *Encoder) Units() int { return e.size - firstID }

// Encode fills dst, [len(texts), Length] row by row: the ids of each text from its start, then
// PadID. What does not fit is cut off at the end and counted. It allocates nothing.
func (e *Encoder) Encode(texts []string, dst []int32) (Coverage, error) {
	if err := e.checkSize(len(texts), dst); err != nil {
		return Coverage{}, err
	}
	var c Coverage
	for i, text := range texts {
		e.encode(text, dst[i*e.length:(i+1)*e.length], &c)
	}
	return c, nil
}

func (e *Encoder) checkSize(texts int, dst []int32) error {
	if len(dst) != texts*e.length {
		return fmt.Errorf("%d ids of room for %d sequences of length %d: %d are needed", len(dst), texts, e.length, texts*e.length)
	}
	return nil
}

// encode fills the row of one text and adds to c.
func (e *Encoder) encode(text string, row []int32, c *Coverage) {
	n := 0
	unit, rest := e.unit.next(text, e.k)
	for ; unit != "" && n < len(row); unit, rest = e.unit.next(rest, e.k) {
		row[n] = e.id(unit)
		if row[n] == UnknownID {
			c.Unknown++
		}
		n++
	}
	clear(row[n:])
	c.Sequences++
	c.Units += n
	if unit != "" {
		c.Truncated++
	}
}

func (e *Encoder) id(unit string) int32 {
	switch {
	case e.unit == Byte:
		return firstID + int32(unit[0])
	case e.unit == NGram:
		return firstID + hashed(unit, e.size-firstID)
	case len(unit) == 1 && unit[0] < utf8.RuneSelf:
		return e.ascii[unit[0]]
	}
	if id, known := e.others[unit]; known {
		return id
	}
	return UnknownID
}

// Hash identifies the encoding: equal hashes give equal ids.
func (e *Encoder) Hash() string { return hashJSON(e) }

// hashJSON is the SHA-256 of a value whose JSON cannot fail.
func hashJSON(v json.Marshaler) string {
	text, err := v.MarshalJSON()
	if err != nil {
		panic(fmt.Sprintf("an encoder of numbers and valid text does not marshal: %v", err))
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}
