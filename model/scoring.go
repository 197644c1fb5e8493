package model

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/predictions"
	"github.com/seqpair/seqpair/metrics/runs"
	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/losses"
)

// scoring holds the network of an opened run, from its first use on. Its mutex also keeps those apart that write into the run.
type scoring struct {
	mutex   sync.Mutex
	network *network
}

// predict scores examples. The table is nil where there are too many labels to keep their scores.
func (s *scoring) predict(ctx context.Context, r *Run, examples func(*network) (*data.Examples, error)) (*predictions.Table, *metrics.State, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.network == nil {
		n, err := r.best()
		if err != nil {
			return nil, nil, fmt.Errorf("run %s: %w", r.Path, err)
		}
		s.network = n
	}
	e, err := examples(s.network)
	if err != nil {
		return nil, nil, fmt.Errorf("run %s: %w", r.Path, err)
	}
	if err := s.network.readColumns(e); err != nil {
		return nil, nil, err
	}
	table, tally := s.network.newTable(e), newTally(e)
	b := readBatches(e, r.Config.BatchSize)
	err = s.network.read(b, nil, func(rows []int32, read result) error {
		s.network.addScores(table, e, rows, read)
		return errors.Join(tally.add(e, rows, read, r.Config.Head), ctx.Err())
	})
	if err == nil {
		err = s.network.checkRead()
	}
	if err != nil {
		return nil, nil, fmt.Errorf("run %s: %w", r.Path, err)
	}
	return r.calibrated(table, tally.State)
}

// best builds the network with the weights of the best epoch.
func (r *Run) best() (*network, error) {
	if err := r.Config.checkArchitecture(); err != nil {
		return nil, err
	}
	dir, err := r.bestCheckpoint()
	if err != nil {
		return nil, err
	}
	var encoder *data.PairEncoder
	if r.Config.Network == nil {
		if encoder, err = r.savedEncoder(dir); err != nil {
			return nil, err
		}
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
	n, err := newNetwork(b, r.Config, loss, encoder, cmp.Or(r.Manifest.Odds, 1))
	if err != nil {
		return nil, err
	}
	if err := n.load(dir); err != nil {
		return nil, err
	}
	n.weightsRead = weightsOfModel(n.store)
	return n, r.checkWeights(n.store, dir)
}

// checkRead refuses weights that the network made for itself since those of a checkpoint were read: it is not the one that was trained.
func (n *network) checkRead() error {
	for _, v := range weightsOfModel(n.store) {
		if !slices.Contains(n.weightsRead, v) {
			return fmt.Errorf("the checkpoint has no weights %s, which the architecture wants: give the one that was trained", weightName(v))
		}
	}
	return nil
}

// bestCheckpoint is the folder with the weights of the best epoch.
func (r *Run) bestCheckpoint() (string, error) {
	dir, err := r.Checkpoint("best")
	if err != nil {
		return "", fmt.Errorf("there are no weights to score with: %w", err)
	}
	return dir, nil
}

func (r *Run) savedEncoder(dir string) (*data.PairEncoder, error) {
	encoder, err := readEncoder(dir)
	if err != nil {
		return nil, err
	}
	if hash := encoder.Hash(); hash != r.Manifest.EncoderHash {
		return nil, fmt.Errorf("the encoder in %s is not the one that the manifest names (%s, want %s): the directory was changed by hand", dir, hash, r.Manifest.EncoderHash)
	}
	return encoder, nil
}

// newTable makes a table without rows; nil if there are too many labels to keep their scores.
func (n *network) newTable(e *data.Examples) *predictions.Table {
	if len(e.Labels) > mostScores {
		return nil
	}
	return &predictions.Table{Source: e.Source}
}

// addScores appends the labels that count of the next rows, and what the network said of them.
func (n *network) addScores(t *predictions.Table, e *data.Examples, rows []int32, r result) {
	if t == nil {
		return
	}
	per := e.PerExample()
	positive, negative := n.config.Head.scores(r.logits[:len(rows)*per*n.config.Head.columns()])
	for i := range positive {
		row, position := int(rows[i/per]), i%per
		at := row*per + position
		if e.Counts != nil && !e.Counts[at] {
			continue
		}
		id := e.ID(row)
		if per > 1 {
			id = fmt.Sprintf("%s/%d", id, position+1)
		}
		t.ID, t.Labels, t.Scores = append(t.ID, id), append(t.Labels, e.Labels[at]), append(t.Scores, positive[i])
		if negative != nil {
			t.Scores0 = append(t.Scores0, negative[i])
		}
		if e.Weights != nil {
			t.Weights = append(t.Weights, e.Weights[at])
		}
		if e.Groups != nil {
			t.Groups = append(t.Groups, e.Groups[row])
		}
	}
}

// saveScores saves the scores on a part of the data, or what is kept of them.
func saveScores(dir *runs.Writer, part string, t *predictions.Table, s *metrics.State) error {
	if t == nil {
		return dir.State(part, s)
	}
	return dir.Predictions(part, t)
}
