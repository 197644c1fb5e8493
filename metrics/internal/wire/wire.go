// Package wire writes and takes apart the compact binary forms of accumulators: integers are uvarints, floats
// are 8 bytes, little endian, and a form starts with four letters and a version.
package wire

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// Head starts a form.
func Head(letters string, version byte) []byte { return append([]byte(letters), version) }

// AppendInts appends integers, none of which may be negative.
func AppendInts[T ~int | ~int64](out []byte, xs ...T) []byte {
	for _, x := range xs {
		out = binary.AppendUvarint(out, uint64(x))
	}
	return out
}

// AppendFlag appends a yes or a no.
func AppendFlag(out []byte, yes bool) []byte {
	if yes {
		return append(out, 1)
	}
	return append(out, 0)
}

// AppendFloats appends floats.
func AppendFloats(out []byte, xs ...float64) []byte {
	for _, x := range xs {
		out = binary.LittleEndian.AppendUint64(out, math.Float64bits(x))
	}
	return out
}

// AppendTexts appends a list of texts.
func AppendTexts(out []byte, texts []string) []byte {
	out = AppendInts(out, len(texts))
	for _, text := range texts {
		out = append(AppendInts(out, len(text)), text...)
	}
	return out
}

// CheckVersion refuses what no program wrote and what a newer one did.
func CheckVersion(what string, version, known int) error {
	switch {
	case version < 1:
		return fmt.Errorf("%s: it has no version", what)
	case version > known:
		return fmt.Errorf("%s of version %d, newer than the %d that this program reads: update seqpair", what, version, known)
	}
	return nil
}

// Reader takes a form apart. After the first error it yields zeros, and Done reports the error.
type Reader struct {
	data []byte
	err  error
}

// Open checks the head of a form and returns a Reader of the rest.
func Open(data []byte, what, letters string, known byte) (*Reader, error) {
	if len(data) <= len(letters) || string(data[:len(letters)]) != letters {
		return nil, fmt.Errorf("%s: these bytes do not start with %s", what, letters)
	}
	if err := CheckVersion(what, int(data[len(letters)]), int(known)); err != nil {
		return nil, err
	}
	return &Reader{data: data[len(letters)+1:]}, nil
}

var errShort = errors.New("the bytes end too early")

// Fail makes err the error, unless there is one already.
func (r *Reader) Fail(err error) {
	if r.err == nil {
		r.err = err
	}
	r.data = nil
}

// Failed says whether there was an error, after which all is zero.
func (r *Reader) Failed() bool { return r.err != nil }

// Done is the first error, or that bytes are left over.
func (r *Reader) Done() error {
	if r.err == nil && len(r.data) > 0 {
		return fmt.Errorf("%d bytes are left over", len(r.data))
	}
	return r.err
}

// Int is an integer of at most limit.
func (r *Reader) Int(limit int) int {
	x, n := binary.Uvarint(r.data)
	switch {
	case n <= 0:
		r.Fail(errShort)
		return 0
	case x > uint64(limit):
		r.Fail(fmt.Errorf("%d is more than %d", x, limit))
		return 0
	}
	r.data = r.data[n:]
	return int(x)
}

// Length is a number of things, each of which takes at least size bytes of what is left.
func (r *Reader) Length(size int) int {
	things := r.Int(math.MaxInt)
	if things > len(r.data)/size {
		r.Fail(errShort)
		return 0
	}
	return things
}

// Flag is a yes or a no.
func (r *Reader) Flag() bool { return r.Int(1) == 1 }

// Floats are n floats, or nil if fewer are left.
func (r *Reader) Floats(n int) []float64 {
	if len(r.data)/8 < n {
		r.Fail(errShort)
		return nil
	}
	xs := make([]float64, n)
	for i := range xs {
		xs[i] = math.Float64frombits(binary.LittleEndian.Uint64(r.data[8*i:]))
	}
	r.data = r.data[8*n:]
	return xs
}

// Bytes are n bytes, a view of the form.
func (r *Reader) Bytes(n int) []byte {
	if len(r.data) < n {
		r.Fail(errShort)
		return nil
	}
	part := r.data[:n]
	r.data = r.data[n:]
	return part
}

// Texts is a list of texts.
func (r *Reader) Texts() []string {
	texts := make([]string, r.Length(1))
	for i := range texts {
		texts[i] = string(r.Bytes(r.Length(1)))
	}
	return texts
}
