package cases

import (
	"fmt"
	"math"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/diagnose"
	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/metrics/predictions"
	"github.com/seqpair/seqpair/metrics/runs"
)

func contract() *runs.Contract {
	return &runs.Contract{Head: "sigmoid", Columns: 1, Output: "logits", Loss: "binary cross-entropy", FromLogits: true,
		Labels: "0/1", Averaging: "binary", Weights: "none", Positive: "label 1", Monitor: "average_precision", Better: "higher", Threshold: 0.5}
}

// run is a sound run of ours: contract, manifest, records and the scores of its best epoch.
func (s source) run(prevalence float64) diagnose.Evidence {
	trained, labels := s.labels(prevalence), s.labels(prevalence)
	share := metricsOf(trained)
	e := diagnose.Evidence{Name: "run", Kind: diagnose.KindRun, Contract: contract(), Manifest: &runs.Manifest{
		Splits: map[string]runs.Part{"train": share, "valid": metricsOf(labels)}, Finished: true}}
	train, valid := s.learning(trained, 4), s.learning(labels, 4)
	h := entropy(share.Prevalence)
	for i := range train {
		r := history.Record{Kind: history.Epoch, Epoch: i + 1, Epochs: 4, GradientNorm: s.between(0.01, 2),
			Train: split(train[i]), Valid: split(valid[i])}
		if i == 0 {
			r.InitialLoss = h * s.between(0.9, 1.2)
		}
		for _, name := range []string{"embedding", "dense", "head"} {
			r.Layers = append(r.Layers, history.Layer{Name: name, GradientNorm: s.between(1e-4, 1), UpdateRatio: s.between(3e-4, 3e-2), DeadShare: s.between(0, 0.5)})
		}
		e.Records = append(e.Records, r)
	}
	e.Valid = valid[3]
	e.Manifest.Best = runs.Best{Epoch: 4, Metric: "average_precision", Value: stateOf(valid[3]).AveragePrecision()}
	choice, _ := stateOf(valid[3]).BestThreshold(metrics.Confusion.F1)
	e.Manifest.Threshold = choice
	return e
}

func entropy(p float64) float64 { return -p*math.Log(p) - (1-p)*math.Log1p(-p) }

func metricsOf(labels []bool) runs.Part {
	p := runs.Part{Examples: int64(len(labels))}
	for _, l := range labels {
		if l {
			p.Positives++
		}
	}
	p.Prevalence = float64(p.Positives) / float64(p.Examples)
	return p
}

func split(t *predictions.Table) *history.Split {
	state := stateOf(t)
	return &history.Split{Loss: state.LogLoss().V, UnweightedLoss: state.LogLoss().V, Threshold: 0.5, Confusion: state.At(0.5), Readings: metrics.Report(state, 0.5)}
}

// noted is what a run notes of 1000 sequences of 10000 units.
func noted(truncated, unknown int) history.Record {
	return history.Record{Kind: history.Note, Text: fmt.Sprintf("valid pairs: %d of 1000 sequences cut at the end, %d of 10000 units unknown", truncated, unknown)}
}

// hashed are the parts of a run, each with its hash; test is as valid.
func hashed(splits map[string]runs.Part, hashes [3]string) map[string]runs.Part {
	all := map[string]runs.Part{"train": splits["train"], "valid": splits["valid"], "test": splits["valid"]}
	for i, name := range []string{"train", "valid", "test"} {
		p := all[name]
		p.Hash = hashes[i]
		all[name] = p
	}
	return all
}

// changed is a sound run after a change of its records.
func (s source) changed(change func(e *diagnose.Evidence)) diagnose.Evidence {
	e := s.run(s.common())
	change(&e)
	return e
}

// layers changes the second layer of every record.
func layers(change func(*history.Layer)) func(*diagnose.Evidence) {
	return func(e *diagnose.Evidence) {
		for i := range e.Records {
			change(&e.Records[i].Layers[1])
		}
	}
}

