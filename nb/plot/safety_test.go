package plot_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"strings"
	"testing"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/nb/plot"
)

// A notebook holds every picture twice, and a picture must not grow with the data.
const sizeLimit = 60_000

func TestSizeDoesNotGrowWithTheData(t *testing.T) {
	s := scored(200_000)
	pr := s.PR()
	for name, p := range map[string]plot.Picture{
		"result":   plot.Result(s, 0.5),
		"roc":      plot.ROC(s, 0.5),
		"pr":       plot.PR(s, 0.5),
		"scores":   plot.Scores(s, 0.5),
		"curves":   plot.Curves(pr, s.ROC(), pr, pr),
		"training": plot.Training(training(800, 800)),
	} {
		if n := len(p.SVG()); n > sizeLimit {
			t.Errorf("%s: the SVG has %d bytes, want at most %d", name, n, sizeLimit)
		}
		if n := len(p.PNG()); n > sizeLimit {
			t.Errorf("%s: the PNG has %d bytes, want at most %d", name, n, sizeLimit)
		}
	}
}

func TestSameBytes(t *testing.T) {
	a, b := plot.Result(scored(2_000), 0.5), plot.Result(scored(2_000), 0.5)
	if !bytes.Equal(a.SVG(), b.SVG()) || !bytes.Equal(a.PNG(), b.PNG()) || a.Text != b.Text {
		t.Error("the same state gives different pictures")
	}
}

func TestPNGHasTwoPixelsPerCSSPixel(t *testing.T) {
	p := plot.Confusion(metrics.NewConfusion(1, 2, 3, 4), 0.5)
	if size := decode(t, p.PNG()).Bounds().Size(); size.X != 2*p.Width || size.Y != 2*p.Height {
		t.Errorf("PNG is %v for a picture of %d by %d", size, p.Width, p.Height)
	}
}

const hostile = "</text><script>alert(1)</script>\x00\x1b[31m\u202e\xff'\"&"

func TestTextFromDataIsSafe(t *testing.T) {
	curve := scored(500).PR()
	curve.Name, curve.XLabel, curve.YLabel = hostile, hostile, hostile
	run := training(3, 3)
	for i := range run {
		run[i].Monitor = hostile
	}
	undefined := metrics.Curve{Name: hostile, Undefined: metrics.Reason(hostile)}
	for name, p := range map[string]plot.Picture{
		"curve":     plot.Curves(curve),
		"curves":    plot.Curves(curve, curve),
		"undefined": plot.Curves(undefined),
		"training":  plot.Training(run),
	} {
		svg := wellFormed(t, name, p.SVG())
		if strings.Contains(svg, "<script") {
			t.Errorf("%s: a script got into the SVG", name)
		}
		if strings.ContainsAny(p.Text, "\x00\x1b\u202e") {
			t.Errorf("%s: control characters in the text %q", name, p.Text)
		}
		decode(t, p.PNG())
	}
}

// wellFormed fails unless the SVG is XML without elements that run or load anything.
func wellFormed(t *testing.T, name string, svg []byte) string {
	t.Helper()
	decoder := xml.NewDecoder(bytes.NewReader(svg))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return string(svg)
		}
		if err != nil {
			t.Fatalf("%s: not well-formed: %v", name, err)
		}
		if start, ok := token.(xml.StartElement); ok {
			switch start.Name.Local {
			case "svg", "g", "path", "text", "image":
			default:
				t.Errorf("%s: unexpected element <%s>", name, start.Name.Local)
			}
		}
	}
}

func TestOddDataIsDrawn(t *testing.T) {
	nan := math.NaN()
	for name, p := range map[string]plot.Picture{
		"empty state":     plot.Result(metrics.NewState(), 0.5),
		"no positives":    plot.Result(state(t, []float64{0, 0.5, 1}, []bool{false, false, false}), 0.5),
		"no negatives":    plot.Result(state(t, []float64{0, 1}, []bool{true, true}), 0.5),
		"one of each":     plot.Result(state(t, []float64{0.5, 0.5}, []bool{true, false}), 0.5),
		"infinite":        plot.Result(state(t, []float64{0, 1}, []bool{true, false}), math.Inf(1)),
		"saturated":       plot.Scores(state(t, []float64{0, 0, 1, 1}, []bool{false, true, true, false}), 0.5),
		"no scores":       plot.Scores(metrics.NewState(), 0.5),
		"no threshold":    plot.Confusion(metrics.NewConfusion(0, 0, 0, 0), nan),
		"no curves":       plot.Curves(),
		"no records":      plot.Training(nil),
		"diverged":        plot.Training([]history.Record{{Kind: history.Epoch, Epoch: 1, Train: split(nan, metrics.Value{Undefined: metrics.NoPositives})}}),
		"constant":        plot.Training([]history.Record{{Kind: history.Epoch, Epoch: 1, Train: split(0, metrics.Value{})}}),
		"huge":            plot.Training([]history.Record{{Kind: history.Epoch, Epoch: math.MaxInt32, Train: split(math.MaxFloat64, metrics.Value{V: -math.MaxFloat64})}}),
		"infinite weight": plot.Confusion(metrics.Confusion{TP: 1e300, FN: 1e-300}, 0.5),
	} {
		wellFormed(t, name, p.SVG())
		decode(t, p.PNG())
		if !strings.HasSuffix(p.Text, "\n") {
			t.Errorf("%s: text %q does not end with a line break", name, p.Text)
		}
		for _, odd := range []string{"NaN", "Inf"} {
			if bytes.Contains(p.SVG(), []byte(odd+",")) || bytes.Contains(p.SVG(), []byte(","+odd)) {
				t.Errorf("%s: a path with %s", name, odd)
			}
		}
	}
}

func TestZeroPictureIsEmpty(t *testing.T) {
	if p := (plot.Picture{}); p.SVG() != nil || p.PNG() != nil {
		t.Error("the zero Picture is not empty")
	}
}

func FuzzTraining(f *testing.F) {
	f.Add(3, 5, int64(10), int64(20), 0.4, 0.3, 0.1)
	f.Add(-1, 0, int64(-1), int64(1), math.Inf(1), -1e300, 1e300)
	f.Fuzz(func(t *testing.T, epoch, epochs int, step, steps int64, loss, v, baseline float64) {
		value := metrics.Value{V: v, Lo: v - 1, Hi: v + 1, Baseline: baseline}
		p := plot.Training([]history.Record{
			{Kind: history.Step, Epoch: epoch, Epochs: epochs, Step: step, Steps: steps, Loss: loss},
			{Kind: history.Step, Epoch: epoch, Epochs: epochs, Step: step + 1, Steps: steps, Loss: -loss},
			{Kind: history.Epoch, Epoch: epoch, Monitor: "average_precision", Train: split(loss, value), Valid: split(v, value)},
		})
		wellFormed(t, "training", p.SVG())
	})
}
