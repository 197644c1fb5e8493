package predictions

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
)

// npyArray reads the rows of an NPY array, some at a time.
type npyArray struct {
	npyHeader
	name string // in errors; empty: the file is the array
	r    *bufio.Reader
	read int64 // rows
	rows []byte
}

func openNPY(r io.Reader, name string, interpret func(dictionary map[string]any) (npyHeader, error)) (*npyArray, error) {
	b, ok := r.(*bufio.Reader)
	if !ok {
		b = bufio.NewReaderSize(r, 64<<10)
	}
	h, err := readNPYHeader(b, interpret)
	if err != nil {
		return nil, inColumn(err, name)
	}
	return &npyArray{npyHeader: h, name: name, r: b}, nil
}

// inColumn names the column of an *Error that names none.
func inColumn(err error, name string) error {
	if e, ok := errors.AsType[*Error](err); ok && e.Column == "" && name != "" {
		named := *e
		named.Column = name
		return &named
	}
	return err
}

// chunkBytes is how much of an array is in memory.
const chunkBytes = 256 << 10

// most is how many rows may be read at once.
func (a *npyArray) most() int64 {
	return min(a.npyHeader.rows-a.read, int64(max(1, min(BatchRows, chunkBytes/a.width))))
}

// load reads n rows.
func (a *npyArray) load(n int64) error {
	size := int(n) * a.width
	if cap(a.rows) < size {
		a.rows = make([]byte, size)
	}
	a.rows = a.rows[:size]
	got, err := io.ReadFull(a.r, a.rows)
	if err == nil {
		a.read += n
		return nil
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		problem := fmt.Sprintf("ends after %d of %d rows", a.read+int64(got/a.width), a.npyHeader.rows)
		return &Error{Column: a.name, Problem: problem, Remedy: "copy or save it again", Err: err}
	}
	return inColumn(damaged(err), a.name)
}

// damaged is an error of a compressed or stored array as a fault of the file.
func damaged(err error) *Error {
	if known, ok := errors.AsType[*Error](err); ok {
		return known
	}
	return &Error{Problem: fmt.Sprintf("is damaged (%v)", err), Remedy: "copy or save it again", Err: err}
}

// finish checks that nothing follows the last row.
func (a *npyArray) finish() error {
	_, err := a.r.ReadByte()
	if errors.Is(err, io.EOF) {
		return nil
	}
	if err != nil {
		return inColumn(damaged(err), a.name)
	}
	return &Error{Column: a.name, Problem: fmt.Sprintf("goes on after its %d rows", a.npyHeader.rows), Remedy: "save or copy it again"}
}

// cells are the loaded values of a field, in the slices of to.
func (a *npyArray) cells(f npyField, to Cells) (Cells, error) {
	to = Cells{Floats: to.Floats[:0], Ints: to.Ints[:0], Bools: to.Bools[:0], Texts: to.Texts[:0]}
	first := a.read - int64(len(a.rows)/a.width)
	for at := 0; at < len(a.rows); at += a.width {
		value := a.rows[at+f.offset : at+f.offset+f.size]
		var err error
		switch f.kind {
		case 'f':
			to.Floats = append(to.Floats, f.float(value))
		case 'i', 'u':
			var n int64
			n, err = f.whole(f.bits(value))
			to.Ints = append(to.Ints, n)
		case 'b':
			if value[0] > 1 {
				err = fmt.Errorf("is %d, no boolean", value[0])
			}
			to.Bools = append(to.Bools, value[0] == 1)
		default:
			to.Texts = append(to.Texts, f.text(value))
		}
		if err != nil {
			return to, &Error{Column: a.columnName(f), Row: first + int64(at/a.width) + 1, Problem: err.Error(), Remedy: "repair the value, or save the column as float or bool"}
		}
	}
	return to, nil
}

func (a *npyArray) columnName(f npyField) string {
	if f.name != "" {
		return f.name
	}
	return a.name
}

func (f npyField) bits(value []byte) uint64 {
	var bits uint64
	for i := range value {
		if f.big {
			bits = bits<<8 | uint64(value[i])
		} else {
			bits |= uint64(value[i]) << (8 * i)
		}
	}
	return bits
}

func (f npyField) float(value []byte) float64 {
	switch {
	case f.size == 8 && !f.big:
		return math.Float64frombits(binary.LittleEndian.Uint64(value))
	case f.size == 4 && !f.big:
		return float64(math.Float32frombits(binary.LittleEndian.Uint32(value)))
	case f.size == 8:
		return math.Float64frombits(f.bits(value))
	case f.size == 4:
		return float64(math.Float32frombits(uint32(f.bits(value))))
	}
	return half(uint16(f.bits(value)))
}

// half is the value of an IEEE 754 binary16.
func half(bits uint16) float64 {
	exponent, fraction := int(bits>>10&31), float64(bits&1023)
	var x float64
	switch {
	case exponent == 31 && fraction > 0:
		return math.NaN()
	case exponent == 31:
		x = math.Inf(1)
	case exponent == 0:
		x = math.Ldexp(fraction, -24)
	default:
		x = math.Ldexp(1024+fraction, exponent-25)
	}
	if bits>>15 == 1 {
		return -x
	}
	return x
}

// text is a value of kind S or U without the zeros that fill it up. Broken code points become broken UTF-8,
// which the table refuses.
func (f npyField) text(value []byte) string {
	if f.kind == 'S' {
		return strings.TrimRight(string(value), "\x00")
	}
	var s strings.Builder
	for i := 0; i < len(value); i += 4 {
		code := f.bits(value[i : i+4])
		if code > 0x10ffff || 0xd800 <= code && code < 0xe000 {
			s.WriteByte(0xff)
			continue
		}
		s.WriteRune(rune(code))
	}
	return strings.TrimRight(s.String(), "\x00")
}
