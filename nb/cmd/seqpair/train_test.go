package main

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/seqpair/seqpair/metrics/diagnose"
	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/model/data"
)

// pairsFile puts synthetic pairs into a new folder as pairs.tsv.
func pairsFile(t *testing.T, n int) (folder string) {
	t.Helper()
	pairs, err := data.Synthetic(data.SyntheticOptions{N: n, Prevalence: 0.25, Length: 6})
	if err != nil {
		t.Fatal(err)
	}
	folder = t.TempDir()
	if err := pairs.Write(filepath.Join(folder, "pairs.tsv")); err != nil {
		t.Fatal(err)
	}
	return folder
}

// quick are options of a training of seconds.
func quick(more ...string) []string {
	return append([]string{"train", "-epochs", "2", "-length", "8", "-model", "siamese", "-run", "first"}, more...)
}

// TestTrain walks the whole path: train, show again, predict, report and diagnose.
func TestTrain(t *testing.T) {
	folder := pairsFile(t, 200)
	r := call(t, folder, nil, quick("-pairs", "pairs.tsv")...)
	if r.code != 0 {
		t.Fatalf("exit code %d\n%s", r.code, r.stderr)
	}
	for _, want := range []string{"first, valid", "first, test", "no skill", filepath.Join("runs", "first")} {
		if !strings.Contains(r.stdout, want) {
			t.Errorf("the result lacks %q:\n%s", want, r.stdout)
		}
	}
	if !strings.Contains(r.stderr, "2") {
		t.Errorf("no progress on standard error: %q", r.stderr)
	}
	var o outcome
	succeedJSON(t, folder, &o, quick("-pairs", "pairs.tsv", "-json")...)
	if a, b := succeed(t, folder, "report", "-json", "first"), succeed(t, folder, "report", "-json", "first"); a != b {
		t.Error("the same report differs from call to call")
	}
	if len(o.Results) != 2 || o.Results[1].Name != "first, test" || o.Splits["train"].Examples != 120 {
		t.Errorf("the finished run is not shown: %+v", o)
	}
	if _, err := os.Stat(filepath.Join(folder, "runs", "first", "findings.json")); err != nil {
		t.Error(err)
	}
	if o.Leakage == nil || o.Findings == nil {
		t.Error("an empty list is null in JSON")
	}

	for _, text := range []string{r.stdout, succeed(t, folder, "report", "first")} {
		if _, test, _ := strings.Cut(text, "first, test"); strings.Count(text, "optimistic") != 1 || strings.Contains(test, "optimistic") {
			t.Errorf("not said of valid, and of it only, that it is optimistic:\n%s", text)
		}
	}
	predicted := call(t, folder, nil, "predict", "-run", "first", "-pairs", "pairs.tsv")
	if want := fmt.Sprintf("report -threshold %v - reads them so", o.Threshold); !strings.Contains(predicted.stderr, want) {
		t.Errorf("predict does not say %q: %s", want, predicted.stderr)
	}
	rows := readCSV(t, predicted.stdout)
	if len(rows) != 201 || rows[0][0] != "id" {
		t.Errorf("predict wrote %d rows, first %q", len(rows), rows[0])
	}
	rare := call(t, folder, nil, "predict", "-run", "first", "-pairs", "pairs.tsv", "-prevalence", "0.001")
	for i, row := range readCSV(t, rare.stdout)[1:] {
		if at := slices.Index(rows[0], "score"); len(row[at]) == 0 || number(t, row[at]) >= number(t, rows[i+1][at]) {
			t.Fatalf("row %d scores %s, and %s where 1 in 1,000 is positive", i+1, rows[i+1][at], row[at])
		}
	}
	if strings.Contains(rare.stderr, fmt.Sprint(o.Threshold)) || !strings.Contains(rare.stderr, "reads them so") {
		t.Errorf("the threshold does not go along: %s", rare.stderr)
	}
	refuse(t, 1, folder, nil, []string{"prior shift", "(0, 1)"}, "predict", "-run", "first", "-pairs", "pairs.tsv", "-prevalence", "2")
	write(t, folder, "tomorrow.tsv", "knight\tnight\nnight\tnigh\n")
	if rows := readCSV(t, succeed(t, folder, "predict", "-run", "first", "-pairs", "tomorrow.tsv", "-out", "tomorrow.csv")); len(rows) > 0 {
		t.Errorf("printed %q", rows)
	}
	if content, _ := os.ReadFile(filepath.Join(folder, "tomorrow.csv")); !strings.HasPrefix(string(content), "id,score\n1,0.") {
		t.Errorf("predictions of pairs without labels:\n%s", content)
	}
	refuse(t, 1, folder, nil, []string{"tomorrow.csv", "label", "no metric can be read"}, "report", "tomorrow.csv")
	refuse(t, 1, folder, nil, []string{"tomorrow.tsv", "label"}, quick("-pairs", "tomorrow.tsv")...)
	succeed(t, folder, "predict", "-run", "first", "-pairs", "pairs.tsv", "-out", "scores.jsonl.gz")
	var fromFile, fromRun reportOutput
	succeedJSON(t, folder, &fromFile, "report", "scores.jsonl.gz", "-json")
	if fromFile.Results[0].Examples != 200 {
		t.Errorf("report read %d examples", fromFile.Results[0].Examples)
	}
	succeedJSON(t, folder, &fromRun, "report", "first", "-json")
	if len(fromRun.Results) != 2 || fromRun.Results[1].Threshold != o.Threshold ||
		fromRun.Results[1].Confusion != o.Results[1].Confusion {
		t.Errorf("report of the run differs from train's: %+v", fromRun)
	}
	var found diagnoseOutput
	succeedJSON(t, folder, &found, "diagnose", filepath.Join("runs", "first"), "-json")
	if found.Kind != diagnose.KindRun {
		t.Errorf("a run directory is taken for a %s", found.Kind)
	}
	succeed(t, folder, "diagnose", filepath.Join("runs", "first", "history.jsonl"))

	refuse(t, 1, folder, nil, []string{"first", "Seed"}, quick("-pairs", "pairs.tsv", "-seed", "7")...)
	refuse(t, 1, folder, nil, []string{"second"}, "predict", "-run", "second", "-pairs", "pairs.tsv")
	refuse(t, 2, folder, nil, []string{"pairs.tsv", "would be overwritten"}, "predict", "-run", "first", "-pairs", "pairs.tsv", "-out", "./pairs.tsv")
	refuse(t, 1, folder, nil, []string{"scores.xlsx"}, "predict", "-run", "first", "-pairs", "pairs.tsv", "-out", "scores.xlsx")
	refuse(t, 1, folder, nil, []string{"missing"}, "predict", "-run", "first", "-pairs", "pairs.tsv", "-out", "missing/scores.csv")
}

