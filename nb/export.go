package nb

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/google/renameio/v2"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/nb/internal/printable"
)

// Save writes the comparison to a file, which appears whole or not at all: .csv has a row per run and metric with all
// numbers in full, .md and .html the table as it is shown.
func (c *Comparison) Save(path string) error {
	var content bytes.Buffer
	switch extension := strings.ToLower(filepath.Ext(path)); extension {
	case ".csv":
		if err := c.writeCSV(&content); err != nil {
			return fmt.Errorf("nb: %w", err)
		}
	case ".md":
		content.WriteString(c.table().markdown())
	case ".html":
		content.WriteString("<!doctype html>\n<meta charset=\"utf-8\">\n" + c.table().html() + "\n")
	default:
		return fmt.Errorf("nb: save a comparison as %q: name a file that ends in .csv, .md or .html", filepath.Base(path))
	}
	if err := renameio.WriteFile(path, content.Bytes(), 0o644, renameio.WithTempDir(filepath.Dir(path))); err != nil {
		return fmt.Errorf("nb: save a comparison: %w", err)
	}
	return nil
}

// writeCSV leaves empty what does not exist.
func (c *Comparison) writeCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	rows := [][]string{{"run", "part", "threshold", "metric", "value", "lo", "hi", "no_skill", "undefined",
		"difference", "difference_lo", "difference_hi", "unfinished"}}
	for i, run := range c.Runs {
		for metric, name := range c.metricNames() {
			row := []string{printable.Line(run.Name, 0), c.Split, full(run.Threshold), name}
			row = append(row, fields(run.Readings[metric].Value)...)
			var difference metrics.Value
			if v, ok := c.difference(metric, 0, i); ok {
				difference = v
			} else {
				difference.Undefined = "not paired"
			}
			rows = append(rows, append(append(row, limits(difference)...), run.Unfinished))
		}
	}
	return out.WriteAll(rows)
}

func fields(v metrics.Value) []string {
	noSkill := ""
	if v.NoBaseline == "" {
		noSkill = full(v.Baseline)
	}
	return append(limits(v), noSkill, string(v.Undefined))
}

func limits(v metrics.Value) []string {
	switch {
	case v.Undefined != "":
		return []string{"", "", ""}
	case v.NoInterval != "":
		return []string{full(v.V), "", ""}
	}
	return []string{full(v.V), full(v.Lo), full(v.Hi)}
}

func full(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

// markdown is the table in GitHub's form.
func (t table) markdown() string {
	var out strings.Builder
	if t.title != "" {
		out.WriteString(inMarkdown(t.title) + "\n\n")
	}
	for _, note := range t.notes {
		out.WriteString(inMarkdown(note) + "\n\n")
	}
	head, rule := "|", "|"
	for _, c := range t.columns {
		head += " " + inMarkdown(c.name) + " |"
		if c.right {
			rule += "---:|"
		} else {
			rule += "---|"
		}
	}
	out.WriteString(head + "\n" + rule + "\n")
	for _, row := range t.rows {
		line := "|"
		for _, c := range row {
			text := inMarkdown(c.text)
			if c.strong && text != "" {
				text = "**" + text + "**"
			}
			line += " " + text + " |"
		}
		out.WriteString(line + "\n")
	}
	if t.footnote != "" {
		out.WriteString("\n" + inMarkdown(t.footnote) + "\n")
	}
	return out.String()
}

// inMarkdown makes text from data safe to stand in a table: nothing in it is HTML or marks anything up.
func inMarkdown(s string) string {
	return strings.NewReplacer("\\", "\\\\", "|", "\\|", "<", "&lt;", ">", "&gt;", "&", "&amp;", "*", "\\*", "_", "\\_", "`", "\\`", "[", "\\[", "]", "\\]").
		Replace(printable.Line(s, 0))
}
