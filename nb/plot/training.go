package plot

import (
	"fmt"
	"strings"
	"unicode"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/nb/internal/printable"
)

// Training draws a run's log: on the left the loss on each part of the data, on the right the monitored
// metric with its 95 % interval on the validation part and the line of a model without skill. The best
// epoch is marked. A run that has only begun shows the loss of its steps.
func Training(records []history.Record) Picture {
	log := readLog(records)
	return Picture{
		Name:   "Training curves",
		Text:   log.text(),
		Width:  800,
		Height: 320,
		draw:   beside(log.lossPanel(), log.monitorPanel()),
	}
}

func (log trainingLog) lossPanel() panel {
	panel := panel{title: "Loss", subtitle: log.positivesText(), draw: notice("no loss yet")}
	if len(log.steps)+len(log.train)+len(log.valid) == 0 {
		return panel
	}
	p := log.epochAxes("Loss")
	p.Y.Min, p.Y.Max = extent(log.steps, log.train, log.valid)
	return log.withLines(panel, p,
		series{"train, by step", averaged(log.steps, 500), draw.LineStyle{Color: tint(blue, 0.35), Width: 1}, false},
		series{"train", log.train, seriesStyle(0), true},
		series{"valid", log.valid, seriesStyle(1), true})
}

// series is one line over the epochs.
type series struct {
	name   string
	points []xy
	style  draw.LineStyle
	dots   bool
}

// withLines returns panel with the lines that have points, the mark of the best epoch, and their legend.
func (log trainingLog) withLines(panel panel, p *plot.Plot, lines ...series) panel {
	for _, l := range lines {
		if len(l.points) > 0 {
			p.Add(polyline(l.points, l.style, l.dots))
			panel.legend = append(panel.legend, entry{name: l.name, line: l.style})
		}
	}
	if log.best > 0 {
		p.Add(log.bestLine())
		panel.legend = append(panel.legend, entry{name: fmt.Sprintf("best: epoch %d", log.best), line: bestStyle})
	}
	panel.draw = p.Draw
	return panel
}

func (log trainingLog) positivesText() string {
	switch {
	case log.positives > 0:
		return count(float64(log.positives)) + " positives per epoch"
	case log.soFar > 0:
		return count(float64(log.soFar)) + " positives so far"
	default:
		return "no positives yet"
	}
}

func (log trainingLog) monitorPanel() panel {
	panel := panel{title: log.monitorName(), subtitle: "no epoch yet", draw: notice("no reading yet")}
	read, name := log.monitored()
	if len(read) == 0 {
		return panel
	}
	last := read[len(read)-1].value
	panel.subtitle = name + " " + value(last) + noSkill(last)
	if last.Undefined != "" {
		panel.subtitle = fmt.Sprintf("%s undefined: %s", name, last.Undefined)
	}
	p := log.epochAxes(log.monitorName())
	train, valid := readingPoints(log.trainRead), readingPoints(log.validRead)
	baseline := log.baseline()
	p.Y.Min, p.Y.Max = extent(train, valid, baseline, ends(log.validRead))
	p.Add(whiskers(log.validRead, tint(vermillion, 0.4)))
	return log.withLines(panel, p,
		series{"train", train, seriesStyle(0), true},
		series{"valid", valid, seriesStyle(1), true},
		series{"no skill", baseline, noSkillStyle, false})
}

// monitored are the readings that decide: those on the validation part, if there is one.
func (log trainingLog) monitored() ([]reading, string) {
	if len(log.validRead) > 0 {
		return log.validRead, "valid"
	}
	return log.trainRead, "train"
}

// monitorName is "Average precision" for average_precision.
func (log trainingLog) monitorName() string {
	if log.monitor == "" {
		return "Monitored metric"
	}
	name := []rune(printable.Line(strings.ReplaceAll(log.monitor, "_", " "), 40))
	name[0] = unicode.ToUpper(name[0])
	return string(name)
}

// baseline is what a model without skill reads, over the whole axis.
func (log trainingLog) baseline() []xy {
	read, _ := log.monitored()
	last := read[len(read)-1].value
	if last.NoBaseline != "" {
		return nil
	}
	return []xy{{0, last.Baseline}, {max(1, log.reached), last.Baseline}}
}

func (log trainingLog) epochAxes(yLabel string) *plot.Plot {
	p := newPlot("Epoch", yLabel)
	p.X.Min, p.X.Max = 0, max(1, log.reached)
	p.X.Tick.Marker = plot.TickerFunc(wholeTicks)
	return p
}

var bestStyle = draw.LineStyle{Color: green, Width: 1.3, Dashes: []vg.Length{2, 2}}

func (log trainingLog) bestLine() plotter {
	return func(c draw.Canvas, p *plot.Plot) {
		x, _ := p.Transforms(&c)
		at := x(float64(log.best))
		c.StrokeLine2(bestStyle, at, c.Min.Y, at, c.Max.Y)
	}
}

// textEpochs bounds the text of a long run.
const textEpochs = 20

// text is a table of the latest epochs and, if it is older, the best; "…" stands where epochs are left out.
func (log trainingLog) text() string {
	var out strings.Builder
	fmt.Fprintf(&out, "%5s  %10s  %10s  %s\n", "epoch", "train loss", "valid loss", printable.Line(log.monitor, 40))
	first := len(log.epochs) - textEpochs
	previous := 0
	for i, r := range log.epochs {
		if i < first && r.Epoch != log.best {
			continue
		}
		if r.Epoch > previous+1 {
			fmt.Fprintf(&out, "%5s\n", "…")
		}
		previous = r.Epoch
		said := ""
		if v, ok := log.monitoredIn(r); ok {
			said = value(v)
		}
		if r.Epoch == log.best {
			said += "  best"
		}
		row := fmt.Sprintf("%5d  %10s  %10s  %s", r.Epoch, lossText(r.Train), lossText(r.Valid), said)
		out.WriteString(strings.TrimRight(row, " ") + "\n")
	}
	return out.String()
}

func lossText(s *history.Split) string {
	if s == nil {
		return "–"
	}
	return fmt.Sprintf("%.4f", s.Loss)
}
