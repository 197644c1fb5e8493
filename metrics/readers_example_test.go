package metrics_test

import (
	"fmt"

	"github.com/seqpair/seqpair/metrics"
)

// stateOf holds the eleven examples of the other examples.
func stateOf(b metrics.Batch) *metrics.State {
	s := metrics.NewState()
	if err := s.Update(b); err != nil {
		panic(err)
	}
	return s
}

func ExampleConfusion_DiagnosticOddsRatio() {
	c := metrics.NewConfusion(90, 20, 80, 10)
	fmt.Println("DOR:", c.DiagnosticOddsRatio())
	fmt.Println("LR+:", c.PositiveLikelihoodRatio())
	fmt.Println("LR-:", c.NegativeLikelihoodRatio())
	fmt.Println("kappa:", c.Kappa())
	fmt.Println("perfect:", metrics.NewConfusion(9, 0, 9, 0).DiagnosticOddsRatio())
	// Output:
	// DOR: 36.000 [15.91, 81.46] (no skill 1.000)
	// LR+: 4.500 [3.02, 6.70] (no skill 1.000)
	// LR-: 0.125 [0.069, 0.23] (no skill 1.000)
	// kappa: 0.700 [0.59, 0.80] (no skill 0)
	// perfect: undefined: no false positives or no false negatives to divide by
}

func ExampleState_Tables() {
	for threshold, c := range stateOf(scored).Tables(3) {
		fmt.Printf("at %v: %v alerts, recall %.2f\n", threshold, c.TP+c.FP, c.Recall().V)
	}
	// Output:
	// at 0.55: 4 alerts, recall 0.67
	// at 0.22: 8 alerts, recall 1.00
	// at 0.03: 11 alerts, recall 1.00
}

func ExampleState_RecallAtPrecision() {
	s := stateOf(scored)
	fmt.Println(s.RecallAtPrecision(0.6))
	s = stateOf(metrics.Batch{Scores: []float64{0.9, 0.1}, Labels: []bool{false, true}})
	fmt.Println(s.RecallAtPrecision(0.6))
	// Output:
	// 0.667 (no skill 0.273) at 0.64
	// undefined: no threshold meets the constraint
}

func ExampleState_TopK() {
	s := stateOf(metrics.Batch{
		Scores: []float64{0.9, 0.7, 0.7, 0.7, 0.1}, Labels: []bool{true, true, false, false, false},
	})
	alerts := s.TopK(2) // the highest, and one of three that tie
	fmt.Printf("%.3f of the alerts are expected to be positive\n", alerts.Precision().V)
	fmt.Printf("%v tie at %v: between %v and %v positives\n", alerts.Tied, alerts.Threshold, alerts.Fewest, alerts.Most)
	// Output:
	// 0.667 of the alerts are expected to be positive
	// 3 tie at 0.7: between 1 and 2 positives
}

func ExampleState_Reliability() {
	r := stateOf(scored).Reliability(metrics.UniformBins(3))
	for _, bin := range r.Bins {
		fmt.Printf("said %.2f, came true %v\n", bin.Score, bin.Positive)
	}
	fmt.Println("ECE:", r.ECE())
	// Output:
	// said 0.16, came true 0 [0, 0.43] (no skill 0.158)
	// said 0.50, came true 0.500 [0.15, 0.85] (no skill 0.500)
	// said 0.86, came true 0.500 [0.095, 0.91] (no skill 0.865)
	// ECE: 0.138, no interval: no closed form: take the bootstrap
}

func ExampleState_BrierParts() {
	p := stateOf(scored).BrierParts(metrics.UniformBins(3))
	fmt.Printf("%.3f reliability - %.3f resolution + %.3f uncertainty + %.3f within = %.3f\n",
		p.Reliability, p.Resolution, p.Uncertainty, p.Within, p.Reliability-p.Resolution+p.Uncertainty+p.Within)
	// Output: 0.036 reliability - 0.062 resolution + 0.198 uncertainty + -0.005 within = 0.167
}

func ExampleState_Choose() {
	valid := stateOf(scored)
	test := stateOf(metrics.Batch{
		Scores: []float64{0.9, 0.7, 0.6, 0.4, 0.3, 0.2, 0.1, 0.05},
		Labels: []bool{true, false, true, true, false, false, false, false},
	})
	choice := valid.Choose(metrics.RecallAtLeast(0.6))
	fmt.Println(choice.Rule, "chose", choice.Threshold)
	fmt.Println("precision where it was chosen:", choice.Value)
	applied := choice.On(test)
	fmt.Println("precision elsewhere:", applied.Value)
	fmt.Println("recall elsewhere:", applied.Constraint, applied.Kept)
	// Output:
	// recall>=0.6 chose 0.64
	// precision where it was chosen: 0.667, no interval: the threshold was chosen on these examples: report it on others, or take the bootstrap (no skill 0.273)
	// precision elsewhere: 0.500 [0.095, 0.91] (no skill 0.375)
	// recall elsewhere: 0.333 [0.061, 0.79] (no skill 0.250) false
}

func ExampleParseRule() {
	for _, text := range []string{"f2", "cost(1,9)", "alerts<=50/10000"} {
		rule, err := metrics.ParseRule(text)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(stateOf(scored).Choose(rule).Threshold)
	}
	// Output:
	// 0.38
	// 0.38
	// +Inf
}

func ExampleCosts_Threshold() {
	fmt.Println(metrics.Costs{FP: 1, FN: 9}.Threshold())
	// Output: 0.1
}

func ExampleState_DecisionCurve() {
	curve := stateOf(scored).DecisionCurve(0.1, 0.3, 0.5)
	for i, p := range curve.Thresholds {
		fmt.Printf("acting at %v: %.3f, on everybody %.3f, on nobody 0\n", p, curve.NetBenefit[i], curve.All[i])
	}
	// Output:
	// acting at 0.1: 0.212, on everybody 0.192, on nobody 0
	// acting at 0.3: 0.117, on everybody -0.039, on nobody 0
	// acting at 0.5: 0.000, on everybody -0.455, on nobody 0
}

func ExampleState_EqualErrorRate() {
	s := stateOf(scored)
	fmt.Println("equal error rate:", s.EqualErrorRate())
	fmt.Println("KS:", s.KS())
	// Output:
	// equal error rate: 0.333 (no skill 0.500) at 0.43
	// KS: 0.625 (no skill 0) at 0.38
}

func ExampleFullReport() {
	for _, reading := range metrics.FullReport(stateOf(scored), 0.5) {
		switch reading.Name {
		case "gini", "pr_gain", "jaccard", "g_mean":
			fmt.Printf("%-8s%v\n", reading.Name, reading.Value)
		}
	}
	// Output:
	// gini    0.667 [-0.14, 0.94] (no skill 0)
	// pr_gain 0.754, no interval: no closed form: take the bootstrap (no skill 0)
	// jaccard 0.400 [0.12, 0.77] (no skill 0.273)
	// g_mean  0.707 [0.37, 0.87] (no skill 0.481)
}

func ExampleByName_parameters() {
	s := stateOf(scored)
	for _, name := range []string{"precision_at_recall(0.6)", "expected_cost(1,9)@0.3", "iou", "mean_score"} {
		metric, err := metrics.ByName(name)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s: %.3f, better: %v\n", metric.Name, metric.Read(s).V, metric.Better)
	}
	// Output:
	// precision_at_recall(0.6): 0.667, better: higher
	// expected_cost(1,9)@0.3: 0.364, better: lower
	// jaccard: 0.400, better: higher
	// mean_score: 0.411, better: none
}
