package predictions

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// numpyFiles were written by NumPy 2.4.6.
const numpyFiles = "testdata/numpy"

func TestNumPyFiles(t *testing.T) {
	labels, scores := []bool{true, false, true, false, false}, []float64{.875, .75, .25, .125, .0625}
	bare := Table{Labels: labels, Scores: scores}
	full := Table{ID: []string{"a", "é", "c", "d", "e"}, Labels: labels, Scores: scores, Weights: []float64{1, 2, 1, .5, 1}}
	for _, c := range []struct {
		name    string
		columns Columns
		want    Table
	}{
		{"plain.npz", Columns{}, full},
		{"packed.npz", Columns{}, full},
		{"records.npy", Columns{}, full},
		{"other.npz", Columns{Label: "y_true", Score: "p"}, bare},
		{"scores.npy", Columns{LabelFile: filepath.Join(numpyFiles, "labels.npy")}, bare},
	} {
		path := filepath.Join(numpyFiles, c.name)
		got, err := Read(path, c.columns)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		c.want.Source = path
		if diff := cmp.Diff(&c.want, got); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func TestNumPyFilesRefused(t *testing.T) {
	labels := filepath.Join(numpyFiles, "labels.npy")
	for _, c := range []struct {
		name    string
		columns Columns
		want    string
	}{
		{"scores.npy", Columns{}, "scores.npy: is one array without names, so it has no labels: give its labels"},
		{"scores.npy", Columns{LabelFile: "missing.npy"}, "missing.npy: cannot be opened"},
		{"scores.npy", Columns{LabelFile: filepath.Join(numpyFiles, "records.npy")}, "records.npy: has named fields"},
		{"scores.npy", Columns{LabelFile: filepath.Join(numpyFiles, "scores.npy")}, `row 1: column "label" is "0.875"`},
		{"columns.npy", Columns{LabelFile: labels}, "columns.npy: is an array of 2 columns: save each column"},
		{"plain.npz", Columns{LabelFile: labels}, "holds named columns, and a file of labels"},
		{"other.npz", Columns{}, `column "label" is missing; the columns are "y_true", "p", "more", "obj"`},
		{"other.npz", Columns{Label: "y_true", Score: "more"}, `column "more" is an array of 5 columns`},
		{"other.npz", Columns{Label: "y_true", Score: "p", ID: "obj"}, `column "obj" holds Python objects`},
		{"plain.npz", Columns{Score: "weight"}, `row 2: column "weight" is 2, outside [0,1]`},
		{"plain.npz", Columns{Score: "id"}, `row 1: column "id" is "a", no number`},
	} {
		_, err := Read(filepath.Join(numpyFiles, c.name), c.columns)
		if _, ok := errors.AsType[*Error](err); !ok || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s with %+v:\n got %v\nwant %s", c.name, c.columns, err, c.want)
		}
	}
}

// array is an NPY array of one field.
func array(kind string, rows int, values any) []byte {
	var b bytes.Buffer
	header := fmt.Sprintf("{'descr': '%s', 'fortran_order': False, 'shape': (%d,), }\n", kind, rows)
	b.WriteString("\x93NUMPY\x01\x00")
	b.Write(binary.LittleEndian.AppendUint16(nil, uint16(len(header))))
	b.WriteString(header)
	if err := binary.Write(&b, binary.LittleEndian, values); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func archive(members map[string][]byte) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range []string{"label", "score", "id"} {
		if content, ok := members[name]; ok {
			member, err := w.Create(name + ".npy")
			if err != nil {
				panic(err)
			}
			member.Write(content)
		}
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func TestNPZFaults(t *testing.T) {
	label := array("|u1", 2, []uint8{1, 0})
	long := array("<f8", 2, []float64{.5, .25, .125})
	for name, c := range map[string]struct {
		score []byte
		want  string
	}{
		"NaN":         {array("<f4", 2, []float32{.5, float32(math.NaN())}), `row 2: column "score" is NaN: the model diverged`},
		"cut":         {array("<f8", 2, []float64{.5}), `column "score" ends after 1 of 2 rows: copy or save it again`},
		"rows":        {array("<f8", 1, []float64{.5}), `column "score" has 1 rows, and "label" has 2`},
		"longer":      {long, `column "score" goes on after its 2 rows`},
		"time":        {array("<M8[ns]", 2, []int64{1, 2}), `column "score" has the type M of 8 bytes`},
		"boolean":     {array("|b1", 2, []uint8{1, 0}), `column "score" is a boolean`},
		"no array":    {[]byte("label,score\n"), `column "score" is no NPY array`},
		"version":     {[]byte("\x93NUMPY\x09\x00\x00\x00"), "version 9.0"},
		"header":      {[]byte("\x93NUMPY\x01\x00\x02\x00{{"), "damaged NPY array"},
		"header cut":  {[]byte("\x93NUMPY\x01\x00\x99\x00{"), "ends in its header"},
		"long header": {[]byte("\x93NUMPY\x02\x00\xff\xff\xff\x7f"), "a header of 2147483647 bytes"},
	} {
		_, err := Decode(bytes.NewReader(archive(map[string][]byte{"label": label, "score": c.score})), "a.npz", Columns{})
		if _, ok := errors.AsType[*Error](err); !ok || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "a.npz: ") {
			t.Errorf("%s:\n got %v\nwant %s", name, err, c.want)
		}
	}
	whole := archive(map[string][]byte{"label": label, "score": array("<f8", 2, []float64{.5, .25})})
	if _, err := Decode(bytes.NewReader(whole[:len(whole)-30]), "a.npz", Columns{}); err == nil || !strings.Contains(err.Error(), "is cut") {
		t.Errorf("a cut archive: %v", err)
	}
	if _, err := Decode(bytes.NewBuffer(whole), "a.npz", Columns{}); err == nil || !strings.Contains(err.Error(), "give it as a file") {
		t.Errorf("a pipe: %v", err)
	}
	whole[bytes.Index(whole, []byte("NUMPY"))+100]++
	if _, err := Decode(bytes.NewReader(whole), "a.npz", Columns{}); err == nil {
		t.Error("a changed byte was not noticed")
	}
}

func TestHalf(t *testing.T) {
	for bits, want := range map[uint16]float64{0: 0, 0x3c00: 1, 0xbc00: -1, 0x3555: 0.333251953125, 1: 0x1p-24, 0x7bff: 65504, 0x7c00: math.Inf(1), 0xfc00: math.Inf(-1)} {
		if got := half(bits); got != want {
			t.Errorf("half(%#x) = %v, want %v", bits, got, want)
		}
	}
	if !math.IsNaN(half(0x7e00)) {
		t.Error("half(0x7e00) is a number")
	}
}

func FuzzNPY(f *testing.F) {
	for _, name := range []string{"scores.npy", "records.npy", "labels.npy", "columns.npy"} {
		content, err := os.ReadFile(filepath.Join(numpyFiles, name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(content)
	}
	f.Add(array("<f2", 2, []uint16{0, 1}))
	f.Fuzz(func(t *testing.T, content []byte) {
		fuzzed(t, content, Columns{LabelFile: filepath.Join(numpyFiles, "labels.npy")})
		fuzzed(t, content, Columns{Logits: true})
	})
}

func FuzzNPZ(f *testing.F) {
	for _, name := range []string{"plain.npz", "packed.npz", "other.npz"} {
		content, err := os.ReadFile(filepath.Join(numpyFiles, name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(content)
	}
	f.Fuzz(func(t *testing.T, content []byte) { fuzzed(t, content, Columns{}) })
}

// fuzzed checks that content gives a valid table or an *Error that says what.
func fuzzed(t *testing.T, content []byte, c Columns) {
	t.Helper()
	table, err := Decode(bytes.NewReader(content), "fuzz", c)
	if err != nil {
		if e, ok := errors.AsType[*Error](err); !ok || e.File == "" || e.Problem == "" {
			t.Errorf("%#v is no *Error that says what", err)
		}
		return
	}
	if err := table.validate(); err != nil && !strings.Contains(err.Error(), "carriage return") {
		t.Errorf("read %+v, which is not valid: %v", table, err)
	}
}

func FuzzNPYHeader(f *testing.F) {
	f.Add("{'descr': [('label', '?'), ('', '|V7'), ('score', '<f8')], 'fortran_order': False, 'shape': (5,), }")
	f.Fuzz(func(t *testing.T, header string) {
		dictionary, err := parseDictionary(header)
		if err != nil {
			return
		}
		var shape []int
		if h, err := numbersHeader(&shape)(dictionary); err == nil && (h.rows < 0 || h.rows > maxNumbers) {
			t.Errorf("%q: %d numbers", header, h.rows)
		}
		h, err := columnsHeader(dictionary)
		if err != nil {
			return
		}
		for _, field := range h.fields {
			if field.offset < 0 || field.size < 0 || field.offset+field.size > h.width {
				t.Errorf("%q: a field beyond the row: %+v", header, h)
			}
		}
	})
}
