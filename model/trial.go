package model

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/losses"
)

// trial is a training without a run directory.
type trial struct {
	*fitting
	steps int // done
}

// newTrial makes one on train.
func newTrial(c Config, train *data.Pairs) (*trial, error) {
	if err := c.Check(); err != nil {
		return nil, err
	}
	switch {
	case c.Network != nil:
		return nil, errors.New("model: Config.Network reads examples, and OverfitOneBatch and FindLearningRate try pairs: set Model, or train on few examples with FitExamples")
	case train == nil:
		return nil, errors.New("model: there are no pairs to train on")
	}
	s, err := identify(c.WithDefaults(), train, train)
	if err != nil {
		return nil, err
	}
	if err := s.encode(c.WithDefaults()); err != nil {
		return nil, err
	}
	return beginTrial(c.WithDefaults(), s)
}

// beginTrial begins as [Fit] would.
func beginTrial(c Config, s source) (*trial, error) {
	f, err := newFitting(s.sized(c), s)
	if err != nil {
		return nil, err
	}
	if err := f.build(0); err != nil {
		return nil, err
	}
	return &trial{fitting: f}, f.firstWeights()
}

// run takes so many steps at rate(step), 0-based, and calls each with what a step said. It ends when each returns false or ctx
// ends.
func (t *trial) run(ctx context.Context, steps int, rate func(step int) float64, each func(step int, rows []int32, r result) bool) error {
	defer t.trainer.resident.finalize()
	b := t.batches.train
	for epoch := 1; t.steps < steps; epoch++ {
		order := b.epoch(b.order, t.config.Seed, epoch)
		for i := 0; i < b.count() && t.steps < steps; {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			first := t.steps - i
			call, err := t.trainer.steps(order, i, func(batch int) float64 { return rate(min(first+batch, steps-1)) })
			if err != nil {
				return fmt.Errorf("step %d: %w", t.steps+1, err)
			}
			results, err := call.read()
			if err != nil {
				return err
			}
			for _, r := range results {
				if t.steps == steps || !each(t.steps, b.at(order, i), r) {
					return nil
				}
				t.steps, i = t.steps+1, i+1
			}
		}
	}
	return nil
}

// Overfit is what training on a single batch came to.
type Overfit struct {
	Losses  []float64 // of each step, with its weights
	Correct float64   // share of the batch's labels on the right side of the best threshold at the last step: losses that rank know no other
	Passed  bool      // every label, and an unweighted loss below a tenth of the first, each less what smoothed labels leave; of losses.AUCMargin, which begins and ends at 0, every label
}

// overfitSteps are enough for any network that learns at its configured rate: the batch is seen as often as in so many epochs.
const overfitSteps = 300

// OverfitOneBatch trains on one batch of pairs, over and over, at c's learning rate and without a run directory. A network, a loss
// and data that fit together learn it by heart: where they do not, the fault is in them and not in too few data
// (Karpathy 2019, A Recipe for Training Neural Networks). Both classes must be among train; the batch holds both.
// Dropout keeps the loss from 0: switch it off in c.
func OverfitOneBatch(ctx context.Context, c Config, train *data.Pairs) (*Overfit, error) {
	if train == nil {
		return nil, errors.New("model.OverfitOneBatch: there are no pairs")
	}
	if err := train.CheckClasses(); err != nil {
		return nil, err
	}
	if err := c.Check(); err != nil {
		return nil, err
	}
	if c.BatchSize == 1 {
		return nil, errors.New("model.OverfitOneBatch: BatchSize is 1, and the batch holds both classes: set it to 2 or more")
	}
	batch := train.Subset(batchOfBoth(train, c.WithDefaults().BatchSize))
	if train.Weighted() && !batch.Weighted() {
		c.SampleWeights = false // all weights of the batch are 1
	}
	c.Sampler = data.Sampler{}
	t, err := newTrial(c, batch)
	if err != nil {
		return nil, err
	}
	o, first, last := &Overfit{}, 0.0, 0.0
	var shown []int32 // in the last step
	var said result
	err = t.run(ctx, overfitSteps, func(int) float64 { return t.config.LearningRate }, func(step int, rows []int32, r result) bool {
		o.Losses = append(o.Losses, float64(r.numbers[0]))
		shown, said = rows, r
		if last = float64(r.numbers[2]) - leastLoss(t.config.Loss); step == 0 {
			first = last
		}
		return true
	})
	if err != nil {
		return nil, err
	}
	state := metrics.NewState()
	if err := state.Update(t.scored(shown, said)); err != nil {
		return nil, err
	}
	_, accuracy := state.BestThreshold(metrics.Confusion.Accuracy)
	_, minMax := t.config.Loss.(losses.AUCMargin)
	o.Correct = accuracy.V
	o.Passed = o.Correct == 1 && (minMax || last < first/10)
	return o, nil
}

// leastLoss is what no network's unweighted loss falls below: with labels smoothed by s, the entropy of s/2.
func leastLoss(l losses.Loss) float64 {
	bce, _ := l.(losses.BCE)
	if bce.Smoothing == 0 {
		return 0
	}
	p := bce.Smoothing / 2
	return -p*math.Log(p) - (1-p)*math.Log1p(-p)
}

func (o *Overfit) String() string {
	verdict := "the batch is not learned: look at head, loss, labels and learning rate before more data"
	if o.Passed {
		verdict = "the batch is learned by heart: network, loss and labels fit together"
	}
	return fmt.Sprintf("loss %.4g to %.4g in %d steps, %.0f %% of the labels right: %s",
		o.Losses[0], o.Losses[len(o.Losses)-1], len(o.Losses), 100*o.Correct, verdict)
}

// batchOfBoth are the first positions of each class in turns, at most size, of pairs that weigh something.
func batchOfBoth(p *data.Pairs, size int) []int {
	var byClass [2][]int
	for i, positive := range p.Labels() {
		class := 0
		if positive {
			class = 1
		}
		if p.At(i).Weight > 0 {
			byClass[class] = append(byClass[class], i)
		}
	}
	var rows []int
	for i := 0; len(rows) < min(size, len(byClass[0])+len(byClass[1])); i++ {
		for _, class := range byClass {
			if i < len(class) && len(rows) < size {
				rows = append(rows, class[i])
			}
		}
	}
	return rows
}

// scored are the scores of rows, and their labels.
func (t *trial) scored(rows []int32, r result) metrics.Batch {
	scores, _ := t.config.Head.scores(r.logits[:len(rows)*t.config.Head.columns()])
	b := metrics.Batch{Scores: scores}
	for _, row := range rows {
		b.Labels = append(b.Labels, t.source.train.Labels[row])
	}
	return b
}
