package multiclass_test

import (
	"testing"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/metricstest"
	"github.com/seqpair/seqpair/metrics/multiclass"
)

// The harness draws binary batches; each adaptor makes rows of its own kind of them, one for one.

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// grade spreads a score in [0,1] over four classes; what is no such score is no class.
func grade(score float64) int {
	switch {
	case score >= 0 && score < 1:
		return int(score * 4)
	case score == 1:
		return 3
	}
	return -1
}

type lawfulConfusion struct{ *multiclass.Confusion }

func (l lawfulConfusion) Update(b metrics.Batch) error {
	d := multiclass.Decisions{Weights: b.Weights}
	for i, score := range b.Scores {
		d.Predicted = append(d.Predicted, grade(score))
		if i < len(b.Labels) {
			truth := 1
			if b.Labels[i] {
				truth = max(grade(score), 2)
			}
			d.Truth = append(d.Truth, truth)
		}
	}
	return l.Confusion.Update(d)
}

func (l lawfulConfusion) Merge(o lawfulConfusion) error { return l.Confusion.Merge(o.Confusion) }

func emptyConfusion() lawfulConfusion {
	c, err := multiclass.NewConfusion("a", "b", "c", "d")
	must(err)
	return lawfulConfusion{c}
}

func put(values map[string]float64, name string, v metrics.Value) {
	if v.Undefined == "" {
		values[name] = v.V
	}
	if v.Undefined == "" && v.NoBaseline == "" {
		values[name+" baseline"] = v.Baseline
	}
}

func readConfusion(l lawfulConfusion) map[string]float64 {
	values := make(map[string]float64)
	c := l.Confusion
	for name, v := range map[string]metrics.Value{
		"accuracy": c.Accuracy(), "balanced": c.BalancedAccuracy().Value, "adjusted": c.AdjustedBalancedAccuracy().Value,
		"kappa": c.Kappa(multiclass.Nominal), "linear": c.Kappa(multiclass.Linear), "quadratic": c.Kappa(multiclass.Quadratic),
		"mcc": c.MCC(), "gmean": c.GMean(0.01).Value, "mae": c.MAE(), "macro mae": c.MacroMAE().Value,
	} {
		put(values, name, v)
	}
	for _, over := range []multiclass.Averaging{multiclass.Macro, multiclass.Weighted, multiclass.Micro} {
		put(values, "precision "+over.String(), c.Average(metrics.Confusion.Precision, over).Value)
		put(values, "f1 "+over.String(), c.Average(metrics.Confusion.F1, over).Value)
	}
	return values
}

func TestConfusionLaws(t *testing.T) {
	t.Run("binary", func(t *testing.T) {
		metricstest.Run(t, emptyConfusion, metricstest.Options[lawfulConfusion]{
			Read:   readConfusion,
			Encode: func(l lawfulConfusion) ([]byte, error) { return l.MarshalBinary() },
			Decode: func(data []byte) (lawfulConfusion, error) {
				l := lawfulConfusion{new(multiclass.Confusion)}
				return l, l.UnmarshalBinary(data)
			},
		})
	})
	t.Run("JSON", func(t *testing.T) {
		metricstest.Run(t, emptyConfusion, metricstest.Options[lawfulConfusion]{
			Read:   readConfusion,
			Encode: func(l lawfulConfusion) ([]byte, error) { return l.MarshalJSON() },
			Decode: func(data []byte) (lawfulConfusion, error) {
				l := lawfulConfusion{new(multiclass.Confusion)}
				return l, l.UnmarshalJSON(data)
			},
		})
	})
}

type lawfulState struct{ *multiclass.State }

func (l lawfulState) Update(b metrics.Batch) error {
	batch := multiclass.Batch{Weights: b.Weights}
	for _, score := range b.Scores {
		half := (1 - score) / 2
		if grade(score) < 0 {
			half = score // out of range, as it was
		}
		batch.Scores = append(batch.Scores, score, half, half)
	}
	for i, positive := range b.Labels {
		truth := i % 2 // of no matter: made from the row below
		if i < len(b.Scores) {
			truth = max(grade(b.Scores[i]), 0) / 2
		}
		if positive {
			truth = 2
		}
		batch.Truth = append(batch.Truth, truth)
	}
	return l.State.Update(batch)
}

func (l lawfulState) Merge(o lawfulState) error { return l.State.Merge(o.State) }

func emptyState() lawfulState {
	s, err := multiclass.NewState("a", "b", "c")
	must(err)
	return lawfulState{s}
}

