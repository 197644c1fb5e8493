package metrics

import (
	"errors"
	"fmt"
	"math"
)

// wireVersion is the version of both wire forms. Readers refuse newer ones.
const wireVersion = 1

func checkVersion(version int) error {
	switch {
	case version < 1:
		return errors.New("metrics: this is no State: it has no version")
	case version > wireVersion:
		return fmt.Errorf("metrics: State of version %d, newer than the %d that this program reads: update seqpair",
			version, wireVersion)
	}
	return nil
}

// exactWire and binnedWire are what a State is written as. What is read is trusted only after valid.
type (
	exactWire struct {
		Positives columnWire `json:"positives"`
		Negatives columnWire `json:"negatives"`
	}
	columnWire struct {
		Scores  []float64 `json:"scores"`
		Weights []float64 `json:"weights,omitempty"` // absent: all ones
	}
	binnedWire struct {
		Bins      int           `json:"bins"`
		Positives histogramWire `json:"positives"`
		Negatives histogramWire `json:"negatives"`
		LogLoss   momentsWire   `json:"log_loss"`
		Brier     momentsWire   `json:"brier"`
	}
	histogramWire struct { // of the bins that hold examples
		Bins    []int     `json:"bins"` // rising
		Rows    []int64   `json:"rows"`
		Weights []sumWire `json:"weights,omitempty"` // absent: all ones
		Squares []sumWire `json:"squares,omitempty"`
	}
	momentsWire [3]sumWire // Σwx, Σw²x, Σw²x²
	sumWire     [2]float64 // high and low part
)

func (e *exact) wire() exactWire {
	return exactWire{
		Positives: columnWire{Scores: e.pos.scores, Weights: e.pos.weights},
		Negatives: columnWire{Scores: e.neg.scores, Weights: e.neg.weights},
	}
}

// valid is the store that was written, or an error.
func (w exactWire) valid() (*exact, error) {
	var e exact
	for _, class := range []struct {
		wire columnWire
		into *column
	}{{w.Positives, &e.pos}, {w.Negatives, &e.neg}} {
		scores, weights := class.wire.Scores, class.wire.Weights
		if weights != nil && len(weights) != len(scores) {
			return nil, fmt.Errorf("%d scores but %d weights", len(scores), len(weights))
		}
		for i, score := range scores {
			weight := 1.0
			if weights != nil {
				weight = weights[i]
			}
			if err := errors.Join(checkScore(score), checkWeight(weight)); err != nil {
				return nil, err
			}
			if weight == 0 {
				return nil, errors.New("a weight is 0")
			}
			class.into.add(score+0, weight) // + 0 turns -0 into 0
			class.into.trust()
		}
	}
	return &e, nil
}

func (b *binned) wire() binnedWire {
	return binnedWire{
		Bins: b.bins, Positives: b.pos.wire(), Negatives: b.neg.wire(),
		LogLoss: b.logLoss.wire(), Brier: b.brier.wire(),
	}
}

func (h *histogram) wire() histogramWire {
	w := histogramWire{Bins: []int{}, Rows: []int64{}}
	for bin, rows := range h.rows {
		if rows == 0 {
			continue
		}
		w.Bins, w.Rows = append(w.Bins, bin), append(w.Rows, rows)
		if h.weight != nil {
			w.Weights = append(w.Weights, sumWire{h.weight[bin].hi, h.weight[bin].lo})
			w.Squares = append(w.Squares, sumWire{h.squares[bin].hi, h.squares[bin].lo})
		}
	}
	return w
}

func (m moments) wire() momentsWire {
	var w momentsWire
	for i, s := range [3]sum{m.weighted, m.squareWeighted, m.squares} {
		w[i] = sumWire{s.hi, s.lo}
	}
	return w
}

// valid is the store that was written, or an error.
func (w binnedWire) valid() (*binned, error) {
	if w.Bins < 1 || w.Bins > MaxBins {
		return nil, fmt.Errorf("%d bins: want 1 to %d", w.Bins, MaxBins)
	}
	b := newBinned(w.Bins)
	var err error
	if err = w.Positives.fill(&b.pos); err != nil {
		return nil, fmt.Errorf("positives: %w", err)
	}
	if err = w.Negatives.fill(&b.neg); err != nil {
		return nil, fmt.Errorf("negatives: %w", err)
	}
	if b.pos.total+b.neg.total > maxRows {
		return nil, errors.New("more than 2^53 examples")
	}
	all := b.pos.between(0, w.Bins+1).plus(b.neg.between(0, w.Bins+1))
	if b.logLoss, err = w.LogLoss.valid(all, -math.Log(logLossClip)); err != nil {
		return nil, fmt.Errorf("log loss: %w", err)
	}
	if b.brier, err = w.Brier.valid(all, 1); err != nil {
		return nil, fmt.Errorf("brier: %w", err)
	}
	return b, nil
}

func (w histogramWire) fill(h *histogram) error {
	n := len(w.Bins)
	weighted := w.Weights != nil
	if len(w.Rows) != n || weighted && len(w.Weights) != n || len(w.Squares) != len(w.Weights) {
		return errors.New("columns differ in length")
	}
	if weighted {
		h.weigh()
	}
	last := -1
	for i, bin := range w.Bins {
		rows := w.Rows[i]
		if bin <= last || bin >= len(h.rows) {
			return fmt.Errorf("bin %d after bin %d of %d", bin, last, len(h.rows))
		}
		if rows < 1 || rows > maxRows-h.total {
			return fmt.Errorf("bin %d holds %d examples", bin, rows)
		}
		last = bin
		h.total += rows
		h.rows[bin] = rows
		if weighted {
			h.weight[bin] = sum{w.Weights[i][0], w.Weights[i][1]}
			h.squares[bin] = sum{w.Squares[i][0], w.Squares[i][1]}
			if !h.at(bin).plausible() {
				return fmt.Errorf("bin %d: no weights have these sums", bin)
			}
		}
	}
	return nil
}

// plausible says whether some weights have these sums: each in its range, and n·Σw² ≥ (Σw)² ≥ Σw².
func (t tally) plausible() bool {
	const slack = 1 + 1e-9
	n, square := float64(t.rows), t.weight*t.weight
	return t.weight*slack >= n*MinWeight && t.weight <= n*MaxWeight*slack &&
		t.squares*n*slack >= square && t.squares <= square*slack
}

// valid is the moments of losses that lie in [0, worst], of that many examples.
func (w momentsWire) valid(all tally, worst float64) (moments, error) {
	const slack = 1 + 1e-9
	var sums [3]sum
	for i, most := range [3]float64{worst * all.weight, worst * all.squares, worst * worst * all.squares} {
		sums[i] = sum{w[i][0], w[i][1]}
		if total := sums[i].value(); !(total >= 0 && total <= most*slack) {
			return moments{}, fmt.Errorf("a sum is %v: want 0 to %v", total, most)
		}
	}
	return moments{weighted: sums[0], squareWeighted: sums[1], squares: sums[2]}, nil
}
