package model

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/seqpair/seqpair/metrics/predictions"
	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/losses"
)

// scoring holds the network of an opened run, from its first use on.
type scoring struct {
	mutex   sync.Mutex
	network *network
}

func (s *scoring) predict(ctx context.Context, r *Run, pairs *data.Pairs) (*predictions.Table, error) {
	if pairs == nil || pairs.Len() == 0 {
		return nil, errors.New("model.Predict: there are no pairs to score")
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.network == nil {
		n, err := r.best()
		if err != nil {
			return nil, fmt.Errorf("run %s: %w", r.Path, err)
		}
		s.network = n
	}
	table := s.network.newTable(pairs)
	examples, _ := s.network.encoder.Examples(pairs)
	b := &batches{examples, max(r.Config.BatchSize, readSize)}
	err := s.network.read(b, func(rows []int32, read result) error {
		s.network.addScores(table, len(rows), read)
		return ctx.Err()
	})
	return table, err
}

// best builds the network with the weights of the best epoch.
func (r *Run) best() (*network, error) {
	if err := r.Config.Model.Check(); err != nil {
		return nil, err
	}
	dir, err := r.Checkpoint("best")
	if err != nil {
		return nil, fmt.Errorf("no epoch is finished yet, so there are no weights: %w", err)
	}
	encoder, err := readEncoder(dir)
	if err != nil {
		return nil, err
	}
	if hash := encoder.Hash(); hash != r.Manifest.EncoderHash {
		return nil, fmt.Errorf("the encoder in %s is not the one that the manifest names (%s, want %s): the directory was changed by hand", dir, hash, r.Manifest.EncoderHash)
	}
	b, err := sharedBackend()
	if err != nil {
		return nil, err
	}
	train := r.Manifest.Splits["train"]
	loss, err := r.Config.Loss.Resolve(losses.Training{Negatives: train.Examples - train.Positives, Positives: train.Positives})
	if err != nil {
		return nil, err
	}
	n, err := newNetwork(b, r.Config, loss, encoder, 1)
	if err != nil {
		return nil, err
	}
	return n, n.load(dir)
}

// newTable makes a table of pairs without their scores.
func (n *network) newTable(pairs *data.Pairs) *predictions.Table {
	t := &predictions.Table{
		ID: make([]string, pairs.Len()), Labels: pairs.Labels(), Weights: pairs.Weights(), Source: pairs.Source(),
	}
	groups, grouped := make([]string, pairs.Len()), false
	for i := range pairs.Len() {
		p := pairs.At(i)
		t.ID[i], groups[i] = p.ID, p.Group
		grouped = grouped || p.Group != ""
	}
	if grouped {
		t.Groups = groups
	}
	return t
}

// addScores appends the scores of the next batch, of so many examples.
func (n *network) addScores(t *predictions.Table, examples int, r result) {
	positive, negative := n.config.Head.scores(r.logits[:examples*n.config.Head.columns()])
	t.Scores, t.Scores0 = append(t.Scores, positive...), append(t.Scores0, negative...)
}
