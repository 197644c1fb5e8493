package cases

import (
	"github.com/seqpair/seqpair/metrics/diagnose"
	"github.com/seqpair/seqpair/metrics/predictions"
)

// madeAverages are logs whose metrics are none of one confusion table at the threshold.
var madeAverages = []maker{
	{"metrics averaged over batches", []string{"D03"}, func(s source) diagnose.Evidence {
		labels := s.labels(s.between(0.03, 0.15))
		return logged(s.printed(each(s.learning(labels, s.epochs()), overBatches), "loss", "accuracy", "precision", "recall", "f1"))
	}},
	{"averages over classes by their size", []string{"D45"}, func(s source) diagnose.Evidence {
		labels := s.labels(s.common())
		return logged(s.printed(each(s.learning(labels, s.epochs()), bySupport), "loss", "accuracy", "precision", "recall", "f1"))
	}},
	{"an AUC of decisions", []string{"D26"}, func(s source) diagnose.Evidence {
		labels := s.labels(s.common())
		return logged(s.printed(each(s.learning(labels, s.epochs()), func(t *predictions.Table) epoch {
			e := classMetrics(t)
			e["auc"] = stateOf(t).At(0.5).BalancedAccuracy().V
			return e
		})))
	}},
	{"accuracy by exact equality", []string{"D17"}, func(s source) diagnose.Evidence {
		labels := s.labels(s.common())
		return logged(s.printed(each(s.learning(labels, s.epochs()), func(t *predictions.Table) epoch {
			e := classMetrics(t)
			e["accuracy"] = 0
			return e
		}), pick(s, []string{"accuracy", "auc"}, []string{"loss", "accuracy", "recall"})...))
	}},
	{"F1 by argmax of one column", []string{"D47"}, func(s source) diagnose.Evidence {
		share := s.common()
		labels := s.labels(share)
		return logged(s.printed(each(s.learning(labels, 4+s.IntN(3)), func(t *predictions.Table) epoch {
			e, p := classMetrics(t), stateOf(t).Prevalence().V
			e["f1"] = 2 * p / (1 + p)
			return e
		})))
	}},
}

// overBatches averages precision, recall and F1 over batches of 32, 0/0 counting as 0.
func overBatches(t *predictions.Table) epoch {
	e := classMetrics(t)
	var sums [3]float64
	batches := 0.0
	for i := 0; i+32 <= len(t.Labels); i += 32 {
		c := stateOf(&predictions.Table{Labels: t.Labels[i : i+32], Scores: t.Scores[i : i+32]}).At(0.5)
		for j, v := range []float64{c.Precision().V, c.Recall().V, c.F1().V} {
			sums[j] += v
		}
		batches++
	}
	e["precision"], e["recall"], e["f1"] = sums[0]/batches, sums[1]/batches, sums[2]/batches
	return e
}

// bySupport averages over both classes, weighted by their size.
func bySupport(t *predictions.Table) epoch {
	e, state := classMetrics(t), stateOf(t)
	c, p := state.At(0.5), state.Prevalence().V
	e["precision"] = p*c.Precision().V + (1-p)*c.Flipped().Precision().V
	e["recall"] = p*c.Recall().V + (1-p)*c.Flipped().Recall().V
	e["f1"] = p*c.F1().V + (1-p)*c.Flipped().F1().V
	return e
}
