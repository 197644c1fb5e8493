package main

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/nb"
)

// samples are five examples each, in files that NumPy and pyarrow wrote; at 0.5 one positive of two is found.
const samples = "../../../metrics/predictions/"

// sample is the absolute path of one of them.
func sample(t *testing.T, name string) string {
	t.Helper()
	path, err := filepath.Abs(samples + name)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func TestReportBinaryForms(t *testing.T) {
	labels, scores := sample(t, "testdata/numpy/labels.npy"), sample(t, "testdata/numpy/scores.npy")
	for _, args := range [][]string{
		{sample(t, "testdata/numpy/plain.npz")},
		{sample(t, "testdata/numpy/packed.npz")},
		{sample(t, "testdata/numpy/records.npy")},
		{sample(t, "testdata/numpy/other.npz"), "-label", "y_true", "-score", "p"},
		{scores, "-labels", labels},
		{sample(t, "columnar/testdata/pyarrow.parquet"), "-label", "text", "-positive", "match", "-score", "part.p"},
		{sample(t, "columnar/testdata/plain.parquet"), "-bins", "4096"},
	} {
		var o reportOutput
		succeedJSON(t, t.TempDir(), &o, append([]string{"report", "-json"}, args...)...)
		r := o.Results[0]
		if r.Confusion.Rows != (metrics.Rows{TP: 1, FP: 1, TN: 2, FN: 1}) {
			t.Errorf("%s: got %+v", args, r.Confusion.Rows)
		}
	}
}

// TestReportShards merges every format into one result.
func TestReportShards(t *testing.T) {
	folder := write(t, t.TempDir(), "a.csv", known)
	var o reportOutput
	succeedJSON(t, folder, &o, "report", "-json", "a.csv", sample(t, "testdata/numpy/plain.npz"), sample(t, "columnar/testdata/plain.parquet"))
	if len(o.Results) != 1 || o.Results[0].Examples != 15 || o.Results[0].Positives != 6 {
		t.Errorf("got %+v", o.Results)
	}
}

func TestReportReadsEverything(t *testing.T) {
	folder := write(t, t.TempDir(), "scores.csv", known)
	var o reportOutput
	succeedJSON(t, folder, &o, "report", "-json", "scores.csv")
	state := metrics.NewState()
	if err := state.Update(metrics.Batch{Scores: []float64{.9, .8, .3, .2, .1}, Labels: []bool{true, false, true, false, false}}); err != nil {
		t.Fatal(err)
	}
	want := metrics.FullReport(state, 0.5)
	if len(o.Results[0].Readings) != len(want) {
		t.Errorf("%d readings, want %d", len(o.Results[0].Readings), len(want))
	}
	text := succeed(t, folder, "report", "scores.csv")
	for _, reading := range want {
		if got := o.Results[0].reading(t, reading.Name); got != reading.Value {
			t.Errorf("%s: got %+v, want %+v", reading.Name, got, reading.Value)
		}
		if !strings.Contains(text, reading.Name) {
			t.Errorf("the text lacks %s", reading.Name)
		}
	}
}

func TestReportOut(t *testing.T) {
	folder := write(t, t.TempDir(), "scores.csv", known)
	for name, want := range map[string][]string{
		"r.html": {"<!doctype html>", "scores.csv", "average_precision", "kappa", `src="data:image/svg`, "</html>"},
		"r.md":   {"# Report", "## scores.csv", "| `average_precision` | **0.8333** |", "| `kappa` |"},
		"r.txt":  {"scores.csv: 2 positive of 5 examples", "further readings", "kappa"},
		"r.json": {`"results"`, `"kappa"`},
	} {
		r := call(t, folder, nil, "report", "scores.csv", "-out", name)
		content, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil || r.code != 0 || r.stdout != "" || r.stderr != "report written to "+name+"\n" {
			t.Fatalf("%s: %v, %+v", name, err, r)
		}
		for _, part := range want {
			if !strings.Contains(string(content), part) {
				t.Errorf("%s lacks %q", name, part)
			}
		}
	}
	content, _ := os.ReadFile(filepath.Join(folder, "r.json"))
	if !json.Valid(content) {
		t.Error("r.json is no JSON")
	}
	refuse(t, 1, folder, nil, []string{"missing", "cannot be written"}, "report", "scores.csv", "-out", "missing/r.html")
}

// TestLookingLinksNoParquet keeps cells that only look quick to start.
func TestLookingLinksNoParquet(t *testing.T) {
	for _, folder := range []string{"nb", "metrics/predictions", "metrics/runs", "metrics/diagnose"} {
		for _, dependency := range dependencies(t, folder) {
			if strings.Contains(dependency, "parquet") || strings.Contains(dependency, "klauspost") {
				t.Errorf("%s links %s", folder, dependency)
			}
		}
	}
}

// hostile is what a file may be called.
const hostile = "<script>alert(1)<|script>`*_[x](y)\x1b[31m\".csv"

func TestDocumentsEscape(t *testing.T) {
	state := metrics.NewState()
	if err := state.Update(metrics.Batch{Scores: []float64{.9, .1}, Labels: []bool{true, false}}); err != nil {
		t.Fatal(err)
	}
	results := []nb.Result{{Name: hostile, State: state, Threshold: 0.5}}
	for extension, writeResults := range writers {
		var b strings.Builder
		if err := writeResults(&b, results); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(b.String(), "\x1b") {
			t.Errorf("%s holds an escape sequence", extension)
		}
		if (extension == ".html" || extension == ".md") && strings.Contains(b.String(), "<script") {
			t.Errorf("%s holds a script", extension)
		}
		if strings.Contains(b.String(), "NaN") || strings.Contains(b.String(), "Inf") {
			t.Errorf("%s holds what is no number", extension)
		}
		if extension == ".html" {
			checkPage(t, b.String())
		}
	}
}

// checkPage checks that tags close and that nothing is loaded from elsewhere.
func checkPage(t *testing.T, text string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(strings.TrimPrefix(text, "<!doctype html>")))
	d.Strict, d.AutoClose, d.Entity = false, []string{"meta", "img"}, xml.HTMLEntity
	pictures := 0
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if start.Name.Local == "script" || start.Name.Local == "link" {
			t.Errorf("the page has a <%s>", start.Name.Local)
		}
		for _, a := range start.Attr {
			if a.Name.Local == "src" && strings.HasPrefix(a.Value, "data:image/svg+xml;base64,") {
				pictures++
			} else if a.Name.Local == "src" || a.Name.Local == "href" {
				t.Errorf("the page loads %.60s", a.Value)
			}
		}
	}
	if pictures != 2 {
		t.Errorf("%d pictures", pictures)
	}
}

