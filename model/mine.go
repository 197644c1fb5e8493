package model

import (
	"context"
)

// dealt are the training examples of the epoch that begins or goes on. Weights choose mined ones as an epoch begins; within
// it they are those that were chosen.
func (f *fitting) dealt(ctx context.Context) ([]int32, error) {
	order, epoch := f.source.order, f.progress.Epoch+1
	switch negatives := order.Mined(); {
	case negatives == nil || epoch == 1:
		return f.batches.train.epoch(order, f.config.Seed, epoch), nil
	case f.progress.Mined != nil:
		return f.progress.Mined, nil
	default:
		scores, err := f.scores(ctx, negatives)
		if err != nil {
			return nil, err
		}
		return order.Mine(scores).Epoch(f.config.Seed, epoch), nil
	}
}

// scores reads training examples, one label each.
func (f *fitting) scores(ctx context.Context, rows []int32) ([]float64, error) {
	scores := make([]float64, 0, len(rows))
	train := readBatches(&f.source.train, f.config.BatchSize)
	err := f.network.read(train, rows, func(rows []int32, r result) error {
		positive, _ := f.config.Head.scores(r.logits[:len(rows)*f.config.Head.columns()])
		scores = append(scores, positive...)
		if ctx.Err() != nil {
			return errInterrupted
		}
		return nil
	})
	return scores, err
}

// mined is what must be kept of the order of an epoch that is left in the middle.
func (f *fitting) mined(order []int32) []int32 {
	if f.source.order.Mined() == nil {
		return nil
	}
	return order
}
