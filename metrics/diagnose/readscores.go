package diagnose

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/seqpair/seqpair/metrics/predictions"
)

// predictions reads scores, those that nobody declared as logits too, and probabilities that somebody did.
func (r Reading) predictions(name string, decode func(predictions.Columns) (*predictions.Table, error)) (Evidence, error) {
	c := r.Columns
	t, err := decode(c)
	switch {
	case err == nil && t.Weights != nil && !slices.ContainsFunc(t.Weights, func(w float64) bool { return w > 0 }):
		return Evidence{}, fmt.Errorf("%s: no row has a weight above 0: check the weight column", name)
	case err == nil:
		return asDeclared(t, c, decode), nil
	case errors.Is(err, predictions.ErrNotFinite):
		return Evidence{Name: name, Kind: KindPredictions, Refused: err}, nil
	case !errors.Is(err, predictions.ErrNoProbability):
		return Evidence{}, err
	}
	c.Logits = true
	t, failed := decode(c)
	if errors.Is(failed, predictions.ErrNotFinite) {
		return Evidence{Name: name, Kind: KindPredictions, Refused: failed}, nil
	}
	if failed != nil {
		return Evidence{}, err
	}
	if percentages(t) {
		return Evidence{Name: name, Kind: KindPredictions, Refused: err}, nil
	}
	e := FromPredictions(t)
	e.Logits = true
	return e, nil
}

// asDeclared is the evidence of scores as they were declared. Those that were declared as logits and all lie in [0,1] are
// read as the probabilities that they are, if the file can be read again.
func asDeclared(t *predictions.Table, c predictions.Columns, decode func(predictions.Columns) (*predictions.Table, error)) Evidence {
	if c.Logits && len(t.Scores) >= manyRows && slices.Min(t.Scores) >= sigmoid(-1) && slices.Max(t.Scores) <= sigmoid(1) {
		c.Logits = false
		if plain, err := decode(c); err == nil {
			e := FromPredictions(plain)
			e.Probabilities = true
			return e
		}
	}
	return FromPredictions(t)
}

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// percentages says whether scores that were read as logits are no logits: none is below 0, and some lie where the
// sigmoid of a float64 is 1, beyond 36.7.
func percentages(t *predictions.Table) bool {
	return slices.Min(t.Scores) >= 0.5 && slices.Max(t.Scores) == 1
}

// collect reads all rows of a file that only Stream knows.
func (r Reading) collect(path string, c predictions.Columns) (*predictions.Table, error) {
	all := &predictions.Table{Source: path}
	err := r.Stream(path, c, func(t *predictions.Table) error {
		all.ID = append(all.ID, t.ID...)
		all.Labels = append(all.Labels, t.Labels...)
		all.Scores = append(all.Scores, t.Scores...)
		all.Scores0 = append(all.Scores0, t.Scores0...)
		all.Weights = append(all.Weights, t.Weights...)
		all.Groups = append(all.Groups, t.Groups...)
		return nil
	})
	return all, err
}
