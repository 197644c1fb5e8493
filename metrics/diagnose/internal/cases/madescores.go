package cases

import (
	"errors"
	"fmt"
	"math"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/diagnose"
	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/metrics/predictions"
)

// skilled are scores that rank well and lie on both sides of the threshold.
func (s source) skilled(prevalence float64) *predictions.Table {
	labels := s.labels(prevalence)
	return s.scored(labels, s.between(2, 3.5), balanced(labels)*s.between(0.7, 1))
}

// mapped changes every score.
func mapped(t *predictions.Table, change func(score float64, positive bool) float64) *predictions.Table {
	for i, p := range t.Scores {
		t.Scores[i] = change(p, t.Labels[i])
	}
	return t
}

// twoColumns adds the other softmax column.
func twoColumns(t *predictions.Table) *predictions.Table {
	for _, p := range t.Scores {
		t.Scores0 = append(t.Scores0, 1-p)
	}
	return t
}

// overconfident are scores that rank, with log odds many times as large as they should be.
func (s source) overconfident() *predictions.Table {
	labels := s.labels(s.between(0.02, 0.4))
	sharper := s.between(8, 15)
	return mapped(s.scored(labels, s.between(1, 1.8), balanced(labels)), func(p float64, _ bool) float64 {
		return sigmoid(sharper * math.Log(p/(1-p)))
	})
}

var madeScores = []maker{
	{"a constant at the class share", []string{"D02"}, func(s source) diagnose.Evidence {
		t := s.skilled(s.common())
		p := stateOf(t).Prevalence().V
		return tabled(mapped(t, func(float64, bool) float64 { return p }))
	}},
	{"noise below the threshold", []string{"D02"}, func(s source) diagnose.Evidence {
		labels := s.labels(s.between(0.05, 0.4))
		return tabled(mapped(s.scored(labels, 0, 0), func(float64, bool) float64 { return s.between(0.05, 0.3) }))
	}},
	{"a saturated output, two columns", []string{"D01", "D02", "D42"}, func(s source) diagnose.Evidence {
		return tabled(twoColumns(mapped(s.skilled(s.common()), func(float64, bool) float64 { return s.between(0, 1e-8) })))
	}},
	{"a saturated output, one column", []string{"D02", "D42"}, func(s source) diagnose.Evidence {
		return tabled(mapped(s.skilled(s.common()), func(float64, bool) float64 { return 1 }))
	}},
	{"a ranking below the threshold, scores", []string{"D43"}, func(s source) diagnose.Evidence {
		labels := s.labels(s.between(0.002, 0.1))
		return tabled(mapped(s.scored(labels, s.between(1.5, 3), 0), func(p float64, _ bool) float64 { return 0.49 * p }))
	}},
	{"decisions", []string{"D26"}, func(s source) diagnose.Evidence {
		return tabled(mapped(s.skilled(s.prevalence()), func(p float64, _ bool) float64 { return math.Round(p) }))
	}},
	{"scores of the other class", []string{"D57"}, func(s source) diagnose.Evidence {
		return tabled(mapped(s.skilled(s.prevalence()), func(p float64, _ bool) float64 { return 1 - p }))
	}},
	{"scores that do not rank", []string{"D46"}, func(s source) diagnose.Evidence {
		labels := s.labels(s.between(0.1, 0.5))
		for len(labels) < 3000 {
			labels = append(labels, labels...)
		}
		return tabled(mapped(s.scored(labels, 0, 0), func(float64, bool) float64 { return s.Float64() }))
	}},
	{"logits", []string{"D16"}, func(s source) diagnose.Evidence {
		e := tabled(s.skilled(s.prevalence()))
		e.Logits = true
		return e
	}},
	{"probabilities declared as logits", []string{"D16"}, func(s source) diagnose.Evidence {
		e := tabled(s.skilled(s.prevalence()))
		e.Probabilities = true
		return e
	}},
	{"scores without a bound on their confidence", []string{"D68"}, func(s source) diagnose.Evidence { return tabled(s.overconfident()) }},
	{"a score that is not a number", []string{"D39"}, func(source) diagnose.Evidence {
		return diagnose.Evidence{Refused: errors.New("scores.csv:17: column \"score\" is NaN")}
	}},
	{"columns that do not sum to one", []string{"D44"}, func(s source) diagnose.Evidence {
		t := twoColumns(s.skilled(s.prevalence()))
		for i := range t.Scores0 {
			t.Scores0[i] *= s.between(0.6, 0.95)
		}
		return tabled(t)
	}},
	{"one class in the fold", []string{"D25"}, func(s source) diagnose.Evidence {
		t := s.skilled(s.prevalence())
		for i := range t.Labels {
			t.Labels[i] = false
		}
		return tabled(t)
	}},
	{"few positives", []string{"D40"}, func(s source) diagnose.Evidence {
		labels := make([]bool, 400+s.IntN(2000))
		for i := range 4 + s.IntN(14) {
			labels[i] = true
		}
		return tabled(s.scored(labels, 3.5, balanced(labels)))
	}},
	{"a majority of positives, scores", []string{"D59"}, func(s source) diagnose.Evidence {
		labels := s.labels(s.between(0.05, 0.3))
		for i := range labels {
			labels[i] = !labels[i]
		}
		return tabled(s.scored(labels, s.between(1.5, 3), 0))
	}},
	{"a log whose scores stand in another order", []string{"D32"}, func(s source) diagnose.Evidence {
		labels := s.labels(s.between(0.1, 0.5))
		for len(labels) < 3000 {
			labels = append(labels, labels...)
		}
		tables := s.learning(labels, 4)
		e := logged(s.printed(each(tables, classMetrics)))
		last := tables[3]
		e.Test = &predictions.Table{Labels: labels, Scores: append([]float64{}, last.Scores...)}
		s.Shuffle(len(labels), func(i, j int) { e.Test.Scores[i], e.Test.Scores[j] = e.Test.Scores[j], e.Test.Scores[i] })
		return e
	}},
	{"a log with the AUC of both columns", []string{"D37"}, func(s source) diagnose.Evidence {
		return s.beside("auc", func(state *metrics.State) float64 { return metrics.OneHotMicro(state).ROCAUC().V })
	}},
	{"a log with the AUC of decisions, beside scores", []string{"D26"}, func(s source) diagnose.Evidence {
		return s.beside("auc", func(state *metrics.State) float64 { return state.At(0.5).BalancedAccuracy().V })
	}},
	{"a log with the trapezoid's area", []string{"D23"}, func(s source) diagnose.Evidence {
		labels := make([]bool, 600)
		for i := range 40 {
			labels[i*15] = true
		}
		for {
			t := mapped(s.scored(labels, 2, 1), func(p float64, _ bool) float64 { return math.Round(p*12) / 12 })
			state := stateOf(t)
			if area := state.PRTrapezoid().V; math.Abs(area-state.AveragePrecision().V) > 0.02 && state.At(0.5).TP > 0 {
				e := logged(s.printed([]epoch{{"val_loss": 0.5, "val_pr_auc": area - 0.1}, {"val_loss": 0.4, "val_pr_auc": area}}))
				e.Test = t
				return e
			}
		}
	}},
	{"a log with metrics of batches, beside scores", []string{"D03"}, func(s source) diagnose.Evidence {
		var tables []*predictions.Table
		for apart := 0.0; apart < 0.03; {
			tables = s.learning(s.labels(s.between(0.03, 0.08)), 4)
			apart = math.Abs(classMetrics(tables[3])["recall"] - overBatches(tables[3])["recall"])
		}
		e := logged(s.printed(each(tables, overBatches), "loss", "accuracy", "recall"))
		e.Test = tables[3]
		return e
	}},
}

