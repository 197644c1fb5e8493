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
	countsWire struct {
		Bins      int           `json:"bins"`
		Positives histogramWire `json:"positives"`
		Negatives histogramWire `json:"negatives"`
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

func (e *exact[K]) wire() exactWire {
	return exactWire{Positives: e.pos.wire(), Negatives: e.neg.wire()}
}

func (c *column[K]) wire() columnWire {
	w := columnWire{Scores: numbersOf(c.keys), Weights: numbersOf(c.weights)}
	if w.Scores == nil {
		w.Scores = []float64{}
	}
	return w
}

// valid is the store that was written, or an error.
func (w exactWire) valid() (store, error) {
	for _, class := range []columnWire{w.Positives, w.Negatives} {
		if class.Weights != nil && len(class.Weights) != len(class.Scores) {
			return nil, fmt.Errorf("%d scores but %d weights", len(class.Scores), len(class.Weights))
		}
		for _, score := range class.Scores {
			if err := checkScore(score); err != nil {
				return nil, err
			}
		}
		for _, weight := range class.Weights {
			if err := checkWeight(weight); err != nil {
				return nil, err
			}
			if weight == 0 {
				return nil, errors.New("a weight is 0")
			}
		}
	}
	if w.Positives.narrow() && w.Negatives.narrow() {
		return trusted[uint32](w), nil
	}
	return trusted[uint64](w), nil
}

func (w columnWire) narrow() bool { return allNarrow(w.Scores) && allNarrow(w.Weights) }

func trusted[K key](w exactWire) *exact[K] {
	return &exact[K]{pos: trustedColumn[K](w.Positives), neg: trustedColumn[K](w.Negatives)}
}

// trustedColumn takes rows that come in order for sorted.
func trustedColumn[K key](w columnWire) column[K] {
	var c column[K]
	for i, score := range w.Scores {
		weight := 1.0
		if w.Weights != nil {
			weight = w.Weights[i]
		}
		c.add(keyOf[K](score), keyOf[K](weight))
		c.trust()
	}
	return c
}

func (b *histograms) wire() binnedWire {
	return binnedWire{Bins: b.bins, Positives: b.pos.wire(), Negatives: b.neg.wire()}
}

func (b *binned) wire() binnedWire {
	w := b.histograms.wire()
	w.LogLoss, w.Brier = b.logLoss.wire(), b.brier.wire()
	return w
}

func (h *histogram) wire() histogramWire {
	w := histogramWire{Bins: []int{}, Rows: []int64{}}
	for bin, rows := range h.rows {
		if rows == 0 {
			continue
		}
		w.Bins, w.Rows = append(w.Bins, bin), append(w.Rows, rows)
		if h.weight != nil {
			w.Weights = append(w.Weights, sumWire{h.weight[bin].Hi, h.weight[bin].Lo})
			w.Squares = append(w.Squares, sumWire{h.squares[bin].Hi, h.squares[bin].Lo})
		}
	}
	return w
}

func (m moments) wire() momentsWire {
	var w momentsWire
	for i, s := range [3]sum{m.weighted, m.squareWeighted, m.squares} {
		w[i] = sumWire{s.Hi, s.Lo}
	}
	return w
}

// valid is the store that was written, or an error.
func (w binnedWire) valid() (*binned, error) {
	counted, err := w.validCounts()
	if err != nil {
		return nil, err
	}
	b := &binned{histograms: counted.histograms}
	all := b.pos.between(0, w.Bins+1).plus(b.neg.between(0, w.Bins+1))
	if b.logLoss, err = w.LogLoss.valid(all, -math.Log(logLossClip)); err != nil {
		return nil, fmt.Errorf("log loss: %w", err)
	}
	if b.brier, err = w.Brier.valid(all, 1); err != nil {
		return nil, fmt.Errorf("brier: %w", err)
	}
	return b, nil
}

func (w binnedWire) validCounts() (*counts, error) {
	if w.Bins < 1 || w.Bins > MaxBins {
		return nil, fmt.Errorf("%d bins: want 1 to %d", w.Bins, MaxBins)
	}
	c := newCounts(w.Bins)
	if err := w.Positives.fill(&c.pos); err != nil {
		return nil, fmt.Errorf("positives: %w", err)
	}
	if err := w.Negatives.fill(&c.neg); err != nil {
		return nil, fmt.Errorf("negatives: %w", err)
	}
	if c.pos.total+c.neg.total > maxRows {
		return nil, errors.New("more than 2^53 examples")
	}
	return c, nil
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
			h.weight[bin] = sum{Hi: w.Weights[i][0], Lo: w.Weights[i][1]}
			h.squares[bin] = sum{Hi: w.Squares[i][0], Lo: w.Squares[i][1]}
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
		sums[i] = sum{Hi: w[i][0], Lo: w[i][1]}
		if total := sums[i].Value(); !(total >= 0 && total <= most*slack) {
			return moments{}, fmt.Errorf("a sum is %v: want 0 to %v", total, most)
		}
	}
	return moments{weighted: sums[0], squareWeighted: sums[1], squares: sums[2]}, nil
}
