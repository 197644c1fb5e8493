package plot

import (
	"fmt"
	"image/color"
	"math"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/seqpair/seqpair/metrics"
)

// scoreBins is the number of bars of a score histogram; 40 puts the usual thresholds on their edges.
const scoreBins = 40

// Scores draws how many examples of each class (summed weights, if weighted) have a score in each of 40
// equal bins. The axis of the counts is logarithmic, else rare positives would be invisible.
func Scores(s *metrics.State, threshold float64) Picture {
	return scoresPanel(s, threshold).picture(scoresText(s))
}

func scoresPanel(s *metrics.State, threshold float64) panel {
	if s.Positives()+s.Negatives() == 0 {
		return panel{title: "Scores by class", subtitle: "no examples", draw: notice("no examples")}
	}
	positives, negatives := histogram(s, scoreBins)
	p := unitAxes("Score", "Examples")
	p.Y.Scale, p.Y.Tick.Marker = plot.LogScale{}, plot.TickerFunc(decades)
	p.Y.Min, p.Y.Max = 0.5, 2
	for i := range positives {
		p.Y.Max = max(p.Y.Max, 1.6*positives[i], 1.6*negatives[i])
	}
	line := draw.LineStyle{Color: ink, Width: 1, Dashes: []vg.Length{2, 2}}
	at := metrics.Line{X: [2]float64{threshold, threshold}, Y: [2]float64{p.Y.Min, p.Y.Max}}
	p.Add(bars(negatives, 0, blue), bars(positives, 0.5, vermillion), segment(at, line))
	return panel{
		title: "Scores by class",
		subtitle: fmt.Sprintf("%s positive, %s negative · logarithmic count",
			count(float64(s.Positives())), count(float64(s.Negatives()))),
		legend: []entry{
			{name: "negative", fill: blue},
			{name: "positive", fill: vermillion},
			{name: "threshold " + thresholdText(threshold), line: line},
		},
		draw: p.Draw,
	}
}

// histogram counts by differences of the confusion at the bins' edges, which serves exact and binned
// states alike. The last bin includes the score 1.
func histogram(s *metrics.State, bins int) (positives, negatives []float64) {
	positives, negatives = make([]float64, bins), make([]float64, bins)
	above := metrics.Confusion{}
	for i := bins - 1; i >= 0; i-- {
		here := s.At(float64(i) / float64(bins))
		positives[i] = max(0, here.TP-above.TP)
		negatives[i] = max(0, here.FP-above.FP)
		above = here
	}
	return positives, negatives
}

// bars draws each count as a bar over one half of its bin, which begins at shift: two classes stand side by side.
func bars(counts []float64, shift float64, hue color.Color) plotter {
	return func(c draw.Canvas, p *plot.Plot) {
		x, y := p.Transforms(&c)
		bins := float64(len(counts))
		for i, n := range counts {
			if n <= p.Y.Min {
				continue
			}
			left := float64(i) + shift
			c.SetColor(hue)
			c.Fill(vg.Rectangle{
				Min: vg.Point{X: x(left/bins) + 0.3, Y: c.Min.Y},
				Max: vg.Point{X: x((left+0.5)/bins) - 0.3, Y: y(n)},
			}.Path())
		}
	}
}

// scoresText draws ten bins, as many characters long as the logarithm of their count.
func scoresText(s *metrics.State) string {
	positives, negatives := histogram(s, 10)
	var out strings.Builder
	fmt.Fprintf(&out, "%-12s %10s %10s\n", "score", "negative", "positive")
	for i := range positives {
		bar := strings.Repeat("█", int(math.Ceil(4*math.Log10(1+positives[i]))))
		line := fmt.Sprintf("%.1f to %.1f   %10s %10s %s", float64(i)/10, float64(i+1)/10,
			count(negatives[i]), count(positives[i]), bar)
		out.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	return out.String()
}
