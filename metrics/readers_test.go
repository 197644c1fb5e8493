package metrics_test

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/metricstest"
	"pgregory.net/rapid"
)

// full is every reading of a State that may be compared up to rounding: that of a choice between quantile bins may not.
func full(s *metrics.State) map[string]float64 {
	values := metricstest.Values(metrics.FullReport(s, 0.5))
	delete(values, "ace")
	return values
}

func TestFullReportLaws(t *testing.T) {
	metricstest.Run(t, metrics.NewState, metricstest.Options[*metrics.State]{Read: full, Exact: true})
}

func TestFullReportBinnedLaws(t *testing.T) {
	newBinned := func() *metrics.State { return metrics.NewBinnedState(16) }
	metricstest.Run(t, newBinned, metricstest.Options[*metrics.State]{Read: full})
}

// ranges are those of readings that leave [0,1].
var ranges = map[string][2]float64{
	"log_loss": {0, math.Inf(1)}, "mcc": {-1, 1}, "kappa": {-1, 1}, "informedness": {-1, 1}, "markedness": {-1, 1}, "gini": {-1, 1},
	"iba": {0, 1.1}, "tjur": {-1, 1}, "pr_gain": {math.Inf(-1), 1}, "brier_skill": {math.Inf(-1), 1}, "d2_log_loss": {math.Inf(-1), 1},
	"net_benefit": {math.Inf(-1), 1}, "positive_likelihood_ratio": {0, math.Inf(1)}, "negative_likelihood_ratio": {0, math.Inf(1)},
	"diagnostic_odds_ratio": {0, math.Inf(1)}, "lift": {0, math.Inf(1)}, "relative_tjur": {0, math.Inf(1)},
	"calibration_ratio": {0, math.Inf(1)}, "true_positives": {0, math.Inf(1)}, "false_positives": {0, math.Inf(1)},
	"true_negatives": {0, math.Inf(1)}, "false_negatives": {0, math.Inf(1)},
}

func checkReading(t interface{ Fatalf(string, ...any) }, r metrics.Reading) {
	bounds, wide := ranges[r.Name]
	if !wide {
		bounds = [2]float64{0, 1}
	}
	v := r.Value
	inside := func(x float64) bool {
		return !math.IsNaN(x) && !math.IsInf(x, 0) && x >= bounds[0]-1e-9 && x <= bounds[1]+1e-9
	}
	if v.Undefined == "" && !inside(v.V) {
		t.Fatalf("%s: %v is not in %v", r.Name, v.V, bounds)
	}
	if v.Undefined == "" && v.NoInterval == "" && !(v.Lo <= v.V && v.V <= v.Hi && inside(v.Lo) && inside(v.Hi)) {
		t.Fatalf("%s: %v is not in [%v, %v] within %v", r.Name, v.V, v.Lo, v.Hi, bounds)
	}
	if v.NoBaseline == "" && !inside(v.Baseline) {
		t.Fatalf("%s: baseline %v is not in %v", r.Name, v.Baseline, bounds)
	}
	if _, err := json.Marshal(r); err != nil {
		t.Fatalf("%s: %v", r.Name, err)
	}
}

// TestReadingsInRange: no reading, interval or baseline is NaN, infinite or where it cannot be, whatever the weights.
func TestReadingsInRange(t *testing.T) {
	extreme := rapid.SampledFrom([]float64{metrics.MinWeight, 1e-25, 1, 1e25, metrics.MaxWeight})
	rapid.Check(t, func(rt *rapid.T) {
		b := metricstest.Batch().Draw(rt, "batch")
		if rapid.Bool().Draw(rt, "extreme") {
			b.Weights = rapid.SliceOfN(extreme, len(b.Scores), len(b.Scores)).Draw(rt, "extreme weights")
		}
		for _, s := range []*metrics.State{newState(t, b), binnedOf(7, b)} {
			for _, r := range metrics.FullReport(s, rapid.SampledFrom([]float64{0, 0.25, 0.5, 1}).Draw(rt, "threshold")) {
				checkReading(rt, r)
			}
			curves := []any{s.DET(), s.GainCurve(), s.LiftCurve(), s.CostCurve(), s.DecisionCurve(),
				s.Reliability(metrics.UniformBins(5)), s.BrierParts(metrics.QuantileBins(3)), s.KS(), s.EqualErrorRate()}
			for _, curve := range curves {
				if _, err := json.Marshal(curve); err != nil {
					rt.Fatalf("%T: %v", curve, err)
				}
			}
		}
	})
}

