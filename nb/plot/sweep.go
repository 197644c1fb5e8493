package plot

import (
	"math"

	"github.com/seqpair/seqpair/metrics"
)

// sweepSteps is how many thresholds a sweep reads; beside 200 no more show.
const sweepSteps = 200

// Sweep draws precision, recall and F1 at every threshold with their 95 % intervals. The line without skill is
// the prevalence, which is the precision of alerting always.
func Sweep(s *metrics.State, threshold float64) Picture {
	prevalence := s.Prevalence()
	if prevalence.Undefined != "" || s.Positives() == 0 {
		return panel{title: "Threshold sweep", draw: notice("no positive examples")}.picture("Threshold sweep undefined: no positive examples\n")
	}
	readers := []func(metrics.Confusion) metrics.Value{metrics.Confusion.Precision, metrics.Confusion.Recall, metrics.Confusion.F1}
	lines := []Series{{Name: "precision"}, {Name: "recall"}, {Name: "f1"}}
	for i := range sweepSteps + 1 {
		t := float64(i) / sweepSteps
		at := s.At(t)
		for j, read := range readers {
			lines[j].add(t, read(at))
		}
	}
	v := prevalence.V
	return Lines(Chart{
		Title: "Threshold sweep", Subtitle: count(float64(s.Positives())) + " positives; bands are 95 % intervals",
		X: "Threshold", Y: "Value",
		Series: append(lines, Series{Name: "precision without skill", NoSkill: true, X: []float64{0, 1}, Y: []float64{v, v}}),
		Marks:  []Mark{{"threshold " + thresholdText(threshold), threshold}},
		xAxis:  unit, yAxis: unit,
	})
}

// add appends a reading: a gap where it is undefined, no band where it has no interval.
func (s *Series) add(x float64, v metrics.Value) {
	y, lo, hi := v.V, v.Lo, v.Hi
	if v.Undefined != "" {
		y = math.NaN()
	}
	if !hasInterval(v) {
		lo, hi = math.NaN(), math.NaN()
	}
	s.X, s.Y, s.Lo, s.Hi = append(s.X, x), append(s.Y, y), append(s.Lo, lo), append(s.Hi, hi)
}

// CostCurve draws the lowest normalised expected cost that any threshold reaches, against the positives' share of
// the cost at stake: Drummond and Holte, Machine Learning 65 (2006) 95. No skill is the cheaper of alerting always and
// never. The band joins the intervals of the two error rates at each threshold (Zou and Donner, Statist. Med. 27
// (2008) 1693); that the best threshold was looked for on the same examples is not in it.
func CostCurve(s *metrics.State) Picture {
	c := s.CostCurve()
	if c.Undefined != "" {
		return panel{title: "Cost curve", subtitle: "undefined", draw: notice("undefined: " + string(c.Undefined))}.
			picture("Cost curve undefined: " + string(c.Undefined) + "\n")
	}
	line := Series{Name: "cheapest threshold", X: c.X, Y: c.Cost}
	for i, x := range c.X {
		at := s.At(c.Thresholds[i])
		misses, alarms := at.FalseNegativeRate(), at.FalsePositiveRate()
		if !hasInterval(misses) || !hasInterval(alarms) {
			line.Lo, line.Hi = append(line.Lo, math.NaN()), append(line.Hi, math.NaN())
			continue
		}
		down := math.Hypot(x*(misses.V-misses.Lo), (1-x)*(alarms.V-alarms.Lo))
		up := math.Hypot(x*(misses.Hi-misses.V), (1-x)*(alarms.Hi-alarms.V))
		line.Lo, line.Hi = append(line.Lo, max(0, c.Cost[i]-down)), append(line.Hi, c.Cost[i]+up)
	}
	return Chart{
		Title: "Cost curve", Subtitle: "area " + value(c.Area) + noSkill(c.Area),
		X: "Positives' share of the cost at stake", Y: "Normalised expected cost",
		Series: []Series{line, {Name: "no skill", NoSkill: true, X: []float64{0, 0.5, 1}, Y: []float64{0, 0.5, 0}}},
		xAxis:  unit, yAxis: scale{low: 0, high: 0.55},
	}.panel().picture("Cost curve: area " + value(c.Area) + noSkill(c.Area) + "\n")
}
