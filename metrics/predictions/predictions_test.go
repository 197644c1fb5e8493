package predictions

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func decode(t *testing.T, name, content string, c Columns) *Table {
	t.Helper()
	table, err := Decode(strings.NewReader(content), name, c)
	if err != nil {
		t.Fatalf("%.60q: %v", content, err)
	}
	return table
}

func gzipped(content string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	io.WriteString(z, content)
	z.Close()
	return b.String()
}

func TestTableWithoutLabels(t *testing.T) {
	table := &Table{ID: []string{"i", "j"}, Scores: []float64{0.25, 0.75}}
	for format, want := range map[Format]string{
		CSV: "id,score\ni,0.25\nj,0.75\n", JSONLines: `{"id":"i","score":0.25}` + "\n" + `{"id":"j","score":0.75}` + "\n",
	} {
		var b strings.Builder
		if err := table.Encode(&b, format); err != nil || b.String() != want {
			t.Errorf("%s: %q, %v", format, &b, err)
		}
		_, err := Decode(strings.NewReader(b.String()), "p."+string(format), Columns{})
		if err == nil || !strings.Contains(err.Error(), "without labels, as of new pairs, no metric can be read") {
			t.Errorf("%s: %v", format, err)
		}
	}
	if _, err := table.State(); err == nil || !strings.Contains(err.Error(), "there are no labels") {
		t.Errorf("got %v", err)
	}
}

func TestDecodeFormats(t *testing.T) {
	const csv = "id,label,score,weight,group\na,1,0.75,2,x\n\"b,\"\"c\",false,.25,0,y\n"
	const jsonl = `{"id":"a","label":1,"score":0.75,"weight":2,"group":"x","more":{"label":[3]}}` + "\n\n" +
		`{"group":"y","id":"b,\"c","label":false,"score":"0.25","weight":0,"more":null}`
	want := &Table{
		ID: []string{"a", `b,"c`}, Labels: []bool{true, false}, Scores: []float64{0.75, 0.25},
		Weights: []float64{2, 0}, Groups: []string{"x", "y"},
	}
	tsv := strings.ReplaceAll(strings.ReplaceAll(csv, `"b,""c"`, "\x00"), ",", "\t")
	tsv = strings.ReplaceAll(tsv, "\x00", `"b,""c"`)
	check := func(name, content string) {
		t.Helper()
		got := decode(t, name, content, Columns{})
		want.Source = name
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s, %.40q: %s", name, content, diff)
		}
	}
	check("a.csv", csv)
	check("a.CSV", "\ufeff"+strings.ReplaceAll(csv, "\n", "\r\n"))
	check("a.tsv", tsv)
	check("a.jsonl", jsonl)
	check("a.csv.gz", gzipped(csv))
	check("a.ndjson", gzipped(jsonl))
	for _, content := range []string{csv, tsv, jsonl, gzipped(csv), gzipped(tsv), gzipped(jsonl)} {
		check("standard input", content)
	}
}

func TestColumns(t *testing.T) {
	check := func(content string, c Columns, want *Table) {
		t.Helper()
		got := decode(t, "a.csv", content, c)
		got.Source = ""
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q with %+v: %s", content, c, diff)
		}
	}
	check("Label,SCORE\n1.0,0.5\nTRUE,1\n0,0\n", Columns{}, &Table{Labels: []bool{true, true, false}, Scores: []float64{0.5, 1, 0}})
	check("y,p,score,label\n1,0.5,7,7\n", Columns{Label: "y", Score: "p"}, &Table{Labels: []bool{true}, Scores: []float64{0.5}})
	check("label,score\nmatch,0.5\nno match,0.1\n", Columns{Positive: "match"}, &Table{Labels: []bool{true, false}, Scores: []float64{0.5, 0.1}})
	check("label,score\nno match,0.1\n", Columns{Positive: "match"}, &Table{Labels: []bool{false}, Scores: []float64{0.1}})
	check("label;score\n1;0.5\n", Columns{Delimiter: ';'}, &Table{Labels: []bool{true}, Scores: []float64{0.5}})
	check("label,score\n1,0\n0,1000\n0,-1000\n", Columns{Logits: true}, &Table{Labels: []bool{true, false, false}, Scores: []float64{0.5, 1, 0}})
	check("label,score_0,score_1\n1,0.25,0.75\n", Columns{Score: "score_1"}, &Table{Labels: []bool{true}, Scores: []float64{0.75}, Scores0: []float64{0.25}})
	check("label,a,b\n1,7,7\n1,0,1000\n", Columns{Score: "b", Score0: "a", Logits: true}, &Table{Labels: []bool{true, true}, Scores: []float64{0.5, 1}, Scores0: []float64{0.5, 0}})
}