// TestByNameKnowsAll: every name of a report reads what the report does, and every alias is a name.
func TestByNameKnowsAll(t *testing.T) {
	s := newState(t, scored)
	report := metrics.FullReport(s, 0.5)
	if len(report) < 50 {
		t.Errorf("only %d readings", len(report))
	}
	for _, want := range report {
		metric, err := metrics.ByName(want.Name)
		if err != nil {
			t.Fatal(err)
		}
		got := metrics.Reading{Name: metric.Name, Better: metric.Better, Value: metric.Read(s)}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", want.Name, diff)
		}
	}
	for name, want := range map[string]string{
		"iou": "jaccard", "sensitivity@0.3": "recall@0.3", "ece(15)": "ece", "ece(10)": "ece(10)", "iba(0.5)@0.2": "iba(0.5,1)@0.2",
		"precision_at_recall(0.9)": "precision_at_recall(0.9)", "expected_cost(1,9)@0.1": "expected_cost(1,9)@0.1",
		"f0.5": "f0.5", "dice": "f1", "ece(bins=15)": "ece", "ece( bins = 10 )": "ece(10)", "expected_cost(miss=9, false_alarm=1)": "expected_cost(1,9)",
	} {
		if metric, err := metrics.ByName(name); err != nil || metric.Name != want {
			t.Errorf("%q is named %q (%v), want %q", name, metric.Name, err, want)
		}
	}
	for _, name := range []string{"", "auc", "precision_at_recall", "ece(15", "ece(x)", "ece(1,2)", "roc_auc@0.3", "recall@x", "recall(1)", "f-1", "f1(2)", "recall@NaN",
		"f1@2", "recall@-0.1", "ece(0)", "ece(-3)", "precision_at_recall(2)", "expected_cost(0,0)", "ece(bin=15)", "ece(bins=)", "ece(=15)", "expected_cost(1,false_alarm=9)", "log_auc(upper=0.1,upper=0.2)"} {
		if metric, err := metrics.ByName(name); err == nil {
			t.Errorf("%q is %q, want an error", name, metric.Name)
		} else if !strings.HasPrefix(err.Error(), "metrics: ") {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestNamesAreKnown(t *testing.T) {
	for _, form := range metrics.Names() {
		base, inside, _ := strings.Cut(strings.TrimSuffix(form, ")"), "(")
		name := form
		if inside != "" && !strings.Contains(inside, "=") {
			name = base + "(" + strings.ReplaceAll(inside, ",", "=0.5,") + "=0.5)"
		}
		if _, err := metrics.ByName(name); err != nil {
			t.Errorf("%s: %v", form, err)
		}
	}
}

// TestFlipped: the negative class's readings are the positive class's of the flipped table.
func TestFlipped(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		count := rapid.Int64Range(0, 20)
		c := metrics.NewConfusion(count.Draw(rt, "tp"), count.Draw(rt, "fp"), count.Draw(rt, "tn"), count.Draw(rt, "fn"))
		for name, pair := range map[string][2]metrics.Value{
			"npv": {c.NPV(), c.Flipped().Precision()}, "specificity": {c.Specificity(), c.Flipped().Recall()},
			"kappa": {c.Kappa(), c.Flipped().Kappa()}, "markedness": {c.Markedness(), c.Flipped().Markedness()},
		} {
			if (pair[0].Undefined == "") != (pair[1].Undefined == "") || !agree(number(pair[0]), number(pair[1]), 1e-12) {
				rt.Fatalf("%s: %v, flipped %v", name, pair[0], pair[1])
			}
		}
	})
}

// TestNoSkill: a constant score reads the baseline wherever a reading of all thresholds has one.
func TestNoSkill(t *testing.T) {
	s := newState(t, constant(30, 270, 0.1))
	for _, name := range []string{"roc_auc", "gini", "partial_roc_auc(0.2)", "log_auc", "average_precision", "pr_trapezoid",
		"pr_davis_goadrich", "pr_gain", "ks", "eer", "brier", "brier_skill", "log_loss", "d2_log_loss", "tjur", "relative_tjur",
		"calibration_ratio", "mean_score", "precision_at_k(50)", "recall_at_k(50)", "lift_at_k(50)"} {
		metric, err := metrics.ByName(name)
		if err != nil {
			t.Fatal(err)
		}
		v := metric.Read(s)
		if name == "pr_trapezoid" { // it starts from precision 1, which nothing has
			if want := (1 + v.Baseline) / 2; !agree(v.V, want, 1e-12) {
				t.Errorf("%s reads %v, want %v", name, v.V, want)
			}
			continue
		}
		if v.Undefined != "" || !agree(v.V, v.Baseline, 1e-9) {
			t.Errorf("%s reads %v, want its baseline", name, v)
		}
	}
	if ece := s.ECE(15); !agree(ece.V, 0, 1e-12) {
		t.Errorf("ECE of always saying the prevalence is %v", ece)
	}
}

