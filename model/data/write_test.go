package data

import (
	"bytes"
	"encoding/csv"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestWriteReadsBack(t *testing.T) {
	p := mustNew(t, []Pair{
		{ID: "i", A: "x, \"y\" <b>", B: "語", Label: true, Weight: 1.0 / 3, Group: "g"},
		{ID: "j", A: "", B: "COL", Weight: 0},
	})
	plain := mustNew(t, []Pair{{A: "x", B: "y", Label: true}})
	dir := t.TempDir()
	for _, name := range []string{"p.tsv", "p.csv", "p.jsonl", "p.tsv.gz", "p.CSV.GZ", "p.ndjson.gz"} {
		for _, want := range []*Pairs{p, plain} { // the second replaces the first
			path := filepath.Join(dir, name)
			if err := want.Write(path); err != nil {
				t.Fatal(err)
			}
			got, err := Read(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(all(want), all(got)); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
			if got.Hash() != want.Hash() {
				t.Errorf("%s: another hash", name)
			}
		}
	}
	first, _ := os.ReadFile(filepath.Join(dir, "p.tsv.gz"))
	if err := plain.Write(filepath.Join(dir, "p.tsv.gz")); err != nil {
		t.Fatal(err)
	}
	if second, _ := os.ReadFile(filepath.Join(dir, "p.tsv.gz")); !bytes.Equal(first, second) {
		t.Error("the same pairs give other bytes")
	}
}

func TestPairsWithoutLabels(t *testing.T) {
	labelled := mustNew(t, []Pair{{ID: "i", A: "x", B: "y", Label: true, Weight: 2}, {ID: "j", A: "z", B: "w", Weight: 1}})
	want := labelled.Unlabelled()
	if want.Labels() != nil || want.Labelled() || want.Subset([]int{1}).Labelled() || want.Hash() == labelled.Hash() || !labelled.Labelled() {
		t.Errorf("labels %v", want.Labels())
	}
	checkError(t, want.CheckClasses(), "the 2 pairs have no labels")
	_, err := want.Split(Stratified, 1)
	checkError(t, err, "the 2 pairs have no labels")
	optional := Format{LabelOptional: true}
	for _, name := range []string{"p.tsv", "p.csv", "p.jsonl"} {
		path := filepath.Join(t.TempDir(), name)
		if err := want.Write(path); err != nil {
			t.Fatal(err)
		}
		got, err := optional.Read(path)
		if err != nil {
			t.Fatal(err)
		}
		if got.Labelled() || got.Hash() != want.Hash() {
			t.Errorf("%s gives %+v", name, all(got))
		}
		if _, err = Read(path); err == nil || !strings.Contains(err.Error(), "label") {
			t.Errorf("%s is read as pairs with labels: %v", name, err)
		}
	}
}

func TestLabelOptional(t *testing.T) {
	f := Format{LabelOptional: true}
	for _, c := range []struct {
		name, text string
		labelled   bool
	}{
		{"p.tsv", "x\ty\nz\tw\n", false}, {"p.tsv", "x\ty\t1\nz\tw\t0\n", true}, {"p.tsv", "b\ta\ny\tx\nw\tz\n", false},
		{"p.csv", "a,b,label\nx,y,1\nz,w,0\n", true}, {"p.jsonl", "{\"a\":\"x\",\"b\":\"y\"}\n{\"a\":\"z\",\"b\":\"w\"}\n", false},
		{"p.txt", "COL t VAL x\tCOL t VAL y\nCOL t VAL z\tCOL t VAL w\n", false},
	} {
		p, err := f.Decode(strings.NewReader(c.text), c.name)
		if err != nil {
			t.Errorf("%q: %v", c.text, err)
			continue
		}
		if p.Labelled() != c.labelled || p.At(1).A != "z" || p.At(1).B != "w" {
			t.Errorf("%q: %+v", c.text, all(p))
		}
	}
	for text, want := range map[string]string{
		"x\ty\nz\tw\t1\n": "3 columns, and 2 are expected, a<TAB>b:", "x\ty\t1\nz\tw\n": "2 columns, and 3 are expected, a<TAB>b<TAB>label:",
		"{\"a\":\"x\",\"b\":\"y\",\"label\":1}\n{\"a\":\"z\",\"b\":\"w\"}\n": "key \"label\" is in some lines and not in others: give every line a label, or none",
	} {
		_, err := f.Decode(strings.NewReader(text), "p")
		checkError(t, err, want)
	}
	_, err := Format{LabelOptional: true, Label: "same"}.Decode(strings.NewReader("a,b\nx,y\n"), "p.csv")
	checkError(t, err, "no column \"same\"")
}

func TestWriteRefuses(t *testing.T) {
	dir := t.TempDir()
	p := mustNew(t, []Pair{{A: "x"}, {A: "tab\there"}})
	checkError(t, p.Write(filepath.Join(dir, "p.txt")), "p.txt: the name does not say the format")
	path := filepath.Join(dir, "p.tsv")
	if err := os.WriteFile(path, []byte("was here"), 0o600); err != nil {
		t.Fatal(err)
	}
	checkError(t, p.Write(path), path, "pair 2", "holds a tab or a line break", ".csv or .jsonl")
	if kept, _ := os.ReadFile(path); string(kept) != "was here" {
		t.Errorf("a failed write left %q", kept)
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 1 {
		t.Errorf("%d files left behind", len(entries))
	}
	checkError(t, p.Write(filepath.Join(dir, "none", "p.csv")), "cannot be written")
	checkError(t, p.Encode(io.Discard, Ditto), `cannot be written as "ditto"`)
}

func TestEncodeRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, err := New(anyPairs().Draw(t, "pairs"))
		if err != nil {
			t.Fatal(err)
		}
		kind := rapid.SampledFrom([]Kind{TSV, CSV, JSONLines}).Draw(t, "kind")
		var text bytes.Buffer
		if err := p.Encode(&text, kind); err != nil {
			if kind == TSV && strings.Contains(err.Error(), "holds a tab") {
				return
			}
			t.Fatal(err)
		}
		got, err := Format{Kind: kind}.Decode(&text, "text")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(all(p), all(got)); diff != "" {
			t.Fatal(diff)
		}
	})
}

// FuzzCSV compares the records with those of encoding/csv wherever both accept the text.
func FuzzCSV(f *testing.F) {
	for _, seed := range []string{"a,b\n1,2\n", "\"x\n,\"\"y\"\n", "\"a\r\nb\",c\r\n\r\n,", "\"", "a\"b", "\"a\"b\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		l, err := newLines(strings.NewReader(text))
		if err != nil || strings.HasPrefix(text, "\ufeff") || strings.Contains(text, "\r") {
			return // encoding/csv turns \r\n inside quotes into \n; we keep it
		}
		var got [][]string
		for {
			row, err := nextCSV(l)
			if err == io.EOF {
				break
			}
			if err != nil {
				return
			}
			got = append(got, row)
		}
		r := csv.NewReader(strings.NewReader(text))
		r.FieldsPerRecord = -1
		want, err := r.ReadAll()
		if err != nil {
			t.Fatalf("%q accepted as %q, encoding/csv says %v", text, got, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%q: %s", text, diff)
		}
	})
}
