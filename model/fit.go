package model

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/metrics/runs"
	"github.com/seqpair/seqpair/model/backend"
	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/losses"
)

// Fit trains a classifier and returns the run with the weights of its best epoch on valid. Before the first step
// it refuses a configuration that contradicts itself and data without both classes.
//
// The run directory decides what there is to do. A finished run of the same configuration and data is
// returned at once; an unfinished one goes on where its last checkpoint stands, to the same weights as if it had
// never stopped (exactly so on the pure-Go backend); one of another configuration or other data is a
// *runs.KeyError that lists what differs. Recorders first hear what the run directory's history says already.
//
// When ctx ends, or the process is interrupted (SIGINT, SIGTERM), Fit saves, and returns the run with
// Manifest.Finished false and no error; calling it again goes on. A loss that is not a number is an error
// that names the step. Training scores are those of the steps themselves, with dropout.
func Fit(ctx context.Context, c Config, train, valid *data.Pairs, to ...history.Recorder) (*Run, error) {
	if err := c.Check(); err != nil {
		return nil, err
	}
	c = c.WithDefaults()
	s, err := identify(c, train, valid)
	if err != nil {
		return nil, err
	}
	path, err := trained(ctx, s.sized(c), s, to)
	if err != nil {
		return nil, err
	}
	return OpenWith(path, c.Model)
}

// trained is the path of the finished run that is there, or of one that trains on what s holds.
func trained(ctx context.Context, c Config, s source, to recorders) (path string, err error) {
	if run := c.finished(s.dataHash()); run != nil {
		return run.Path, to.replay(run.History)
	}
	if err := s.encode(c); err != nil {
		return "", err
	}
	f, err := newFitting(c, s)
	if err != nil {
		return "", err
	}
	if err := f.open(); err != nil {
		return "", err
	}
	f.to = to
	if err := f.runAndClose(ctx); err != nil {
		if errors.Is(err, syscall.ENOSPC) {
			err = fmt.Errorf("%w: free some space, and the same call goes on from the last checkpoint", err)
		}
		return "", fmt.Errorf("run %s: %w", f.dir.Path(), err)
	}
	return f.dir.Path(), nil
}

// runAndClose gives the run directory free even where a network or a recorder panics.
func (f *fitting) runAndClose(ctx context.Context) (err error) {
	defer func() { err = errors.Join(err, f.dir.Close()) }()
	return f.run(ctx)
}

// fitting is one call of Fit.
type fitting struct {
	config   Config // with defaults
	source   source
	monitor  metrics.Metric
	manifest runs.Manifest
	dir      *runs.Writer
	to       recorders
	network  *network
	batches  struct{ train, valid *batches }
	trainer  *trainer
	progress progress
	began    time.Time // less what earlier processes spent
	pace     float64   // training examples per second in this epoch
}

func newFitting(c Config, s source) (*fitting, error) {
	f := &fitting{config: c, source: s}
	var err error
	if f.monitor, err = metrics.ByName(c.Monitor); err != nil {
		return nil, err
	}
	f.manifest = runs.Manifest{
		DataHash: s.dataHash(), Seed: c.Seed, Versions: versions(),
		Features: featuresOf(&s.train),
		Splits:   map[string]runs.Part{"train": part(&s.train, s.hashes[0]), "valid": part(&s.valid, s.hashes[1])},
	}
	if s.encoder != nil {
		f.manifest.EncoderHash = s.encoder.Hash()
	}
	f.batches.train = trainBatches(&f.source.train, f.source.order, c.BatchSize)
	f.batches.valid = readBatches(&f.source.valid, c.BatchSize)
	return f, nil
}

// open makes the run directory, or opens the one there is.
func (f *fitting) open() error {
	key, err := runs.Key(f.config, f.manifest.DataHash)
	if err != nil {
		return err
	}
	f.dir, err = runs.Create(f.config.path(key), f.config, f.config.contract(), f.manifest)
	return err
}

// path is the run directory of a run of that key.
func (c Config) path(key string) string { return runs.Resolve(cmp.Or(c.Run, "run-"+key[:8])) }

// finished is the run of this configuration and the data of that hash, if the run directory has it, trained to its end and diagnosed;
// nil: there is something to do, or the run directory is of no use. Nothing is written, so the folder may be read-only.
func (c Config) finished(dataHash string) *runs.Run {
	key, err := runs.Key(c, dataHash)
	if err != nil {
		return nil
	}
	run, err := runs.Open(c.path(key))
	if err != nil || !run.Manifest.Finished || run.Manifest.Key != key {
		return nil
	}
	if _, err := os.Stat(filepath.Join(run.Path, "findings.json")); err != nil {
		return nil
	}
	return run
}

var errInterrupted = errors.New("interrupted")

// run trains, unless that is done.
func (f *fitting) run(ctx context.Context) error {
	if previous := f.dir.Previous(); previous != nil && previous.Manifest.Finished {
		return errors.Join(f.to.replay(previous.History), saveFindings(f.dir)) // it was killed before it had them
	}
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	return f.train(ctx)
}

