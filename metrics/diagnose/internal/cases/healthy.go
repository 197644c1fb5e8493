package cases

import (
	"github.com/seqpair/seqpair/metrics/diagnose"
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
	{"healthy pairs", nil, func(s source) diagnose.Evidence {
		p := s.between(0.02, 0.5)
		return counted(s.pairs(0, 4000, p), s.pairs(100000, 2000, p))
	}},
}
