package model

import (
	"cmp"
	"encoding/json"
	"math"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/history"
)

// progress is how far training got: with the weights, all that it takes to go on exactly.
type progress struct {
	Epoch     int           // finished
	Step      int           // finished in the epoch after that
	Tally     *tally        // of these steps; nil if Step is 0
	Mined     []int32       `json:",omitempty"` // examples of this epoch, if earlier weights chose them; nil if Step is 0
	BestEpoch int           // 0: none yet
	Best      metrics.Value // of the monitor, in that epoch
	BestLoss  float64       `json:",omitempty"` // unweighted, on valid, in that epoch
	Moved     int           `json:",omitempty"` // the epoch in which the monitor was last better than before
	Shares    string        `json:",omitempty"` // of an ensemble's members in that epoch's scores

	Calibrator   json.RawMessage `json:",omitempty"` // fitted to valid in that epoch; nil: none
	Uncalibrated string          // why it could not be fitted

	Initial      sum             // unweighted losses of untrained weights, on some of the training examples
	GradientNorm float64         // of the latest epoch's last step
	Layers       []history.Layer // of the last step of an epoch; their dead units are of the valid examples
	Seconds      float64         // spent
}

// judge notes an epoch, and says whether it is the best so far: by its reading of the monitor, of equal readings by its loss.
func (p *progress) judge(epoch int, v metrics.Value, loss float64, better metrics.Direction) (best bool) {
	if math.IsNaN(loss) || math.IsInf(loss, 0) {
		loss = math.MaxFloat64 // JSON has no such number
	}
	moved := p.improves(v, better)
	if moved {
		p.Moved = epoch
	}
	equal := v.Undefined != "" && p.Best.Undefined != "" || v.Undefined == "" && p.Best.Undefined == "" && v.V == p.Best.V
	if best = moved || equal && loss < p.BestLoss; best {
		p.BestEpoch, p.Best, p.BestLoss = epoch, v, loss
	}
	return best
}

// improves says whether a reading is better than the best one so far. One that is undefined never is, but the
// first epoch's weights are kept whatever they are worth.
func (p *progress) improves(v metrics.Value, better metrics.Direction) bool {
	switch {
	case p.BestEpoch == 0:
		return true
	case v.Undefined != "":
		return false
	case p.Best.Undefined != "":
		return true
	case better == metrics.LowerIsBetter:
		return v.V < p.Best.V
	default:
		return v.V > p.Best.V
	}
}

// stops says whether patience is over: how long the monitor has not moved since the epoch in which the loss settled. Patience below
// zero never is.
func (p *progress) stops(patience, settled int) bool {
	return patience >= 0 && p.BestEpoch > 0 && p.Epoch-max(settled, cmp.Or(p.Moved, p.BestEpoch)) >= patience
}
