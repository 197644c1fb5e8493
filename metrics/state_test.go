package metrics_test

import (
	"encoding/json"
	"errors"
	"math"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/seqpair/seqpair/metrics"
)

func TestRefusals(t *testing.T) {
	yes := []bool{true, false}
	for _, c := range []struct {
		name  string
		batch metrics.Batch
		row   int // -1: no row is named
		want  string
	}{
		{"NaN score", metrics.Batch{Scores: []float64{0.5, math.NaN()}, Labels: yes}, 1, "NaN"},
		{"infinite score", metrics.Batch{Scores: []float64{math.Inf(-1), 0}, Labels: yes}, 0, "-Inf"},
		{"logit", metrics.Batch{Scores: []float64{0.5, 3.2}, Labels: yes}, 1, "logits? apply sigmoid, or declare Logits"},
		{"negative logit", metrics.Batch{Scores: []float64{0.5, -3.2}, Labels: yes}, 1, "logits?"},
		{"a hair above 1", metrics.Batch{Scores: []float64{math.Nextafter(1, 2), 0}, Labels: yes}, 0, "outside [0,1]"},
		{"negative weight", metrics.Batch{Scores: []float64{0, 1}, Labels: yes, Weights: []float64{1, -1}}, 1, "negative"},
		{"NaN weight", metrics.Batch{Scores: []float64{0, 1}, Labels: yes, Weights: []float64{math.NaN(), 1}}, 0, "NaN"},
		{"infinite weight", metrics.Batch{Scores: []float64{0, 1}, Labels: yes, Weights: []float64{1, math.Inf(1)}}, 1, "+Inf"},
		{"huge weight", metrics.Batch{Scores: []float64{0, 1}, Labels: yes, Weights: []float64{1, 1e200}}, 1, "scale all weights"},
		{"tiny weight", metrics.Batch{Scores: []float64{0, 1}, Labels: yes, Weights: []float64{1, 5e-324}}, 1, "scale all weights"},
		{"bad score of weight 0", metrics.Batch{Scores: []float64{0, 2}, Labels: yes, Weights: []float64{1, 0}}, 1, "outside"},
		{"short labels", metrics.Batch{Scores: []float64{0, 1}, Labels: yes[:1]}, -1, "2 scores but 1 labels"},
		{"short weights", metrics.Batch{Scores: []float64{0, 1}, Labels: yes, Weights: []float64{}}, -1, "2 scores but 0 weights"},
	} {
		for _, s := range []*metrics.State{metrics.NewState(), metrics.NewBinnedState(10)} {
			err := s.Update(c.batch)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s: got %v, want %q", c.name, err, c.want)
			}
			var row *metrics.RowError
			if got := errors.As(err, &row); got != (c.row >= 0) || got && row.Row != c.row {
				t.Errorf("%s: got %v, want row %d", c.name, err, c.row)
			}
			if s.Positives()+s.Negatives() != 0 {
				t.Errorf("%s: the State has changed", c.name)
			}
		}
	}
}

func TestMergeRefusals(t *testing.T) {
	s := newState(t, constant(1, 2, 0.5))
	for _, other := range []*metrics.State{nil, metrics.NewBinnedState(10)} {
		if err := s.Merge(other); err == nil || s.Positives()+s.Negatives() != 3 {
			t.Errorf("Merge(%v): error %v, %d rows", other, err, s.Positives()+s.Negatives())
		}
	}
	if err := metrics.NewBinnedState(10).Merge(metrics.NewBinnedState(11)); err == nil {
		t.Error("10 and 11 bins merge")
	}
}

func TestMergeWithItself(t *testing.T) {
	b := metrics.Batch{Scores: []float64{0.2, 0.9, 0.4}, Labels: []bool{false, true, true}, Weights: []float64{1, 2, 1}}
	for _, s := range []*metrics.State{newState(t, b), binnedOf(10, b)} {
		if err := s.Merge(s); err != nil {
			t.Fatal(err)
		}
		if s.Positives() != 4 || s.PositiveWeight() != 6 || s.Negatives() != 2 {
			t.Errorf("%d positives of weight %v, %d negatives", s.Positives(), s.PositiveWeight(), s.Negatives())
		}
	}
}

