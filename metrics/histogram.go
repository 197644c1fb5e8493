package metrics

import "slices"

// histograms count the scores of both classes in evenly spaced bins: bin k is [k/bins, (k+1)/bins), and the
// last, bin number bins, holds scores of exactly 1.
type histograms struct {
	bins     int
	pos, neg histogram
}

// histogram counts the scores of one class by bin.
type histogram struct {
	total           int64
	rows            []int64
	weight, squares []sum // nil while all weights are 1
}

func newHistograms(bins int) histograms {
	return histograms{
		bins: bins,
		pos:  histogram{rows: make([]int64, bins+1)},
		neg:  histogram{rows: make([]int64, bins+1)},
	}
}

// edge is the lowest score of a bin.
func (b *histograms) edge(bin int) float64 { return float64(bin) / float64(b.bins) }

// bin is the bin of a score in [0,1]: the last whose edge the score reaches.
func (b *histograms) bin(score float64) int {
	bin := min(int(score*float64(b.bins)), b.bins) // the product may round over an edge
	if bin < b.bins && b.edge(bin+1) <= score {
		return bin + 1
	}
	if b.edge(bin) > score {
		return bin - 1
	}
	return bin
}

func (b *histograms) count(score float64, positive bool, weight float64) {
	class := &b.neg
	if positive {
		class = &b.pos
	}
	class.add(b.bin(score), weight)
}

func (b *histograms) merge(o *histograms) {
	b.pos.merge(&o.pos)
	b.neg.merge(&o.neg)
}

func (b *histograms) clone() histograms {
	return histograms{bins: b.bins, pos: b.pos.clone(), neg: b.neg.clone()}
}

func (b *histograms) settle() {}

func (b *histograms) rows() (pos, neg int64) { return b.pos.total, b.neg.total }

func (b *histograms) total() (pos, neg tally) {
	return b.pos.between(0, b.bins+1), b.neg.between(0, b.bins+1)
}

// at counts from the bin of the threshold on, so a threshold inside a bin acts as the bin's edge.
func (b *histograms) at(threshold float64) Confusion {
	bin := b.bins + 1
	switch {
	case threshold <= 0:
		bin = 0
	case threshold <= 1:
		bin = b.bin(threshold)
	}
	return confusion(
		b.pos.between(bin, b.bins+1), b.neg.between(bin, b.bins+1),
		b.neg.between(0, bin), b.pos.between(0, bin),
	)
}

func (b *histograms) sweep(visit func(*stretch)) {
	s := newStretch(b.pos.weight != nil, b.neg.weight != nil)
	var pos, neg runningTally
	for bin := b.bins; bin >= 0; bin-- {
		if b.pos.rows[bin]+b.neg.rows[bin] == 0 {
			continue
		}
		if s.full() {
			visit(s)
			s.next()
		}
		pos.add(b.pos.at(bin))
		neg.add(b.neg.at(bin))
		s.add(b.edge(bin), pos.tally(), neg.tally())
	}
	visit(s)
}

func (b *histograms) levels() *levelTable { return sweptTable(b.sweep) }

func (b *histograms) close() error { return nil }

func binnedAreas(s store) areas {
	pos, neg := s.total()
	return weighedAreas(sumAreas(s, pos, neg), pos, neg)
}

func (h *histogram) add(bin int, weight float64) {
	if weight != 1 {
		h.weigh()
	}
	h.total++
	h.rows[bin]++
	if h.weight != nil {
		h.weight[bin].Add(weight)
		h.squares[bin].Add(weight * weight)
	}
}

// weigh makes the histogram hold weights, which so far were all 1.
func (h *histogram) weigh() {
	if h.weight != nil {
		return
	}
	h.weight = make([]sum, len(h.rows))
	for bin, rows := range h.rows {
		h.weight[bin].Hi = float64(rows)
	}
	h.squares = slices.Clone(h.weight)
}

func (h *histogram) merge(o *histogram) {
	if o.weight != nil {
		h.weigh()
	}
	for bin := range o.rows {
		if h.weight != nil {
			at := o.at(bin)
			weight, squares := sum{Hi: at.weight}, sum{Hi: at.squares}
			if o.weight != nil {
				weight, squares = o.weight[bin], o.squares[bin]
			}
			h.weight[bin].Merge(weight)
			h.squares[bin].Merge(squares)
		}
		h.rows[bin] += o.rows[bin]
	}
	h.total += o.total
}

func (h *histogram) clone() histogram {
	return histogram{
		total: h.total, rows: slices.Clone(h.rows),
		weight: slices.Clone(h.weight), squares: slices.Clone(h.squares),
	}
}

func (h *histogram) at(bin int) tally {
	if h.weight == nil {
		return counted(h.rows[bin])
	}
	return tally{rows: h.rows[bin], weight: h.weight[bin].Value(), squares: h.squares[bin].Value()}
}

// between counts the bins from bin to end-1.
func (h *histogram) between(bin, end int) tally {
	var all runningTally
	for ; bin < end; bin++ {
		all.add(h.at(bin))
	}
	return all.tally()
}