// TestTables: the walk is that of At, and a thinned one is part of it, ends where it does and is as short as asked.
func TestTables(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := newState(t, metricstest.Batch().Draw(rt, "batch"))
		all := map[float64]bool{}
		last := math.Inf(1)
		for threshold, c := range s.Tables(0) {
			at := s.At(threshold)
			if threshold >= last || c.Rows != at.Rows || !agree(c.TP, at.TP, 1e-9) || !agree(c.TN, at.TN, 1e-9) {
				rt.Fatalf("at %v after %v: %v, At says %v", threshold, last, c, at)
			}
			all[threshold], last = true, threshold
		}
		most := rapid.IntRange(1, 12).Draw(rt, "most")
		var thinned []float64
		for threshold := range s.Tables(most) {
			if !all[threshold] {
				rt.Fatalf("%v is no score", threshold)
			}
			thinned = append(thinned, threshold)
		}
		if len(thinned) > most || len(all) > 0 && (len(thinned) == 0 || thinned[len(thinned)-1] != last) {
			rt.Fatalf("thinned to %v of %v, at most %d wanted", thinned, all, most)
		}
		for range s.Tables(0) {
			break
		}
	})
}

// TestConstrained: no threshold does better than the one found.
func TestConstrained(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := newState(t, metricstest.Batch().Draw(rt, "batch"))
		limit := rapid.SampledFrom([]float64{0, 0.3, 0.5, 0.9, 1}).Draw(rt, "limit")
		for _, reader := range []struct {
			name    string
			find    func(float64) metrics.OperatingPoint
			wanted  func(metrics.Confusion) metrics.Value
			allowed func(metrics.Confusion) metrics.Value
			sign    float64
		}{
			{"precision at recall", s.PrecisionAtRecall, metrics.Confusion.Precision, metrics.Confusion.Recall, 1},
			{"recall at precision", s.RecallAtPrecision, metrics.Confusion.Recall, metrics.Confusion.Precision, 1},
			{"sensitivity at specificity", s.SensitivityAtSpecificity, metrics.Confusion.Recall, metrics.Confusion.Specificity, 1},
			{"specificity at sensitivity", s.SpecificityAtSensitivity, metrics.Confusion.Specificity, metrics.Confusion.Recall, 1},
			{"FPR at TPR", s.FPRAtTPR, metrics.Confusion.FalsePositiveRate, metrics.Confusion.Recall, -1},
		} {
			found := reader.find(limit)
			if found.Value.Undefined == "" {
				at := s.At(found.Threshold)
				if !agree(reader.wanted(at).V, found.Value.V, 1e-9) || reader.allowed(at).V < limit-1e-9 {
					rt.Fatalf("%s: found %v, but there it is %v under %v", reader.name, found, reader.wanted(at), reader.allowed(at))
				}
			}
			for threshold, c := range s.Tables(0) {
				wanted, allowed := reader.wanted(c), reader.allowed(c)
				if wanted.Undefined != "" || allowed.Undefined != "" || allowed.V < limit {
					continue
				}
				if found.Value.Undefined == metrics.Infeasible || found.Value.Undefined == "" && reader.sign*wanted.V > reader.sign*found.Value.V {
					rt.Fatalf("%s: found %v, but at %v it is %v", reader.name, found, threshold, wanted)
				}
			}
		}
	})
}

func TestInfeasible(t *testing.T) {
	s := newState(t, metrics.Batch{Scores: []float64{0.9, 0.1}, Labels: []bool{false, true}})
	for name, p := range map[string]metrics.OperatingPoint{
		"recall at precision": s.RecallAtPrecision(0.9), "out of range": s.RecallAtPrecision(1.5),
	} {
		if p.Value.Undefined == "" || p.Threshold != 0 {
			t.Errorf("%s: %v", name, p)
		}
		if text := asJSON(p); !strings.Contains(text, `"threshold":null`) {
			t.Errorf("%s: %s", name, text)
		}
	}
	if p := s.RecallAtPrecision(0.9); p.Value.Undefined != metrics.Infeasible {
		t.Errorf("undefined for %q, want %q", p.Value.Undefined, metrics.Infeasible)
	}
	zero := s.TPRAtFPR(0) // possible, and 0: alarm never
	if zero.Value.Undefined != "" || zero.Value.V != 0 || !math.IsInf(zero.Threshold, 1) {
		t.Errorf("TPR at an FPR of 0: %v", zero)
	}
	var back metrics.OperatingPoint
	if err := json.Unmarshal([]byte(asJSON(zero)), &back); err != nil || !math.IsInf(back.Threshold, 1) {
		t.Errorf("read back %v: %v", back, err)
	}
}