func TestZeroState(t *testing.T) {
	var zero, sum metrics.State
	for _, reading := range metrics.Report(&zero, 0.5) {
		if reading.Value.Undefined != metrics.NoExamples {
			t.Errorf("%s of nothing: %v", reading.Name, reading.Value)
		}
	}
	if why := zero.ROC().Undefined; why != metrics.NoExamples {
		t.Errorf("ROC of nothing: %q", why)
	}
	if err := errors.Join(sum.Merge(&zero), sum.Update(constant(1, 1, 0.5)), sum.Merge(zero.Clone())); err != nil {
		t.Fatal(err)
	}
	if sum.Positives() != 1 {
		t.Errorf("%d positives", sum.Positives())
	}
}

func TestBinsPanic(t *testing.T) {
	for _, bins := range []int{-1, 0, metrics.MaxBins + 1} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("NewBinnedState(%d) does not panic", bins)
				}
			}()
			metrics.NewBinnedState(bins)
		}()
	}
}

// TestBinEdges: a threshold that is the edge of a bin cuts exactly there, whatever rounding does to the product.
func TestBinEdges(t *testing.T) {
	for _, bins := range []int{1, 3, 7, 10, 100, 1000, metrics.MaxBins} {
		for k := 0; k <= bins; k += 1 + bins/200 {
			edge := float64(k) / float64(bins)
			b := metrics.Batch{Scores: []float64{edge, math.Max(0, math.Nextafter(edge, -1))}, Labels: []bool{true, false}}
			c := binnedOf(bins, b).At(edge)
			if c.TP != 1 || k > 0 && c.FP != 0 {
				t.Fatalf("%d bins, edge %v: %+v", bins, edge, c)
			}
		}
	}
}

func TestThresholds(t *testing.T) {
	b := metrics.Batch{Scores: []float64{0, 0.5, 0.5, 1}, Labels: []bool{false, true, false, true}}
	for _, s := range []*metrics.State{newState(t, b), binnedOf(10, b)} {
		for threshold, want := range map[float64][]float64{
			math.Inf(-1): {2, 2, 0, 0}, -1: {2, 2, 0, 0}, 0: {2, 2, 0, 0}, 0.5: {2, 1, 1, 0}, 0.6: {1, 0, 2, 1},
			1: {1, 0, 2, 1}, math.Nextafter(1, 2): {0, 0, 2, 2}, math.Inf(1): {0, 0, 2, 2},
		} {
			if diff := cmp.Diff(want, cells(s.At(threshold))); diff != "" {
				t.Errorf("%d bins, threshold %v: %s", s.Bins(), threshold, diff)
			}
		}
		if c := s.At(math.NaN()); c.TP+c.FP != 0 {
			t.Errorf("%d bins: NaN predicts %+v", s.Bins(), c)
		}
	}
}

func TestOneClass(t *testing.T) {
	positive, negative := newState(t, constant(3, 0, 0.7)), newState(t, constant(0, 3, 0.7))
	for _, c := range []struct {
		name string
		got  metrics.Value
		want metrics.Reason
	}{
		{"ROC AUC", positive.ROCAUC(), metrics.NoNegatives},
		{"ROC AUC", negative.ROCAUC(), metrics.NoPositives},
		{"average precision", negative.AveragePrecision(), metrics.NoPositives},
		{"recall", negative.At(0.5).Recall(), metrics.NoPositives},
		{"F1", negative.At(0.5).F1(), metrics.NoPositives},
		{"specificity", positive.At(0.5).Specificity(), metrics.NoNegatives},
		{"balanced accuracy", positive.At(0.5).BalancedAccuracy(), metrics.NoNegatives},
		{"MCC", positive.At(0.5).MCC(), metrics.NoNegatives},
		{"MCC", newState(t, constant(1, 3, 0.7)).At(0.5).MCC(), metrics.NothingNegative},
	} {
		if c.got.Undefined != c.want {
			t.Errorf("%s: %v, want undefined: %v", c.name, c.got, c.want)
		}
	}
	if got := positive.AveragePrecision(); got.V != 1 || got.Baseline != 1 {
		t.Errorf("average precision without negatives: %v", got)
	}
	if got := negative.PR().Undefined; got != metrics.NoPositives {
		t.Errorf("PR curve: %q", got)
	}
	if got := positive.LogLoss(); got.Undefined != "" || got.Baseline != 0 {
		t.Errorf("log loss: %v", got)
	}
}

