package cases

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/seqpair/seqpair/metrics/diagnose"
	"github.com/seqpair/seqpair/metrics/predictions"
)

// maker draws one case.
type maker struct {
	name string
	want []string
	make func(source) diagnose.Evidence
}

// Made draws each kind of case times, from a seed: other seeds give other class
// shares, sizes, formats and noise. Each healthy kind is drawn twice as often.
func Made(seed uint64, times int) []Case {
	var all []Case
	for _, kinds := range [][]maker{madeLogs, madeScores, madeRuns, madeData, madeTables, healthy} {
		for _, k := range kinds {
			n := times
			if len(k.want) == 0 {
				n = 2 * times
			}
			for i := range n {
				h := uint64(i)
				for _, c := range k.name {
					h = h*1099511628211 + uint64(c)
				}
				s := source{rand.New(rand.NewPCG(seed, h))}
				all = append(all, Case{Name: fmt.Sprintf("%s, %d", k.name, i+1), Source: "seqpair", Want: k.want, Evidence: k.make(s)})
			}
		}
	}
	return all
}

// epochsOf is a number of epochs to log.
func (s source) epochs() int { return 3 + s.IntN(4) }

// common is a share of positives at which averages differ visibly from accuracy.
func (s source) common() float64 { return s.between(0.03, 0.45) }

var madeLogs = []maker{
	{"flattened metrics of a skilled model", []string{"D01"}, func(s source) diagnose.Evidence {
		labels := s.labels(s.common())
		return logged(s.printed(each(s.learning(labels, s.epochs()), flattened)))
	}},
	{"flattened metrics of a model that predicts one class", []string{"D01", "D02"}, func(s source) diagnose.Evidence {
		return logged(s.printed(s.stuck(0, true)))
	}},
	{"flattened metrics of a saturated output", []string{"D01", "D02", "D42"}, func(s source) diagnose.Evidence {
		return logged(s.printed(s.stuck((16.11809565+15.94238515)/2, true)))
	}},
	{"one class, metrics of the positives", []string{"D02"}, func(s source) diagnose.Evidence {
		return logged(s.printed(s.stuck(0, false), "loss", "accuracy", "precision", "recall", "auc"))
	}},
	{"one class, accuracy and AUC alone", []string{"D02"}, func(s source) diagnose.Evidence {
		return logged(s.printed(s.stuck(0, false), "loss", "accuracy", "auc"))
	}},
	{"a sigmoid at its clip", []string{"D02", "D42"}, func(s source) diagnose.Evidence {
		return logged(s.printed(s.stuck(pick(s, 16.11809565, 100), false), "loss", "accuracy"))
	}},
	{"a ranking below the threshold", []string{"D43"}, func(s source) diagnose.Evidence {
		labels := s.labels(s.between(0.005, 0.05))
		var all []epoch
		for i := range s.epochs() {
			all = append(all, classMetrics(s.scored(labels, 1.5+0.1*float64(i), -6)))
		}
		return logged(s.printed(all, "loss", "accuracy", "recall", "auc"))
	}},
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
	{"a large MCC at recall 0", []string{"D02", "D22"}, func(s source) diagnose.Evidence {
		all := s.stuck(0, false)
		for _, e := range all {
			e["mcc"] = s.between(0.3, 0.98)
		}
		return logged(s.printed(all, "loss", "accuracy", "recall", "auc", "mcc"))
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
}

// stuck is a log of a model that predicts the majority: its loss is that of a constant
// at the class shares, or errors times perError.
func (s source) stuck(perError float64, flat bool) []epoch {
	k := 3 + s.IntN(40)
	share := float64(k) / float64(k+1)
	loss := perError * (1 - share)
	if perError == 0 {
		loss = -share*math.Log(share) - (1-share)*math.Log(1-share)
	}
	var all []epoch
	for i := range 3 + s.IntN(3) {
		e := epoch{"loss": loss, "accuracy": share, "precision": 0, "recall": 0, "f1": 0, "auc": 0.5 + s.between(-0.01, 0.01)}
		if flat {
			e["precision"], e["recall"], e["f1"], e["auc"] = share, share, share, share+s.between(-0.001, 0.001)
		}
		if i == 0 {
			e["accuracy"] -= 0.004
			e["loss"] += 0.01
			if flat {
				e["precision"], e["recall"], e["f1"], e["auc"] = e["accuracy"], e["accuracy"], e["accuracy"], e["accuracy"]-0.004
			} else {
				e["precision"], e["recall"] = s.between(0.01, 0.1), s.between(0.001, 0.01)
			}
		}
		all = append(all, e)
	}
	return all
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