// TestTopK: ties are shared out, and the precisions of all orders of tied rows lie between the bounds.
func TestTopK(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		b := metricstest.Batch().Draw(rt, "batch")
		b.Weights = nil
		if len(b.Scores) == 0 {
			rt.Skip()
		}
		k := rapid.IntRange(1, len(b.Scores)).Draw(rt, "k")
		alerts := newState(t, b).TopK(float64(k))
		order := rapid.Permutation(seq(len(b.Scores))).Draw(rt, "order")
		slices.SortStableFunc(order, func(i, j int) int { return cmpFloat(b.Scores[j]+0, b.Scores[i]+0) })
		hits := 0.0
		for _, i := range order[:k] {
			if b.Labels[i] {
				hits++
			}
		}
		if hits < alerts.Fewest-1e-9 || hits > alerts.Most+1e-9 || alerts.Table.TP < alerts.Fewest-1e-9 || alerts.Table.TP > alerts.Most+1e-9 {
			rt.Fatalf("%v hits, expected %v in [%v, %v]", hits, alerts.Table.TP, alerts.Fewest, alerts.Most)
		}
		if alerts.Tied == 0 && hits != alerts.Table.TP || !agree(alerts.Table.TP+alerts.Table.FP, float64(k), 1e-9) {
			rt.Fatalf("%v hits of %v, %+v", hits, k, alerts)
		}
	})
}

func seq(n int) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	return order
}

func cmpFloat(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// TestBrierParts: the parts sum to the Brier score, and with a bin for each score nothing is hidden in bins.
func TestBrierParts(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		b := metricstest.Batch().Draw(rt, "batch")
		for i := range b.Scores {
			b.Scores[i] = math.Round(8*b.Scores[i]) / 8
		}
		s := newState(t, b)
		p := s.BrierParts(metrics.UniformBins(8))
		if brier := s.Brier(); (p.Undefined == "") != (brier.Undefined == "") || p.Undefined == "" &&
			!agree(p.Reliability-p.Resolution+p.Uncertainty+p.Within, brier.V, 1e-12) {
			rt.Fatalf("%+v for a Brier score of %v", p, brier)
		}
		if !slices.Contains(b.Scores, 0) && !agree(p.Within, 0, 1e-12) { // 0 shares a bin with 1/8
			rt.Fatalf("%+v", p)
		}
	})
}

// TestCostCurve: the envelope is the cheapest of all thresholds at every point.
func TestCostCurve(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := newState(t, metricstest.Batch().Draw(rt, "batch"))
		curve := s.CostCurve()
		for i, x := range curve.X {
			cheapest := curve.Baseline(x)
			for _, c := range s.Tables(0) {
				cheapest = min(cheapest, c.FalseNegativeRate().V*x+c.FalsePositiveRate().V*(1-x))
			}
			c := s.At(curve.Thresholds[i])
			if at := c.FalseNegativeRate().V*x + c.FalsePositiveRate().V*(1-x); !agree(curve.Cost[i], cheapest, 1e-9) || !agree(at, cheapest, 1e-9) {
				rt.Fatalf("at %v: %v, by its threshold %v, cheapest %v", x, curve.Cost[i], at, cheapest)
			}
		}
	})
}

// TestCalibratedSample: scores that are the true probabilities have gaps that shrink, and a ratio of about 1.
func TestCalibratedSample(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var b metrics.Batch
	for range 100000 {
		p := random.Float64() * random.Float64()
		b.Scores, b.Labels = append(b.Scores, p), append(b.Labels, random.Float64() < p)
	}
	s := newState(t, b)
	for name, v := range map[string]metrics.Value{"ece": s.ECE(10), "ace": s.ACE(10), "rmsce": s.RMSCE(10)} {
		if v.V > 0.01 {
			t.Errorf("%s is %v", name, v)
		}
	}
	if ratio := s.CalibrationRatio(); ratio.Lo > 1 || ratio.Hi < 1 {
		t.Errorf("calibration ratio %v", ratio)
	}
	if binned := binnedOf(1000, b); math.Abs(binned.ECE(10).V-s.ECE(10).V) > 0.0011 {
		t.Errorf("binned %v, exact %v", binned.ECE(10), s.ECE(10))
	}
}

// FuzzByName: a metric's own name names it, and it reads something that JSON holds.
func FuzzByName(f *testing.F) {
	for _, name := range append(metrics.Names(), "recall@0.3", "f0.5@0.1", "expected_cost(1,9)@0.3", "ece(10)", "precision_at_k(3)", "iou") {
		f.Add(name)
	}
	s := newState(f, scored)
	f.Fuzz(func(t *testing.T, name string) {
		metric, err := metrics.ByName(name)
		if err != nil {
			return
		}
		again, err := metrics.ByName(metric.Name)
		if err != nil || again.Name != metric.Name {
			t.Fatalf("%q is %q, which is %q: %v", name, metric.Name, again.Name, err)
		}
		if _, err := json.Marshal(metric.Read(s)); err != nil {
			t.Fatalf("%q: %v", name, err)
		}
	})
}
