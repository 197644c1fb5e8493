package diagnose

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/metrics/predictions"
	"github.com/seqpair/seqpair/metrics/runs"
)

// Evidence is what there is to judge by. Every field is optional; nothing in it
// is changed.
type Evidence struct {
	Name string // of the run or file
	Kind string // KindRun and so on; of several, joined by "and"

	Log     *history.Log     // a log of any program, digits as printed
	Records []history.Record // a log of ours, with full counts

	Train, Valid, Test *predictions.Table // of the model as it is now

	Contract *runs.Contract  // how head, loss, labels and averaging go together
	Config   json.RawMessage // of the run
	Manifest *runs.Manifest

	Confusion *metrics.Confusion // typed by hand, or printed beside a log
	Data      *Data              // what the pairs themselves say
	Active    *Active            // what experiments on the model said

	Prevalence   float64    // share of positives that the user declares, in (0,1); 0: not declared
	ClassWeights [2]float64 // of negatives and positives in the loss, as the user declares; zero: not declared

	Logits        bool  // scores outside [0,1] were read as logits, though nobody declared them
	Probabilities bool  // scores in [0,1] were read as probabilities, though they were declared as logits
	Refused       error // why a file of predictions was refused for its scores

	memo *memo
}

// memo keeps what several checks need.
type memo struct {
	trails []trail
	scored []scored
}

// remembered is e with its memo filled.
func (e Evidence) remembered() Evidence {
	e.memo = nil
	e.memo = &memo{trails: trails(e), scored: scores(e)}
	return e
}

// FromRun gathers the evidence of the run directory at path: contract, history
// and the predictions that were saved.
func FromRun(path string) (Evidence, error) {
	r, err := runs.Open(path)
	if err != nil {
		return Evidence{}, fmt.Errorf("diagnose: %w", err)
	}
	e := Evidence{Name: r.Name, Kind: KindRun, Config: r.Config, Records: r.History, Contract: &r.Contract, Manifest: &r.Manifest}
	for _, part := range []struct {
		split string
		table **predictions.Table
	}{{"train", &e.Train}, {"valid", &e.Valid}, {"test", &e.Test}} {
		t, err := r.Predictions(part.split)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return Evidence{}, fmt.Errorf("diagnose: %w", err)
		}
		if err == nil {
			*part.table = t
		}
	}
	return e, nil
}

// FromPredictions is the evidence of one file of predictions, whatever its
// split; it stands as Test.
func FromPredictions(t *predictions.Table) Evidence {
	if t == nil {
		return Evidence{}
	}
	return Evidence{Name: t.Source, Kind: KindPredictions, Test: t}
}

// FromLog is the evidence of a training log alone.
func FromLog(l *history.Log) Evidence {
	if l == nil {
		return Evidence{}
	}
	return Evidence{Name: l.Source, Kind: KindLog, Log: l}
}

// framework is whose code the fix should be written in: "keras", "seqpair", or
// "" if nothing tells.
func (e Evidence) framework() string {
	switch {
	case e.Contract != nil || len(e.Records) > 0:
		return "seqpair"
	case e.Log != nil && e.Log.Format == "seqpair history":
		return "seqpair"
	case e.Log != nil && strings.HasPrefix(e.Log.Format, "Keras"):
		return "keras"
	}
	return ""
}

// threshold is where the user draws the line: the one chosen on validation
// data, else the declared one, else 0.5.
func (e Evidence) threshold() float64 {
	if e.Manifest != nil && e.Manifest.Threshold > 0 {
		return e.Manifest.Threshold
	}
	if e.Contract != nil && e.Contract.Threshold > 0 {
		return e.Contract.Threshold
	}
	return 0.5
}

// declaredShare is the prevalence that the user declares; 0 if it is none, or no share of two classes.
func (e Evidence) declaredShare() float64 {
	if !(e.Prevalence > 0 && e.Prevalence < 1) {
		return 0
	}
	return e.Prevalence
}