func TestDecodeRefuses(t *testing.T) {
	long := strings.Repeat("x", 2<<20)
	for _, c := range []struct {
		name, content string
		columns       Columns
		want          string // the whole message, or its parts between …
	}{
		{"a.csv", "", Columns{}, "a.csv: is empty: write a header and one row per example"},
		{"a.jsonl", "\n\n", Columns{}, "a.jsonl: is empty: …"},
		{"a.csv", "label,score\n", Columns{}, "a.csv: has a header, but no rows: …"},
		{"a.csv", "label;score\n1;0,5\n", Columns{}, `a.csv:1: column "label" is missing; the columns are "label;score": separate columns by commas or tabs, not by semicolons, and write numbers with a decimal point`},
		{"a.csv", "label,p\n1,0.5\n", Columns{}, `a.csv:1: column "score" is missing; the columns are "label", "p": declare which column holds the score of the positive class, or rename it in the file`},
		{"a.csv", "label,score\n1,0.5\n", Columns{Weight: "w"}, `a.csv:1: column "w" is missing; …`},
		{"a.jsonl", `{"label":1}`, Columns{}, `a.jsonl:1: column "score" is missing; …`},
		{"a.csv", "label,score,score\n1,0.5,0.5\n", Columns{}, `a.csv:1: column "score" stands there twice: …`},
		{"a.jsonl", `{"label":1,"score":0.5,"score":0.6}`, Columns{}, `a.jsonl:1: column "score" stands there twice: …`},
		{"a.csv", "label,score\n1,0.5\nyes,0.5\n", Columns{}, `a.csv:3: column "label" is "yes", not 1, 0, true or false: declare which text is the positive label`},
		{"a.csv", "label,score\nMatch,0.5\n", Columns{Positive: "match"}, `a.csv: column "label" holds only "Match", which differs in case …`},
		{"a.csv", "label,score\ny,0.5\nn,0.5\nmaybe,0.5\n", Columns{Positive: "y"}, `a.csv:4: column "label" is "maybe", but "y" is positive and "n" negative: …`},
		{"a.csv", "label,score\n1,NaN\n", Columns{}, `a.csv:2: column "score" is NaN: …`},
		{"a.csv", "label,score\n1,-inf\n", Columns{Logits: true}, `a.csv:2: column "score" is -inf: …`},
		{"a.csv", "label,score\n1,1e999\n", Columns{Logits: true}, `a.csv:2: column "score" is "1e999", beyond float64: …`},
		{"a.csv", "label,score\n1,1.5\n", Columns{}, `a.csv:2: column "score" is 1.5, outside [0,1]: declare that scores are logits, or write probabilities`},
		{"a.csv", "label,score\n1,\"0,5\"\n", Columns{}, `a.csv:2: column "score" is "0,5", no number: …`},
		{"a.csv", "label,score\n1,\n", Columns{}, `a.csv:2: column "score" is empty: …`},
		{"a.csv", "label,score,weight\n1,0.5,-1\n", Columns{}, `a.csv:2: column "weight" is -1: …`},
		{"a.csv", "label,score\n1,0.5\n1\n", Columns{}, "a.csv:3: has 1 cells, but the header has 2: …"},
		{"a.csv", "label,score\n1,0.5,\n", Columns{}, "a.csv:2: has 3 cells, but the header has 2: …"},
		{"a.csv", "label,score,id\n1,0.5,\"a\n1,0.5,b\n", Columns{}, "a.csv:2: is no valid CSV …"},
		{"a.csv", "label,score,id\n1,0.5,Gr\xfc\xdfe\n", Columns{}, `a.csv:2: column "id" is not UTF-8: …`},
		{"a.csv", "\xff\xfel\x00a\x00", Columns{}, "a.csv: is UTF-16 text: …iconv…"},
		{"a.parquet", "PAR1\x00\x00", Columns{}, "a.parquet: is Parquet, which only package predictions/columnar …"},
		{"a.csv", "\x28\xb5\x2f\xfd\x00\x00", Columns{}, "a.csv: is zstd, which only package predictions/columnar …"},
		{"a.csv", "label,score\n1,0.5\n" + long, Columns{}, "a.csv:3: is longer than 1048576 bytes: …"},
		{"a.csv", "label,score,id\n1,0.5,\"" + strings.Repeat("x\n", 1<<20), Columns{}, "a.csv:2: is longer than 1048576 bytes: …"},
		{"a.jsonl", `{"label":1,"score":0.5}` + "\n" + long, Columns{}, "a.jsonl:2: is longer than …"},
		{"a.jsonl", `{"label":1,"score":NaN}`, Columns{}, `a.jsonl:1: is broken JSON at "score" …`},
		{"a.jsonl", `{"label":1,"score":0.5}{}`, Columns{}, "a.jsonl:1: holds more than one JSON value: …"},
		{"a.jsonl", `[1]`, Columns{}, "a.jsonl:1: is no JSON object: …"},
		{"a.jsonl", `{"label":1,"score":0.5}` + "\n" + `{"label":1,"score":null}`, Columns{}, `a.jsonl:2: column "score" is missing or …`},
		{"a.jsonl", `{"label":1,"score":0.5}` + "\n" + `{"label":1,"score":0.5,"weight":2}`, Columns{}, `a.jsonl:2: column "weight" is missing in the first line: …`},
		{"-", `[{"label":1}]`, Columns{}, "-: is a JSON array: …"},
		{"a.csv.gz", "label,score\n1,0.5\n", Columns{}, "a.csv.gz: ends in .gz, but is not gzipped: …"},
		{"a.csv.gz", gzipped("label,score\n1,0.5\n")[:30], Columns{}, "a.csv.gz…: is damaged gzip (unexpected EOF): copy or write it again"},
		{"a.csv.gz", "\x1f\x8b\x00\x00", Columns{}, "a.csv.gz: is damaged gzip …"},
	} {
		table, err := Decode(strings.NewReader(c.content), c.name, c.columns)
		if _, ok := errors.AsType[*Error](err); !ok || table != nil {
			t.Errorf("%s, %.60q: %v, %v; want an *Error", c.name, c.content, table, err)
			continue
		}
		rest := err.Error()
		for i, part := range strings.Split(c.want, "…") {
			at := strings.Index(rest, part)
			if at < 0 || i == 0 && at > 0 {
				t.Errorf("%s, %.60q:\n got %s\nwant %s", c.name, c.content, err, c.want)
				break
			}
			rest = rest[at+len(part):]
		}
		if strings.ContainsAny(err.Error(), "\n") || len(err.Error()) > 500 {
			t.Errorf("%s: the message is no single short line: %s", c.name, err)
		}
	}
}

