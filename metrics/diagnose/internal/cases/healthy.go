package cases

import (
	"fmt"
	"math"
	"strings"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/diagnose"
	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/metrics/runs"
)

// healthy evidence: nothing is wrong, whatever the class shares, sizes and formats.
var healthy = []maker{
	{"healthy scores", nil, func(s source) diagnose.Evidence { return tabled(s.skilled(s.prevalence())) }},
	{"healthy scores, weak", nil, func(s source) diagnose.Evidence {
		labels := s.labels(s.between(0.1, 0.5))
		return tabled(s.scored(labels, s.between(0.8, 1.2), balanced(labels)))
	}},
	{"healthy scores, two columns", nil, func(s source) diagnose.Evidence { return tabled(twoColumns(s.skilled(s.prevalence()))) }},
	{"a healthy log", nil, func(s source) diagnose.Evidence {
		return logged(s.printed(each(s.learning(s.labels(s.prevalence()), s.epochs()), classMetrics)))
	}},
	{"a healthy log of inputs without a scale", nil, func(s source) diagnose.Evidence {
		all := each(s.learning(s.labels(s.prevalence()), 5), classMetrics)
		all[0]["loss"], all[1]["loss"] = s.between(1e3, 1e5), s.between(1, 100)
		return logged(s.printed(all))
	}},
	{"a healthy log of some metrics", nil, func(s source) diagnose.Evidence {
		names := pick(s, []string{"loss", "accuracy"}, []string{"loss", "f1"}, []string{"loss", "precision", "recall"},
			[]string{"loss", "accuracy", "auc"}, []string{"accuracy", "precision", "recall", "f1"})
		return logged(s.printed(each(s.learning(s.labels(s.prevalence()), s.epochs()), classMetrics), names...))
	}},
	{"a healthy log with validation data", nil, func(s source) diagnose.Evidence {
		p, n := s.prevalence(), s.epochs()
		train, valid := s.learning(s.labels(p), n), s.learning(s.labels(p), n)
		return logged(s.printed(validated(each(train, classMetrics), each(valid, classMetrics))))
	}},
	{"a healthy log of macro averages", nil, func(s source) diagnose.Evidence {
		tables := s.learning(s.labels(s.common()), s.epochs())
		all := each(tables, classMetrics)
		for i, t := range tables {
			c := stateOf(t).At(0.5)
			all[i]["precision"] = (c.Precision().V + c.Flipped().Precision().V) / 2
			all[i]["recall"] = (c.Recall().V + c.Flipped().Recall().V) / 2
			all[i]["f1"] = (c.F1().V + c.Flipped().F1().V) / 2
		}
		return logged(s.printed(all))
	}},
	{"a healthy log beside its scores", nil, func(s source) diagnose.Evidence {
		tables := s.learning(s.labels(s.prevalence()), s.epochs())
		e := logged(s.printed(each(tables, classMetrics)))
		e.Test = tables[len(tables)-1]
		return e
	}},
	{"a healthy matrix beside its log", nil, func(s source) diagnose.Evidence {
		tables := s.learning(s.labels(s.prevalence()), 4)
		e := logged(s.printed(each(tables, classMetrics)))
		c := stateOf(tables[3]).At(0.5)
		e.Confusion = &c
		return e
	}},
	{"a healthy run", nil, func(s source) diagnose.Evidence { return s.run(s.prevalence()) }},
	{"a healthy run of probabilities", nil, func(s source) diagnose.Evidence {
		e := s.run(s.common())
		e.Records, e.Manifest.Best, e.Manifest.Shift = nil, runs.Best{}, 1
		e.Valid = s.scored(e.Valid.Labels, s.between(2, 3.5), 0)
		e.Manifest.Threshold, _ = stateOf(e.Valid).BestThreshold(metrics.Confusion.F1)
		return e
	}},
	{"a healthy run whose sampler moved the odds", nil, func(s source) diagnose.Evidence {
		e := s.run(s.common())
		e.Manifest.Shift = math.Exp(balanced(e.Valid.Labels))
		return e
	}},
	{"a healthy run of some long sequences", nil, func(s source) diagnose.Evidence {
		e := s.run(s.prevalence())
		e.Records = append(e.Records, noted(s.IntN(501), s.IntN(5001)))
		return e
	}},
	{"a healthy run of few steps", nil, func(s source) diagnose.Evidence {
		return s.changed(func(e *diagnose.Evidence) {
			for i := range e.Records {
				e.Records[i].Step = int64(i + 1)
				for j := range e.Records[i].Layers {
					e.Records[i].Layers[j].UpdateRatio = s.between(0.7, 1) / float64(i+1)
				}
			}
		})
	}},
	{"a healthy run of three parts", nil, func(s source) diagnose.Evidence {
		e := s.run(s.prevalence())
		e.Manifest.Splits = hashed(e.Manifest.Splits, [3]string{"a", "b", "c"})
		return e
	}},
	{"a healthy run of rare positives that still trains", nil, func(s source) diagnose.Evidence {
		e := s.run(s.between(0.005, 0.05))
		labels := s.labels(e.Manifest.Splits["train"].Prevalence)
		for i := range e.Records {
			t := s.scored(labels, 1.5+0.1*float64(i), -6)
			e.Records[i].Train, e.Records[i].Valid = split(t), split(t)
		}
		return diagnose.Evidence{Records: e.Records}
	}},
	{"a healthy run with class weights", nil, func(s source) diagnose.Evidence {
		e := s.run(s.prevalence())
		e.Contract.Weights = "class"
		e.Records[0].InitialLoss = math.Ln2
		return e
	}},
	{"a healthy report", nil, func(s source) diagnose.Evidence {
		c := stateOf(s.skilled(s.common())).At(0.5)
		return logged(reportOf(c, pick(s, []string{"0", "1"}, []string{"no match", "match"}, []string{"yes", "not at all"}), 2+s.IntN(3)))
	}},
	{"a healthy evaluation", nil, func(s source) diagnose.Evidence {
		return logged(s.printed([]epoch{classMetrics(s.skilled(s.prevalence()))}))
	}},
	{"healthy pairs", nil, func(s source) diagnose.Evidence {
		p := s.between(0.02, 0.5)
		return counted(s.pairs(0, 4000, p), s.pairs(100000, 2000, p))
	}},
}

// reportOf is the classification report of a matrix, as scikit-learn prints it with so many digits.
func reportOf(c metrics.Confusion, names []string, digits int) *history.Log {
	var b strings.Builder
	fmt.Fprintf(&b, "%12s %9s %9s %9s %9s\n\n", "", "precision", "recall", "f1-score", "support")
	for i, of := range []metrics.Confusion{c.Flipped(), c} {
		fmt.Fprintf(&b, "%12s %9.*f %9.*f %9.*f %9.0f\n", names[i], digits, of.Precision().V, digits, of.Recall().V, digits, of.F1().V, of.TP+of.FN)
	}
	l, err := history.ReadLog(strings.NewReader(b.String()), "report.txt")
	if err != nil {
		panic(err)
	}
	return l
}
