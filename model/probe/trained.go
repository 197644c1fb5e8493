package probe

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/diagnose"
	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/model"
	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/losses"
)

const (
	heartPairs  = 32  // a batch, half of it positive where there are enough
	heartEpochs = 200 // one step each; the bound of TheDeepChecker is 1000
	briefEpochs = 3   // of a baseline: what is not there needs no more to show
)

// byHeart trains a fresh network on a few pairs, which are also those that it is judged on.
func (b *bench) byHeart(ctx context.Context) error {
	few := b.some(b.train, heartPairs)
	c := b.fresh(heartEpochs)
	c.BatchSize, c.Patience, c.WarmUp, c.WeightDecay, c.WeightAverage = few.Len(), -1, 0, 0, 0
	c.Sampler, c.Schedule = data.Sampler{}, model.Constant
	c.SampleWeights = c.SampleWeights && few.Weighted() // those of a few may all be 1
	run, done, err := b.fit(ctx, c, few, few)
	if err != nil {
		return err
	}
	defer done()
	var last *history.Split
	epochs := 0
	for _, r := range run.History {
		if r.Kind == history.Epoch && r.Valid != nil {
			last, epochs = r.Valid, r.Epoch
		}
	}
	if last == nil || epochs < heartEpochs {
		return ctx.Err() // the budget ended it
	}
	p := float64(few.Positives()) / float64(few.Len())
	b.found.OneBatch = &diagnose.OneBatch{Examples: few.Len(), Epochs: epochs, Loss: last.UnweightedLoss, Start: -p*math.Log(p) - (1-p)*math.Log1p(-p)}
	if math.IsNaN(b.found.OneBatch.Loss) {
		b.found.OneBatch.Loss = last.Loss
	}
	return nil
}

// constant trains on pairs that are all alike.
func (b *bench) constant(ctx context.Context) error {
	first := b.train.At(0)
	same := func(p *data.Pair) { p.A, p.B = first.A, first.B }
	auc, err := b.trained(ctx, same, same)
	b.found.Constant = auc
	return err
}

// permuted trains and judges on labels in random order.
func (b *bench) permuted(ctx context.Context) error {
	shuffled := func(labels []bool) func(*data.Pair) {
		b.random.Shuffle(len(labels), func(i, j int) { labels[i], labels[j] = labels[j], labels[i] })
		next := 0
		return func(p *data.Pair) { p.Label = labels[next]; next++ }
	}
	auc, err := b.trained(ctx, shuffled(b.train.Labels()), shuffled(b.valid.Labels()))
	b.found.Permuted = auc
	return err
}

// trained is the ROC AUC on changed valid pairs of a fresh network trained on changed pairs.
func (b *bench) trained(ctx context.Context, changeTrain, changeValid func(*data.Pair)) (*metrics.Value, error) {
	train, err := altered(b.train, changeTrain)
	if err != nil {
		return nil, err
	}
	valid, err := altered(b.valid, changeValid)
	if err != nil {
		return nil, err
	}
	run, done, err := b.fit(ctx, b.fresh(briefEpochs), train, valid)
	if err != nil {
		return nil, err
	}
	defer done()
	if !run.Manifest.Finished {
		return nil, ctx.Err()
	}
	state, err := run.Evaluate(ctx, valid)
	if err != nil {
		return nil, err
	}
	auc := state.ROCAUC()
	return &auc, nil
}

// fresh is the configuration of the run, for another one.
func (b *bench) fresh(epochs int) model.Config {
	c := b.run.Config
	c.Epochs, c.Seed, c.Monitor, c.Calibration = epochs, b.seed, "", model.Uncalibrated
	switch loss := c.Loss.(type) { // what comes in late came in after more steps than there are here
	case losses.LDAM:
		loss.FromStep = 0
		c.Loss = loss
	case losses.ROCAUC:
		loss.Shrink = 0
		c.Loss = loss
	}
	return c
}

// fit trains in a folder that done removes.
func (b *bench) fit(ctx context.Context, c model.Config, train, valid *data.Pairs) (run *model.Run, done func(), err error) {
	folder, err := os.MkdirTemp("", "probe-")
	if err != nil {
		return nil, nil, err
	}
	c.Run = filepath.Join(folder, "run")
	if run, err = model.Fit(ctx, c, train, valid); err != nil {
		os.RemoveAll(folder)
		return nil, nil, fmt.Errorf("probe: %w", err)
	}
	return run, func() { os.RemoveAll(folder) }, nil
}