// repeated yields a text n times.
type repeated struct {
	text string
	n    int
	rest string
}

func (r *repeated) Read(p []byte) (int, error) {
	if r.rest == "" {
		if r.n == 0 {
			return 0, io.EOF
		}
		r.n--
		r.rest = r.text
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

func TestDecodeBoundsMemory(t *testing.T) {
	block := strings.Repeat("1,", 32<<10)
	for _, name := range []string{"a.csv", "a.tsv", "a.jsonl", "-"} {
		for _, start := range []string{"", "label,score\n", `label,score,"`, `{"label":1,"score":"`} {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := Decode(io.MultiReader(strings.NewReader(start), &repeated{text: block, n: 1600}), name, Columns{})
			runtime.ReadMemStats(&after)
			if allocated := (after.TotalAlloc - before.TotalAlloc) >> 20; err == nil || allocated > 128 {
				t.Errorf("%s, %q and 100 MB in one line: %v, %d MiB allocated", name, start, err, allocated)
			}
		}
	}
}

// anyTable draws tables that Encode accepts.
func anyTable(t *rapid.T) *Table {
	n := rapid.IntRange(1, 20).Draw(t, "rows")
	text := rapid.StringOfN(rapid.RuneFrom([]rune("a,;\t\"'\n \\.é<{0")), 0, 6, -1)
	probability := rapid.Float64Range(0, 1)
	table := &Table{
		Labels: rapid.SliceOfN(rapid.Bool(), n, n).Draw(t, "labels"),
		Scores: rapid.SliceOfN(probability, n, n).Draw(t, "scores"),
	}
	if rapid.Bool().Draw(t, "more") {
		table.ID = rapid.SliceOfN(text, n, n).Draw(t, "id")
		table.Groups = rapid.SliceOfN(text, n, n).Draw(t, "groups")
		table.Weights = rapid.SliceOfN(rapid.Float64Range(0, math.MaxFloat64), n, n).Draw(t, "weights")
		table.Scores0 = rapid.SliceOfN(probability, n, n).Draw(t, "scores0")
	}
	return table
}

func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := anyTable(t)
		for _, format := range []Format{CSV, TSV, JSONLines} {
			var b bytes.Buffer
			if err := want.Encode(&b, format); err != nil {
				t.Fatal(err)
			}
			got, err := Decode(bytes.NewReader(b.Bytes()), "a."+string(format), Columns{})
			if err != nil {
				t.Fatalf("%s: %v in\n%s", format, err, b.String())
			}
			got.Source = ""
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("%s: %s", format, diff)
			}
		}
	})
}

