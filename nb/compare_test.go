package nb

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/predictions"
	"github.com/seqpair/seqpair/metrics/runs"
)

// saveRun writes a run whose positives score higher by skill, and returns its path.
func saveRun(t *testing.T, folder, name string, skill float64, splits ...string) string {
	t.Helper()
	return writeRun(t, folder, name, skill, func(w *runs.Writer) error { return w.Finish(runs.Manifest{}) }, splits...)
}

// writeRun writes a run of which one epoch of twelve is recorded, and ends it by end.
func writeRun(t *testing.T, folder, name string, skill float64, end func(*runs.Writer) error, splits ...string) string {
	t.Helper()
	path := filepath.Join(folder, name)
	contract := runs.Contract{Head: "sigmoid", Columns: 1, Monitor: "average_precision", Better: "higher", Threshold: 0.5}
	w, err := runs.Create(path, map[string]string{"name": name}, contract, runs.Manifest{DataHash: "data"})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	}()
	for _, split := range splits {
		if err := w.Predictions(split, scoredTable(skill)); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.Record(epoch(1, 0.3, true)), end(w)); err != nil {
		t.Fatal(err)
	}
	return path
}

func scoredTable(skill float64) *predictions.Table {
	random := rand.New(rand.NewPCG(1, 2))
	t := &predictions.Table{}
	for i := range 1_000 {
		logit := random.NormFloat64()
		if i%20 == 0 {
			logit += skill
		}
		t.Labels = append(t.Labels, i%20 == 0)
		t.Scores = append(t.Scores, 1/(1+math.Exp(-logit)))
	}
	return t
}

func compare(t *testing.T, names ...string) *Comparison {
	t.Helper()
	c, err := Compare(names...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func text(t *testing.T, value any) string {
	t.Helper()
	var out strings.Builder
	if err := Text(&out, value); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestCompareMarksTheBestOnlyWhereTheDifferenceIsReal(t *testing.T) {
	folder := t.TempDir()
	weak, strong := saveRun(t, folder, "weak", 0.5, "valid", "test"), saveRun(t, folder, "strong", 5, "valid", "test")
	apart := text(t, compare(t, weak, strong))
	for _, line := range strings.Split(apart, "\n") {
		if strings.HasPrefix(line, "roc_auc") && !strings.Contains(line, "★") {
			t.Errorf("the stronger run is not marked: %s", line)
		}
	}
	if !strings.Contains(apart, "test part: 50 positive of 1000 examples") {
		t.Errorf("the summary is missing in:\n%s", apart)
	}
	same := text(t, compare(t, strong, saveRun(t, folder, "same", 5, "valid", "test")))
	if strings.Contains(same, "★ better") || !strings.Contains(same, "No run is marked") {
		t.Errorf("a run is marked though both are the same:\n%s", same)
	}
	likewise := saveRun(t, folder, "likewise", 4.5, "valid", "test")
	// Each positive scores a little lower, though the intervals of the two runs overlap by far.
	close := compare(t, strong, likewise)
	v, ok := close.difference(0, 0, 1)
	if !ok || v.V >= 0 || v.Hi-v.Lo > close.Runs[0].Readings[0].Value.Hi-close.Runs[0].Readings[0].Value.Lo {
		t.Errorf("average precision differs by %v", v)
	}
	if alone := text(t, compare(t, strong)); strings.Contains(alone, "★") {
		t.Errorf("a run is marked though it is alone:\n%s", alone)
	}
}

// TestSettingsOfARunRecordedByHand: what it lacks and the others agree on is one row.
func TestSettingsOfARunRecordedByHand(t *testing.T) {
	folder := t.TempDir()
	var names []string
	for i, config := range []map[string]int{{"Rate": 1}, {"Rate": 2, "Epochs": 3}, {"Rate": 2}} {
		for field := 0; i > 0 && field <= mostLacking; field++ {
			config[fmt.Sprintf("Field%02d", field)] = field + 1
		}
		path := filepath.Join(folder, fmt.Sprintf("run%d", i))
		w, err := runs.Create(path, config, runs.Contract{Threshold: 0.5}, runs.Manifest{})
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(w.Predictions("test", scoredTable(1)), w.Close()); err != nil {
			t.Fatal(err)
		}
		names = append(names, path)
	}
	shown := strings.Join(strings.Fields(text(t, compare(t, names...))), " ")
	if want := "Epochs – 3 – Rate 1 2 2 13 more settings – the same the same threshold"; !strings.Contains(shown, want) {
		t.Errorf("the table lacks %q:\n%s", want, shown)
	}
	if few := text(t, compare(t, names[1], names[2])); strings.Contains(few, "more settings") || strings.Contains(few, "Rate") {
		t.Errorf("two runs that differ in one setting:\n%s", few)
	}
}

func TestCompareTakesThePartThatAllHave(t *testing.T) {
	folder := t.TempDir()
	tested, untested := saveRun(t, folder, "tested", 1, "valid", "test"), saveRun(t, folder, "untested", 1, "valid")
	if c := compare(t, tested, untested); c.Split != "valid" {
		t.Errorf("compared on %q, want valid", c.Split)
	}
	bare := saveRun(t, folder, "bare", 1)
	if _, err := Compare(tested, bare); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "bare") {
		t.Errorf("a run without predictions: %v", err)
	}
	if _, err := Compare(tested, filepath.Join(folder, "none")); err == nil {
		t.Error("a run that does not exist: no error")
	}
	if _, err := Compare(); err == nil {
		t.Error("no runs: no error")
	}
}

func TestCompareWarnsOfOtherData(t *testing.T) {
	c := &Comparison{Split: "test", Runs: []ComparedRun{
		{Name: "a", Examples: 100, Positives: 5, dataHash: "x"},
		{Name: "b", Examples: 100, Positives: 5, dataHash: "y"},
	}}
	if sameData(c.Runs[0], c.Runs[1]) {
		t.Error("other hash, same data?")
	}
	c.Runs[1].dataHash = ""
	if !sameData(c.Runs[0], c.Runs[1]) {
		t.Error("no hash, same counts: other data?")
	}
	c.Caution = "a and b were measured on different data"
	c.Runs[0].Readings = []metrics.Reading{{Value: metrics.Value{V: 0.9, Lo: 0.8, Hi: 1}}}
	c.Runs[1].Readings = []metrics.Reading{{Value: metrics.Value{V: 0.1, Lo: 0, Hi: 0.2}}}
	if c.best(0) != -1 {
		t.Error("a best run on different data")
	}
}

func TestBestKnowsTheDirection(t *testing.T) {
	c := &Comparison{Runs: []ComparedRun{
		{Readings: []metrics.Reading{{Better: metrics.LowerIsBetter, Value: metrics.Value{V: 0.9, Lo: 0.8, Hi: 1}}}},
		{Readings: []metrics.Reading{{Better: metrics.LowerIsBetter, Value: metrics.Value{V: 0.1, Lo: 0, Hi: 0.2}}}},
	}}
	if best := c.best(0); best != 1 {
		t.Errorf("best is %d, want 1", best)
	}
	c.Runs[0].Readings[0].Value = metrics.Value{Undefined: metrics.NoPositives, NoInterval: metrics.NoPositives}
	if best := c.best(0); best != -1 {
		t.Errorf("best is %d beside an undefined reading, want none", best)
	}
}

func TestComparisonAsJSON(t *testing.T) {
	folder := t.TempDir()
	data, err := json.Marshal(compare(t, saveRun(t, folder, "a", 1, "valid"), saveRun(t, folder, "b", 2, "valid")))
	if err != nil {
		t.Fatal(err)
	}
	var back Comparison
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatal(err)
	}
	if got := text(t, &back); !strings.Contains(got, "roc_auc") {
		t.Errorf("read back it says %q", got)
	}
}

func TestShowRun(t *testing.T) {
	folder := t.TempDir()
	path := saveRun(t, folder, "weighted", 2, "valid", "test")
	said := text(t, runDir(path))
	for _, want := range []string{"weighted\n", "test: 50 positive of 1000 examples", "Confusion at threshold 0.5", "train loss"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is missing in:\n%s", want, said)
		}
	}
	if said := text(t, runDir(saveRun(t, folder, "begun", 2))); strings.Contains(said, "positive of") || !strings.Contains(said, "train loss") {
		t.Errorf("a run without predictions:\n%s", said)
	}
}

