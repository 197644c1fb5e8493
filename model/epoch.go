package model

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/metrics/predictions"
)

// stepRecords is how often an epoch records a step.
const stepRecords = 20

// epoch trains one epoch, or what is left of one, reads the valid pairs, and saves.
func (f *fitting) epoch(ctx context.Context) error {
	trained, err := f.steps(ctx)
	if err != nil {
		return err
	}
	valid := newTally(&f.source.valid)
	table, units, members := f.network.newTable(&f.source.valid), activity{}, stacking{}
	err = f.network.read(f.batches.valid, nil, func(rows []int32, r result) error {
		if ctx.Err() != nil {
			f.progress.Step, f.progress.Tally, f.progress.Mined = f.batches.train.count(), trained, nil
			return errInterrupted
		}
		units.add(r.active)
		members.add(&f.source.valid, rows, r, f.config.Head.columns())
		f.network.addScores(table, &f.source.valid, rows, r)
		return valid.add(&f.source.valid, rows, r, f.config.Head)
	})
	if err != nil {
		return err
	}
	units.tell(f.network.rectifiers, f.progress.Layers)
	f.progress.Epoch, f.progress.Step, f.progress.Tally = f.progress.Epoch+1, 0, nil
	f.progress.Mined = nil
	if err := f.judge(trained, valid, table); err != nil {
		return err
	}
	if err := f.network.stack(&members); err != nil {
		return err
	}
	return f.save()
}

// judge records an epoch and keeps its weights if it is the best so far.
func (f *fitting) judge(trained, valid *tally, table *predictions.Table) error {
	epoch, value := f.progress.Epoch, valid.read(f.monitor)
	readings := f.network.loss.Traits().Readings
	best := f.progress.judge(epoch, value, valid.Unweighted.mean(), f.monitor.Better)
	if best {
		var err error
		if f.progress.Shares, err = f.network.shares(); err != nil {
			return err
		}
		if err := f.calibrate(table); err != nil {
			return err
		}
		if err := saveScores(f.dir, "valid", table, valid.State); err != nil {
			return err
		}
		if err := f.dir.Checkpoint("best", f.network.saveWeights); err != nil {
			return err
		}
	}
	split := valid.split(f.config.Threshold, readings)
	split.Readings = withMonitor(split.Readings, f.monitor, value)
	record := history.Record{
		Kind: history.Epoch, Epoch: epoch, Layers: f.progress.Layers, Step: int64(epoch) * int64(f.batches.train.count()),
		Loss: trained.Loss.mean(), LearningRate: f.learningRate(int64(epoch) * int64(f.batches.train.count())), GradientNorm: f.progress.GradientNorm,
		ExamplesPerSecond: f.pace, Positives: trained.Positives,
		Train: trained.split(f.config.Threshold, readings), Valid: split, Monitor: f.monitor.Name, Best: best,
	}
	if epoch == 1 {
		record.InitialLoss = f.progress.Initial.mean()
	}
	return f.record(record)
}

// steps runs the steps of an epoch that are not done yet.
func (f *fitting) steps(ctx context.Context) (*tally, error) {
	order, err := f.dealt(ctx)
	if err != nil {
		return nil, err
	}
	done := f.progress.Tally
	if done == nil {
		done = newTally(&f.source.train)
	}
	var reading beside
	return done, reading.ending(f.calls(ctx, order, done, &reading))
}

// calls trains on the batches of an order that are not done yet. What the steps of one call said goes to done beside the next.
func (f *fitting) calls(ctx context.Context, order []int32, done *tally, reading *beside) error {
	b := f.batches.train
	began, first := time.Now(), f.progress.Step
	for i := first; i < b.count(); {
		if ctx.Err() != nil {
			f.progress.Step, f.progress.Tally, f.progress.Mined = i, done, f.mined(order)
			return errInterrupted
		}
		var weights map[string][]float32 // before the last step
		if last := i == b.count()-1; last {
			var err error
			if weights, err = f.trainer.weights(); err != nil {
				return err
			}
		}
		call, err := f.trainer.steps(order, i, func(i int) float64 { return f.learningRate(f.number(i)) })
		if err != nil {
			return fmt.Errorf("step %d (epoch %d): %w", f.number(i), f.progress.Epoch+1, err)
		}
		from := i
		i += call.count
		pace := float64((i-first)*b.size) / time.Since(began).Seconds()
		err = reading.begin(func() error {
			results, err := call.read()
			if err != nil {
				return err
			}
			if weights != nil {
				if err := f.measure(weights, results[0]); err != nil {
					return err
				}
			}
			return f.stepped(done, order, from, results, pace)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// measure notes what the last step of an epoch did. weights are those before it.
func (f *fitting) measure(weights map[string][]float32, r result) (err error) {
	f.progress.Layers, err = f.trainer.layers(weights, r.squares)
	f.progress.GradientNorm = r.gradientNorm()
	return err
}

// stepped takes what the steps from one on, 0-based in their epoch, said.
func (f *fitting) stepped(done *tally, order []int32, from int, results []result, pace float64) error {
	f.pace = pace
	epoch, steps := f.progress.Epoch+1, f.batches.train.count()
	for k, r := range results {
		i := from + k
		step := f.number(i)
		if err := f.finite(r, step, epoch); err != nil {
			return err
		}
		if err := done.add(f.batches.train.Examples, f.batches.train.at(order, i), r, f.config.Head); err != nil {
			return fmt.Errorf("step %d (epoch %d): %w", step, epoch, err)
		}
		if (i+1)*stepRecords/steps == i*stepRecords/steps {
			continue
		}
		if err := f.record(f.stepRecord(step, epoch, done)); err != nil {
			return err
		}
	}
	return nil
}

// number of step i of this epoch, 0-based there, in the run, 1-based.
func (f *fitting) number(i int) int64 {
	return int64(f.progress.Epoch)*int64(f.batches.train.count()) + int64(i) + 1
}

func (f *fitting) stepRecord(step int64, epoch int, done *tally) history.Record {
	return history.Record{
		Kind: history.Step, Epoch: epoch, Step: step, Loss: done.Loss.mean(), LearningRate: f.learningRate(step),
		ExamplesPerSecond: f.pace, Positives: done.Positives,
	}
}

// learningRate of a step, 1-based.
func (f *fitting) learningRate(step int64) float64 {
	return f.config.learningRate(step, int64(f.config.Epochs)*int64(f.batches.train.count()))
}

// finite stops training at the step that broke it.
func (f *fitting) finite(r result, step int64, epoch int) error {
	loss := float64(r.numbers[0])
	sum := loss + r.gradientNorm()
	if !math.IsNaN(sum) && !math.IsInf(sum, 0) {
		return nil
	}
	what := fmt.Sprintf("the loss is %v", loss)
	if r.squares != nil {
		what += fmt.Sprintf(" and the gradient norm %v", r.gradientNorm())
	}
	return fmt.Errorf("step %d (epoch %d): %s: try a LearningRate below %v, and look for extreme weights; the checkpoints of earlier epochs stay",
		step, epoch, what, f.config.LearningRate)
}
