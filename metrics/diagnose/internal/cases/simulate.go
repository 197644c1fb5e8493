package cases

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/diagnose"
	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/metrics/predictions"
)

// source draws data sets and the scores of models.
type source struct{ *rand.Rand }

// pick is one of the choices.
func pick[T any](s source, choices ...T) T { return choices[s.IntN(len(choices))] }

// between is a uniform number.
func (s source) between(lo, hi float64) float64 { return lo + (hi-lo)*s.Float64() }

// prevalences run from 0.1 % to one half.
func (s source) prevalence() float64 {
	return pick(s, 0.001, 0.003, 0.01, 0.02, 0.05, 0.1, 1.0/11, 0.2, 0.3, 0.4, 0.5)
}

// labels are n labels with at least 40 of each class.
func (s source) labels(prevalence float64) []bool {
	n := max(pick(s, 1000, 3000, 8000), int(60/prevalence))
	labels := make([]bool, n)
	positives := 0
	for i := range labels {
		labels[i] = s.Float64() < prevalence
		if labels[i] {
			positives++
		}
	}
	for i := 0; positives < 40; i++ {
		if at := s.IntN(n); !labels[at] {
			labels[at] = true
			positives++
		}
	}
	return labels
}

// scored gives each label a score: the posterior of two normal distributions d apart,
// with the log odds moved by shift.
func (s source) scored(labels []bool, d, shift float64) *predictions.Table {
	positives := 0
	for _, l := range labels {
		if l {
			positives++
		}
	}
	prior := math.Log(float64(positives) / float64(len(labels)-positives))
	t := &predictions.Table{Source: "scores.csv", Labels: labels}
	for _, l := range labels {
		x := s.NormFloat64()
		if l {
			x += d
		}
		t.Scores = append(t.Scores, sigmoid(d*x-d*d/2+prior+shift))
	}
	return t
}

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// balanced is the shift that puts the threshold where a model trained with balanced
// class weights has it.
func balanced(labels []bool) float64 {
	positives := 0
	for _, l := range labels {
		if l {
			positives++
		}
	}
	return -math.Log(float64(positives) / float64(len(labels)-positives))
}

func stateOf(t *predictions.Table) *metrics.State {
	state, err := t.State()
	if err != nil {
		panic(err) // scores and labels are made here
	}
	return state
}

// epoch is what is logged of one epoch.
type epoch map[string]float64

// learning is a model that learns: epochs of scores on the same labels.
func (s source) learning(labels []bool, epochs int) []*predictions.Table {
	top, shift := s.between(1.8, 3.5), balanced(labels)*s.between(0.5, 1)
	var all []*predictions.Table
	for i := range epochs {
		all = append(all, s.scored(labels, top*(1-math.Exp(-float64(i+2)/2)), shift))
	}
	return all
}

// classMetrics reads the metrics of the positive class.
func classMetrics(t *predictions.Table) epoch {
	state := stateOf(t)
	c := state.At(0.5)
	return epoch{"loss": state.LogLoss().V, "accuracy": c.Accuracy().V, "precision": c.Precision().V, "recall": c.Recall().V,
		"f1": c.F1().V, "auc": state.ROCAUC().V}
}

// flattened reads the metrics over both columns; the loss is the mean over them.
func flattened(t *predictions.Table) epoch {
	state := stateOf(t)
	micro := metrics.OneHotMicro(state)
	c := micro.At(0.5)
	return epoch{"loss": state.LogLoss().V, "accuracy": c.Accuracy().V, "precision": c.Precision().V, "recall": c.Recall().V,
		"f1": c.F1().V, "auc": micro.ROCAUC().V}
}

// order is the order in which readings are printed.
var order = []string{"loss", "accuracy", "precision", "recall", "f1", "auc", "mcc", "val_loss", "val_accuracy", "val_precision", "val_recall", "val_f1", "val_auc", "val_pr_auc", "mean_io_u", "iou", "lr"}

// printed writes epochs as one of several programs does.
func (s source) printed(epochs []epoch, names ...string) *history.Log {
	var b strings.Builder
	form := s.IntN(4)
	var kept []string
	for _, name := range order {
		if _, there := epochs[len(epochs)-1][name]; there && (len(names) == 0 || contains(names, name)) {
			kept = append(kept, name)
		}
	}
	if form == 1 {
		b.WriteString("epoch," + strings.Join(kept, ",") + "\n")
	}
	for i, e := range epochs {
		var items []string
		for _, name := range kept {
			items = append(items, item(form, name, e[name]))
		}
		switch form {
		case 0:
			fmt.Fprintf(&b, "Epoch %d/%d\n313/313 [==============================] - 2s 5ms/step - %s\n", i+1, len(epochs), strings.Join(items, " - "))
		case 1:
			fmt.Fprintf(&b, "%d,%s\n", i, strings.Join(items, ","))
		case 2:
			fmt.Fprintf(&b, "{\"epoch\":%d,%s}\n", i, strings.Join(items, ","))
		case 3:
			fmt.Fprintf(&b, "Epoch %d: %s\n", i+1, strings.Join(items, ", "))
		}
	}
	l, err := history.ReadLog(strings.NewReader(b.String()), "training.log")
	if err != nil {
		panic(fmt.Sprintf("%v in\n%s", err, b.String()))
	}
	return l
}

func item(form int, name string, v float64) string {
	switch form {
	case 0:
		if v != 0 && math.Abs(v) < 1e-3 {
			return fmt.Sprintf("%s: %.4e", name, v)
		}
		return fmt.Sprintf("%s: %.4f", name, v)
	case 1:
		return fmt.Sprintf("%.9g", float32(v))
	case 2:
		if math.IsNaN(v) {
			return fmt.Sprintf("%q:NaN", name)
		}
		return fmt.Sprintf("%q:%.9g", name, v)
	}
	return fmt.Sprintf("%s=%.4f", name, v)
}

func contains(names []string, name string) bool {
	for _, n := range names {
		if n == name {
			return true
		}
	}
	return false
}

// each reads every table.
func each(tables []*predictions.Table, read func(*predictions.Table) epoch) []epoch {
	var all []epoch
	for _, t := range tables {
		all = append(all, read(t))
	}
	return all
}

// validated adds the readings of validation data under their prefix.
func validated(train, valid []epoch) []epoch {
	var all []epoch
	for i := range train {
		e := epoch{}
		for name, v := range train[i] {
			e[name] = v
		}
		for name, v := range valid[i] {
			e["val_"+name] = v
		}
		all = append(all, e)
	}
	return all
}

func logged(l *history.Log) diagnose.Evidence { return diagnose.FromLog(l) }
func tabled(t *predictions.Table) diagnose.Evidence {
	return diagnose.FromPredictions(t)
}
