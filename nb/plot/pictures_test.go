package plot_test

import (
	"image/color"
	"math"
	"strings"
	"testing"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/slices"
	"github.com/seqpair/seqpair/nb/plot"
)

// TestCurvesOfOtherPrevalence draws the line without skill of each curve where it lies elsewhere.
func TestCurvesOfOtherPrevalence(t *testing.T) {
	draw := func(negatives ...int) string {
		var curves []metrics.Curve
		for _, n := range negatives {
			s := metrics.NewState()
			b := metrics.Batch{Scores: []float64{0.9}, Labels: []bool{true}}
			for i := range n {
				b.Scores, b.Labels = append(b.Scores, float64(i)/float64(2*n)), append(b.Labels, false)
			}
			if err := s.Update(b); err != nil {
				t.Fatal(err)
			}
			curves = append(curves, s.PR())
		}
		return string(plot.Curves(curves...).SVG())
	}
	dashed := func(svg string) int { return strings.Count(svg, "stroke-dasharray") }
	if same, other := dashed(draw(3, 3)), dashed(draw(3, 9)); other != same+1 {
		t.Errorf("%d dashed strokes for curves of one prevalence, %d for two", same, other)
	}
}

// covered is the log of question 1: over three epochs four metrics are one number.
func covered() plot.Chart {
	c := plot.Chart{Title: "What the log says", X: "epoch", Y: "value"}
	for _, name := range []string{"accuracy", "precision", "recall", "f1"} {
		c.Series = append(c.Series, plot.Series{Name: name, X: []float64{1, 2, 3}, Y: []float64{0.9044, 0.9091, 0.9091}})
	}
	c.Series = append(c.Series, plot.Series{Name: "auc", X: []float64{1, 2, 3}, Y: []float64{0.8999, 0.9087, 0.9083}})
	return c
}

// TestCoveredLinesAreSeen finds every colour below the legend.
func TestCoveredLinesAreSeen(t *testing.T) {
	picture := decode(t, plot.Lines(covered()).PNG())
	size := picture.Bounds().Size()
	seen := map[color.NRGBA]int{}
	for y := size.Y / 4; y < size.Y; y++ {
		for x := range size.X {
			seen[color.NRGBAModel.Convert(picture.At(x, y)).(color.NRGBA)]++
		}
	}
	for name, hue := range map[string]color.NRGBA{
		"accuracy": {0x00, 0x72, 0xB2, 0xFF}, "precision": {0xD5, 0x5E, 0x00, 0xFF}, "recall": {0x00, 0x9E, 0x73, 0xFF}, "f1": {0xCC, 0x79, 0xA7, 0xFF},
	} {
		if seen[hue] < size.X/2 {
			t.Errorf("%d pixels have the colour of %s", seen[hue], name)
		}
	}
}

// TestGoldenFurther holds the pictures beside those of a result against what they looked like.
func TestGoldenFurther(t *testing.T) {
	s := scored(12_000)
	for name, p := range map[string]plot.Picture{
		"det":          plot.DET(s, 0.3),
		"prgain":       plot.PRGain(s, 0.3),
		"gain":         plot.Gain(s, 0.3),
		"lift":         plot.Lift(s, 0.3),
		"calibration":  plot.Calibration(s, metrics.QuantileBins(10)),
		"sweep":        plot.Sweep(s, 0.3),
		"costcurve":    plot.CostCurve(s),
		"duals":        plot.Lines(duals()),
		"covered":      plot.Lines(covered()),
		"effect":       plot.Effect(effect()),
		"slices":       plot.Slices("recall", sliced(t)),
		"segmentation": segmented(t, mask(48, 32)),
		"attention":    attended(t),
		"beside":       plot.Beside("both", plot.ROC(s, 0.3), plot.PR(s, 0.3)),
	} {
		t.Run(name, func(t *testing.T) {
			golden(t, name, p)
			wellFormed(t, name, p.SVG())
			if n := len(p.SVG()); n > 2*sizeLimit {
				t.Errorf("the SVG has %d bytes", n)
			}
			if !strings.HasSuffix(p.Text, "\n") {
				t.Errorf("text %q does not end with a line break", p.Text)
			}
		})
	}
}

