package predictions

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/seqpair/seqpair/metrics/internal/text"
)

// npyHeader says what an array of NumPy's format holds
// (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html).
type npyHeader struct {
	fields     []npyField
	structured bool // the fields have names; else there is one
	width      int  // bytes of a row
	rows       int64
}

// npyField is a value of every row.
type npyField struct {
	name   string
	kind   byte // of numpy.dtype.kind
	size   int  // bytes
	big    bool // big-endian
	offset int  // within a row
}

// maxHeader bounds the header. NumPy itself refuses more than 10,000 bytes.
const maxHeader = 64 << 10

func npyFault(problem, remedy string) *Error { return &Error{Problem: problem, Remedy: remedy} }

// readNPYHeader reads as far as the first row. interpret says what the dictionary means.
func readNPYHeader(r io.Reader, interpret func(dictionary map[string]any) (npyHeader, error)) (npyHeader, error) {
	start := make([]byte, 8)
	if _, err := io.ReadFull(r, start); err != nil || string(start[:6]) != "\x93NUMPY" {
		return npyHeader{}, npyFault("is no NPY array", "save it with numpy.save or numpy.savez")
	}
	lengthBytes := 4
	switch start[6] {
	case 1:
		lengthBytes = 2
	case 2, 3:
	default:
		return npyHeader{}, npyFault(fmt.Sprintf("is an NPY array of version %d.%d, and 1 to 3 are known", start[6], start[7]), "save it with numpy.save")
	}
	length := make([]byte, 4)
	if _, err := io.ReadFull(r, length[:lengthBytes]); err != nil {
		return npyHeader{}, errCutHeader
	}
	n := binary.LittleEndian.Uint32(length)
	if n > maxHeader {
		return npyHeader{}, npyFault(fmt.Sprintf("is a damaged NPY array: a header of %d bytes", n), "save or copy it again")
	}
	header := make([]byte, n)
	if _, err := io.ReadFull(r, header); err != nil {
		return npyHeader{}, errCutHeader
	}
	dictionary, err := parseDictionary(string(header))
	if err != nil {
		return npyHeader{}, npyFault("is a damaged NPY array: "+err.Error(), "save or copy it again")
	}
	return interpret(dictionary)
}

var errCutHeader error = npyFault("is an NPY array that ends in its header", "copy or save it again")

// columnsHeader is that of one value, or one of each field, for every example.
func columnsHeader(dictionary map[string]any) (npyHeader, error) {
	var h npyHeader
	var err error
	if h.rows, err = npyRows(dictionary["shape"]); err != nil {
		return h, err
	}
	if fields, ok := dictionary["descr"].([]any); ok {
		h.structured = true
		h.fields, h.width, err = npyFields(fields)
	} else {
		var f npyField
		f, err = npyType(dictionary["descr"])
		h.fields, h.width = []npyField{f}, f.size
	}
	if err == nil && (h.width <= 0 || h.width > text.Limit) {
		err = npyFault(fmt.Sprintf("is an NPY array of %d bytes a row", h.width), fmt.Sprintf("save rows of 1 to %d bytes", text.Limit))
	}
	return h, err
}

// npyRows is n of the shapes (n,) and (n, 1).
func npyRows(shape any) (int64, error) {
	dimensions, _ := shape.([]any)
	var lengths []int64
	for _, d := range dimensions {
		if n, ok := d.(int64); ok {
			lengths = append(lengths, n)
		}
	}
	switch {
	case len(lengths) != len(dimensions) || dimensions == nil:
		return 0, npyFault("is a damaged NPY array: its header has no shape", "save or copy it again")
	case len(lengths) == 1, len(lengths) == 2 && lengths[1] == 1:
		return lengths[0], nil
	case len(lengths) == 2:
		return 0, npyFault(fmt.Sprintf("is an array of %d columns", lengths[1]), "save each column as an array of its own, for example: numpy.savez(path, label=y, score_0=p[:, 0], score=p[:, 1])")
	}
	return 0, npyFault(fmt.Sprintf("is an array of %d dimensions", len(lengths)), "save arrays of one dimension: one value per example")
}

// npyFields are the fields of a structured array, without padding.
func npyFields(descriptions []any) (fields []npyField, width int, err error) {
	for _, description := range descriptions {
		parts, _ := description.([]any)
		if len(parts) != 2 && len(parts) != 3 {
			return nil, 0, npyFault("is a damaged NPY array: "+errLiteral.Error(), "save or copy it again")
		}
		f, err := npyType(parts[1])
		if err != nil {
			return nil, 0, err
		}
		name, named := parts[0].(string)
		if !named || len(parts) == 3 {
			return nil, 0, npyFault("is an NPY array with titled or nested fields", "save plain fields, or arrays of their own with numpy.savez")
		}
		f.name, f.offset = name, width
		if width += f.size; width > text.Limit {
			return nil, width, nil
		}
		if name != "" {
			fields = append(fields, f)
		}
	}
	return fields, width, nil
}

// npyType reads a type such as "<f4" or "|b1".
func npyType(description any) (npyField, error) {
	s, _ := description.(string)
	if strings.HasSuffix(s, "O") {
		return npyField{}, npyFault("holds Python objects", "save numbers, booleans or texts: array.astype(float), array.astype(str)")
	}
	unknown := npyFault(fmt.Sprintf("has the type %.40q, which is not read", s), "save bool, int, float or str")
	if len(s) < 3 || !strings.ContainsRune("<>|=", rune(s[0])) {
		return npyField{}, unknown
	}
	digits, _, _ := strings.Cut(s[2:], "[") // the unit of a time
	size, err := strconv.Atoi(digits)
	if err != nil || size < 0 || size > text.Limit {
		return npyField{}, unknown
	}
	f := npyField{kind: s[1], size: size, big: s[0] == '>'}
	if f.kind == 'U' {
		f.size *= 4
	}
	return f, nil
}

// check says whether values of the field can be read.
func (f npyField) check() error {
	switch {
	case f.kind == 'S', f.kind == 'U', f.kind == 'b' && f.size == 1:
		return nil
	case f.kind == 'f' && (f.size == 2 || f.size == 4 || f.size == 8):
		return nil
	case (f.kind == 'i' || f.kind == 'u') && (f.size == 1 || f.size == 2 || f.size == 4 || f.size == 8):
		return nil
	}
	return &Error{Column: f.name, Problem: fmt.Sprintf("has the type %c of %d bytes, which is not read", f.kind, f.size), Remedy: "save bool, int, float or str"}
}

var errWide = errors.New("is beyond int64")

// whole is the value of a field of kind i or u.
func (f npyField) whole(bits uint64) (int64, error) {
	if f.kind == 'u' {
		if bits > math.MaxInt64 {
			return 0, errWide
		}
		return int64(bits), nil
	}
	unused := 64 - 8*f.size
	return int64(bits<<unused) >> unused, nil
}
