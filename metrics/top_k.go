package metrics

import "math"

// Alerts are the K highest scores of a State, K counted in weight: in rows, where weights are 1. Where examples
// tie with the last of them and only some fit, a lot decides, and the readings are their expectations.
type Alerts struct {
	K            float64
	Threshold    float64   // the lowest score among them
	Table        Confusion // expected cells; without rows and squares when ties are cut
	Tied         int64     // examples that share the lowest score, of which only some fit; 0 if all fit
	Fewest, Most float64   // weight of positives among the alerts with the worst and the best luck
	Undefined    Reason    // why there are no such alerts; empty if there are
}

// TopK is the table of alarming on the k highest scores. It is undefined unless 0 < k and k is at most the weight of all.
func (s *State) TopK(k float64) Alerts {
	kept := s.settled()
	pos, neg := kept.total()
	a := Alerts{K: k}
	switch {
	case !(k > 0):
		a.Undefined = BadAlerts
	case pos.rows+neg.rows == 0:
		a.Undefined = NoExamples
	case k > pos.weight+neg.weight:
		a.Undefined = TooManyAlerts
	}
	if a.Undefined != "" {
		return a
	}
	done := false
	kept.sweep(func(s *stretch) {
		for i := 0; i < len(s.scores) && !done; i++ {
			a.Threshold, a.Table = s.scores[i], s.table(i, pos, neg)
			done = a.Table.TP+a.Table.FP >= k
			if done {
				a.cut(s.pos.upTo(i), s.neg.upTo(i), s.pos.in(i), s.neg.in(i))
			}
		}
	})
	if !done { // the sum fell short of K, the weight of all, by rounding
		a.Fewest, a.Most = a.Table.TP, a.Table.TP
	}
	a.Table = s.known(a.Table)
	return a
}

// cut takes from the table, which reaches to a level, what exceeds K of that level.
func (a *Alerts) cut(hits, falseAlarms, pos, neg tally) {
	a.Fewest, a.Most = a.Table.TP, a.Table.TP
	room, tied := a.K-hits.weight-falseAlarms.weight, pos.weight+neg.weight
	if room >= tied {
		return
	}
	a.Tied = pos.rows + neg.rows
	a.Fewest, a.Most = hits.weight+max(0, room-neg.weight), hits.weight+min(room, pos.weight)
	drawn := room / tied
	a.Table = Confusion{
		TP: hits.weight + drawn*pos.weight, FP: falseAlarms.weight + drawn*neg.weight,
		FN: a.Table.FN + (1-drawn)*pos.weight, TN: a.Table.TN + (1-drawn)*neg.weight,
	}
}

// Precision is the share of positives among the alerts. Baseline: the prevalence.
func (a Alerts) Precision() Value { return a.read(Confusion.Precision) }

// Recall is the share of the positives that are among the alerts. Baseline: the share of alerts.
func (a Alerts) Recall() Value { return a.read(Confusion.Recall) }

// Lift is Precision over prevalence. Baseline 1.
func (a Alerts) Lift() Value { return a.read(Confusion.Lift) }

func (a Alerts) read(m func(Confusion) Value) Value {
	if a.Undefined != "" {
		return undefined(a.Undefined)
	}
	v := m(a.Table)
	if a.Tied > 0 && v.Undefined == "" {
		v.N = int64(math.Round(v.Weight))
		v.NoInterval = TiesCut
	}
	return v
}
