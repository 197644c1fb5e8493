package predictions

import (
	"errors"
	"fmt"
	"io"
	"os"
)

// Array is an array of numbers or booleans of any shape, as numpy.save writes it: the last axis changes fastest.
type Array struct {
	Shape  []int
	Values []float32 // booleans are 0 and 1
	Source string    // where it was read from
}

// maxNumbers bounds an array: 8 GiB of float32.
const maxNumbers = 1 << 31

// ReadArray reads an NPY file of booleans, whole numbers or floats, whatever its shape.
func ReadArray(path string) (*Array, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("the array cannot be read: %w", err)
	}
	defer file.Close()
	return DecodeArray(file, path)
}

// DecodeArray is [ReadArray] to the end of r. The name stands for the file in messages.
func DecodeArray(r io.Reader, name string) (*Array, error) {
	a := &Array{Source: name}
	if err := a.decode(r); err != nil {
		if e, ok := errors.AsType[*Error](err); ok {
			named := *e
			named.File = name
			return nil, &named
		}
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return a, nil
}

func (a *Array) decode(r io.Reader) error {
	rows, err := openNPY(r, "", numbersHeader(&a.Shape))
	if err != nil {
		return err
	}
	f := rows.fields[0]
	a.Values = make([]float32, 0, min(rows.npyHeader.rows, chunkBytes))
	for rows.most() > 0 {
		if err := rows.load(rows.most()); err != nil {
			return err
		}
		for at := 0; at < len(rows.rows); at += f.size {
			v, err := f.number(rows.rows[at : at+f.size])
			if err != nil {
				return &Error{Row: int64(len(a.Values)) + 1, Problem: err.Error(), Remedy: "save it as float or bool"}
			}
			a.Values = append(a.Values, v)
		}
	}
	return rows.finish()
}

// number is a value of kind f, i, u or b as the nearest float32.
func (f npyField) number(value []byte) (float32, error) {
	switch f.kind {
	case 'f':
		return float32(f.float(value)), nil
	case 'b':
		return float32(value[0]), nil
	}
	whole, err := f.whole(f.bits(value))
	return float32(whole), err
}

// numbersHeader reads the header of an array of numbers as one row for each of them, and sets the shape.
func numbersHeader(shape *[]int) func(dictionary map[string]any) (npyHeader, error) {
	return func(dictionary map[string]any) (npyHeader, error) {
		f, err := npyType(dictionary["descr"])
		if err == nil {
			err = f.check()
		}
		if err == nil && (f.kind == 'S' || f.kind == 'U') {
			err = npyFault("holds texts", "save numbers or booleans")
		}
		if err != nil {
			return npyHeader{}, err
		}
		if fortran, _ := dictionary["fortran_order"].(bool); fortran {
			return npyHeader{}, npyFault("is in Fortran's order", "save numpy.ascontiguousarray(array)")
		}
		dimensions, ok := dictionary["shape"].([]any)
		if !ok {
			return npyHeader{}, npyFault("is a damaged NPY array: its header has no shape", "save or copy it again")
		}
		n := int64(1)
		for _, dimension := range dimensions {
			d, ok := dimension.(int64)
			if !ok || d < 0 || d > 0 && n > maxNumbers/d {
				return npyHeader{}, npyFault("is a damaged NPY array, or one of more than 2^31 numbers", "save it in parts")
			}
			n *= d
			*shape = append(*shape, int(d))
		}
		return npyHeader{fields: []npyField{f}, width: f.size, rows: n}, nil
	}
}
