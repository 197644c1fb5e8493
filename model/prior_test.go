package model_test

import (
	"math"
	"testing"

	"github.com/seqpair/seqpair/model"
	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/losses"
)

// TestNetworksStartAtTheOddsOfAnEpoch: a network whose output is its first bias says the odds of a positive in an epoch, of which half
// are positive where negatives are chosen, and other losses those that they begin at.
func TestNetworksStartAtTheOddsOfAnEpoch(t *testing.T) {
	pureGo(t)
	pairs := synthetic(t, 200, 1)
	natural := float64(pairs.Positives()) / float64(pairs.Len()-pairs.Positives())
	for name, c := range map[string]struct {
		sampler data.Sampling
		loss    losses.Loss
		want    float64
	}{
		"every example":   {data.EveryExample, losses.BCE{}, natural},
		"undersampled":    {data.Undersample, losses.BCE{}, 1},
		"hard negatives":  {data.HardNegatives, losses.BCE{}, 1},
		"mined negatives": {data.MinedNegatives, losses.BCE{}, 1},
		"focal loss":      {data.EveryExample, losses.Focal{}, losses.Focal{}.Start(natural)},
		"AUC margin":      {data.EveryExample, losses.AUCMargin{}, 1},
		"Tversky":         {data.Undersample, losses.Tversky{Alpha: 0.2, Beta: 0.8}, 1},
	} {
		config := tiny(t, "start")
		config.Model, config.Sampler.Kind, config.Loss = always("bias", 0), c.sampler, c.loss
		config.LearningRate, config.Schedule, config.Epochs = 1e-9, model.Constant, 1
		table, err := fit(t, config, pairs, pairs).Predict(t.Context(), pairs)
		if err != nil {
			t.Fatal(err)
		}
		if got := table.Scores[0] / (1 - table.Scores[0]); math.Abs(got/c.want-1) > 1e-3 {
			t.Errorf("%s: odds %v, want %v", name, got, c.want)
		}
	}
}
