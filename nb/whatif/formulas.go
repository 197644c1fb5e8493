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
// valid, and tp and fp, those on test.
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
		{"recall", "datum.tp / P"},
		{"recall_n", "P * P / SP"},
		{"specificity", "datum.tn / N"},
		{"specificity_n", "N * N / SN"},
	}
	f = append(f, wilson("recall")...)
	f = append(f, wilson("specificity")...)
	f = append(f,
		formula{"alarm", "datum.fp / N"}, // the false positive rate
		formula{"alarm_lo", "1 - datum.specificity_hi"},
		formula{"alarm_hi", "1 - datum.specificity_lo"},
	)
	const hits, falseAlarms = "prevalence * $r", "(1 - prevalence) * $f"
	const alerts = "(" + hits + " + " + falseAlarms + ")"
	f = append(f, moved("alert_rate", alerts, "1", raises, raises)...)
	f = append(f, moved("precision", hits+" / "+alerts, "1", raises, lowers)...)
	f = append(f, moved("f1", "2 * "+hits+" / (prevalence + "+alerts+")", "1", raises, lowers)...)
	f = append(f, moved("mean_cost", "miss_cost * prevalence * (1 - $r) + false_alarm_cost * "+falseAlarms,
		"max(miss_cost, false_alarm_cost)", lowers, raises)...)
	f = append(f,
		formula{"precision_0", "prevalence"},
		formula{"recall_0", "datum.alert_rate"},
		formula{"specificity_0", "1 - datum.alert_rate"},
		formula{"f1_0", "2 * prevalence / (1 + prevalence)"},
		formula{"alerts", "1000 * datum.alert_rate"},
		formula{"alerts_lo", "1000 * datum.alert_rate_lo"},
		formula{"alerts_hi", "1000 * datum.alert_rate_hi"},
		formula{"missed", "1000 * prevalence * datum.fn / P"},
		formula{"cost_lo", "1000 * datum.mean_cost_lo"},
		formula{"cost_hi", "1000 * datum.mean_cost_hi"},
		formula{"cost_0", costWithoutSkill},
	)
	return a.written(f)
}

// direction says which limit of a rate makes a reading low, and which high.
type direction struct{ low, high string }

var raises, lowers = direction{"_lo", "_hi"}, direction{"_hi", "_lo"}

// moved are a reading of recall, $r, and false positive rate, $f, and its limits: how far those of each rate move it, the
// squares added (Confusion with GivenPrevalence). It lies between 0 and most.
func moved(name, reading, most string, byRecall, byAlarm direction) []formula {
	at := func(recall, alarm string) string {
		return "(" + strings.NewReplacer("$r", "datum.recall"+recall, "$f", "datum.alarm"+alarm).Replace(reading) + ")"
	}
	in := strings.NewReplacer("$v", "datum."+name, "$down", "datum."+name+"_down", "$up", "datum."+name+"_up", "$most", most)
	square := func(moved string) string { return in.Replace("(" + moved + " - $v) * (" + moved + " - $v)") }
	return []formula{
		{name, at("", "")},
		{name + "_down", "sqrt(" + square(at(byRecall.low, "")) + " + " + square(at("", byAlarm.low)) + ")"},
		{name + "_up", "sqrt(" + square(at(byRecall.high, "")) + " + " + square(at("", byAlarm.high)) + ")"},
		{name + "_lo", in.Replace("max(0, $v - $down)")},
		{name + "_hi", in.Replace("min($most, $v + $up)")},
	}
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
