package metrics

// running are sums over a settled column from the highest score down: entry i is that of i rows. They are nil where all weights are 1.
type running []float64

// at is the sum over so many rows.
func (r running) at(rows uint32) float64 {
	if r == nil {
		return float64(rows)
	}
	return r[rows]
}

func (c *column[K]) runningWeights() running {
	return c.running(func(sums running, above weightSums, block []float64) {
		var open sum
		for i, last := 0, len(block)-1; i <= last; i++ {
			open = open.Plus(block[last-i])
			sums[i] = joint(above.weight, open)
		}
		if len(block) == blockRows {
			above.weight.Merge(open)
			sums[blockRows-1] = above.weight.Value()
		}
	})
}

func (c *column[K]) runningSquares() running {
	return c.running(func(sums running, above weightSums, block []float64) {
		open := 0.0
		for i, last := 0, len(block)-1; i <= last; i++ {
			open += block[last-i] * block[last-i]
			sums[i] = above.squares + open
		}
	})
}

// running has the sums of each block filled in on top of what lies above it. They are blockedSums' to the last bit, which
// merge a block as it ends.
func (c *column[K]) running(fill func(sums running, above weightSums, block []float64)) running {
	if c.weights == nil {
		return nil
	}
	sums, above := make(running, len(c.weights)+1), make([]weightSums, len(c.blocks)+1)
	for b, block := range c.blocks {
		above[b+1] = above[b]
		above[b+1].merge(block)
	}
	eachBlock(c.weights, func(b int, block []float64) {
		first := b*blockRows + 1
		fill(sums[first:first+len(block)], above[b], block)
	})
	return sums
}
