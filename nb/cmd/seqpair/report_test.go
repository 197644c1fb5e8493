package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seqpair/seqpair/metrics"
)

// known is read by hand: at 0.5 one positive of two is found, and one alarm of two is false.
const known = "id,label,score\na,1,0.9\nb,0,0.8\nc,1,0.3\nd,0,0.2\ne,0,0.1\n"

type reportOutput struct {
	Results []resultJSON `json:"results"`
}

func (r resultJSON) reading(t *testing.T, name string) metrics.Value {
	t.Helper()
	for _, reading := range r.Readings {
		if reading.Name == name {
			return reading.Value
		}
	}
	t.Fatalf("no reading is named %s", name)
	return metrics.Value{}
}

func TestReport(t *testing.T) {
	folder := write(t, t.TempDir(), "scores.csv", known)
	text := succeed(t, folder, "report", "scores.csv")
	for _, want := range []string{"scores.csv", "average_precision", "precision", "recall"} {
		if !strings.Contains(text, want) {
			t.Errorf("the report lacks %q:\n%s", want, text)
		}
	}
	var o reportOutput
	succeedJSON(t, folder, &o, "report", "scores.csv", "-json")
	r := o.Results[0]
	if r.Examples != 5 || r.Positives != 2 || r.Threshold != 0.5 {
		t.Errorf("got %d examples, %d positive, threshold %v", r.Examples, r.Positives, r.Threshold)
	}
	if r.Confusion.Rows != (metrics.Rows{TP: 1, FP: 1, TN: 2, FN: 1}) {
		t.Errorf("got %+v", r.Confusion.Rows)
	}
	// Of the six pairs of a positive and a negative only (c, b) is ranked wrong.
	if auc := r.reading(t, "roc_auc").V; math.Abs(auc-5./6) > 1e-15 {
		t.Errorf("ROC-AUC %v, want 5/6", auc)
	}
	// a at rank 1 of 1, c at rank 3 with 2 found.
	if ap := r.reading(t, "average_precision").V; math.Abs(ap-(1+2./3)/2) > 1e-15 {
		t.Errorf("average precision %v, want 5/6", ap)
	}
	if baseline := r.reading(t, "average_precision").Baseline; baseline != 0.4 {
		t.Errorf("no skill %v, want 0.4", baseline)
	}
}

func TestReportThreshold(t *testing.T) {
	folder := write(t, t.TempDir(), "scores.csv", known)
	var o reportOutput
	succeedJSON(t, folder, &o, "report", "-threshold", "0.3", "-json", "scores.csv")
	if got := o.Results[0].Confusion.Rows; got != (metrics.Rows{TP: 2, FP: 1, TN: 2}) {
		t.Errorf("at 0.3 got %+v", got)
	}
}

// TestReportForms reads the same numbers from one file, from two shards, gzipped, as JSON lines, as TSV with
// other names, and from standard input.
func TestReportForms(t *testing.T) {
	folder := write(t, t.TempDir(), "scores.csv", known)
	write(t, folder, "1.csv", "label,score\n1,0.9\n0,0.8\n")
	write(t, folder, "2.csv", "label,score\n1,0.3\n0,0.2\n0,0.1\n")
	write(t, folder, "scores.jsonl", `{"label":true,"score":0.9}
{"label":0,"score":0.8}
{"label":1,"score":0.3}
{"label":false,"score":0.2}
{"label":0,"score":0.1}
`)
	write(t, folder, "other.tsv", "truth\tp\nduplicate\t0.9\n<b>no</b>\t0.8\nduplicate\t0.3\n<b>no</b>\t0.2\n<b>no</b>\t0.1\n")
	write(t, folder, "zipped.csv.gz", gzipped(t, known))
	logits := "label,score\n"
	for _, row := range []struct {
		label int
		p     float64
	}{{1, .9}, {0, .8}, {1, .3}, {0, .2}, {0, .1}} {
		logits += fmt.Sprintf("%d,%.17g\n", row.label, math.Log(row.p/(1-row.p)))
	}
	write(t, folder, "logits.csv", logits)
	for _, args := range []string{
		"scores.csv", "1.csv 2.csv", "2.csv 1.csv", "scores.jsonl", "zipped.csv.gz", "-", "-logits logits.csv",
		"other.tsv -label truth -score p -positive duplicate",
	} {
		stdin, err := os.Open(filepath.Join(folder, "scores.csv"))
		if err != nil {
			t.Fatal(err)
		}
		r := call(t, folder, stdin, append([]string{"report", "-json"}, strings.Fields(args)...)...)
		stdin.Close()
		if r.code != 0 || !strings.Contains(r.stdout, `"value": 0.8333333333333`) || !strings.Contains(r.stdout, `"examples": 5`) {
			t.Errorf("report %s: exit code %d\n%s%s", args, r.code, r.stderr, r.stdout)
		}
	}
}