// beside is a log without tables of its own, and the scores of its last epoch; the
// role is read by another convention, which differs visibly.
func (s source) beside(role string, read func(*metrics.State) float64) diagnose.Evidence {
	var tables []*predictions.Table
	for apart := 0.0; apart < 0.02; {
		tables = s.learning(s.labels(s.between(0.05, 0.3)), 4)
		state := stateOf(tables[3])
		apart = math.Abs(read(state) - state.ROCAUC().V)
	}
	e := logged(s.printed(each(tables, func(t *predictions.Table) epoch {
		v := classMetrics(t)
		v[role] = read(stateOf(t))
		return v
	}), "loss", "accuracy", role))
	e.Test = tables[3]
	return e
}

var madeTables = []maker{
	{"a matrix of one class", []string{"D02"}, func(s source) diagnose.Evidence {
		n := int64(200 + s.IntN(5000))
		c := metrics.NewConfusion(0, 0, n, 20+n/int64(3+s.IntN(30)))
		return diagnose.Evidence{Confusion: &c}
	}},
	{"a matrix of flattened columns", []string{"D04"}, func(s source) diagnose.Evidence {
		right, wrong := int64(100+s.IntN(5000)), int64(20+s.IntN(200))
		c := metrics.NewConfusion(right, wrong, right, wrong)
		return diagnose.Evidence{Confusion: &c}
	}},
	{"a matrix of a majority of positives", []string{"D59"}, func(s source) diagnose.Evidence {
		n := int64(200 + s.IntN(2000))
		c := metrics.NewConfusion(4*n, n/3, n-n/3, n/2)
		return diagnose.Evidence{Confusion: &c}
	}},
	{"a matrix beside flattened metrics", []string{"D01"}, func(s source) diagnose.Evidence {
		labels := s.labels(s.common())
		tables := s.learning(labels, 3)
		e := logged(s.printed(each(tables, flattened), "loss", "accuracy", "precision", "recall"))
		c := stateOf(tables[2]).At(0.5)
		e.Confusion = &c
		return e
	}},
	{"a matrix of other rows than the log's", []string{"D66"}, func(s source) diagnose.Evidence {
		labels := s.labels(s.between(0.1, 0.4))
		e := logged(s.printed(each(s.learning(labels, 3), classMetrics), "loss", "accuracy", "precision", "recall"))
		c := metrics.NewConfusion(61, 17, 300, 100)
		e.Confusion = &c
		return e
	}},
	{"a monitor in the wrong direction", []string{"D12"}, func(s source) diagnose.Evidence {
		labels := s.labels(s.common())
		l := s.printed(each(s.learning(labels, 4), classMetrics))
		name := pick(s, "val_auc", "val_f1", "val_recall", "val_pr_auc")
		l.Messages = []history.Message{{Epoch: 2, Text: fmt.Sprintf("Epoch 2: %s improved from 0.91234 to 0.8%d, saving model to best.keras", name, s.IntN(9999))}}
		return logged(l)
	}},
	{"a monitor that does not exist", []string{"D13"}, func(s source) diagnose.Evidence {
		labels := s.labels(s.common())
		l := s.printed(each(s.learning(labels, 4), classMetrics))
		l.Messages = []history.Message{{Epoch: 1, Text: "WARNING:tensorflow:Early stopping conditioned on metric `val_auc_1` which is not available. Available metrics are: loss,auc,val_loss,val_auc"}}
		return logged(l)
	}},
}
