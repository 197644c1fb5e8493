package plot

import (
	"math"
	"strconv"

	"gonum.org/v1/plot"

	"github.com/seqpair/seqpair/metrics"
)

// DET draws the detection error trade-off on normal deviate axes, on which scores that are normal in both classes
// give a straight line: Martin et al., Eurospeech 1997. It shows the pointwise 95 % interval, the line of a model
// without skill and the point reached at a threshold.
func DET(s *metrics.State, threshold float64) Picture {
	c := s.DET()
	if c.Undefined != "" {
		return undefinedCurve(c)
	}
	line := seriesOf(c, "DET")
	for i := range line.X {
		line.X[i], line.Y[i] = deviate(line.X[i]), deviate(line.Y[i])
		line.Lo[i], line.Hi[i] = deviate(line.Lo[i]), deviate(line.Hi[i])
	}
	noSkill := Series{Name: "no skill", NoSkill: true, X: []float64{-widest, widest}, Y: []float64{widest, -widest}}
	at := s.At(threshold)
	p := Chart{
		Title: "Detection error trade-off", Subtitle: areaText(c), X: c.XLabel, Y: c.YLabel,
		Series: []Series{line, noSkill},
		xAxis:  scale{-widest, widest, deviateTicks}, yAxis: scale{-widest, widest, deviateTicks},
		points: []markedPoint{{"threshold " + thresholdText(threshold), deviate(at.FalsePositiveRate().V), deviate(at.FalseNegativeRate().V)}},
	}
	return p.panel().picture(curveText(c))
}

// widest is the deviate of 0.05 %, where the axes end.
var widest = -deviate(0.0005)

// deviate is the quantile of the normal distribution; rates beyond the axes lie on their ends.
func deviate(rate float64) float64 {
	const end = 0.0005
	return math.Sqrt2 * math.Erfinv(2*min(max(rate, end), 1-end)-1)
}

func deviateTicks(_, _ float64) []plot.Tick {
	var marks []plot.Tick
	for _, percent := range []float64{0.1, 0.5, 2, 5, 10, 20, 40, 60, 80, 90, 95, 98, 99.5, 99.9} {
		marks = append(marks, plot.Tick{Value: deviate(percent / 100), Label: strconv.FormatFloat(percent, 'g', -1, 64) + " %"})
	}
	return marks
}

// undefinedCurve says why there is no curve.
func undefinedCurve(c metrics.Curve) Picture {
	return panel{title: c.Name, subtitle: "undefined", draw: notice("undefined: " + string(c.Undefined))}.picture(curveText(c))
}

func areaText(c metrics.Curve) string { return "area " + value(c.Area) + noSkill(c.Area) }

// seriesOf is a curve as a line with its pointwise interval.
func seriesOf(c metrics.Curve, name string) Series {
	x, y, _ := c.Columns()
	s := Series{Name: name, X: x, Y: y, Lo: make([]float64, len(x)), Hi: make([]float64, len(x))}
	for i := range x {
		s.Lo[i], s.Hi[i] = c.Interval(i)
	}
	return s
}