// duals are two dual variables that settle over 40 epochs.
func duals() plot.Chart {
	c := plot.Chart{Title: "Dual variables", Subtitle: "one per threshold of the objective", X: "Epoch", Y: "Value",
		Series: []plot.Series{{Name: "precision >= 0.8"}, {Name: "recall >= 0.5"}}, Marks: []plot.Mark{{Name: "best: epoch 22", X: 22}}}
	for e := 1.0; e <= 40; e++ {
		for i := range c.Series {
			c.Series[i].X = append(c.Series[i].X, e)
		}
		c.Series[0].Y = append(c.Series[0].Y, 2*(1-math.Exp(-e/8)))
		c.Series[1].Y = append(c.Series[1].Y, 1.2*math.Exp(-e/12))
	}
	return c
}

func effect() plot.Levels {
	reading := func(v float64) metrics.Value {
		return metrics.Value{V: v, Lo: v - 0.05, Hi: v + 0.04, Baseline: 0.1}
	}
	return plot.Levels{
		Title: "Effect of the class weight", Subtitle: "test part, threshold 0.5", Names: []string{"none", "5", "balanced (39.2)"},
		Metrics: []plot.LevelMetric{
			{Name: "precision", Values: []metrics.Value{reading(0.7), reading(0.5), {Undefined: metrics.NothingPositive}}},
			{Name: "recall", Values: []metrics.Value{reading(0.3), reading(0.55), reading(0.8)}},
		},
	}
}

func sliced(t *testing.T) []slices.Slice {
	t.Helper()
	s, err := slices.New(slices.Options{MinSize: 50})
	if err != nil {
		t.Fatal(err)
	}
	var batch metrics.Batch
	var groups []string
	for i := range 1200 {
		positive := i%10 == 0
		score := 0.5 + 0.4*math.Sin(float64(i))
		if positive && i%3 > 0 {
			score = 0.9
		}
		batch.Scores, batch.Labels = append(batch.Scores, score), append(batch.Labels, positive)
		groups = append(groups, []string{"short", "medium", "long", "a language of few pairs"}[min(i%40/12, 3)*(1-i/1180)])
	}
	if err := s.Update(batch, groups); err != nil {
		t.Fatal(err)
	}
	return s.Read(metrics.Recall(0.8))
}

// mask is a disc, and a prediction of it that is shifted.
func mask(width, height int) plot.Mask {
	var m plot.Mask
	for y := range height {
		var grey, score []float64
		var truth []bool
		for x := range width {
			inside := func(cx, cy float64) bool { return math.Hypot(float64(x)-cx, float64(y)-cy) < 9 }
			grey = append(grey, 0.3+0.5*float64(x)/float64(width))
			truth = append(truth, inside(20, 15))
			score = append(score, map[bool]float64{true: 0.8, false: 0.1}[inside(24, 17)])
		}
		m.Image, m.Truth, m.Scores = append(m.Image, grey), append(m.Truth, truth), append(m.Scores, score)
	}
	return m
}