// TestTrainGivenParts trains a softmax head with class weights on bytes, and sees that valid leaks.
func TestTrainGivenParts(t *testing.T) {
	folder := pairsFile(t, 120)
	var o outcome
	succeedJSON(t, folder, &o, "train", "-pairs", "pairs.tsv", "-valid", "pairs.tsv", "-epochs", "1", "-run", "elsewhere/leaky",
		"-head", "softmax", "-class-weight", "balanced", "-unit", "byte", "-length", "8", "-threshold", "0.25", "-json")
	if len(o.Leakage) != 1 || o.Leakage[0].Pairs != 120 {
		t.Errorf("leakage %+v", o.Leakage)
	}
	if len(o.Results) != 1 || o.Results[0].Threshold != 0.25 || o.Run != filepath.Join("elsewhere", "leaky") {
		t.Errorf("got %+v", o)
	}
}

// TestTrainRecords trains on records whose fields are columns, and scores them.
func TestTrainRecords(t *testing.T) {
	folder := t.TempDir()
	var table strings.Builder
	table.WriteString("title,cents,other title,other cents,label\n")
	for i := range 200 {
		fmt.Fprintf(&table, "word%d,%d,word%d,%d,%d\n", i/2, i+10, i/2, 10+i+1000*(i%2), 1-i%2)
	}
	if err := os.WriteFile(filepath.Join(folder, "records.csv"), []byte(table.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	columns := []string{"-a", "title,cents", "-b", "other title,other cents"}
	train := call(t, folder, nil, append([]string{"train", "-pairs", "records.csv", "-model", "similarities", "-epochs", "2", "-run", "records"}, columns...)...)
	if train.code != 0 || !strings.Contains(train.stderr, "records of 2 fields") {
		t.Errorf("no word of the fields in\n%s", train.stderr)
	}
	succeed(t, folder, append([]string{"predict", "-run", "records", "-pairs", "records.csv", "-out", "scores.csv"}, columns...)...)
	refuse(t, 1, folder, nil, []string{"-a names 2 columns, and -b names 1"}, "predict", "-run", "records", "-pairs", "records.csv", "-out", "scores.csv", "-a", "title,cents")
}

// TestTrainBalance trains with a loss, a sampler, a calibration and a rule of the command line.
func TestTrainBalance(t *testing.T) {
	folder := pairsFile(t, 120)
	var o outcome
	succeedJSON(t, folder, &o, "train", "-pairs", "pairs.tsv", "-valid", "pairs.tsv", "-epochs", "1", "-run", "balanced", "-size", "small", "-length", "8",
		"-loss", "focal:gamma=1", "-class-weight", "0:1,1:3", "-sampler", "undersample:0.5", "-calibrate", "isotonic", "-threshold-rule", "recall>=0.9", "-json")
	config, err := os.ReadFile(filepath.Join(folder, "runs", "balanced", "config.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"focal"`, `"Gamma": 1`, `"undersample"`, `"isotonic"`, "recall", "0.9"} {
		if !strings.Contains(string(config), want) {
			t.Errorf("config.json lacks %s: %s", want, config)
		}
	}
	for weight, want := range map[string]bool{"none": true, "0:1,1:3": false} {
		r := call(t, folder, nil, "train", "-pairs", "pairs.tsv", "-valid", "pairs.tsv", "-epochs", "1", "-size", "small", "-length", "8",
			"-class-weight", weight, "-calibrate", "undo_shift", "-run", "undone "+weight[:4])
		if said := strings.Contains(r.stderr, "nothing to undo"); r.code != 0 || said != want {
			t.Errorf("-class-weight %s: exit code %d, said that nothing is to be undone: %v\n%s", weight, r.code, said, r.stderr)
		}
	}
	refuse(t, 1, folder, nil, []string{"the test pairs are those", "-test"}, "train", "-pairs", "pairs.tsv", "-valid", "pairs.tsv", "-test", "pairs.tsv", "-run", "seen")
	refuse(t, 1, folder, nil, []string{"-calibrate undo_shift", "platt"}, "train", "-pairs", "pairs.tsv", "-valid", "pairs.tsv", "-epochs", "1",
		"-size", "small", "-loss", "focal", "-calibrate", "undo_shift", "-run", "unknown")
}

func readCSV(t *testing.T, text string) [][]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// TestTrainInterrupted sends SIGINT twice: each time the run is saved, and the second goes on from the first.
func TestTrainInterrupted(t *testing.T) {
	folder := pairsFile(t, 60)
	first := interruptedAfter(t, folder, 1)
	second := interruptedAfter(t, folder, first+1)
	if second <= first {
		t.Errorf("the second call ended at epoch %d, the first at %d", second, first)
	}
	want := fmt.Sprintf("Training is not finished, %d of 100000 epochs are done", second)
	for _, args := range [][]string{{"report", "long"}, {"report", "long", "-out", "long.html"}, {"report", "long", "-out", "long.md"}, {"report", "long", "-json"},
		{"predict", "-run", "long", "-pairs", "pairs.tsv"}} {
		r := call(t, folder, nil, args...)
		said := r.stdout + r.stderr
		if len(args) > 3 && args[2] == "-out" {
			content, _ := os.ReadFile(filepath.Join(folder, args[3]))
			said = string(content)
		}
		if r.code != 0 || strings.Count(said, want) != 1 {
			t.Errorf("seqpair %s: exit code %d, not said once %q:\n%s", strings.Join(args, " "), r.code, want, said)
		}
	}
}

// interruptedAfter trains until that epoch is over, interrupts, and returns the epoch that the run got to.
func interruptedAfter(t *testing.T, folder string, epoch int) int {
	t.Helper()
	log := filepath.Join(folder, "runs", "long", "history.jsonl")
	var stderr strings.Builder
	c := command(folder, "train", "-pairs", "pairs.tsv", "-epochs", "100000", "-patience", "-1", "-length", "8", "-model", "siamese", "-run", "long")
	c.Stderr = &stderr
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(time.Minute); lastEpoch(log) < epoch; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			_ = c.Process.Kill()
			_ = c.Wait()
			t.Fatalf("epoch %d is not over after a minute\n%s", epoch, stderr.String())
		}
	}
	if err := c.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	started := time.Now()
	_ = c.Wait()
	if took := time.Since(started); took > 5*time.Second {
		t.Errorf("it took %v to save", took)
	}
	if code := c.ProcessState.ExitCode(); code != exitInterrupted || !strings.Contains(stderr.String(), "the same command goes on") {
		t.Errorf("exit code %d, want %d\n%s", code, exitInterrupted, stderr.String())
	}
	return lastEpoch(log)
}

func lastEpoch(log string) int {
	records, err := history.ReadFile(log)
	last := 0
	if err != nil {
		return last
	}
	for _, r := range records {
		if r.Kind == history.Epoch {
			last = r.Epoch
		}
	}
	return last
}

func TestBadPairs(t *testing.T) {
	for _, c := range []struct {
		name    string
		content string
		want    []string // beside the file name
	}{
		{"empty", "", []string{"empty"}},
		{"ragged", "ab\tac\t1\nab\tad\n", []string{"line 2", "columns"}},
		{"unknown label", "ab\tac\t1\nab\tad\t<script>alert(1)</script>\n", []string{"line 2", "<script>alert(1)</script>", "-positive"}},
		{"broken UTF-8", "ab\tac\t1\nab\t\xff\xfe\t0\n", []string{"line 2", "UTF-8"}},
		{"one class", "ab\tac\t0\nab\tad\t0\nb\tc\t0\n", []string{"positive"}},
		{"no separator", "ab ac 1\n", []string{"line 1", "<TAB>"}},
		{"bad weight", "a\tb\tlabel\tweight\nab\tac\t1\tNaN\n", []string{"line 2", "weight"}},
		{"too few", "ab\tac\t1\ncd\tce\t0\n", []string{"at least 3"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			folder := write(t, t.TempDir(), "pairs.tsv", c.content)
			refuse(t, 1, folder, nil, append([]string{"pairs.tsv"}, c.want...), "train", "-pairs", "pairs.tsv")
		})
	}
	folder := write(t, t.TempDir(), "pairs.csv", "left,right,label\nab,ac,1\n")
	refuse(t, 1, folder, nil, []string{"pairs.csv", "line 1", `"a"`, "-a"}, "train", "-pairs", "pairs.csv")
	refuse(t, 1, folder, nil, []string{"pairs.csv", "line 1", `"b"`}, "train", "-pairs", "pairs.csv", "-a", "left")
	write(t, folder, "verdict.csv", "left,right,verdict\nab,ac,1\n")
	write(t, folder, "star.tsv", strings.Repeat("hub\tab\t1\nhub\tac\t0\n", 20))
	refuse(t, 1, folder, nil, []string{"star.tsv", "grouped split", "-split by-a"}, "train", "-pairs", "star.tsv")
	refuse(t, 1, folder, nil, []string{"star.tsv", "-split grouped, by-a"}, "train", "-pairs", "star.tsv", "-split", "by-group")
	refuse(t, 1, folder, nil, []string{"nothing.tsv"}, "train", "-pairs", "nothing.tsv")
	refuse(t, 2, folder, nil, []string{"-threshold-rule", "one of the two"}, "train", "-pairs", "star.tsv", "-threshold", "0.3", "-threshold-rule", "f2")
	refuse(t, 2, folder, nil, []string{"-costs", "cost something"}, "whatif", "-costs", "0,0", "run")
	refuse(t, 2, folder, nil, []string{"-costs", "at least 0"}, "whatif", "-costs", "-1,50", "run")
	refuse(t, 1, folder, nil, []string{"verdict.csv", "-a, -b and -pair-label"}, "diagnose", "-pairs", "verdict.csv", "-a", "left", "-b", "right")
	write(t, folder, "odd.tsv", "ab\tac\tyes\n")
	odd := []string{"odd.tsv", "with -pair-positive, and", "with -a, -b and -pair-label"}
	refuse(t, 1, folder, nil, odd, "diagnose", "-pairs", "odd.tsv")
	refuse(t, 1, folder, longLine("ab\tac\t1\nab\t"), []string{"standard input", "line 2", "longer"}, "train", "-pairs", "-")
}

func TestBadTraining(t *testing.T) {
	folder := pairsFile(t, 100)
	write(t, folder, "file", "")
	refuse(t, 1, folder, nil, []string{filepath.Join("file", "run")}, "train", "-pairs", "pairs.tsv", "-run", "file/run")
	refuse(t, 1, folder, nil, []string{"no metric", "accurracy"}, "train", "-pairs", "pairs.tsv", "-monitor", "accurracy")
	refuse(t, 1, folder, nil, []string{"-learning-rate", "-1"}, "train", "-pairs", "pairs.tsv", "-learning-rate", "-1")
	refuse(t, 1, folder, nil, []string{"pairs.tsv", "-sample-weights", "weight column"}, "train", "-pairs", "pairs.tsv", "-sample-weights")
	if _, err := os.Stat(filepath.Join(folder, "runs")); err == nil {
		t.Error("a refused training left a run directory")
	}
}

func number(t *testing.T, text string) float64 {
	t.Helper()
	x, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return x
}
