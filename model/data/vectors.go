package data

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strconv"
	"strings"
)

// Vectors are numbers for units of an encoder, such as words, learned elsewhere from much text.
type Vectors struct {
	Dimension int                 // numbers of each
	OfID      map[int32][]float32 // by the id of their unit; those that the file lacks are missing
	Hash      string              // SHA-256 of the file
}

// mostNumbers in a vector catches files that hold something else.
const mostNumbers = 1 << 16

// ReadVectors reads those of the encoder's units from a text as word2vec and GloVe write it, gzip or not: on each line a unit
// and its numbers with a blank between them, and sometimes a first line with the number of units and of numbers in each. A file of
// millions of units takes no more memory than those of the encoder. Of a unit that comes twice, the first line counts.
//
// It returns an error that names the line of a number that is none, or is not finite, and of a vector of another length; and where
// the file has no unit of the encoder. Encoders of bytes and of hashed n-grams have no units to look up.
func (e *Encoder) ReadVectors(path string) (Vectors, error) {
	if !e.unit.listed() {
		return Vectors{}, fmt.Errorf("%s: encoders of unit %q have no vocabulary: set Encoding's Unit to data.Word or another that has one", path, e.unit)
	}
	file, err := os.Open(path)
	if err != nil {
		return Vectors{}, err
	}
	defer file.Close()
	hash := sha256.New()
	content := io.TeeReader(file, hash)
	v, err := e.decodeVectors(content, path)
	if err != nil {
		return Vectors{}, err
	}
	if _, err := io.Copy(io.Discard, content); err != nil { // what stands behind gzip's end
		return Vectors{}, fmt.Errorf("%s: %w", path, err)
	}
	v.Hash = hex.EncodeToString(hash.Sum(nil))
	return v, nil
}

func (e *Encoder) decodeVectors(r io.Reader, name string) (Vectors, error) {
	l, err := newLines(r)
	if err != nil {
		return Vectors{}, fmt.Errorf("%s: %w", name, err)
	}
	v := Vectors{OfID: map[int32][]float32{}}
	for {
		line, err := l.nextFilled()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = v.add(e, line, l.number)
		}
		if err != nil {
			return Vectors{}, fmt.Errorf("%s:%d: %w", name, l.number, err)
		}
	}
	if len(v.OfID) == 0 {
		return Vectors{}, fmt.Errorf("%s: none of its units is among the %d of the vocabulary: are its units those of Encoding (%s), and written alike (case, accents)?", name, len(e.units), e.unit)
	}
	return v, nil
}

// add takes a line, 1-based.
func (v *Vectors) add(e *Encoder, line string, number int) error {
	unit, rest, _ := strings.Cut(strings.TrimRight(line, " "), " ")
	count := strings.Count(rest, " ") + 1
	if number == 1 && isSize(unit, rest) {
		return nil
	}
	switch {
	case rest == "":
		return errors.New("there are no numbers behind the unit")
	case count > mostNumbers:
		return fmt.Errorf("there are %d numbers: is this a file of vectors?", count)
	case v.Dimension == 0:
		v.Dimension = count
	case v.Dimension != count:
		return fmt.Errorf("the vector of %.40q has %d numbers, and those before have %d", unit, count, v.Dimension)
	}
	id := e.id(unit)
	if id == UnknownID || v.OfID[id] != nil {
		return nil
	}
	numbers := make([]float32, 0, count)
	for text := range strings.SplitSeq(rest, " ") {
		x, err := strconv.ParseFloat(text, 32)
		if err != nil || math.IsNaN(x) || math.IsInf(x, 0) {
			return fmt.Errorf("the vector of %.40q holds %.40q, want finite numbers of 32 bits with one blank between them", unit, text)
		}
		numbers = append(numbers, float32(x))
	}
	v.OfID[id] = numbers
	return nil
}

// isSize says whether a first line is the number of units and of numbers in each.
func isSize(units, numbers string) bool {
	_, err := strconv.ParseUint(units, 10, 64)
	_, more := strconv.ParseUint(numbers, 10, 64)
	return err == nil && more == nil
}
