package metrics_test

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/metricstest"
	"pgregory.net/rapid"
)

var rules = []metrics.Rule{
	metrics.MaxFBeta(1), metrics.MaxFBeta(0.5), metrics.MaxMCC(), metrics.MaxInformedness(), metrics.MinCost(metrics.Costs{FP: 1, FN: 9}),
	metrics.RecallAtLeast(0.9), metrics.PrecisionAtLeast(0.8), metrics.AlertsAtMost(50, 10000), metrics.AlertsAtMost(1, 2),
}

func TestRuleText(t *testing.T) {
	for _, rule := range rules {
		back, err := metrics.ParseRule(rule.String())
		if err != nil || back != rule {
			t.Errorf("%v is read as %v: %v", rule, back, err)
		}
		if text := rule.String(); rule.Limits() != (strings.Contains(text, ">=") || strings.Contains(text, "<=")) {
			t.Errorf("%s sets a limit: %v", text, rule.Limits())
		}
	}
	for _, text := range []string{"", "f", "f-1", "f1x", "best", "cost", "cost(1)", "cost(0,0)", "cost(1,2", "recall>=2", "recall>0.5",
		"precision>=x", "alerts<=5", "alerts<=5/0", "mcc2", "recall>=NaN", "f2000"} {
		if rule, err := metrics.ParseRule(text); err == nil {
			t.Errorf("%q is read as %v", text, rule)
		}
	}
	if rule, err := metrics.ParseRule(" recall >= 0.9 "); err != nil || rule != metrics.RecallAtLeast(0.9) {
		t.Errorf("with spaces: %v, %v", rule, err)
	}
}

// goals are what each rule wants as high as it can be, and whether a table is allowed.
func goal(rule metrics.Rule, c metrics.Confusion) (float64, bool) {
	switch rule {
	case metrics.MaxFBeta(1):
		return number(c.F1()), true
	case metrics.MaxFBeta(0.5):
		return number(c.FBeta(0.5)), true
	case metrics.MaxMCC():
		return number(c.MCC()), true
	case metrics.MaxInformedness():
		return number(c.Informedness()), true
	case metrics.MinCost(metrics.Costs{FP: 1, FN: 9}):
		return -c.FP - 9*c.FN, true
	case metrics.RecallAtLeast(0.9):
		return number(c.Precision()), c.Recall().V >= 0.9
	case metrics.PrecisionAtLeast(0.8):
		return number(c.Recall()), number(c.Precision()) >= 0.8
	case metrics.AlertsAtMost(1, 2):
		return c.TP + c.FP, c.PredictedPositiveRate().V <= 0.5
	}
	return c.TP + c.FP, c.PredictedPositiveRate().V <= 0.005
}

// TestChoose: no threshold serves the rule better than the chosen one.
func TestChoose(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := newState(t, metricstest.Batch().Draw(rt, "batch"))
		rule := rapid.SampledFrom(rules).Draw(rt, "rule")
		choice := s.Choose(rule)
		best, found := math.Inf(-1), false
		for _, threshold := range append([]float64{math.Inf(1)}, thresholdsOf(s)...) {
			if x, allowed := goal(rule, s.At(threshold)); allowed && !math.IsNaN(x) {
				best, found = max(best, x), true
			}
		}
		if s.Positives()+s.Negatives() == 0 {
			found = false
		}
		if found != (choice.Undefined == "") {
			rt.Fatalf("%v: %+v, but a threshold exists: %v", rule, choice, found)
		}
		if !found {
			return
		}
		if x, allowed := goal(rule, s.At(choice.Threshold)); !allowed || !agree(x, best, 1e-9*max(1, math.Abs(best))) {
			rt.Fatalf("%v chose %v with %v, the best is %v", rule, choice.Threshold, x, best)
		}
		applied := choice.On(s)
		if !agree(number(applied.Value), number(choice.Value), 1e-9) || !applied.Kept {
			rt.Fatalf("on the same examples: %+v, chosen with %v", applied, choice.Value)
		}
		var back metrics.Choice
		if err := json.Unmarshal([]byte(asJSON(choice)), &back); err != nil || asJSON(back) != asJSON(choice) {
			rt.Fatalf("written %s, read %s: %v", asJSON(choice), asJSON(back), err)
		}
		if back.Threshold != choice.Threshold {
			rt.Fatalf("written %v, read %v", choice.Threshold, back.Threshold)
		}
	})
}

