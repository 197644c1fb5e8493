package metrics

import (
	"fmt"
	"math"
)

// counts are histograms alone. Unweighted float32 scores are first counted in tables of both classes that fit a
// cache.
type counts struct {
	histograms
	tables   *[2]countTable // nil before the first
	inTables int64          // rows
}

// countTable counts negatives at twice their bin and positives behind them. Its length lets a mask keep places inside.
// There are two for rows in turn, since an addition to the counter that the last row has changed waits for it. Where that
// is rare one does, which stays nearer.
type countTable [4 * MaxBins]uint32

// tableRows is how many rows the tables take before they are emptied: no counter overflows.
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
	if c.bins&(c.bins-1) != 0 || c.inTables+int64(len(b.Scores)) > tableRows {
		if err := b.Validate(); err != nil {
			return err
		}
		c.settle()
		_, err := c.update(b)
		return err
	}
	if c.tables == nil {
		c.tables = new([2]countTable)
	}
	if c.tabulate(b.Scores, b.Labels) > math.Float32bits(1) {
		if row := firstBad(b.Scores); row >= 0 { // not so if a score is -0
			c.takeBack(b.Scores, b.Labels)
			return &RowError{Row: row, Err: checkScore(float64(b.Scores[row]))}
		}
	}
	c.inTables += int64(len(b.Scores))
	return nil
}

// tabulate counts each score and returns the highest bits of one. Products with a power of two are exact; the place of
// a score that is no probability does not matter.
func (c *counts) tabulate(scores []float32, labels []bool) (highest uint32) {
	bins, first, second := float32(c.bins), &c.tables[0], &c.tables[c.turns(scores, labels)]
	i, other := 0, uint32(0)
	for ; i+4 <= len(scores); i += 4 {
		s, l := scores[i:i+4:i+4], labels[i:i+4:i+4]
		first[place(s[0], bins, l[0])]++
		second[place(s[1], bins, l[1])]++
		first[place(s[2], bins, l[2])]++
		second[place(s[3], bins, l[3])]++
		highest = max(highest, math.Float32bits(s[0]), math.Float32bits(s[2]))
		other = max(other, math.Float32bits(s[1]), math.Float32bits(s[3]))
	}
	for ; i < len(scores); i++ {
		first[place(scores[i], bins, labels[i])]++
		highest = max(highest, math.Float32bits(scores[i]))
	}
	return max(highest, other)
}

// takeBack undoes tabulate.
func (c *counts) takeBack(scores []float32, labels []bool) {
	turns := c.turns(scores, labels)
	for i, score := range scores {
		table := i % 2 * turns
		if i >= len(scores)/4*4 {
			table = 0
		}
		c.tables[table][place(score, float32(c.bins), labels[i])]--
	}
}

// turns is 1 if of some rows, spread over all, many have the counter of the row before, and else 0.
func (c *counts) turns(scores []float32, labels []bool) int {
	const most, many = 64, 16 // one in many
	looks := min(len(scores)/many, most)
	same := 0
	for look := range looks {
		i, bins := len(scores)/looks*look+1, float32(c.bins)
		same += bit(place(scores[i], bins, labels[i]) == place(scores[i-1], bins, labels[i-1]))
	}
	return bit(same*many > looks)
}

// place is where a countTable counts the score.
func place(score, bins float32, positive bool) int {
	return (2*int(score*bins) + bit(positive)) & (len(countTable{}) - 1)
}

func (c *counts) settle() {
	if c.inTables == 0 {
		return
	}
	for _, table := range c.tables {
		for bin := range c.pos.rows {
			c.neg.addRows(bin, int64(table[2*bin]))
			c.pos.addRows(bin, int64(table[2*bin+1]))
		}
	}
	clear(c.tables[0][:])
	clear(c.tables[1][:])
	c.inTables = 0
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
