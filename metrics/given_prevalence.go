package metrics

import "math"

// atGivenPrevalence gives v, what read finds in a table whose prevalence is given, the interval of a function of two
// independent rates, recall and false positive rate, which alone are uncertain then: from Wilson's limits of each by
// the method of variance estimates recovery, Zou and Donner, Statist. Med. 27 (2008) 1693. It reads v with each rate in
// turn at each limit, and adds the squares of what that moves it by, down and up. Predictive values of samples by class
// are such functions: Mercaldo, Lau and Zhou, Statist. Med. 26 (2007) 2170. An empty cell needs no care, since Wilson's
// limits are finite and above 0 on the other side.
func (c Confusion) atGivenPrevalence(v Value, low, high float64, read func(Confusion) Value) Value {
	if v.NoInterval != "" {
		return v
	}
	switch {
	case c.TP+c.FN == 0:
		return v.withoutInterval(NoPositives)
	case c.FP+c.TN == 0:
		return v.withoutInterval(NoNegatives)
	}
	down, up := 0.0, 0.0
	for _, moved := range c.movedRates() {
		by := read(moved).V - v.V
		down, up = math.Hypot(down, min(by, 0)), math.Hypot(up, max(by, 0))
	}
	return v.within(v.V-down, v.V+up, low, high)
}

// movedRates are the tables with recall or the false positive rate at one of its limits. They have no rows, so that
// what is read of them has no interval.
func (c Confusion) movedRates() []Confusion {
	positives, negatives := c.tp().plus(c.fn()), c.fp().plus(c.tn())
	table := func(recall, falseAlarms float64) Confusion {
		return Confusion{
			TP: recall * positives.weight, FN: (1 - recall) * positives.weight,
			FP: falseAlarms * negatives.weight, TN: (1 - falseAlarms) * negatives.weight,
		}
	}
	recall, falseAlarms := c.recall(), c.falsePositiveRate()
	recallLo, recallHi := wilson(recall, positives.effective())
	falseAlarmsLo, falseAlarmsHi := wilson(falseAlarms, negatives.effective())
	return []Confusion{
		table(recallLo, falseAlarms), table(recallHi, falseAlarms), table(recall, falseAlarmsLo), table(recall, falseAlarmsHi),
	}
}
