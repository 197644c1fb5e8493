package model

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"time"

	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/metrics/runs"
	"github.com/seqpair/seqpair/model/data"
)

// resume goes back to the last checkpoint, or to the beginning if there is none.
func (f *fitting) resume() error {
	last, err := f.checkpoint()
	if err != nil {
		return err
	}
	if last == "" {
		f.began = time.Now()
		if err := f.dir.Rewind(0); err != nil {
			return err
		}
		if err := f.firstWeights(); err != nil {
			return err
		}
		if err := f.readInitialLoss(); err != nil {
			return err
		}
		if err := f.record(history.Record{Kind: history.Start, Text: f.description()}); err != nil {
			return err
		}
		return f.note(f.firstNotes())
	}
	if err := f.readProgress(last); err != nil {
		return fmt.Errorf("an unfinished run that was damaged: %w: restore it, or remove it and train again", err)
	}
	if err := f.prepare(); err != nil {
		return err
	}
	f.began = time.Now().Add(-time.Duration(f.progress.Seconds * float64(time.Second)))
	if err := f.dir.RewindTo(f.progress.Epoch, f.number(f.progress.Step)-1); err != nil {
		return err
	}
	records, err := history.ReadFile(filepath.Join(f.dir.Path(), "history.jsonl"))
	if err != nil {
		return err
	}
	if err := f.to.replay(records); err != nil {
		return err
	}
	return f.record(history.Record{Kind: history.Note, Text: fmt.Sprintf("goes on after epoch %d and %d steps", f.progress.Epoch, f.progress.Step)})
}

// readProgress reads a checkpoint, and makes sure of what the end of training will read: weights and scores of the best epoch.
func (f *fitting) readProgress(last string) error {
	if err := readJSON(filepath.Join(last, progressFile), &f.progress); err != nil {
		return err
	}
	if err := f.network.load(last); err != nil {
		return err
	}
	if f.progress.BestEpoch == 0 {
		return nil
	}
	run, err := runs.Open(f.dir.Path())
	if err != nil {
		return err
	}
	if _, err := bestHash(run); err != nil {
		return err
	}
	_, _, err = validScores(run)
	return err
}

// firstWeights makes the network's weights and their averages, and gives them the values that training begins with.
func (f *fitting) firstWeights() error {
	if err := f.network.seed(); err != nil {
		return err
	}
	if err := f.prepare(); err != nil {
		return err
	}
	return errors.Join(f.begin(), f.embed(), f.network.restartAverages())
}

// initialBatches of training examples tell the loss before training.
const initialBatches = 8

// readInitialLoss reads the loss of the untrained weights on examples from all over the training ones, so that it can be compared
// with that of a start at the class shares. A loss that needs both classes may find no positive among them.
func (f *fitting) readInitialLoss() error {
	b := &batches{Examples: &f.source.train, size: f.batches.valid.size}
	spread := make([]int32, min(b.Len(), initialBatches*b.size))
	for i := range spread {
		spread[i] = int32(i * b.Len() / len(spread))
	}
	initial := newTally(b.Examples)
	err := f.network.read(b, spread, func(rows []int32, r result) error {
		return initial.add(b.Examples, rows, r, f.config.Head)
	})
	f.progress.Initial = initial.Unweighted
	return err
}

// prepare makes the training program. What is loaded must be there before: the program holds on to the variables.
func (f *fitting) prepare() (err error) {
	f.trainer, err = newTrainer(f.network, f.batches.train)
	return err
}

// checkpoint is the folder of the last checkpoint of an earlier process; empty if there is none.
func (f *fitting) checkpoint() (string, error) {
	previous := f.dir.Previous()
	if previous == nil {
		return "", nil
	}
	last, err := previous.Checkpoint("last")
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	return last, err
}

// description says in one line what is trained.
func (f *fitting) description() string {
	train, valid := f.manifest.Splits["train"], f.manifest.Splits["valid"]
	what := f.source.what()
	text := fmt.Sprintf("%d training %s (%d positive), %d valid %s (%d positive); %s head, %s",
		train.Examples, what, train.Positives, valid.Examples, what, valid.Positives, f.config.Head, f.network.loss)
	if e := f.source.encoder; e != nil && e.Similarities > 1 {
		text += fmt.Sprintf("; records of %d fields", e.Similarities-1)
	}
	if start := f.source.start; start != nil {
		text += fmt.Sprintf("; %d of %d weights begin as run %s has them", start.begun, start.all, start.run)
	}
	if f.source.embeddings != nil {
		text += "; " + f.source.embeddings.String()
	}
	if f.config.Sampler.Kind != data.EveryExample {
		_, positives := f.source.order.Counts()
		text += fmt.Sprintf("; %v: %d %s in an epoch (%d positive)", f.config.Sampler, f.source.order.Len(), what, positives)
	}
	switch {
	case f.config.SampleWeights:
		text += ", weights of the " + what
	case f.source.train.Weights != nil:
		text += "; the weights of the " + what + " count in the metrics only"
	}
	return text
}