func thresholdsOf(s *metrics.State) []float64 {
	var all []float64
	for threshold := range s.Tables(0) {
		all = append(all, threshold)
	}
	return all
}

// TestChosenElsewhere: what is chosen on one split promises more than it keeps on another.
func TestChosenElsewhere(t *testing.T) {
	random := rand.New(rand.NewPCG(8, 9))
	draw := func() *metrics.State {
		var b metrics.Batch
		for range 300 {
			positive := random.Float64() < 0.1
			x := random.NormFloat64()
			if positive {
				x++
			}
			b.Scores, b.Labels = append(b.Scores, 1/(1+math.Exp(-x))), append(b.Labels, positive)
		}
		return newState(t, b)
	}
	promised, held := 0.0, 0.0
	for range 100 {
		choice := draw().Choose(metrics.MaxFBeta(1))
		promised += choice.Value.V
		held += choice.On(draw()).Value.V
	}
	if promised < held+2 {
		t.Errorf("mean F1 where it was chosen %.3f, elsewhere %.3f", promised/100, held/100)
	}
}

// TestRuleForBootstrap: what the bootstrap repeats is the choice.
func TestRuleForBootstrap(t *testing.T) {
	s := newState(t, scored)
	for _, rule := range rules {
		choice := s.Choose(rule)
		threshold, v := rule.Threshold(s)
		if diff := cmp.Diff(choice.Value, v); diff != "" {
			t.Errorf("%v: %s", rule, diff)
		}
		if s.At(threshold) != s.At(choice.Threshold) {
			t.Errorf("%v: threshold %v, chosen %v", rule, threshold, choice.Threshold)
		}
	}
}

func TestNoChoice(t *testing.T) {
	s := newState(t, scored)
	empty := metrics.NewState()
	if c := empty.Choose(metrics.MaxFBeta(1)); c.Undefined != metrics.NoExamples {
		t.Errorf("without examples: %+v", c)
	}
	if c := s.Choose(metrics.Rule{}); c.Undefined != metrics.NoRule {
		t.Errorf("without a rule: %+v", c)
	}
	if c := s.Choose(metrics.RecallAtLeast(2)); c.Undefined != metrics.BadRate || c.On(s).Value.Undefined != metrics.BadRate {
		t.Errorf("with a bad rule: %+v", c)
	}
	production := newState(t, metrics.Batch{Scores: []float64{0.9, 0.8, 0.1, 0.2}, Labels: make([]bool, 4)})
	if c := production.Choose(metrics.AlertsAtMost(1, 2)); c.Undefined != "" || c.Threshold != 0.8 {
		t.Errorf("alerts need no labels: %+v", c)
	}
}

// FuzzParseRule: what is read is written so that it is read again, and can be applied.
func FuzzParseRule(f *testing.F) {
	for _, rule := range rules {
		f.Add(rule.String())
	}
	s := newState(f, scored)
	f.Fuzz(func(t *testing.T, text string) {
		rule, err := metrics.ParseRule(text)
		if err != nil {
			return
		}
		if back, err := metrics.ParseRule(rule.String()); err != nil || back != rule {
			t.Fatalf("%q is %v, which is read as %v: %v", text, rule, back, err)
		}
		if _, err := json.Marshal(s.Choose(rule)); err != nil {
			t.Fatalf("%v: %v", rule, err)
		}
	})
}

// TestMiddleReadsAlike: the middle of the gap below a threshold reads as the threshold does.
func TestMiddleReadsAlike(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	for range 300 {
		var b metrics.Batch
		for range 2 + random.IntN(30) {
			score := float64(random.IntN(11)) / 10
			switch random.IntN(4) {
			case 0:
				score = random.Float64()
			case 1:
				score = math.Nextafter(0.5, float64(random.IntN(3)))
			}
			b.Scores, b.Labels = append(b.Scores, score), append(b.Labels, random.IntN(3) == 0)
		}
		s := metrics.NewState()
		if err := s.Update(b); err != nil {
			t.Fatal(err)
		}
		for _, rule := range rules {
			edge, v := rule.Threshold(s)
			middle, w := rule.Middle(s)
			if v.Undefined == "" && (s.At(edge) != s.At(middle) || middle > edge || v.V != w.V) {
				t.Fatalf("%v of %v: %v at %v, %v at %v", rule, b, s.At(edge), edge, s.At(middle), middle)
			}
		}
	}
}
