package cases

import (
	"math"

	"github.com/seqpair/seqpair/metrics/diagnose"
)

// madeCollapses are logs of flattened metrics, of one class, and of outputs at a clip.
var madeCollapses = []maker{
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
	{"a large MCC at recall 0", []string{"D02", "D22"}, func(s source) diagnose.Evidence {
		all := s.stuck(0, false)
		for _, e := range all {
			e["mcc"] = s.between(0.3, 0.98)
		}
		return logged(s.printed(all, "loss", "accuracy", "recall", "auc", "mcc"))
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