func segmented(t *testing.T, m plot.Mask) plot.Picture {
	t.Helper()
	p, err := plot.Segmentation(m, 0.5)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func attended(t *testing.T) plot.Picture {
	t.Helper()
	a, b := strings.Split("knight", ""), strings.Split("night", "")
	weights := make([][]float64, len(a))
	for i := range a {
		for j := range b {
			weights[i] = append(weights[i], math.Exp(-math.Abs(float64(i-1-j))))
		}
	}
	p, err := plot.Attention(a, b, weights)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestFurtherPicturesOfOddData(t *testing.T) {
	one := state(t, []float64{0.5, 0.5}, []bool{true, false})
	for name, s := range map[string]*metrics.State{
		"empty": metrics.NewState(), "one of each": one,
		"no positives": state(t, []float64{0, 1}, []bool{false, false}),
		"no negatives": state(t, []float64{0, 1}, []bool{true, true}),
		"saturated":    state(t, []float64{0, 0, 1, 1}, []bool{false, true, true, false}),
		"perfect":      state(t, []float64{0.1, 0.2, 0.9}, []bool{false, false, true}),
	} {
		for kind, p := range map[string]plot.Picture{
			"DET": plot.DET(s, 0.5), "PRGain": plot.PRGain(s, 0.5), "Gain": plot.Gain(s, 0.5), "Lift": plot.Lift(s, 0.5),
			"Sweep": plot.Sweep(s, 0.5), "CostCurve": plot.CostCurve(s), "Calibration": plot.Calibration(s, metrics.UniformBins(10)),
		} {
			svg := wellFormed(t, name+" "+kind, p.SVG())
			for _, odd := range []string{"NaN", "Inf"} {
				if strings.Contains(svg, odd+",") || strings.Contains(svg, ","+odd) {
					t.Errorf("%s of %s: a path with %s", kind, name, odd)
				}
			}
			if !strings.HasSuffix(p.Text, "\n") {
				t.Errorf("%s of %s: text %q", kind, name, p.Text)
			}
		}
	}
	nan := math.NaN()
	for name, p := range map[string]plot.Picture{
		"no lines":   plot.Lines(plot.Chart{}),
		"gaps":       plot.Lines(plot.Chart{Series: []plot.Series{{Name: hostile, X: []float64{1, 2, 3}, Y: []float64{nan, 1, nan}}}}),
		"one point":  plot.Lines(plot.Chart{Title: hostile, Series: []plot.Series{{X: []float64{1}, Y: []float64{1}}}}),
		"no levels":  plot.Effect(plot.Levels{Title: hostile}),
		"no slices":  plot.Slices(hostile, nil),
		"no picture": plot.Beside("none"),
	} {
		if strings.ContainsAny(p.Text, "\x00\x1b\u202e") {
			t.Errorf("%s: control characters in %q", name, p.Text)
		}
		if p.SVG() != nil {
			wellFormed(t, name, p.SVG())
		}
	}
}

func TestPlanesThatDoNotFit(t *testing.T) {
	good := mask(8, 8)
	for name, m := range map[string]plot.Mask{
		"empty":        {},
		"no scores":    {Truth: good.Truth},
		"short image":  {Truth: good.Truth, Scores: good.Scores, Image: good.Image[:3]},
		"ragged truth": {Truth: [][]bool{{true}, {}}, Scores: [][]float64{{1}, {1}}},
	} {
		if _, err := plot.Segmentation(m, 0.5); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	for name, weights := range map[string][][]float64{"no rows": nil, "short row": {{}}, "negative": {{-1}}, "NaN": {{math.NaN()}}} {
		if _, err := plot.Attention([]string{"a"}, []string{"b"}, weights); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// TestTrainingTextHasTheBestEpoch: the text of a long run has the latest epochs and the best, and says where others are left out.
func TestTrainingTextHasTheBestEpoch(t *testing.T) {
	var shown []string
	for line := range strings.Lines(plot.Training(training(40, 40)).Text) {
		shown = append(shown, strings.Fields(line)[0])
		if best := strings.Contains(line, "best"); best != strings.HasPrefix(line, "    9 ") {
			t.Errorf("the best epoch is 9, and there is %q", line)
		}
	}
	if got, want := strings.Join(shown[:5], " "), "epoch … 9 … 21"; got != want || len(shown) != 24 {
		t.Errorf("%d lines, the first %q, want %q and so on", len(shown), got, want)
	}
}