// TestConfidentMistake: log loss is clipped as scikit-learn's, not infinite.
func TestConfidentMistake(t *testing.T) {
	for _, b := range []metrics.Batch{constant(1, 0, 0), constant(0, 1, 1)} {
		if got := newState(t, b).LogLoss().V; !agree(got, 36.04365338911715, 1e-12) { // -log(2.220446049250313e-16)
			t.Errorf("got %v", got)
		}
	}
}

func TestBestThreshold(t *testing.T) {
	b := metrics.Batch{Scores: []float64{0.1, 0.4, 0.35, 0.8, 0.8, 0.05}, Labels: []bool{false, false, true, true, true, false}}
	for _, s := range []*metrics.State{newState(t, b), binnedOf(20, b)} {
		threshold, best := s.BestThreshold(metrics.Confusion.F1)
		if threshold != 0.35 || !agree(best.V, 6.0/7, 1e-12) {
			t.Errorf("%d bins: F1 %v at %v", s.Bins(), best, threshold)
		}
		if diff := cmp.Diff(best, s.At(threshold).F1()); diff != "" {
			t.Error(diff)
		}
		if threshold, _ := s.BestThreshold(metrics.Confusion.Precision); threshold != 0.8 {
			t.Errorf("%d bins: best precision at %v", s.Bins(), threshold)
		}
	}
	if threshold, v := metrics.NewState().BestThreshold(metrics.Confusion.F1); v.Undefined != metrics.NoExamples || threshold != 0.5 {
		t.Errorf("of nothing: %v at %v", v, threshold)
	}
}

// TestCurves: curves start and end where they must, rise in X, and their steps sum to the areas.
func TestCurves(t *testing.T) {
	b := metrics.Batch{
		Scores: []float64{0.9, 0.9, 0.8, 0.7, 0.7, 0.3, 0.3, 0.1}, Labels: []bool{true, false, true, false, true, false, false, false},
		Weights: []float64{1, 2, 1, 1, 3, 1, 0.5, 2},
	}
	s := newState(t, b)
	roc, pr := s.ROC(), s.PR()
	for _, c := range []metrics.Curve{roc, pr} {
		xs, _, thresholds := c.Columns()
		for i, x := range xs {
			_, y := c.Point(i)
			if lo, hi := c.Interval(i); i > 0 && (x < xs[i-1] || thresholds[i] >= thresholds[i-1]) || lo > y || hi < y {
				t.Errorf("%s: point %d is out of order", c.Name, i)
			}
		}
		if xs[len(xs)-1] != 1 {
			t.Errorf("%s ends at %v", c.Name, xs[len(xs)-1])
		}
		if _, err := json.Marshal(c); err != nil {
			t.Errorf("%s: %v", c.Name, err)
		}
	}
	if x, y := roc.Point(0); x != 0 || y != 0 || !math.IsInf(roc.Threshold(0), 1) {
		t.Errorf("ROC starts at (%v, %v), %v", x, y, roc.Threshold(0))
	}
	x, y, _ := roc.Columns()
	recall, precision, _ := pr.Columns()
	trapezoids, steps := 0.0, recall[0]*precision[0]
	for i := 1; i < len(x); i++ {
		trapezoids += (x[i] - x[i-1]) * (y[i] + y[i-1]) / 2
	}
	for i := 1; i < len(recall); i++ {
		steps += (recall[i] - recall[i-1]) * precision[i]
	}
	checkNumbers(t, []float64{trapezoids, steps}, []float64{roc.Area.V, pr.Area.V}, 1e-12)
	if diff := cmp.Diff(s.ROCAUC(), roc.Area); diff != "" {
		t.Error(diff)
	}
}

