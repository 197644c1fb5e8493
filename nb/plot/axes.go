package plot

import (
	"math"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg/draw"

	"github.com/seqpair/seqpair/nb/internal/printable"
)

// newPlot returns empty axes in the house style.
func newPlot(xLabel, yLabel string) *plot.Plot {
	p := plot.New()
	p.BackgroundColor = nil
	for _, axis := range []*plot.Axis{&p.X, &p.Y} {
		axis.LineStyle = draw.LineStyle{Color: muted, Width: 0.75}
		axis.Padding = 0
		axis.Label.TextStyle = textStyle(labelSize, ink, axis.Label.TextStyle.XAlign, axis.Label.TextStyle.YAlign)
		axis.Label.Padding = 3
		axis.Tick.Label = textStyle(tickSize, ink, axis.Tick.Label.XAlign, axis.Tick.Label.YAlign)
		axis.Tick.LineStyle = draw.LineStyle{Color: muted, Width: 0.75}
		axis.Tick.Length = 3
		axis.Tick.Marker = plot.TickerFunc(ticks)
	}
	p.X.Label.Text, p.Y.Label.Text = printable.Line(xLabel, 60), printable.Line(yLabel, 60)
	p.Add(plotter(drawGrid))
	return p
}

// unitAxes is newPlot over the unit square.
func unitAxes(xLabel, yLabel string) *plot.Plot {
	p := newPlot(xLabel, yLabel)
	for _, axis := range []*plot.Axis{&p.X, &p.Y} {
		axis.Min, axis.Max = 0, 1
	}
	return p
}

// plotter lets a function draw into the data area of a plot.
type plotter func(draw.Canvas, *plot.Plot)

func (f plotter) Plot(c draw.Canvas, p *plot.Plot) { f(c, p) }

func drawGrid(c draw.Canvas, p *plot.Plot) {
	style := draw.LineStyle{Color: faint, Width: 0.6}
	x, y := p.Transforms(&c)
	for _, tick := range p.X.Tick.Marker.Ticks(p.X.Min, p.X.Max) {
		if at := x(tick.Value); !tick.IsMinor() && c.ContainsX(at) {
			c.StrokeLine2(style, at, c.Min.Y, at, c.Max.Y)
		}
	}
	for _, tick := range p.Y.Tick.Marker.Ticks(p.Y.Min, p.Y.Max) {
		if at := y(tick.Value); !tick.IsMinor() && c.ContainsY(at) {
			c.StrokeLine2(style, c.Min.X, at, c.Max.X, at)
		}
	}
}

// ticks marks about five round numbers.
func ticks(lowest, highest float64) []plot.Tick { return roundTicks(lowest, highest, 0) }

// wholeTicks marks about five whole numbers.
func wholeTicks(lowest, highest float64) []plot.Tick { return roundTicks(lowest, highest, 1) }

func roundTicks(lowest, highest, leastStep float64) []plot.Tick {
	decade := math.Pow(10, math.Floor(math.Log10((highest-lowest)/5)))
	step := decade
	for _, factor := range []float64{2, 5, 10} {
		if (highest-lowest)/step > 7 {
			step = factor * decade
		}
	}
	step = max(step, leastStep)
	decimals := max(0, int(math.Ceil(-math.Log10(step)-1e-9)))
	var marks []plot.Tick
	for i := math.Ceil(lowest/step - 1e-9); i*step <= highest*(1+1e-9) && len(marks) < 20; i++ {
		label := strconv.FormatFloat(i*step, 'f', decimals, 64)
		if v, err := strconv.ParseFloat(label, 64); err == nil && v == 0 {
			label = "0"
		}
		marks = append(marks, plot.Tick{Value: i * step, Label: label})
	}
	return marks
}

// decades marks the powers of ten.
func decades(_, highest float64) []plot.Tick {
	var marks []plot.Tick
	for v := 1.0; v <= highest; v *= 10 {
		marks = append(marks, plot.Tick{Value: v, Label: count(v)})
	}
	return marks
}
