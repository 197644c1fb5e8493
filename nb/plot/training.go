package plot

import (
	"fmt"
	"math"
	"strings"
	"unicode"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/seqpair/seqpair/metrics"
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

// trainingLog is a run's log in columns.
type trainingLog struct {
	monitor   string
	reached   float64 // the last epoch, begun or done
	best      int     // 0: none yet
	positives int64   // per epoch; 0 before the first has ended
	soFar     int64   // positives of the latest step
	steps     []xy    // running loss; x in epochs
	train     []xy    // loss per epoch
	valid     []xy
	trainRead []reading
	validRead []reading
}

type xy struct{ x, y float64 }

type reading struct {
	epoch float64
	value metrics.Value
}

func readLog(records []history.Record) trainingLog {
	log := trainingLog{}
	for _, r := range records {
		if r.Monitor != "" {
			log.monitor = r.Monitor
		}
	}
	for _, r := range records {
		switch at := float64(r.Epoch); {
		case r.Kind == history.Step && r.Steps > 0:
			at = float64(r.Step) / float64(r.Steps) * float64(max(1, r.Epochs))
			log.steps = append(log.steps, xy{at, r.Loss})
			log.reached = max(log.reached, math.Ceil(at))
			log.soFar = r.Positives
		case r.Kind == history.Epoch:
			log.reached = max(log.reached, at)
			log.positives = r.Positives
			if r.Best {
				log.best = r.Epoch
			}
			log.train, log.trainRead = log.split(at, r.Train, log.train, log.trainRead)
			log.valid, log.validRead = log.split(at, r.Valid, log.valid, log.validRead)
		}
	}
	return log
}

func (log trainingLog) split(at float64, s *history.Split, loss []xy, read []reading) ([]xy, []reading) {
	if s == nil {
		return loss, read
	}
	for _, r := range s.Readings {
		if r.Name == log.monitor {
			read = append(read, reading{at, r.Value})
		}
	}
	return append(loss, xy{at, s.Loss}), read
}

func (log trainingLog) lossPanel() panel {
	panel := panel{title: "Loss", subtitle: log.positivesText(), draw: notice("no loss yet")}
	if len(log.steps)+len(log.train)+len(log.valid) == 0 {
		return panel
	}
	p := log.epochAxes("Loss")
	p.Y.Min, p.Y.Max = extent(log.steps, log.train, log.valid)
	for _, line := range []struct {
		name   string
		points []xy
		style  draw.LineStyle
		dots   bool
	}{
		{"train, by step", log.steps, draw.LineStyle{Color: tint(blue, 0.35), Width: 1}, false},
		{"train", log.train, seriesStyle(0), true},
		{"valid", log.valid, seriesStyle(1), true},
	} {
		if len(line.points) > 0 {
			p.Add(polyline(line.points, line.style, line.dots))
			panel.legend = append(panel.legend, entry{name: line.name, line: line.style})
		}
	}
	p.Add(log.bestLine())
	panel.legend = log.withBest(panel.legend)
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
	for _, line := range []struct {
		name   string
		points []xy
		style  draw.LineStyle
		dots   bool
	}{
		{"train", train, seriesStyle(0), true},
		{"valid", valid, seriesStyle(1), true},
		{"no skill", baseline, noSkillStyle, false},
	} {
		if len(line.points) > 0 {
			p.Add(polyline(line.points, line.style, line.dots))
			panel.legend = append(panel.legend, entry{name: line.name, line: line.style})
		}
	}
	p.Add(log.bestLine())
	panel.legend = log.withBest(panel.legend)
	panel.draw = p.Draw
	return panel
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
		if log.best > 0 {
			x, _ := p.Transforms(&c)
			c.StrokeLine2(bestStyle, x(float64(log.best)), c.Min.Y, x(float64(log.best)), c.Max.Y)
		}
	}
}

func (log trainingLog) withBest(entries []entry) []entry {
	if log.best == 0 {
		return entries
	}
	return append(entries, entry{name: fmt.Sprintf("best: epoch %d", log.best), line: bestStyle})
}

func (log trainingLog) text() string {
	var out strings.Builder
	fmt.Fprintf(&out, "%5s  %10s  %10s  %s\n", "epoch", "train loss", "valid loss", "valid "+printable.Line(log.monitor, 40))
	for i, p := range log.train {
		valid, read, mark := "–", "", ""
		if i < len(log.valid) {
			valid = fmt.Sprintf("%.4f", log.valid[i].y)
		}
		if i < len(log.validRead) {
			read = value(log.validRead[i].value)
		}
		if int(p.x) == log.best {
			mark = "  best"
		}
		fmt.Fprintf(&out, "%5.0f  %10.4f  %10s  %s%s\n", p.x, p.y, valid, read, mark)
	}
	return out.String()
}

func readingPoints(read []reading) []xy {
	points := make([]xy, len(read))
	for i, r := range read {
		points[i] = xy{r.epoch, r.value.V}
		if r.value.Undefined != "" {
			points[i].y = math.NaN()
		}
	}
	return points
}
