package plot

import (
	"fmt"
	"math"
	"strings"

	"github.com/seqpair/seqpair/metrics"
)

// PRGain draws precision gain against recall gain, on which the prevalence is 0, straight lines between points are
// right and the area ranks models: Flach and Kull, NIPS 2015. Gains below 0 are not drawn.
func PRGain(s *metrics.State, threshold float64) Picture {
	c := s.PR()
	if c.Undefined != "" {
		return undefinedCurve(c)
	}
	area, prevalence := s.PRGain(), s.Prevalence().V
	gain := func(share float64) float64 {
		if share == 0 {
			return math.Inf(-1)
		}
		return (share - prevalence) / ((1 - prevalence) * share)
	}
	line := seriesOf(c, "precision-recall gain")
	for _, column := range [][]float64{line.X, line.Y, line.Lo, line.Hi} {
		for i, share := range column {
			column[i] = max(-1, gain(share))
		}
	}
	at := s.At(threshold)
	chart := Chart{
		Title: "Precision-recall gain", Subtitle: "area " + value(area) + noSkill(area), X: "Recall gain", Y: "Precision gain",
		Series: []Series{line, {Name: "no skill", NoSkill: true, X: []float64{0, 1}, Y: []float64{0, 0}}},
		xAxis:  unit, yAxis: scale{low: -0.05, high: 1},
		points: []markedPoint{{"threshold " + thresholdText(threshold), gain(at.Recall().V), gain(at.Precision().V)}},
	}
	c.Name, c.Area = "Precision-recall gain", area
	return chart.panel().picture(curveText(c))
}

// Gain draws cumulative gain: the share of the positives found among the best-scored part of all examples.
func Gain(s *metrics.State, threshold float64) Picture {
	return byAlertRate(s.GainCurve(), s.At(threshold), threshold, metrics.Confusion.Recall, unit)
}

// Lift draws how many times more positives than chance the best-scored part of all examples holds.
func Lift(s *metrics.State, threshold float64) Picture {
	return byAlertRate(s.LiftCurve(), s.At(threshold), threshold, metrics.Confusion.Lift, scale{})
}

func byAlertRate(c metrics.Curve, at metrics.Confusion, threshold float64, read func(metrics.Confusion) metrics.Value, y scale) Picture {
	if c.Undefined != "" {
		return undefinedCurve(c)
	}
	reached := read(at)
	text := fmt.Sprintf("%s at threshold %s: %s%s\n", strings.ToLower(c.YLabel), thresholdText(threshold), value(reached), noSkill(reached))
	if reached.Undefined != "" {
		reached.V = math.NaN()
	}
	subtitle := "with pointwise 95 % interval"
	if c.Area.Undefined == "" {
		subtitle = areaText(c)
		text = curveText(c) + text
	}
	return Chart{
		Title: c.Name, Subtitle: subtitle, X: c.XLabel, Y: c.YLabel,
		Series: []Series{seriesOf(c, c.YLabel), {Name: "no skill", NoSkill: true, X: c.Baseline.X[:], Y: c.Baseline.Y[:]}},
		xAxis:  unit, yAxis: y,
		points: []markedPoint{{"threshold " + thresholdText(threshold), at.PredictedPositiveRate().V, reached.V}},
	}.panel().picture(text)
}
