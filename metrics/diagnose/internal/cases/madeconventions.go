package cases

import (
	"math"

	"github.com/seqpair/seqpair/metrics/diagnose"
	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/metrics/predictions"
)

// madeConventions are logs whose accuracy or loss follows from the scores beside them by a mistake alone, and logs in
// which a framework says so.
var madeConventions = []maker{
	{"an accuracy of shapes that were broadcast", []string{"D19"}, func(s source) diagnose.Evidence {
		return s.accuracyBeside(func(t *predictions.Table) float64 {
			state := stateOf(t)
			c, p := state.At(0.5), state.Prevalence().V
			r := (c.TP + c.FP) / (c.TP + c.FP + c.TN + c.FN)
			return r*p + (1-r)*(1-p)
		})
	}},
	{"an accuracy of two sigmoid columns", []string{"D18", "D44"}, func(s source) diagnose.Evidence {
		e := s.accuracyBeside(func(t *predictions.Table) float64 {
			right := 0.0
			for i, label := range t.Labels {
				// Column 0 of a sigmoid of its own, which doubts more.
				t.Scores0 = append(t.Scores0, 1-math.Pow(t.Scores[i], 0.4))
				if (t.Scores[i] > 0.5) == label {
					right++
				}
				if (t.Scores0[i] > 0.5) != label {
					right++
				}
			}
			return right / 2 / float64(len(t.Labels))
		})
		return e
	}},
	{"a class weight whose key is no class", []string{"D08"}, func(s source) diagnose.Evidence {
		return s.weighed(func(w [2]float64) [2]float64 { return [2]float64{w[0], 1} }, "loss", "auc")
	}},
	{"an accuracy without the class weights of the loss", []string{"D10"}, func(s source) diagnose.Evidence {
		return s.weighed(func(w [2]float64) [2]float64 { return w }, "loss", "accuracy")
	}},
	{"a framework refuses the class weights of positions", []string{"D06"}, said("ValueError: `class_weight` not supported for 3+ dimensional targets.")},
	{"a framework refuses keys that are no classes", []string{"D08"}, said("ValueError: Expected `class_weight` to be a dict with keys from 0 to one less than the number of classes, found {'0': 1, '1': 10}")},
	{"a framework refuses class weights of a loader", []string{"D07"}, said("ValueError: Argument `class_weight` is not supported for torch DataLoader inputs. You can modify your `__getitem__ ` method to return input tensor, label and class_weight.")},
	{"a framework warns of shapes", []string{"D19"}, said("UserWarning: Using a target size (torch.Size([64])) that is different to the input size (torch.Size([64, 1])). This will likely lead to incorrect results due to broadcasting.")},
}

// said is a healthy log with a message.
func said(text string) func(source) diagnose.Evidence {
	return func(s source) diagnose.Evidence {
		e := logged(s.printed(each(s.learning(s.labels(s.common()), 4), classMetrics)))
		e.Log.Messages = append(e.Log.Messages, history.Message{Text: text})
		return e
	}
}

// accuracyBeside is a log whose accuracy is read in another way, which differs visibly, and the scores of its last epoch.
func (s source) accuracyBeside(read func(*predictions.Table) float64) diagnose.Evidence {
	var tables []*predictions.Table
	var values []float64
	for apart := 0.0; apart < 0.02; {
		tables, values = s.learning(s.labels(s.between(0.1, 0.4)), 4), nil
		for _, t := range tables {
			values = append(values, read(t))
		}
		apart = math.Abs(values[3] - stateOf(tables[3]).At(0.5).Accuracy().V)
	}
	all := each(tables, classMetrics)
	for i, v := range values {
		all[i]["accuracy"] = v
	}
	e := logged(s.printed(all, "loss", "accuracy", "auc"))
	e.Test = tables[3]
	return e
}

// weighed is a log of training with balanced class weights that were declared, beside the scores of the training data; its
// loss has what became of the weights.
func (s source) weighed(became func([2]float64) [2]float64, names ...string) diagnose.Evidence {
	tables := s.learning(s.labels(s.between(0.05, 0.3)), 3)
	share := stateOf(tables[2]).Prevalence().V
	declared := [2]float64{0.5 / (1 - share), 0.5 / share}
	e := logged(s.printed(each(tables, func(t *predictions.Table) epoch {
		read := classMetrics(t)
		read["loss"] = weightedLoss(t, became(declared))
		return read
	}), names...))
	e.Train, e.ClassWeights = tables[2], declared
	return e
}

// weightedLoss is the cross-entropy weighted by class and divided by the examples.
func weightedLoss(t *predictions.Table, weights [2]float64) float64 {
	sum := 0.0
	for i, p := range t.Scores {
		if t.Labels[i] {
			sum -= weights[1] * math.Log(max(p, 1e-7))
		} else {
			sum -= weights[0] * math.Log(max(1-p, 1e-7))
		}
	}
	return sum / float64(len(t.Scores))
}
