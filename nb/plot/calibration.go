package plot

import (
	"fmt"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/seqpair/seqpair/metrics"
)

// Calibration draws, bin by bin, the share of positives with its 95 % interval against the mean score: a calibrated
// model lies on the diagonal, one without skill on the level line of the prevalence. Below it is the histogram of the
// scores on a logarithmic axis, for few examples carry the right half where positives are rare.
func Calibration(s *metrics.State, b metrics.Binning) Picture {
	r := s.Reliability(b)
	if r.Undefined != "" {
		return panel{title: "Calibration", subtitle: "undefined", draw: notice("undefined: " + string(r.Undefined))}.
			picture("Calibration undefined: " + string(r.Undefined) + "\n")
	}
	line := Series{Name: "share of positives"}
	for _, bin := range r.Bins {
		line.add(bin.Score, bin.Positive)
	}
	level := s.Prevalence().V
	p := unitAxes("", "Share of positives")
	style := seriesStyle(0)
	p.Add(segment(metrics.Line{X: [2]float64{0, 1}, Y: [2]float64{0, 1}}, noSkillStyle),
		segment(metrics.Line{X: [2]float64{0, 1}, Y: [2]float64{level, level}}, levelStyle),
		line.limits(style), polyline(points(line.X, line.Y), style, true))
	shown := panel{
		title:    "Calibration",
		subtitle: fmt.Sprintf("%s · expected calibration error %s", b, value(r.ECE())),
		legend: []entry{{name: "share of positives", line: style}, {name: "calibrated", line: noSkillStyle},
			{name: "no skill: the prevalence", line: levelStyle}},
		draw: func(c draw.Canvas) { paintAbove(c, p, scoreAxes(s)) },
	}
	picture := shown.picture(calibrationText(r))
	picture.Height = 480
	return picture
}

var levelStyle = draw.LineStyle{Color: muted, Width: 1, Dashes: []vg.Length{1, 2}}

// limits draws the interval of each point as a vertical line.
func (s Series) limits(style draw.LineStyle) plotter {
	return func(c draw.Canvas, p *plot.Plot) {
		x, y := p.Transforms(&c)
		for i := range s.X {
			if drawable(s.Lo[i]) && drawable(s.Hi[i]) {
				c.StrokeLine2(style, x(s.X[i]), y(s.Lo[i]), x(s.X[i]), y(s.Hi[i]))
			}
		}
	}
}

// scoreAxes are those of a score histogram, with its bars.
func scoreAxes(s *metrics.State) *plot.Plot {
	positives, negatives := histogram(s, scoreBins)
	p := unitAxes("Score (blue: negatives, vermillion: positives)", "Examples")
	p.Y.Scale, p.Y.Tick.Marker = plot.LogScale{}, plot.TickerFunc(decades)
	p.Y.Min, p.Y.Max = 0.5, 2
	for i := range positives {
		p.Y.Max = max(p.Y.Max, 1.6*positives[i], 1.6*negatives[i])
	}
	p.Add(bars(negatives, 0, blue), bars(positives, 0.5, vermillion))
	return p
}

// paintAbove draws one plot over another, whose x axes agree, the upper in two thirds of the height.
func paintAbove(c draw.Canvas, upper, lower *plot.Plot) {
	third := c.Size().Y / 3
	top, bottom := draw.Crop(c, 0, 0, third, 0), draw.Crop(c, 0, 0, 0, -2*third-6)
	// The plot with the wider labels sets the left edge of both.
	left := max(upper.DataCanvas(top).Min.X, lower.DataCanvas(bottom).Min.X)
	upper.Draw(draw.Crop(top, left-upper.DataCanvas(top).Min.X, 0, 0, 0))
	lower.Draw(draw.Crop(bottom, left-lower.DataCanvas(bottom).Min.X, 0, 0, 0))
}

func calibrationText(r metrics.Reliability) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%-18s %-12s %s\n", "scores", "mean score", "share of positives")
	for _, b := range r.Bins {
		fmt.Fprintf(&out, "%-18s %-12.3g %s\n", fmt.Sprintf("%.3g to %.3g", b.Lowest, b.Highest), b.Score, value(b.Positive))
	}
	fmt.Fprintf(&out, "expected calibration error %s\n", value(r.ECE()))
	return out.String()
}