var madeRuns = []maker{
	{"a contract that flattens", []string{"D01"}, func(s source) diagnose.Evidence {
		return s.changed(func(e *diagnose.Evidence) {
			e.Contract.Head, e.Contract.Columns, e.Contract.Averaging, e.Contract.Labels = "softmax", 2, "micro", "one-hot"
		})
	}},
	{"a contract with the wrong direction", []string{"D12"}, func(s source) diagnose.Evidence {
		return s.changed(func(e *diagnose.Evidence) { e.Contract.Better = "lower" })
	}},
	{"class and sample weights", []string{"D58"}, func(s source) diagnose.Evidence {
		return s.changed(func(e *diagnose.Evidence) { e.Contract.Weights = "class and sample" })
	}},
	{"a focal alpha on the wrong class", []string{"D29"}, func(s source) diagnose.Evidence {
		return s.changed(func(e *diagnose.Evidence) { e.Config = []byte(`{"Loss":{"Name":"focal","Alpha":0.25}}`) })
	}},
	{"vanishing gradients", []string{"D48"}, func(s source) diagnose.Evidence {
		return s.changed(layers(func(l *history.Layer) { l.GradientNorm = s.between(0, 1e-8) }))
	}},
	{"dead units", []string{"D50"}, func(s source) diagnose.Evidence {
		return s.changed(layers(func(l *history.Layer) { l.DeadShare = s.between(0.75, 1) }))
	}},
	{"steps too large", []string{"D51"}, func(s source) diagnose.Evidence {
		return s.changed(layers(func(l *history.Layer) { l.UpdateRatio = s.between(0.2, 3) }))
	}},
	{"steps too small", []string{"D51"}, func(s source) diagnose.Evidence {
		return s.changed(func(e *diagnose.Evidence) {
			for _, r := range e.Records {
				for i := range r.Layers {
					r.Layers[i].UpdateRatio = s.between(1e-7, 5e-5)
				}
			}
		})
	}},
	{"a ranking upside down", []string{"D46"}, func(s source) diagnose.Evidence {
		return s.changed(func(e *diagnose.Evidence) {
			labels := s.labels(s.common())
			e.Records, e.Manifest.Best = nil, runs.Best{}
			e.Valid = mapped(s.scored(labels, s.between(0.6, 1.5), 0), func(p float64, _ bool) float64 { return 1 - p })
			e.Test = mapped(s.scored(labels, 0, 0), func(float64, bool) float64 { return s.Float64() })
		})
	}},
	{"a first loss far off", []string{"D56"}, func(s source) diagnose.Evidence {
		return s.changed(func(e *diagnose.Evidence) { e.Records[0].InitialLoss = s.between(2.5, 10) })
	}},
	{"the weights of the last epoch", []string{"D14"}, func(s source) diagnose.Evidence {
		return s.changed(func(e *diagnose.Evidence) {
			e.Manifest.Best.Epoch = 2
			e.Manifest.Best.Value.V += 0.2
		})
	}},
	{"a run that diverged", []string{"D49"}, func(s source) diagnose.Evidence {
		return s.changed(func(e *diagnose.Evidence) {
			for i := range e.Records[2:] {
				e.Records[2+i].Train.Loss, e.Records[2+i].Train.UnweightedLoss = math.NaN(), math.NaN()
			}
		})
	}},
	{"a run that exploded and came back", []string{"D49"}, func(s source) diagnose.Evidence {
		return s.changed(func(e *diagnose.Evidence) {
			for i, huge := range []float64{s.between(1e4, 1e8), s.between(1, 1e4)} {
				e.Records[i].Train.Loss, e.Records[i].Train.UnweightedLoss = huge, huge
			}
			for i := range e.Records {
				e.Records[i].Layers[1].GradientNorm = s.between(0, 1e-8)
			}
		})
	}},
	{"a run whose scores are no probabilities", []string{"D68"}, func(s source) diagnose.Evidence {
		return s.changed(func(e *diagnose.Evidence) {
			e.Records, e.Manifest.Best, e.Manifest.Shift = nil, runs.Best{}, 1
			e.Valid = s.overconfident()
		})
	}},
	{"a run whose scores say too many positives", []string{"D68"}, func(s source) diagnose.Evidence {
		return s.changed(func(e *diagnose.Evidence) {
			labels := s.labels(s.between(0.02, 0.1))
			e.Records, e.Manifest.Best, e.Manifest.Calibrator = nil, runs.Best{}, []byte(`{}`)
			e.Valid = s.scored(labels, s.between(2, 3), balanced(labels))
		})
	}},
	{"sequences that are cut", []string{"D69"}, func(s source) diagnose.Evidence {
		return s.changed(func(e *diagnose.Evidence) {
			e.Records = append(e.Records, noted(501+s.IntN(500), s.IntN(1000)))
		})
	}},
	{"units that are unknown", []string{"D69"}, func(s source) diagnose.Evidence {
		return s.changed(func(e *diagnose.Evidence) {
			e.Records = append(e.Records, noted(s.IntN(300), 5001+s.IntN(5000)))
		})
	}},
	{"a monitor that stands still", []string{"D70"}, func(s source) diagnose.Evidence {
		return s.changed(func(e *diagnose.Evidence) {
			still := pick(s, metrics.Value{V: 0}, metrics.Value{Undefined: "nothing is predicted positive"})
			for i := range e.Records {
				e.Records[i].Monitor = "precision@0.5"
				e.Records[i].Valid.Readings = append(e.Records[i].Valid.Readings, metrics.Reading{Name: "precision@0.5", Value: still})
			}
		})
	}},
	{"one part given as two", []string{"D31"}, func(s source) diagnose.Evidence {
		return s.changed(func(e *diagnose.Evidence) {
			hashes := pick(s, [3]string{"a", "a", "a"}, [3]string{"a", "a", "b"}, [3]string{"a", "b", "a"}, [3]string{"a", "b", "b"})
			e.Manifest.Splits = hashed(e.Manifest.Splits, hashes)
		})
	}},
	{"a share that differs between splits", []string{"D33"}, func(s source) diagnose.Evidence {
		e := s.run(s.between(0.02, 0.2))
		p := e.Manifest.Splits["train"]
		p.Positives = p.Examples / 2
		p.Prevalence = 0.5
		e.Manifest.Splits["train"] = p
		e.Valid = nil
		e.Records = nil
		return e
	}},
	{"class weights that scale the rate", []string{"D11"}, func(s source) diagnose.Evidence {
		e := s.run(s.between(0.05, 0.3))
		e.ClassWeights = [2]float64{1, s.between(40, 200)}
		return e
	}},
	{"class weights that never reached the loss", []string{"D07"}, func(s source) diagnose.Evidence {
		labels := s.labels(s.between(0.05, 0.3))
		tables := s.learning(labels, 3)
		e := logged(s.printed(each(tables, classMetrics), "loss", "auc"))
		e.Train = tables[2]
		p := stateOf(e.Train).Prevalence().V
		e.ClassWeights = [2]float64{0.5 / (1 - p), 0.5 / p}
		return e
	}},
	{"a validation loss without class weights", []string{"D09"}, func(s source) diagnose.Evidence {
		labels := s.labels(s.between(0.05, 0.3))
		tables := s.learning(labels, 3)
		read := each(tables, classMetrics)
		e := logged(s.printed(validated(read, read), "val_loss", "val_auc"))
		e.Valid = tables[2]
		p := stateOf(e.Valid).Prevalence().V
		e.ClassWeights = [2]float64{0.5 / (1 - p), 0.5 / p}
		return e
	}},
}