func readState(l lawfulState) map[string]float64 {
	values := make(map[string]float64)
	s := l.State
	for name, v := range map[string]metrics.Value{
		"log loss": s.LogLoss(), "brier": s.Brier(), "hinge": s.Hinge(), "top": s.TopK(2).Value,
		"ovr": s.OneVsRestAUC(multiclass.Macro).Value, "ovr weighted": s.OneVsRestAUC(multiclass.Weighted).Value,
		"ovr micro": s.OneVsRestAUC(multiclass.Micro).Value, "ovo": s.OneVsOneAUC(multiclass.Macro).Value,
		"ovo weighted": s.OneVsOneAUC(multiclass.Weighted).Value,
		"ap":           s.Average((*metrics.State).AveragePrecision, multiclass.Weighted).Value, "confidence": s.TopLabel().Brier(),
		"accuracy": argmax(s).Accuracy(),
	} {
		put(values, name, v)
	}
	return values
}

// TestStateLaws: an exact State does not mind order or chunks by a single bit.
func TestStateLaws(t *testing.T) {
	options := metricstest.Options[lawfulState]{Read: readState, Exact: true}
	options.Encode = func(l lawfulState) ([]byte, error) { return l.MarshalBinary() }
	options.Decode = func(data []byte) (lawfulState, error) {
		l := lawfulState{new(multiclass.State)}
		return l, l.UnmarshalBinary(data)
	}
	t.Run("binary", func(t *testing.T) { metricstest.Run(t, emptyState, options) })
	options.Encode = func(l lawfulState) ([]byte, error) { return l.MarshalJSON() }
	options.Decode = func(data []byte) (lawfulState, error) {
		l := lawfulState{new(multiclass.State)}
		return l, l.UnmarshalJSON(data)
	}
	t.Run("JSON", func(t *testing.T) { metricstest.Run(t, emptyState, options) })
}

type lawfulLabels struct{ *multiclass.Labels }

func (l lawfulLabels) Update(b metrics.Batch) error {
	batch := multiclass.LabelBatch{Weights: b.Weights}
	for i, score := range b.Scores {
		batch.Scores = append(batch.Scores, score, 1-score, score)
		if i < len(b.Labels) {
			batch.Labels = append(batch.Labels, b.Labels[i], grade(score) > 1, grade(score)%2 == 0)
		}
	}
	return l.Labels.Update(batch)
}

func (l lawfulLabels) Merge(o lawfulLabels) error { return l.Labels.Merge(o.Labels) }

func emptyLabels() lawfulLabels {
	l, err := multiclass.NewLabels("a", "b", "c")
	must(err)
	return lawfulLabels{l}
}

func readLabels(l lawfulLabels) map[string]float64 {
	values := make(map[string]float64)
	table, err := l.At(0.5)
	must(err)
	for name, v := range map[string]metrics.Value{
		"hamming": table.Hamming(), "subset": table.SubsetAccuracy(), "sample precision": table.SamplePrecision().Value,
		"sample recall": table.SampleRecall().Value, "sample f2": table.SampleFBeta(2).Value,
		"sample jaccard": table.SampleJaccard().Value, "ranking ap": l.RankingAveragePrecision().Value,
		"ranking loss": l.RankingLoss().Value, "coverage": l.CoverageError().Value,
		"f1 macro": table.Average(metrics.Confusion.F1, multiclass.Macro).Value,
		"f1 micro": table.Average(metrics.Confusion.F1, multiclass.Micro).Value,
		"ap macro": l.Average((*metrics.State).AveragePrecision, multiclass.Macro).Value,
	} {
		put(values, name, v)
	}
	return values
}

func TestLabelsLaws(t *testing.T) {
	options := metricstest.Options[lawfulLabels]{Read: readLabels, Exact: true}
	options.Encode = func(l lawfulLabels) ([]byte, error) { return l.MarshalBinary() }
	options.Decode = func(data []byte) (lawfulLabels, error) {
		l := lawfulLabels{new(multiclass.Labels)}
		return l, l.UnmarshalBinary(data)
	}
	t.Run("binary", func(t *testing.T) { metricstest.Run(t, emptyLabels, options) })
	options.Encode = func(l lawfulLabels) ([]byte, error) { return l.MarshalJSON() }
	options.Decode = func(data []byte) (lawfulLabels, error) {
		l := lawfulLabels{new(multiclass.Labels)}
		return l, l.UnmarshalJSON(data)
	}
	t.Run("JSON", func(t *testing.T) { metricstest.Run(t, emptyLabels, options) })
}