func TestReportOrderRefused(t *testing.T) {
	folder := write(t, t.TempDir(), "scores.csv", known)
	write(t, folder, "scores.txt", known)
	for _, c := range []struct {
		code int
		args string
		want string
	}{
		{exitUsage, "-out r.pdf scores.csv", ".html, .md, .txt or .json"},
		{exitUsage, "-out r.json -json scores.csv", "give one of the two"},
		{exitUsage, "-out scores.txt scores.txt", "would be overwritten"},
		{exitUsage, "-bins -1 scores.csv", "-bins -1"},
		{1, "scores.csv ./scores.csv", "twice"},
		{1, "-labels y.npy scores.csv scores.txt", "belongs to one file"},
		{1, "-labels y.npy scores.csv", "holds named columns"},
		{1, sample(t, "testdata/numpy/scores.npy"), "seqpair report -labels"},
	} {
		refuse(t, c.code, folder, nil, []string{c.want}, append([]string{"report"}, strings.Fields(c.args)...)...)
	}
}

func TestProgressLine(t *testing.T) {
	p := newProgress(os.Stdin, 3) // no terminal in a test
	p.begin(1, "shard\x1b[31m2.csv")
	p.rows = 12_300_000
	if got, want := p.line(2*time.Second), "file 2/3  shard\uFFFD[31m2.csv  12.3 M rows, 6.2 M/s"; got != want && got != strings.Replace(want, "6.2", "6.1", 1) {
		t.Errorf("got %q, want %q", got, want)
	}
}
