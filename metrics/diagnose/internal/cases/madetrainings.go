package cases

import (
	"math"

	"github.com/seqpair/seqpair/metrics/diagnose"
)

// madeTrainings are logs of training that went wrong, and of metrics that hide it.
var madeTrainings = []maker{
	{"a metric that is not a number", []string{"D05"}, func(s source) diagnose.Evidence {
		labels := s.labels(s.common())
		all := each(s.learning(labels, 5), classMetrics)
		for i := range 1 + s.IntN(2) {
			all[i]["f1"] = math.NaN()
		}
		return logged(s.printed(all, "loss", "accuracy", "f1", "auc"))
	}},
	{"a loss that is not a number", []string{"D49"}, func(s source) diagnose.Evidence {
		labels := s.labels(s.common())
		all := each(s.learning(labels, 5), classMetrics)
		for _, e := range all[2+s.IntN(2):] {
			e["loss"] = math.NaN()
		}
		return logged(s.printed(all))
	}},
	{"a loss that grows", []string{"D49"}, func(s source) diagnose.Evidence {
		loss := 0.7
		var all []epoch
		for range 5 {
			loss *= s.between(1.8, 6)
			all = append(all, epoch{"loss": loss, "accuracy": s.between(0.4, 0.6)})
		}
		return logged(s.printed(all))
	}},
	{"overfitting", []string{"D52"}, func(s source) diagnose.Evidence {
		labels := s.labels(s.common())
		train, valid := each(s.learning(labels, 10), classMetrics), each(s.learning(labels, 10), classMetrics)
		least := s.between(0.2, 0.4)
		for i := range train {
			train[i]["loss"] = least * math.Exp(-0.25*float64(i))
			valid[i]["loss"] = least * (1.1 + 0.03*math.Pow(max(0, float64(i)-2), 2))
			valid[i]["auc"], train[i]["auc"] = 0.8-0.005*float64(i), 0.85+0.015*float64(i)
		}
		return logged(s.printed(validated(train, valid), "loss", "auc", "val_loss", "val_auc"))
	}},
	{"a mean IoU that stands still", []string{"D36"}, func(s source) diagnose.Evidence {
		share := s.common()
		all := each(s.learning(s.labels(share), 5), classMetrics)
		for _, e := range all {
			e["mean_io_u"] = (1 - share) / 2
		}
		return logged(s.printed(all, "loss", "accuracy", "mean_io_u"))
	}},
	{"pixel accuracy of a rare foreground", []string{"D38"}, func(s source) diagnose.Evidence {
		labels := s.labels(s.between(0.01, 0.06))
		var all []epoch
		for range 4 {
			t := s.scored(labels, s.between(1.5, 2), 0.5)
			e := classMetrics(t)
			e["iou"] = stateOf(t).At(0.5).Jaccard().V
			all = append(all, e)
		}
		return logged(s.printed(all, "loss", "accuracy", "iou"))
	}},
	{"positives that are the majority", []string{"D59"}, func(s source) diagnose.Evidence {
		labels := s.labels(s.between(0.1, 0.3))
		for i := range labels {
			labels[i] = !labels[i]
		}
		return logged(s.printed(each(s.learning(labels, s.epochs()), classMetrics)))
	}},
	{"an AUC of chance, and no accuracy", []string{"D46"}, func(s source) diagnose.Evidence {
		var all []epoch
		for range s.epochs() {
			all = append(all, epoch{"loss": s.between(0.3, 0.35), "auc": s.between(0.485, 0.515)})
		}
		return logged(s.printed(all, "loss", "auc"))
	}},
	{"training data known by heart", []string{"D52"}, func(s source) diagnose.Evidence {
		labels := s.labels(s.between(0.1, 0.4))
		e := tabled(s.scored(labels, s.between(1, 1.3), balanced(labels)))
		e.Train = s.scored(labels, s.between(4, 5), balanced(labels))
		return e
	}},
}
