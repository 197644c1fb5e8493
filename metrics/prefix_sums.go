package metrics

// prefixSums are sums over a settled, weighted column from the highest score down, by strides: those of all rows would
// take as long to write as the rows themselves. They are blockedSums' to the last bit.
type prefixSums struct {
	blocks []weightSums // of each block
	above  []weightSums // of so many whole blocks
	open   []weightSums // of so many strides, those of their block
}

func sumWeights[K key](weights []K) *prefixSums {
	n := len(weights)
	p := &prefixSums{
		blocks: make([]weightSums, (n+blockRows-1)/blockRows),
		above:  make([]weightSums, n/blockRows+1),
		open:   make([]weightSums, n/strideRows+1),
	}
	workers := threads(n)
	together(workers, func(worker int) {
		for b := len(p.blocks) * worker / workers; b < len(p.blocks)*(worker+1)/workers; b++ {
			end := n - b*blockRows
			p.blocks[b] = sumBlock(weights[max(end-blockRows, 0):end], p.open[b*(blockRows/strideRows):])
		}
	})
	for b := range p.above[1:] {
		p.above[b+1] = p.above[b].merged(p.blocks[b])
	}
	return p
}

// sumBlock sums rising rows from the last one down, and says on the way what lies above each stride.
func sumBlock[K key](rows []K, open []weightSums) weightSums {
	var all weightSums
	for left, stride := len(rows), 0; left > 0; left, stride = left-strideRows, stride+1 {
		open[stride] = all
		all = all.with(sumStride(rows[max(left-strideRows, 0):left]))
	}
	if n := len(rows); n < blockRows && n%strideRows == 0 {
		open[n/strideRows] = all
	}
	return all
}

func sumStride[K key](rows []K) (sums strideSums) {
	for i := len(rows) - 1; i >= 0; i-- {
		sums = sums.with(numberOf(rows[i]))
	}
	return sums
}

// strides sums the whole strides of so many rows.
func (p *prefixSums) strides(rows int) weightSums {
	return p.above[rows/blockRows].merged(p.open[rows/strideRows])
}

// upTo sums so many rows of a settled column, from the highest score down.
func (c *column[K]) upTo(rows int) tally {
	if c.weights == nil {
		return counted(int64(rows))
	}
	n, whole := len(c.weights), rows/strideRows*strideRows
	return c.sums.strides(rows).tally(int64(rows), sumStride(c.weights[n-rows:n-whole]))
}

// weightUpTo is upTo of the column as it is; nil where all weights are 1.
func (c column[K]) weightUpTo() func(rows int) tally {
	if c.weights == nil {
		return nil
	}
	return c.upTo
}

// below sums the rows of a settled column that are not among the first so many.
func (c *column[K]) below(rows int) tally {
	n := len(c.keys)
	if c.weights == nil {
		return counted(int64(n - rows))
	}
	sums := blockedSums{rows: int64(rows), from: int64(rows)}
	for rank := rows; rank < n; {
		if rank%blockRows == 0 && rank+blockRows <= n {
			sums.base = sums.base.merged(c.sums.blocks[rank/blockRows])
			sums.rows += blockRows
			rank += blockRows
			continue
		}
		sums.addRow(numberOf(c.weights[n-1-rank]))
		rank++
	}
	return sums.tally()
}
