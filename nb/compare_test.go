package nb

import (
	"encoding/json"
	"errors"
	"io/fs"
	"math"
	"math/rand/v2"
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
	if err := w.Record(epoch(1, 0.3, true)); err != nil {
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

func TestCompareMarksTheBestOnlyWhereIntervalsAreApart(t *testing.T) {
	folder := t.TempDir()
	weak, strong := saveRun(t, folder, "weak", 0.5, "valid", "test"), saveRun(t, folder, "strong", 5, "valid", "test")
	likewise := saveRun(t, folder, "likewise", 4.9, "valid", "test")
	apart := text(t, compare(t, weak, strong))
	for _, line := range strings.Split(apart, "\n") {
		if strings.HasPrefix(line, "roc_auc") && !strings.Contains(line, "★") {
			t.Errorf("the stronger run is not marked: %s", line)
		}
	}
	if !strings.Contains(apart, "test part: 50 positive of 1000 examples") {
		t.Errorf("the summary is missing in:\n%s", apart)
	}
	close := text(t, compare(t, strong, likewise))
	if strings.Contains(close, "★") || !strings.Contains(close, "No run is marked") {
		t.Errorf("a run is marked though the intervals overlap:\n%s", close)
	}
	if alone := text(t, compare(t, strong)); strings.Contains(alone, "★") {
		t.Errorf("a run is marked though it is alone:\n%s", alone)
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
	better := []metrics.Reading{{Value: metrics.Value{V: 0.9, Lo: 0.8, Hi: 1}}, {Value: metrics.Value{V: 0.1, Lo: 0, Hi: 0.2}}}
	if c.best(better) != -1 {
		t.Error("a best run on different data")
	}
}

func TestBestKnowsTheDirection(t *testing.T) {
	c := &Comparison{Runs: make([]ComparedRun, 2)}
	lower := []metrics.Reading{
		{Better: metrics.LowerIsBetter, Value: metrics.Value{V: 0.9, Lo: 0.8, Hi: 1}},
		{Better: metrics.LowerIsBetter, Value: metrics.Value{V: 0.1, Lo: 0, Hi: 0.2}},
	}
	if best := c.best(lower); best != 1 {
		t.Errorf("best is %d, want 1", best)
	}
	lower[0].Value = metrics.Value{Undefined: metrics.NoPositives, NoInterval: metrics.NoPositives}
	if best := c.best(lower); best != -1 {
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