func TestWrite(t *testing.T) {
	folder := t.TempDir()
	want := &Table{Labels: []bool{true, false}, Scores: []float64{0.75, 0.25}}
	for _, name := range []string{"a.csv", "a.tsv.gz", "a.jsonl", "a.csv"} {
		path := filepath.Join(folder, name)
		if err := want.Write(path); err != nil {
			t.Fatal(err)
		}
		got, err := Read(path, Columns{})
		if err != nil {
			t.Fatal(err)
		}
		want.Source = path
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestWriteLeavesNothingBehindWhenItFails(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "a.csv")
	const before = "label,score\n1,0.5\n"
	if err := os.WriteFile(path, []byte(before), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []*Table{
		{},
		{Labels: []bool{true}, Scores: []float64{math.NaN()}},
		{Labels: []bool{true}, Scores: []float64{1.5}},
		{Labels: []bool{true}, Scores: []float64{0.5, 0.5}},
		{Labels: []bool{true}, Scores: []float64{0.5}, ID: []string{}},
		{Labels: []bool{true}, Scores: []float64{0.5}, Weights: []float64{math.Inf(1)}},
		{Labels: []bool{true}, Scores: []float64{0.5}, Groups: []string{"\xff"}},
	} {
		if err := bad.Write(path); err == nil {
			t.Errorf("wrote %+v", bad)
		}
	}
	good := &Table{Labels: []bool{true}, Scores: []float64{0.5}}
	for _, name := range []string{"a.parquet", "a", "missing/a.csv"} {
		if err := good.Write(filepath.Join(folder, name)); err == nil {
			t.Errorf("wrote %s", name)
		}
	}
	entries, _ := os.ReadDir(folder)
	if after, _ := os.ReadFile(path); string(after) != before || len(entries) != 1 {
		t.Errorf("the folder holds %v, the file %q", entries, after)
	}
}

func TestReadMissingFile(t *testing.T) {
	_, err := Read(filepath.Join(t.TempDir(), "a.csv"), Columns{})
	if !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), "a.csv: cannot be opened") {
		t.Errorf("a missing file: %v", err)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add("id,label,score,weight\na,1,0.5,2\n", false)
	f.Add("label\tscore\ttext\n0\t-3.5\t\"x\ny\"\n", true)
	f.Add(`{"label":true,"score":0.25,"id":"<b>","more":[{}]}`+"\n", false)
	f.Add(gzipped("label,score_0,score\n1,0.5,0.5\n"), true)
	f.Fuzz(func(t *testing.T, content string, logits bool) {
		table, err := Decode(strings.NewReader(content), "fuzz", Columns{Logits: logits})
		if err != nil {
			if e, ok := errors.AsType[*Error](err); !ok || e.File != "fuzz" || e.Problem == "" {
				t.Errorf("%q: %#v is no *Error that says what", content, err)
			}
			return
		}
		// A carriage return within a text is the one thing that is read and not written.
		if err := table.validate(); err != nil && !strings.Contains(err.Error(), "carriage return") {
			t.Errorf("%q: read %+v, which is not valid: %v", content, table, err)
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	for name, line := range map[string]string{"a.csv": "123456,1,0.123456789\n", "a.jsonl": `{"id":"123456","label":1,"score":0.123456789}` + "\n"} {
		b.Run(name, func(b *testing.B) {
			for range b.N {
				start := map[string]string{"a.csv": "id,label,score\n"}[name]
				if _, err := Decode(io.MultiReader(strings.NewReader(start), &repeated{text: line, n: 100_000}), name, Columns{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func ExampleDecode() {
	file := strings.NewReader("label,score\nmatch,0.9\nother,0.2\n")
	table, err := Decode(file, "valid.csv", Columns{Positive: "match"})
	fmt.Println(table.Labels, table.Scores, err)

	_, err = Decode(strings.NewReader("label,score\n1,2.5\n"), "valid.csv", Columns{})
	fmt.Println(err)
	// Output:
	// [true false] [0.9 0.2] <nil>
	// valid.csv:2: column "score" is 2.5, outside [0,1]: declare that scores are logits, or write probabilities
}

func ExampleTable_Encode() {
	table := &Table{ID: []string{"a", "b"}, Labels: []bool{true, false}, Scores: []float64{0.9, 0.2}}
	if err := table.Encode(os.Stdout, CSV); err != nil {
		fmt.Println(err)
	}
	// Output:
	// id,label,score
	// a,1,0.9
	// b,0,0.2
}

// TestRescore: both columns follow, and scores that others hold stay.
func TestRescore(t *testing.T) {
	scores := []float64{0.5, 0.25}
	table := Table{Scores: scores, Scores0: []float64{0.5, 0.75}}
	table.Rescore(func(score float64) float64 { return score / 2 })
	want := Table{Scores: []float64{0.25, 0.125}, Scores0: []float64{0.75, 0.875}}
	if diff := cmp.Diff(want, table); diff != "" || scores[0] != 0.5 {
		t.Errorf("given scores are now %v; %s", scores, diff)
	}
}
