package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/google/renameio/v2"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/segmentation"
	"github.com/seqpair/seqpair/nb"
)

// writers are the forms of a report by file extension.
var writers = map[string]func(io.Writer, []nb.Result) error{
	".txt":  writeText,
	".json": writeJSON,
	".html": writeHTML,
	".md":   writeMarkdown,
}

// writerFor is the form that a file name tells.
func writerFor(path string) (func(io.Writer, []nb.Result) error, bool) {
	write, ok := writers[strings.ToLower(filepath.Ext(path))]
	return write, ok
}

// writeDocument writes the report to a file, which appears whole or not at all.
func writeDocument(path string, results []nb.Result) error {
	write, _ := writerFor(path)
	var content bytes.Buffer
	if err := errors.Join(write(&content, results), readBack(results)); err != nil {
		return err
	}
	if err := renameio.WriteFile(path, content.Bytes(), 0o644, renameio.WithTempDir(filepath.Dir(path))); err != nil {
		return fmt.Errorf("%s: cannot be written: %w", path, err)
	}
	return nil
}

// resultJSON is an nb.Result as the command prints it.
type resultJSON struct {
	Name       string            `json:"name"`
	Examples   int64             `json:"examples"`
	Positives  int64             `json:"positives"`
	Prevalence metrics.Value     `json:"prevalence"`
	Threshold  float64           `json:"threshold"`
	Confusion  metrics.Confusion `json:"confusion"`
	Readings   []metrics.Reading `json:"readings"`
	Notes      []string          `json:"notes,omitempty"` // what to know before reading it

	Bins                  int     `json:"bins,omitzero"` // 0: exact
	AUCBound              float64 `json:"auc_bound,omitzero"`
	AveragePrecisionBound float64 `json:"average_precision_bound,omitzero"`
}

func newResultsJSON(results []nb.Result) []resultJSON {
	all := make([]resultJSON, len(results))
	for i, r := range results {
		all[i] = resultJSON{
			Name: r.Name, Examples: r.State.Positives() + r.State.Negatives(), Positives: r.State.Positives(),
			Prevalence: r.State.Prevalence(), Threshold: r.Threshold,
			Confusion: r.State.At(r.Threshold), Readings: r.Standard(), Notes: r.Notes,
			Bins: r.State.Bins(), AUCBound: r.State.AUCBound(), AveragePrecisionBound: r.State.AveragePrecisionBound(),
		}
	}
	return all
}

func writeJSON(w io.Writer, results []nb.Result) error {
	all := newResultsJSON(results)
	for i, r := range results {
		standard, further := readings(r)
		all[i].Readings = append(standard, further...)
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(struct {
		Results []resultJSON `json:"results"`
	}{all})
}

// writeText writes the standard table and what else can be read.
func writeText(w io.Writer, results []nb.Result) error {
	for i, r := range results {
		if i > 0 {
			fmt.Fprintln(w)
		}
		if err := nb.Text(w, r); err != nil {
			return err
		}
		if note := bounds(r.State); note != "" {
			fmt.Fprintln(w, note)
		}
		fmt.Fprint(w, "\nfurther readings\n")
		_, further := readings(r)
		if err := nb.Text(w, further); err != nil {
			return err
		}
	}
	return nil
}

// readings are all of a result: those of the standard table, and the others.
func readings(r nb.Result) (standard, further []metrics.Reading) {
	usual := map[string]bool{}
	standard = r.Standard()
	for _, reading := range standard {
		usual[reading.Name] = true
	}
	for _, reading := range metrics.FullReport(r.State, r.Threshold) {
		if r.Pixels {
			reading.Value = segmentation.PixelValue(reading.Value)
		}
		if !usual[reading.Name] {
			further = append(further, reading)
		}
	}
	return standard, further
}

// bounds says how far the areas of a binned state may be off.
func bounds(s *metrics.State) string {
	if s.Bins() == 0 {
		return ""
	}
	return fmt.Sprintf("read from %d bins of scores: ROC-AUC is off by at most %.2g, average precision by at most %.2g", s.Bins(), s.AUCBound(), s.AveragePrecisionBound())
}

// notes are those of a result, and its bounds.
func notes(r nb.Result) []string {
	all := slices.Clone(r.Notes)
	if note := bounds(r.State); note != "" {
		all = append(all, note)
	}
	return all
}

// summary is what every reading rests on.
func summary(r nb.Result) string {
	positives, all := r.State.Positives(), r.State.Positives()+r.State.Negatives()
	return fmt.Sprintf("%d positive of %d examples (%s %s), threshold %s", positives, all, nb.NameOfPrevalence(r.State), r.State.Prevalence(), digits(r.Threshold))
}

// cells are a reading as a table shows it.
type cells struct {
	Name, Value, Interval, NoSkill, Better string
}

func newCells(r metrics.Reading) cells {
	v := r.Value
	c := cells{Name: r.Name, Value: "–", NoSkill: "–"}
	switch {
	case v.Undefined != "":
		c.Interval = "undefined: " + string(v.Undefined)
	case v.NoInterval != "":
		c.Interval = "none: " + string(v.NoInterval)
	default:
		c.Interval = fmt.Sprintf("[%s, %s]", digits(v.Lo), digits(v.Hi))
	}
	if v.Undefined == "" {
		c.Value = digits(v.V)
	}
	if v.NoBaseline == "" {
		c.NoSkill = digits(v.Baseline)
	}
	if r.Better == metrics.LowerIsBetter {
		c.Better = "lower is better"
	}
	return c
}

// digits are four that matter, and all before the point.
func digits(x float64) string {
	if size := math.Abs(x); size >= 1000 && size < 1e15 {
		return strconv.FormatFloat(x, 'f', 0, 64)
	}
	return strconv.FormatFloat(x, 'g', 4, 64)
}
