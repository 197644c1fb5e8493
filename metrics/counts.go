package metrics

import (
	"fmt"
	"math"
)

// counts are histograms alone. Unweighted float32 scores are first counted in one table of both classes that
// fits a cache.
type counts struct {
	histograms
	table   []uint32 // negatives by bin, then positives; nil before the first
	inTable int64    // rows
}

// tableRows is how many rows the table takes before it is emptied: no counter overflows.
const tableRows = 1 << 31

// NewCountingState is a binned State that counts and keeps nothing else: its log loss and Brier score are
// undefined. It is several times faster than [NewBinnedState], above all in [State.Update32] without weights and with a
// power of two for bins: metrics/bench measures it. It panics unless 1 <= bins <= MaxBins.
func NewCountingState(bins int) *State {
	if bins < 1 || bins > MaxBins {
		panic(fmt.Sprintf("metrics: NewCountingState(%d): bins must be in [1, %d]", bins, MaxBins))
	}
	return &State{kept: newCounts(bins)}
}

func newCounts(bins int) *counts { return &counts{histograms: newHistograms(bins)} }

func (c *counts) update(rows columns) (store, error) {
	for i := range rows.rows() {
		if score, positive, weight := rows.row(i); weight != 0 {
			c.count(score+0, positive, weight) // + 0 turns -0 into 0
		}
	}
	return c, nil
}

// update32 checks and counts in one pass, and takes back what it counted if a row is bad.
func (c *counts) update32(b Batch32) error {
	if c.bins&(c.bins-1) != 0 || c.inTable+int64(len(b.Scores)) > tableRows {
		if err := b.Validate(); err != nil {
			return err
		}
		c.settle()
		_, err := c.update(b)
		return err
	}
	if c.table == nil {
		c.table = make([]uint32, 2*(c.bins+1))
	}
	if c.tabulate(b.Scores, b.Labels, 1) > math.Float32bits(1) {
		if row := firstBad(b.Scores); row >= 0 { // not so if a score is -0
			c.tabulate(b.Scores, b.Labels, ^uint32(0)) // minus 1
			return &RowError{Row: row, Err: checkScore(float64(b.Scores[row]))}
		}
	}
	c.inTable += int64(len(b.Scores))
	return nil
}

// tabulate adds step at each score's place and returns the highest bits of a score. Products with a power
// of two are exact; the place of a score that is no probability does not matter.
func (c *counts) tabulate(scores []float32, labels []bool, step uint32) (highest uint32) {
	bins, positives, table := float32(c.bins), int32(c.bins+1), c.table
	labels = labels[:len(scores)]
	for i, score := range scores {
		highest = max(highest, math.Float32bits(score))
		place := int32(score*bins) + positives&-int32(bit(labels[i]))
		if uint(place) < uint(len(table)) {
			table[place] += step
		}
	}
	return highest
}

func (c *counts) settle() {
	if c.inTable == 0 {
		return
	}
	for bin := range c.pos.rows {
		c.neg.addRows(bin, int64(c.table[bin]))
		c.pos.addRows(bin, int64(c.table[c.bins+1+bin]))
	}
	clear(c.table)
	c.inTable = 0
}

// addRows adds rows of weight 1.
func (h *histogram) addRows(bin int, rows int64) {
	h.total += rows
	h.rows[bin] += rows
	if h.weight != nil {
		h.weight[bin].Add(float64(rows))
		h.squares[bin].Add(float64(rows))
	}
}

func (c *counts) rows() (pos, neg int64) {
	c.settle()
	return c.pos.total, c.neg.total
}

func (c *counts) merge(other store) (store, error) {
	c.settle()
	c.histograms.merge(&other.(*counts).histograms)
	return c, nil
}

func (c *counts) clone() store { return &counts{histograms: c.histograms.clone()} }

// losses are not kept: LogLoss and Brier ask before.
func (c *counts) losses() (logLoss, brier moments) { return moments{}, moments{} }

func (c *counts) areas() areas { return binnedAreas(c) }

func (c *counts) flattened() store { return &counts{histograms: c.histograms.flattened()} }

// LossesNotKept is why a State of [NewCountingState] has neither log loss nor Brier score.
const LossesNotKept Reason = "the State keeps counts only"