// TestMicroIdentity: for any scores but ½ itself, flattened accuracy, precision, recall and F1 are one number.
func TestMicroIdentity(t *testing.T) {
	b := metrics.Batch{
		Scores: []float64{0.9, 0.2, 0.6, 0.45, 0.1, 0, 1}, Labels: []bool{true, true, false, false, false, true, false},
		Weights: []float64{1, 2, 0.5, 3, 1, 1, 1},
	}
	for _, s := range []*metrics.State{newState(t, b), binnedOf(20, b)} {
		want, got := s.At(0.5).Accuracy().V, metrics.OneHotMicro(s).At(0.5)
		checkNumbers(t, []float64{got.Accuracy().V, got.Precision().V, got.Recall().V, got.F1().V},
			[]float64{want, want, want, want}, 1e-12)
		flat := metrics.OneHotMicro(s)
		checkNumbers(t, []float64{flat.LogLoss().V, flat.Brier().V, flat.Prevalence().V},
			[]float64{s.LogLoss().V, s.Brier().V, 0.5}, 1e-12)
		if s.Positives() != 3 || flat.Positives() != 7 {
			t.Errorf("%d positives, %d flattened", s.Positives(), flat.Positives())
		}
	}
	if got := metrics.OneHotMicro(metrics.NewState()).ROCAUC().Undefined; got != metrics.NoExamples {
		t.Errorf("of nothing: %q", got)
	}
}

// TestReadersTogether is for the race detector: the first readers of a State sort it.
func TestReadersTogether(t *testing.T) {
	s := newState(t, metrics.Batch{Scores: []float64{0.9, 0.1, 0.5, 0.3}, Labels: []bool{true, false, true, false}})
	if err := s.Update(constant(2, 2, 0.2)); err != nil {
		t.Fatal(err)
	}
	var readers sync.WaitGroup
	for range 8 {
		readers.Go(func() {
			s.Positives()
			metrics.Report(s, 0.5)
			s.ROC()
			s.Clone()
		})
	}
	readers.Wait()
}

func TestReasonsOfATable(t *testing.T) {
	for _, c := range []metrics.Confusion{metrics.NewConfusion(-1, 0, 2, 0), {TP: math.NaN()}, {TN: math.Inf(1)}} {
		if got := c.F1(); got.Undefined != metrics.BadCounts {
			t.Errorf("%+v: %v", c, got)
		}
	}
	if got := (metrics.Confusion{TP: 1, FN: 1, TN: 2}).MCC(); got.Undefined != "" || got.NoInterval != metrics.UnknownRows {
		t.Errorf("cells alone: %v", got)
	}
	c := metrics.NewConfusion(1, 2, 3, 4)
	for _, beta := range []float64{-1, math.NaN(), math.Inf(1), 1e9} {
		if got := c.FBeta(beta); got.Undefined != metrics.BadBeta {
			t.Errorf("beta %v: %v", beta, got)
		}
	}
	if diff := cmp.Diff(c.Precision(), c.FBeta(0)); diff != "" {
		t.Error(diff)
	}
	if got := c.PredictedPositiveRate(); got.NoBaseline != metrics.AnyRate || got.V != 0.3 {
		t.Errorf("predicted positive rate: %v", got)
	}
	if got := metrics.NewConfusion(2, 0, 3, 0); got.MCC().V != 1 || got.MCC().Lo >= 1 || got.F1().Lo >= 1 {
		t.Errorf("perfect: %v, %v", got.MCC(), got.F1())
	}
}
