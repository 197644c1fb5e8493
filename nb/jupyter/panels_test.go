package jupyter

import (
	"encoding/base64"
	"encoding/csv"
	"encoding/json"
	"math"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/runs"
)

// chartType is a picture that moves, and pageType the same as a page of its own.
const (
	chartType = "application/vnd.vegalite.v5+json"
	pageType  = "application/vnd.seqpair.page"
)

// panel is a chart with sliders as a notebook carries it.
type panel struct {
	models []shownModel
	page   string // empty: it is no page
}

// shownModel is what a panel says of a model.
type shownModel struct {
	name        string         // empty where there is no other one
	thresholds  []float64      // its operating points, falling; one above 1 alerts nothing
	valid, test *metrics.State // every score lowered to the next threshold, which changes no count there
}

// panelsOf reads the panels of a notebook.
func panelsOf(t *testing.T, path string) []panel {
	t.Helper()
	n, _, err := readNotebook(path)
	if err != nil {
		t.Fatal(err)
	}
	var panels []panel
	for _, c := range n.Cells {
		for _, out := range c.Outputs {
			if out.Data[chartType] == nil {
				continue
			}
			var chart, page text
			if err := json.Unmarshal(out.Data[chartType], &chart); err != nil {
				t.Fatal(err)
			}
			if out.Data[pageType] != nil {
				if err := json.Unmarshal(out.Data[pageType], &page); err != nil {
					t.Fatal(err)
				}
			}
			panels = append(panels, panel{modelsOf(t, string(chart)), string(page)})
		}
	}
	return panels
}

// modelsOf reads the operating points of a chart.
func modelsOf(t *testing.T, chart string) []shownModel {
	t.Helper()
	var specification struct {
		Data      struct{ Values string }
		Transform []struct {
			Calculate string
			As        any
		}
	}
	content, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(chart, "data:application/json;base64,"))
	if err == nil {
		err = json.Unmarshal(content, &specification)
	}
	if err != nil {
		t.Fatal(err)
	}
	names := []string{""}
	for _, step := range specification.Transform {
		if step.As == "model" {
			if err := json.NewDecoder(strings.NewReader(step.Calculate)).Decode(&names); err != nil {
				t.Fatal(err)
			}
		}
	}
	table := columnsOf(t, specification.Data.Values)
	models := make([]shownModel, len(names))
	for i, name := range names {
		of := func(column string) (values []float64) {
			for row, v := range table[column] {
				if table["m"] == nil || table["m"][row] == float64(i) {
					values = append(values, v)
				}
			}
			return values
		}
		if slices.ContainsFunc(slices.Concat(of("tp"), of("fp")), func(count float64) bool { return count != math.Trunc(count) }) {
			t.Fatal("a model with weights: its scores cannot be rebuilt from counts")
		}
		at := of("t")
		models[i] = shownModel{name, at, rebuilt(t, at, of("vtp"), of("vfp")), rebuilt(t, at, of("tp"), of("fp"))}
	}
	return models
}

// columnsOf are the numbers of a table by its first line.
func columnsOf(t *testing.T, table string) map[string][]float64 {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(table)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	columns := map[string][]float64{}
	for _, row := range rows[1:] {
		for i, cell := range row {
			v, err := strconv.ParseFloat(cell, 64)
			if err != nil {
				t.Fatal(err)
			}
			columns[rows[0][i]] = append(columns[rows[0][i]], v)
		}
	}
	return columns
}

// rebuilt is a state with these alerts among positives and negatives at falling thresholds, the last of which is 0.
func rebuilt(t *testing.T, thresholds, positives, negatives []float64) *metrics.State {
	t.Helper()
	var b metrics.Batch
	tp, fp := 0., 0.
	for i, threshold := range thresholds {
		for ; tp < positives[i]; tp++ {
			b.Scores, b.Labels = append(b.Scores, threshold), append(b.Labels, true)
		}
		for ; fp < negatives[i]; fp++ {
			b.Scores, b.Labels = append(b.Scores, threshold), append(b.Labels, false)
		}
	}
	s := metrics.NewState()
	if err := s.Update(b); err != nil {
		t.Fatal(err)
	}
	return s
}

// fromRuns finds for each model of the panels a run in a folder whose saved scores give the same counts at every threshold.
func fromRuns(t *testing.T, panels []panel, folder string) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(folder, "*", "manifest.json"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no runs in %s: %v", folder, err)
	}
	for i, p := range panels {
		for _, m := range p.models {
			if !slices.ContainsFunc(paths, func(path string) bool { return m.counts(t, filepath.Dir(path)) }) {
				t.Errorf("chart %d: no run has the counts of model %q", i+1, m.name)
			}
		}
	}
}

func (m shownModel) counts(t *testing.T, path string) bool {
	t.Helper()
	run, err := runs.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	for part, shown := range map[string]*metrics.State{"valid": m.valid, "test": m.test} {
		saved, err := run.State(part)
		if err != nil || saved.Positives() != shown.Positives() || saved.Negatives() != shown.Negatives() {
			return false
		}
		for _, at := range m.thresholds {
			if at > 1 {
				at = math.Inf(1)
			}
			if a, b := saved.At(at), shown.At(at); a.TP != b.TP || a.FP != b.FP {
				return false
			}
		}
	}
	return true
}
