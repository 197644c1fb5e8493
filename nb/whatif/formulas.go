package whatif

import (
	"strconv"
	"strings"
)

// formula is one step of what a page computes from an operating point: a new field of datum. It is written in
// what Vega's expressions and JavaScript share, so that the two interactive forms cannot differ, and without
// conditions, so that Go's parser reads it too and a test can hold it against package metrics.
//
// Free names are the sliders (see [Analysis.sliders]); datum holds t, the threshold, vtp and vfp, the alerts on
// valid, tp and fp, those on test, and stp and sfp, the squared weights of those.
type formula struct{ field, expression string }

// ahead are the formulas of every operating point: the alerts and costs that choose the cheapest, and the
// cost on test, to be drawn.
func (a *Analysis) ahead() []formula {
	cost := func(positives, hits, negatives, falseAlarms string) string {
		return "1000 * (prevalence * miss_cost * (" + positives + " - " + hits + ") / " + positives +
			" + (1 - prevalence) * false_alarm_cost * " + falseAlarms + " / " + negatives + ")"
	}
	v, t := a.valid, a.test
	return a.written([]formula{
		{"valid_alerts", "1000 * (prevalence * datum.vtp / VP + (1 - prevalence) * datum.vfp / VN)"},
		{"valid_cost", cost(exact(v.positive), "datum.vtp", exact(v.negative), "datum.vfp")},
		{"cost", cost(exact(t.positive), "datum.tp", exact(t.negative), "datum.fp")},
	})
}

// metricNames are the fields that are shown as bars: each has a lower and an upper limit, _lo and _hi, and the
// reading without skill, _0.
var metricNames = []string{"precision", "recall", "specificity", "f1"}

// consequences are the formulas of a chosen operating point: what package metrics reads of the test part
// reweighted to the prevalence, with the intervals that it gives (State.AtPrevalence, Confusion).
func (a *Analysis) consequences() []formula {
	f := []formula{
		{"fn", "P - datum.tp"},
		{"tn", "N - datum.fp"},
		{"a", "prevalence / P"},       // the weight of a positive example, so that all weights sum to 1
		{"b", "(1 - prevalence) / N"}, // of a negative one
		{"alert_rate", "datum.a * datum.tp + datum.b * datum.fp"},
		{"precision", "datum.a * datum.tp / datum.alert_rate"},
		{"precision_n", "datum.alert_rate * datum.alert_rate / (datum.a * datum.a * datum.stp + datum.b * datum.b * datum.sfp)"},
		{"recall", "datum.tp / P"},
		{"recall_n", "P * P / SP"},
		{"specificity", "datum.tn / N"},
		{"specificity_n", "N * N / SN"},
		{"jaccard", "datum.a * datum.tp / (prevalence + datum.b * datum.fp)"},
		{"jaccard_n", "(prevalence + datum.b * datum.fp) * (prevalence + datum.b * datum.fp) / (datum.a * datum.a * SP + datum.b * datum.b * datum.sfp)"},
		{"alert_rate_n", "1 / (datum.a * datum.a * SP + datum.b * datum.b * SN)"},
	}
	for _, name := range []string{"precision", "recall", "specificity", "jaccard", "alert_rate"} {
		f = append(f, wilson(name)...)
	}
	f = append(f,
		formula{"f1", "2 * datum.jaccard / (1 + datum.jaccard)"},
		formula{"f1_lo", "2 * datum.jaccard_lo / (1 + datum.jaccard_lo)"},
		formula{"f1_hi", "2 * datum.jaccard_hi / (1 + datum.jaccard_hi)"},
		formula{"precision_0", "prevalence"},
		formula{"recall_0", "datum.alert_rate"},
		formula{"specificity_0", "1 - datum.alert_rate"},
		formula{"f1_0", "2 * prevalence / (1 + prevalence)"},
		formula{"alerts", "1000 * datum.alert_rate"},
		formula{"alerts_lo", "1000 * datum.alert_rate_lo"},
		formula{"alerts_hi", "1000 * datum.alert_rate_hi"},
		formula{"missed", "1000 * datum.a * datum.fn"},
	)
	return a.written(append(f, costFormulas()...))
}

// wilson are the limits of a share seen on name_n rows: Wilson, JASA 22 (1927) 209. max and min take away
// what rounding leaves beyond the share itself.
func wilson(name string) []formula {
	in := strings.NewReplacer("$p", "datum."+name, "$n", "datum."+name+"_n", "$middle", "datum."+name+"_middle", "$half", "datum."+name+"_half")
	return []formula{
		{name + "_middle", in.Replace("($p + ZZ / (2 * $n)) / (1 + ZZ / $n)")},
		{name + "_half", in.Replace("Z / (1 + ZZ / $n) * sqrt($p * (1 - $p) / $n + ZZ / (4 * $n * $n))")},
		{name + "_lo", in.Replace("min($p, max(0, $middle - $half))")},
		{name + "_hi", in.Replace("max($p, min(1, $middle + $half))")},
	}
}

// costFormulas are the normal interval of a weighted mean, kept between no cost and that of the dearer mistake.
func costFormulas() []formula {
	return []formula{
		{"mean_cost", "datum.cost / 1000"},
		{"cost_variance", "datum.a * datum.a * (datum.stp * datum.mean_cost * datum.mean_cost" +
			" + (SP - datum.stp) * (miss_cost - datum.mean_cost) * (miss_cost - datum.mean_cost))" +
			" + datum.b * datum.b * (datum.sfp * (false_alarm_cost - datum.mean_cost) * (false_alarm_cost - datum.mean_cost)" +
			" + (SN - datum.sfp) * datum.mean_cost * datum.mean_cost)"},
		{"cost_lo", "1000 * max(0, datum.mean_cost - Z * sqrt(datum.cost_variance))"},
		{"cost_hi", "1000 * min(max(miss_cost, false_alarm_cost), datum.mean_cost + Z * sqrt(datum.cost_variance))"},
		{"cost_0", costWithoutSkill},
	}
}

// costWithoutSkill is that of alerting always or never, whichever is cheaper.
const costWithoutSkill = "1000 * min(prevalence * miss_cost, (1 - prevalence) * false_alarm_cost)"

// z95 is the 97.5 % quantile of the normal distribution.
const z95 = 1.959963984540054

// written puts the numbers of this analysis in the place of P, N (weights of the classes of test), SP, SN
// (squared), VP, VN (weights on valid), Z and ZZ.
func (a *Analysis) written(formulas []formula) []formula {
	in := strings.NewReplacer(
		"VP", exact(a.valid.positive), "VN", exact(a.valid.negative),
		"SP", exact(a.test.positiveSquares), "SN", exact(a.test.negativeSquares),
		"P", exact(a.test.positive), "N", exact(a.test.negative),
		"ZZ", exact(z95*z95), "Z", exact(z95))
	done := make([]formula, len(formulas))
	for i, f := range formulas {
		done[i] = formula{f.field, in.Replace(f.expression)}
	}
	return done
}

func exact(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