func gzipped(t *testing.T, content string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(content)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// badPredictions are refused by every verb that reads predictions.
var badPredictions = []struct {
	name    string
	content string
	want    []string // beside the file name
	found   string   // what diagnose finds instead of refusing; empty: it refuses too
}{
	{"NaN", "label,score\n1,0.5\n0,NaN\n", []string{"3", "NaN"}, "D39"},
	{"infinite", "label,score\n1,0.5\n0,-Inf\n", []string{"3", "nf"}, "D39"},
	{"overflow", "label,score\n1,0.5\n0,1e999\n", []string{"3", "1e999"}, ""},
	{"logits", "label,score\n1,0.5\n0,-2.5\n", []string{"3", "-2.5", "-logits"}, "D16"},
	{"score is text", "label,score\n1,0.5\n0,high\n", []string{"3", "high"}, ""},
	{"score is empty", "label,score\n1,0.5\n0,\n", []string{"3", "score"}, ""},
	{"one class", "label,score\n0,0.5\n0,0.25\n", []string{"all 2 rows are negative", "-positive"}, "D25"},
	{"weightless", "label,score,weight\n0,0.5,0\n1,0.25,0\n", []string{"weight"}, ""},
	{"negative weight", "label,score,weight\n0,0.5,1\n1,0.25,-1\n", []string{"3", "-1"}, ""},
	{"empty", "", []string{"empty"}, ""},
	{"no rows", "label,score\n", nil, ""},
	{"ragged", "label,score\n1,0.5\n0,0.5,0.7\n", []string{"3"}, ""},
	{"short row", "label,score\n1,0.5\n0\n", []string{"3"}, ""},
	{"unknown label", "label,score\n1,0.5\n<i>maybe</i>,0.5\n", []string{"3", "<i>maybe</i>", "-positive"}, ""},
	{"broken UTF-8", "id,label,score\na,1,0.5\n\xff\xfe\xfa,0,0.5\n", []string{"3", "UTF-8"}, ""},
	{"UTF-16", "\xff\xfel\x00a\x00b\x00e\x00l\x00,\x00s\x00\n\x00", []string{"UTF-16", "UTF-8"}, ""},
	{"no label column", "truth,score\n1,0.5\n", []string{"label", "truth", "name with -label the column"}, ""},
	{"no score column", "label,probability\n1,0.5\n", []string{"score", "probability", "name with -score the column"}, ""},
	{"two score columns", "label,score,score\n1,0.5,0.5\n", []string{"score"}, ""},
	{"unclosed quote", "label,score\n1,0.5\n\"0,0.5\n", []string{"quote"}, ""},
	{"zero bytes", "label,score\n1,0.5\n0,0.\x005\n", nil, ""},
}

func TestBadPredictions(t *testing.T) {
	for _, c := range badPredictions {
		for _, verb := range []string{"report", "diagnose"} {
			t.Run(verb+" "+c.name, func(t *testing.T) {
				folder := write(t, t.TempDir(), "scores.csv", c.content)
				if verb == "diagnose" && c.found != "" {
					if text := succeed(t, folder, verb, "scores.csv"); !strings.Contains(text, c.found) {
						t.Errorf("diagnose does not find %s:\n%s", c.found, text)
					}
					return
				}
				refuse(t, 1, folder, nil, append([]string{"scores.csv"}, c.want...), verb, "scores.csv")
			})
		}
	}
}

func TestBadJSONPredictions(t *testing.T) {
	for _, c := range []struct{ name, second, want string }{
		{"logits", `{"label":0,"score":7}`, "-logits"},
		{"broken", `{"label":0,"sco`, "2"},
		{"no score", `{"label":0}`, "score"},
		{"null", `{"label":0,"score":null}`, "score"},
		{"array", `[0,0.5]`, "2"},
		{"label is an object", `{"label":{},"score":0.5}`, "label"},
	} {
		t.Run(c.name, func(t *testing.T) {
			folder := write(t, t.TempDir(), "scores.jsonl", `{"label":1,"score":0.5}`+"\n"+c.second+"\n")
			refuse(t, 1, folder, nil, []string{"scores.jsonl", "2", c.want}, "report", "scores.jsonl")
		})
	}
}

func TestBadPredictionFiles(t *testing.T) {
	folder := write(t, t.TempDir(), "cut.csv.gz", gzipped(t, strings.Repeat(known, 200))[:40])
	if err := os.Mkdir(filepath.Join(folder, "empty"), 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, folder, "scores.csv", known)
	refuse(t, 1, folder, nil, []string{"scores.csv", "twice"}, "report", "scores.csv", "scores.csv")
	for _, verb := range []string{"report", "diagnose"} {
		refuse(t, 1, folder, nil, []string{"nothing.csv"}, verb, "nothing.csv")
		refuse(t, 1, folder, nil, []string{"cut.csv.gz"}, verb, "cut.csv.gz")
		refuse(t, 1, folder, nil, []string{"empty"}, verb, "empty")
		refuse(t, 1, folder, longLine("label,score\n1,0."), []string{"standard input", "2", "longer"}, verb, "-")
		refuse(t, 1, folder, longLine(`{"label":"`), []string{"standard input", "1", "longer"}, verb, "-")
		refuse(t, 1, folder, longLine("label,score\n\""), []string{"standard input", "2", "longer"}, verb, "-")
	}
}
