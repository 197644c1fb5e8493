package probe

import (
	"context"
	"math"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/diagnose"
	"github.com/seqpair/seqpair/metrics/predictions"
	"github.com/seqpair/seqpair/model/data"
)

func (b *bench) own(ctx context.Context) error {
	state, err := b.run.Evaluate(ctx, b.valid)
	if err == nil {
		auc := state.ROCAUC()
		b.found.Own = &auc
	}
	return err
}

func (b *bench) exchange(ctx context.Context) (err error) {
	b.found.Exchange, err = b.change(ctx, func(p *data.Pair) { p.A, p.B = p.B, p.A })
	return err
}

func (b *bench) empty(ctx context.Context) (err error) {
	if b.found.EmptyA, err = b.change(ctx, func(p *data.Pair) { p.A = "" }); err != nil {
		return err
	}
	b.found.EmptyB, err = b.change(ctx, func(p *data.Pair) { p.B = "" })
	return err
}

// change scores the valid pairs as they are and after a change.
func (b *bench) change(ctx context.Context, change func(*data.Pair)) (*diagnose.Change, error) {
	before, err := b.run.Predict(ctx, b.valid)
	if err != nil {
		return nil, err
	}
	changed, err := altered(b.valid, change)
	if err != nil {
		return nil, err
	}
	after, err := b.run.Predict(ctx, changed)
	if err != nil {
		return nil, err
	}
	return compare(before, after)
}

func compare(before, after *predictions.Table) (*diagnose.Change, error) {
	c := &diagnose.Change{}
	for i, s := range after.Scores {
		d := math.Abs(s - before.Scores[i])
		c.Mean += d / float64(len(after.Scores))
		c.Largest = max(c.Largest, d)
	}
	state, err := after.State()
	if err == nil {
		c.ROCAUC = state.ROCAUC().V
	}
	return c, err
}

// altered is a copy of pairs after a change of each.
func altered(pairs *data.Pairs, change func(*data.Pair)) (*data.Pairs, error) {
	all := make([]data.Pair, pairs.Len())
	for i := range all {
		all[i] = pairs.At(i)
		change(&all[i])
	}
	return data.New(all)
}

func (b *bench) gradient(ctx context.Context) error {
	return b.run.CheckGradient(ctx, b.valid, func(weight string, relative float64) error {
		b.found.Gradient = append(b.found.Gradient, diagnose.GradientError{Weight: weight, Error: relative})
		return nil
	})
}

func (b *bench) ablate(ctx context.Context) error {
	return b.run.Ablate(ctx, b.valid, func(weight string, s *metrics.State) error {
		b.found.Ablated = append(b.found.Ablated, diagnose.Ablation{Weight: weight, ROCAUC: s.ROCAUC()})
		return nil
	})
}