func TestContrastsAreThoseOfTheReport(t *testing.T) {
	folder := t.TempDir()
	c := compare(t, saveRun(t, folder, "a", 1, "valid"), saveRun(t, folder, "b", 2, "valid"), saveRun(t, folder, "c", 3, "valid"))
	for _, p := range c.Pairings {
		for i, name := range c.metricNames() {
			contrast := p.Contrasts[i]
			if got, _, _ := strings.Cut(contrast.Name, "@"); got != name {
				t.Errorf("contrast %d is %s, the report has %s", i, got, name)
			}
			want := c.Runs[p.Candidate].Readings[i].Value.V - c.Runs[p.Baseline].Readings[i].Value.V
			if math.Abs(contrast.Difference.V-want) > 1e-12 {
				t.Errorf("%s differs by %v, the readings by %v", name, contrast.Difference.V, want)
			}
		}
	}
	if len(c.Pairings) == 0 {
		t.Error("nothing was paired")
	}
	forth, _ := c.difference(0, 0, 2)
	back, _ := c.difference(0, 2, 0)
	if forth.V != -back.V || forth.Lo != -back.Hi {
		t.Errorf("%v, the other way %v", forth, back)
	}
}

func TestSave(t *testing.T) {
	folder := t.TempDir()
	c := compare(t, saveRun(t, folder, "plain", 1, "valid"), saveRun(t, folder, "|<b>*strong*", 5, "valid"))
	for name, wants := range map[string][]string{
		"c.csv":  {"run,part,threshold,metric,value,lo,hi,no_skill,undefined,difference", "plain,valid,0.5,average_precision,0.", "|<b>*strong*,valid,0.5,recall,"},
		"c.md":   {"| metric | plain |", "|---|", "| average\\_precision |", "&lt;b&gt;\\*strong", "★"},
		"c.html": {"<table", "&lt;b&gt;", "average_precision"},
	} {
		path := filepath.Join(folder, name)
		if err := c.Save(path); err != nil {
			t.Fatal(err)
		}
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range wants {
			if !strings.Contains(string(content), want) {
				t.Errorf("%s lacks %q:\n%s", name, want, content)
			}
		}
	}
	if err := c.Save(filepath.Join(folder, "c.xlsx")); err == nil {
		t.Error("no error for .xlsx")
	}
}

func TestRunsAreListed(t *testing.T) {
	folder := t.TempDir()
	b, a := saveRun(t, folder, "b", 1), saveRun(t, folder, "a", 1)
	if err := os.Mkdir(filepath.Join(folder, "no run"), 0o755); err != nil {
		t.Fatal(err)
	}
	got, err := Runs(folder)
	if err != nil || len(got) != 2 || got[0] != a || got[1] != b {
		t.Errorf("got %v, %v", got, err)
	}
	if _, err := Runs(filepath.Join(folder, "none")); err == nil {
		t.Error("no error for a folder that is not there")
	}
}
