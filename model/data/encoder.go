package data

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"
)

// Ids with a meaning of their own; characters and bytes follow from firstID.
const (
	PadID     = 0 // after the end of a sequence
	UnknownID = 1 // a character that is not in the vocabulary
	firstID   = 2
)

// Encoder turns texts into ids in [0, Size), Length ids each. It is immutable and safe for
// concurrent use. Encoding.Fit makes one.
type Encoder struct {
	unit       Unit
	length     int
	characters []rune // the character of id firstID+i
	ascii      [utf8.RuneSelf]int32
	others     map[rune]int32
}

func newEncoder(unit Unit, length int, characters []rune) *Encoder {
	e := &Encoder{unit: unit, length: length, characters: characters, others: map[rune]int32{}}
	for i := range e.ascii {
		e.ascii[i] = UnknownID
	}
	for i, r := range characters {
		if r < utf8.RuneSelf {
			e.ascii[r] = int32(firstID + i)
		} else {
			e.others[r] = int32(firstID + i)
		}
	}
	return e
}

// Unit is what one id stands for.
func (e *Encoder) Unit() Unit { return e.unit }

// Length is the number of ids that every text becomes.
func (e *Encoder) Length() int { return e.length }

// Size is the number of ids, PadID and UnknownID among them: the rows of an embedding table.
func (e *Encoder) Size() int {
	if e.unit == Byte {
		return firstID + 256
	}
	return firstID + len(e.characters)
}

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
	cut := false
	if e.unit == Byte {
		for ; n < len(row) && n < len(text); n++ {
			row[n] = firstID + int32(text[n])
		}
		cut = n < len(text)
	} else {
		for _, r := range text {
			if n == len(row) {
				cut = true
				break
			}
			row[n] = e.id(r)
			if row[n] == UnknownID {
				c.Unknown++
			}
			n++
		}
	}
	clear(row[n:])
	c.Sequences++
	c.Units += n
	if cut {
		c.Truncated++
	}
}

func (e *Encoder) id(r rune) int32 {
	if r < utf8.RuneSelf {
		return e.ascii[r]
	}
	if id, known := e.others[r]; known {
		return id
	}
	return UnknownID
}

// encoderVersion is the newest form of an encoder's JSON, and the only one so far.
const encoderVersion = 1

type encoderJSON struct {
	Version    int    `json:"version"`
	Unit       Unit   `json:"unit"`
	Length     int    `json:"length"`
	Characters string `json:"characters,omitempty"` // in the order of their ids
}

// MarshalJSON writes everything that UnmarshalJSON needs to encode the same way.
func (e *Encoder) MarshalJSON() ([]byte, error) {
	return json.Marshal(encoderJSON{encoderVersion, e.unit, e.length, string(e.characters)})
}

// UnmarshalJSON reads what MarshalJSON wrote, and refuses other versions and broken vocabularies.
func (e *Encoder) UnmarshalJSON(text []byte) error {
	var j encoderJSON
	if err := json.Unmarshal(text, &j); err != nil {
		return fmt.Errorf("encoder: %w", err)
	}
	if err := checkVersion(j.Version); err != nil {
		return err
	}
	characters := []rune(j.Characters)
	distinct := slices.Clone(characters)
	slices.Sort(distinct)
	switch {
	case j.Unit != Char && j.Unit != Byte:
		return fmt.Errorf("encoder: unknown unit %q: the file is damaged", j.Unit)
	case j.Length < 1 || j.Length > longest:
		return fmt.Errorf("encoder: length %d is not in 1 to %d: the file is damaged", j.Length, longest)
	case j.Unit == Byte && len(characters) > 0, len(slices.Compact(distinct)) < len(characters):
		return errors.New("encoder: the list of characters is damaged")
	}
	*e = *newEncoder(j.Unit, j.Length, characters)
	return nil
}

func checkVersion(version int) error {
	switch {
	case version > encoderVersion:
		return fmt.Errorf("encoder: version %d is newer than %d, the newest that this program reads: update it", version, encoderVersion)
	case version < 1:
		return errors.New("encoder: no version: this is not a saved encoder")
	}
	return nil
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
