package nb

import (
	"fmt"
	"strings"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/nb/internal/printable"
)

// shownDifferences is up to how many runs the table has room for their differences to the first.
const shownDifferences = 3

// table has a row per setting that differs and per metric, and a column per run, for there are more metrics than
// runs.
func (c *Comparison) table() table {
	t := table{title: c.summary(), notes: c.unfinished(), columns: []column{{name: "metric"}}}
	for i, run := range c.Runs {
		t.columns = append(t.columns, column{name: printable.Line(run.Name, 40)})
		if c.showsDifference(i) {
			t.columns = append(t.columns, column{name: "difference from " + printable.Line(c.Runs[0].Name, 24)})
		}
	}
	t.columns = append(t.columns, column{name: "no skill"})
	t.rows = append(t.rows, c.settingRows()...)
	t.rows = append(t.rows, c.textRow("threshold", func(i int) string { return fmt.Sprintf("%.3g", c.Runs[i].Threshold) }))
	marked := false
	for i, name := range c.metricNames() {
		best := c.best(i)
		marked = marked || best >= 0
		t.rows = append(t.rows, c.metricRow(i, name, best))
	}
	t.footnote = c.footnote(marked)
	return t
}

func (c *Comparison) showsDifference(i int) bool {
	return i > 0 && len(c.Runs) <= shownDifferences && len(c.Pairings) > 0
}

// textRow is a row of texts, one for each run.
func (c *Comparison) textRow(name string, text func(i int) string) []cell {
	row := []cell{{text: name}}
	for i := range c.Runs {
		row = append(row, cell{text: text(i)})
		if c.showsDifference(i) {
			row = append(row, cell{})
		}
	}
	return append(row, cell{})
}

// settingRows has a row per setting, but one for all those that only runs recorded by hand lack.
func (c *Comparison) settingRows() [][]cell {
	byHand := c.byHand()
	var rows [][]cell
	var lacked []Setting
	for _, s := range c.Settings {
		if s.lackedOnly(byHand) {
			lacked = append(lacked, s)
		} else {
			rows = append(rows, c.textRow(s.Field, func(i int) string { return printable.Line(s.Values[i], 40) }))
		}
	}
	if len(lacked) > 0 {
		rows = append(rows, c.textRow(fmt.Sprintf("%d more settings", len(lacked)), func(i int) string {
			if byHand[i] {
				return absent
			}
			return "the same"
		}))
	}
	return rows
}

func (c *Comparison) metricRow(metric int, name string, best int) []cell {
	readings := c.row(metric)
	shared := sharedBaseline(readings)
	row := []cell{{text: name}}
	for i, r := range readings {
		row = append(row, comparedCell(r.Value, i == best, shared))
		if c.showsDifference(i) {
			row = append(row, c.differenceCell(metric, i))
		}
	}
	if shared {
		return append(row, cell{text: baseline(readings[0].Value), muted: true})
	}
	return append(row, cell{text: "per run", muted: true})
}

func (c *Comparison) differenceCell(metric, i int) cell {
	v, ok := c.difference(metric, 0, i)
	if !ok {
		return cell{text: "–", muted: true}
	}
	text := fmt.Sprintf("%+.3f", v.V)
	if v.NoInterval == "" {
		text += fmt.Sprintf(" [%+.3f, %+.3f]", v.Lo, v.Hi)
	}
	return cell{text: text, muted: v.NoInterval != "" || v.Lo <= 0 && v.Hi >= 0}
}

// unfinished has a note for each run whose training has not ended.
func (c *Comparison) unfinished() []string {
	var notes []string
	for _, run := range c.Runs {
		if run.Unfinished != "" {
			notes = append(notes, run.Name+": "+run.Unfinished)
		}
	}
	return notes
}

func (c *Comparison) footnote(marked bool) string {
	paired := len(c.Pairings) > 0
	switch {
	case len(c.Runs) < 2 || c.Caution != "":
		return ""
	case len(c.unfinished()) > 0:
		return "No run is marked: the training of one is not finished."
	case marked && paired:
		return "★ better than every other run: the 95 % intervals of its differences on the same examples exclude 0. One in twenty would by chance alone."
	case marked:
		return "★ better than every other run: the 95 % intervals do not overlap."
	case paired:
		return "No run is marked: wherever one reads best, a 95 % interval of its differences on the same examples holds 0."
	default:
		return "No run is marked: wherever one reads better, the 95 % intervals overlap."
	}
}

func (c *Comparison) summary() string {
	if c.Caution != "" {
		return "Caution: " + c.Caution
	}
	return fmt.Sprintf("%s part: %d positive of %d examples", c.Split, c.Runs[0].Positives, c.Runs[0].Examples)
}

// metricNames are the names of the report without the threshold, which may differ from run to run.
func (c *Comparison) metricNames() []string {
	names := make([]string, len(c.Runs[0].Readings))
	for i, r := range c.Runs[0].Readings {
		names[i], _, _ = strings.Cut(r.Name, "@")
	}
	return names
}

func (c *Comparison) row(i int) []metrics.Reading {
	readings := make([]metrics.Reading, len(c.Runs))
	for j, run := range c.Runs {
		readings[j] = run.Readings[i]
	}
	return readings
}

func comparedCell(v metrics.Value, best, baselineElsewhere bool) cell {
	if v.Undefined != "" {
		return cell{text: "undefined: " + string(v.Undefined), muted: true}
	}
	text := number(v.V)
	if v.NoInterval == "" {
		text += " " + interval(v)
	}
	if !baselineElsewhere && v.NoBaseline == "" {
		text += " (no skill " + number(v.Baseline) + ")"
	}
	if best {
		text += " ★"
	}
	return cell{text: text, strong: best}
}

// sharedBaseline holds where no skill reads the same for all runs; that of recall depends on the run.
func sharedBaseline(readings []metrics.Reading) bool {
	for _, r := range readings {
		if baseline(r.Value) != baseline(readings[0].Value) {
			return false
		}
	}
	return true
}
