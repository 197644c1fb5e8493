package predictions

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// saved is what numpy.save writes: a header of that dictionary, and little-endian data.
func saved(t *testing.T, dictionary string, values any) []byte {
	t.Helper()
	var b bytes.Buffer
	b.WriteString("\x93NUMPY\x01\x00")
	for _, part := range []any{uint16(len(dictionary) + 1), []byte(dictionary + "\n"), values} {
		if err := binary.Write(&b, binary.LittleEndian, part); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

func TestReadArray(t *testing.T) {
	for name, c := range map[string]struct {
		content []byte
		want    Array
	}{
		"float32": {saved(t, "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1, 3), }", []float32{1, 2, 3, -4, 0.5, 6}), Array{Shape: []int{2, 1, 3}, Values: []float32{1, 2, 3, -4, 0.5, 6}}},
		"float64": {saved(t, "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }", []float64{0.25, 1e-3}), Array{Shape: []int{2}, Values: []float32{0.25, 1e-3}}},
		"uint8":   {saved(t, "{'descr': '|u1', 'fortran_order': False, 'shape': (1, 2, 2), }", []uint8{0, 255, 7, 1}), Array{Shape: []int{1, 2, 2}, Values: []float32{0, 255, 7, 1}}},
		"int64":   {saved(t, "{'descr': '<i8', 'fortran_order': False, 'shape': (1, 2), }", []int64{-3, 4}), Array{Shape: []int{1, 2}, Values: []float32{-3, 4}}},
		"bool":    {saved(t, "{'descr': '|b1', 'fortran_order': False, 'shape': (2, 2), }", []bool{true, false, false, true}), Array{Shape: []int{2, 2}, Values: []float32{1, 0, 0, 1}}},
		"nothing": {saved(t, "{'descr': '<f4', 'fortran_order': False, 'shape': (0, 3), }", []float32{}), Array{Shape: []int{0, 3}, Values: []float32{}}},
	} {
		path := filepath.Join(t.TempDir(), "a.npy")
		if err := os.WriteFile(path, c.content, 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := ReadArray(path)
		if err != nil {
			t.Error(name, err)
			continue
		}
		c.want.Source = path
		if diff := cmp.Diff(&c.want, got); diff != "" {
			t.Error(name, diff)
		}
	}
}

func TestReadArrayRefuses(t *testing.T) {
	shape := func(descr, order, shape string) []byte {
		return saved(t, "{'descr': '"+descr+"', 'fortran_order': "+order+", 'shape': "+shape+", }", []float32{1, 2})
	}
	for want, content := range map[string][]byte{
		"no NPY array":            []byte("label,score\n"),
		"Fortran's order":         shape("<f4", "True", "(2,)"),
		"holds texts":             shape("<U1", "False", "(2,)"),
		"Python objects":          shape("|O", "False", "(2,)"),
		"more than 2^31 numbers":  shape("<f4", "False", "(65536, 65536)"),
		"has no shape":            shape("<f4", "False", "7"),
		"ends after 2 of 3 rows":  shape("<f4", "False", "(3,)"),
		"goes on after its 1 row": shape("<f4", "False", "(1,)"),
		"not read":                shape("<c8", "False", "(1,)"),
	} {
		_, err := DecodeArray(bytes.NewReader(content), "a.npy")
		if e, ok := errors.AsType[*Error](err); !ok || e.File != "a.npy" || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
	if _, err := ReadArray("no such file"); err == nil {
		t.Error("a file that is not there is read")
	}
}