// train goes from wherever the run stands to its end, or to an interruption.
func (f *fitting) train(ctx context.Context) error {
	if err := f.ready(); err != nil {
		return err
	}
	defer f.trainer.resident.finalize()
	for f.progress.Epoch < f.config.Epochs && !f.progress.stops(f.config.Patience, f.settled()) {
		err := f.epoch(ctx)
		if errors.Is(err, errInterrupted) {
			return f.interrupted()
		}
		if err != nil {
			return err
		}
	}
	return f.finish()
}

// ready makes the network and goes to where training stands. If it fails, or panics, nothing is left of a run directory that this call
// made.
func (f *fitting) ready() (err error) {
	ready := false
	defer func() {
		if !ready {
			err = errors.Join(err, f.abandon())
		}
	}()
	if err := f.build(f.planned()); err != nil {
		return err
	}
	if err := errors.Join(f.checkMonitor(), f.checkCalibration()); err != nil {
		return err
	}
	if err := f.resume(); err != nil {
		return err
	}
	ready = true
	return nil
}

// planned are the steps of all epochs.
func (f *fitting) planned() int64 { return int64(f.config.Epochs) * int64(f.batches.train.count()) }

// settled is the epoch in which the loss takes its last form; 0: it never has another.
func (f *fitting) settled() int {
	steps := int64(f.batches.train.count())
	return int((f.network.loss.Traits().Settled + steps - 1) / steps)
}

// abandon removes the run directory if this call made it.
func (f *fitting) abandon() error {
	if f.dir.Previous() != nil {
		return nil
	}
	return os.RemoveAll(f.dir.Path())
}

// build makes the network, and the loss for so many steps; 0: nobody knows how many, so that what comes in late is there from the first.
func (f *fitting) build(steps int64) error {
	negatives, positives := f.source.counts()
	f.batches.train.buckets = newBuckets(f.config, &f.source, f.planned())
	negative, positive := f.epochWeights()
	loss, err := f.config.Loss.Resolve(losses.Training{
		Negatives: negatives, Positives: positives, Prior: positive / (negative + positive), Steps: steps,
	})
	if err != nil {
		return err
	}
	b, err := sharedBackend()
	if err != nil {
		return err
	}
	f.manifest.Backend = backend.Describe(b)
	f.manifest.Shift = loss.Traits().Shift * f.source.order.Shift()
	if f.config.SampleWeights {
		tilt := tilted(&f.source.train, &f.source.valid)
		if f.manifest.Shift *= tilt; loss.Traits().Normalised && tilt != 1 {
			f.manifest.Shift = 0
		}
	}
	c := f.config
	if learner, ok := c.Network.(Learner); ok {
		if c.Network, err = learner.Learn(&f.source.train); err != nil {
			return err
		}
	}
	f.manifest.Odds = startOdds(loss, positive/negative)
	f.network, err = newNetwork(b, c, loss, f.source.encoder, f.manifest.Odds)
	if err != nil {
		return err
	}
	f.network.corpus = f.source.corpus
	return f.network.readColumns(&f.source.train)
}

// interrupted saves where training stands.
func (f *fitting) interrupted() error {
	if err := f.save(); err != nil {
		return err
	}
	return f.record(history.Record{Kind: history.Note, Text: fmt.Sprintf(
		"interrupted in epoch %d after %d steps of it: saved; the same call goes on from here", f.progress.Epoch+1, f.progress.Step)})
}

// finish chooses the threshold on the valid scores of the best epoch and closes the books.
func (f *fitting) finish() error {
	run, err := runs.Open(f.dir.Path())
	if err != nil {
		return err
	}
	if f.manifest.Threshold, err = f.chooseThreshold(run); err != nil {
		return err
	}
	f.manifest.Calibrator = f.progress.Calibrator
	if err := f.note(f.lastNotes()); err != nil {
		return err
	}
	if f.manifest.WeightsHash, err = bestHash(run); err != nil {
		return err
	}
	f.manifest.Best = runs.Best{Epoch: f.progress.BestEpoch, Metric: f.monitor.Name, Value: f.progress.Best}
	why := fmt.Sprintf("all %d epochs", f.progress.Epoch)
	if f.progress.Epoch < f.config.Epochs {
		why = fmt.Sprintf("no better %s for %d epochs", f.monitor.Name, f.config.Patience)
	}
	best := fmt.Sprintf("best epoch %d", f.progress.BestEpoch)
	if f.progress.Moved < f.progress.BestEpoch {
		best += ", of equal ones that of the lowest loss"
	}
	if err := f.record(history.Record{Kind: history.End, Text: why + "; " + best}); err != nil {
		return err
	}
	if err := f.dir.Finish(f.manifest); err != nil {
		return err
	}
	return saveFindings(f.dir)
}

// save replaces the last checkpoint.
func (f *fitting) save() error {
	f.progress.Seconds = time.Since(f.began).Seconds()
	return f.dir.Checkpoint("last", func(dir string) error { return f.network.saveAll(dir, f.progress) })
}

// record adds what all records have in common.
func (f *fitting) record(r history.Record) error {
	r.Run, r.Backend = filepath.Base(f.dir.Path()), f.manifest.Backend
	r.Epochs, r.Steps = f.config.Epochs, f.planned()
	r.Seconds = time.Since(f.began).Seconds()
	if err := f.dir.Record(r); err != nil {
		return err
	}
	return f.to.Record(r)
}
