package model

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"path/filepath"
	"time"

	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/metrics/predictions"
)

// stepRecords is how often an epoch records a step.
const stepRecords = 20

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
		if err := f.network.seed(); err != nil {
			return err
		}
		return f.record(history.Record{Kind: history.Start, Text: f.description()})
	}
	if err := readJSON(filepath.Join(last, progressFile), &f.progress); err != nil {
		return err
	}
	if err := f.network.load(last); err != nil {
		return err
	}
	f.began = time.Now().Add(-time.Duration(f.progress.Seconds * float64(time.Second)))
	if err := f.dir.Rewind(f.progress.Epoch); err != nil {
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
	return fmt.Sprintf("%d training pairs (%d positive), %d valid pairs (%d positive); %s head, %s",
		train.Examples, train.Positives, valid.Examples, valid.Positives, f.config.Head, f.network.loss)
}

// epoch trains one epoch, or what is left of one, reads the valid pairs, and saves.
func (f *fitting) epoch(ctx context.Context) error {
	trained, err := f.steps(ctx)
	if err != nil {
		return err
	}
	valid := newTally()
	table := f.network.newTable(f.batches.valid.pairs)
	err = f.network.read(f.batches.valid, func(b batch, r result) error {
		if ctx.Err() != nil {
			f.progress.Step, f.progress.Tally = f.batches.train.batches(), trained
			return errInterrupted
		}
		f.network.addScores(table, r)
		return valid.add(b, r, f.config.Head)
	})
	if err != nil {
		return err
	}
	f.progress.Epoch, f.progress.Step, f.progress.Tally = f.progress.Epoch+1, 0, nil
	return f.judge(trained, valid, table)
}

// judge records an epoch and keeps its weights if it is the best so far.
func (f *fitting) judge(trained, valid *tally, table *predictions.Table) error {
	epoch, value := f.progress.Epoch, f.monitor.Read(valid.State)
	best := f.progress.improves(value, f.monitor.Better)
	if best {
		f.progress.BestEpoch, f.progress.Best = epoch, value
		if err := f.dir.Predictions("valid", table); err != nil {
			return err
		}
		if err := f.dir.Checkpoint("best", f.network.saveWeights); err != nil {
			return err
		}
	}
	err := f.record(history.Record{
		Kind: history.Epoch, Epoch: epoch, Step: int64(epoch) * int64(f.batches.train.batches()),
		Loss: trained.meanLoss(), LearningRate: f.config.LearningRate, GradientNorm: f.progress.GradientNorm,
		ExamplesPerSecond: f.pace, Positives: trained.Positives,
		Train: trained.split(f.config.Threshold), Valid: valid.split(f.config.Threshold), Monitor: f.monitor.Name, Best: best,
	})
	if err != nil {
		return err
	}
	return f.save()
}

// steps runs the steps of an epoch that are not done yet.
func (f *fitting) steps(ctx context.Context) (*tally, error) {
	epoch, b := f.progress.Epoch+1, f.batches.train
	order, done := b.order(f.config.Seed, epoch), f.progress.Tally
	if done == nil {
		done = newTally()
	}
	began, before := time.Now(), done.Examples
	for i := f.progress.Step; i < b.batches(); i++ {
		if ctx.Err() != nil {
			f.progress.Step, f.progress.Tally = i, done
			return nil, errInterrupted
		}
		rows, err := b.batch(order, i)
		if err != nil {
			return nil, err
		}
		step := int64(epoch-1)*int64(b.batches()) + int64(i) + 1
		r, err := f.network.step(rows)
		if err != nil {
			return nil, fmt.Errorf("step %d (epoch %d): %w", step, epoch, err)
		}
		if err := f.finite(r, step, epoch); err != nil {
			return nil, err
		}
		if err := done.add(rows, r, f.config.Head); err != nil {
			return nil, fmt.Errorf("step %d (epoch %d): %w", step, epoch, err)
		}
		f.progress.GradientNorm, f.pace = r.gradientNorm, float64(done.Examples-before)/time.Since(began).Seconds()
		if (i+1)*stepRecords/b.batches() == i*stepRecords/b.batches() {
			continue
		}
		if err := f.record(f.stepRecord(step, epoch, done)); err != nil {
			return nil, err
		}
	}
	return done, nil
}

func (f *fitting) stepRecord(step int64, epoch int, done *tally) history.Record {
	return history.Record{
		Kind: history.Step, Epoch: epoch, Step: step, Loss: done.meanLoss(), LearningRate: f.config.LearningRate,
		GradientNorm: f.progress.GradientNorm, ExamplesPerSecond: f.pace, Positives: done.Positives,
	}
}

// finite stops training at the step that broke it.
func (f *fitting) finite(r result, step int64, epoch int) error {
	sum := r.loss + r.gradientNorm
	if !math.IsNaN(sum) && !math.IsInf(sum, 0) {
		return nil
	}
	return fmt.Errorf("step %d (epoch %d): the loss is %v and the gradient norm %v: try a LearningRate below %v, and look for extreme weights; the checkpoints of earlier epochs stay",
		step, epoch, r.loss, r.gradientNorm, f.config.LearningRate)
}
