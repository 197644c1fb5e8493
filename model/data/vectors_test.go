package data

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

// words is an encoder whose units are cat, 2, dog and été, with ids in an order of its own.
func words(t testing.TB) *Encoder {
	t.Helper()
	p, err := New([]Pair{{A: "cat 2 dog", B: "été", Label: true}, {A: "cat", B: "dog"}})
	if err != nil {
		t.Fatal(err)
	}
	return mustFit(t, Encoding{Unit: Word}, p).A
}

func TestReadVectors(t *testing.T) {
	e := words(t)
	for name, test := range map[string]struct {
		text string
		want map[string][]float32
	}{
		"GloVe":                   {"the 0.5 -1\ncat 1 2\nété 1e-3 4\n", map[string][]float32{"cat": {1, 2}, "été": {1e-3, 4}}},
		"word2vec":                {"3 2\nthe 0.5 -1 \ncat 1 2 \ndog 3 4 \n", map[string][]float32{"cat": {1, 2}, "dog": {3, 4}}},
		"a number first, further": {"cat 1 2\n2 5 6", map[string][]float32{"cat": {1, 2}, "2": {5, 6}}},
		"twice":                   {"cat 1\ncat 2\n", map[string][]float32{"cat": {1}}},
		"lines of Windows":        {"\ufeffcat 1 2\r\n\r\ndog 3 4\r\n", map[string][]float32{"cat": {1, 2}, "dog": {3, 4}}},
		"gzip":                    {zip(t, "cat 1 2\n"), map[string][]float32{"cat": {1, 2}}},
	} {
		path := filepath.Join(t.TempDir(), "vectors.txt")
		if err := os.WriteFile(path, []byte(test.text), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := e.ReadVectors(path)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		want := Vectors{OfID: map[int32][]float32{}, Hash: fmt.Sprintf("%x", sha256.Sum256([]byte(test.text)))}
		for unit, numbers := range test.want {
			want.OfID[e.id(unit)], want.Dimension = numbers, len(numbers)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}

func TestReadVectorsRefuses(t *testing.T) {
	e := words(t)
	for name, test := range map[string]struct{ text, want string }{
		"nothing":              {"", "none of its units is among the 4 of the vocabulary"},
		"other units":          {"Cat 1 2\n", "none of its units"},
		"no numbers":           {"cat\n", ":1: there are no numbers"},
		"another length":       {"the 1 2\ncat 1\n", `:2: the vector of "cat" has 1 numbers, and those before have 2`},
		"no number":            {"cat 1 x\n", `:1: the vector of "cat" holds "x"`},
		"two blanks":           {"cat 1  2\n", `holds ""`},
		"not finite":           {"cat NaN 1\n", `holds "NaN"`},
		"above 32 bits":        {"cat 1e39 1\n", `holds "1e39"`},
		"not UTF-8":            {"cat 1\n\xff 2\n", ":2: "},
		"gzip that is cut":     {zip(t, strings.Repeat("cat 1 2\n", 9))[:20], "cut off"},
		"far too many":         {"cat" + strings.Repeat(" 1", mostNumbers+1), "is this a file of vectors?"},
		"size after the first": {"cat 1 2\n7 1\n", `:2: the vector of "7" has 1`},
	} {
		_, err := e.decodeVectors(strings.NewReader(test.text), "vectors.txt")
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %q", name, err, test.want)
		}
	}
	if _, err := mustFit(t, Encoding{Unit: Byte}, mustSynthetic(t)).A.ReadVectors("vectors.txt"); err == nil || !strings.Contains(err.Error(), "set Encoding's Unit") {
		t.Errorf("bytes: %v", err)
	}
	if _, err := e.ReadVectors(filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("a file that is not there was read")
	}
}

func mustSynthetic(t testing.TB) *Pairs {
	t.Helper()
	p, err := Synthetic(SyntheticOptions{N: 20})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// FuzzReadVectors checks that any text gives either vectors of one length for units of the encoder, or one line that names the file.
func FuzzReadVectors(f *testing.F) {
	for _, seed := range []string{"cat 1 2\ndog 3 4\n", "2 1\ncat 1\n", " 1\n", "cat  1\n", "\x1f\x8b\x08", "été 1e-45 -0"} {
		f.Add([]byte(seed))
	}
	e := words(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		v, err := e.decodeVectors(bytes.NewReader(text), "the file")
		if err != nil {
			if v.OfID != nil || strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), "the file") || !utf8.ValidString(err.Error()) {
				t.Fatalf("%v beside %v", err, v)
			}
			return
		}
		for id, numbers := range v.OfID {
			if id < firstID || int(id) >= e.Size() || len(numbers) != v.Dimension || v.Dimension == 0 {
				t.Fatalf("id %d of %d has %v, dimension %d", id, e.Size(), numbers, v.Dimension)
			}
		}
	})
}

func ExampleEncoder_ReadVectors() {
	pairs, err := New([]Pair{{A: "adobe photoshop", B: "photoshop cs3", Label: true}, {A: "adobe reader", B: "office"}})
	if err != nil {
		panic(err)
	}
	encoder, err := Encoding{Unit: Word}.Fit(pairs)
	if err != nil {
		panic(err)
	}
	folder, err := os.MkdirTemp("", "vectors")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(folder)
	path := filepath.Join(folder, "glove.txt")
	if err := os.WriteFile(path, []byte("the 0.1 0.2\nphotoshop 0.5 -1\noffice 0.25 2\n"), 0o600); err != nil {
		panic(err)
	}
	vectors, err := encoder.A.ReadVectors(path)
	if err != nil {
		panic(err)
	}
	fmt.Printf("%d of %d words, %d numbers each\n", len(vectors.OfID), encoder.A.Units(), vectors.Dimension)
	// Output: 2 of 5 words, 2 numbers each
}
