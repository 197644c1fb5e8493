package metrics

// blockRows is how many rows of a class, from the highest score down, make a block. Sums over a class are
// sums over blocks, so that threads and readers of a file can start in the middle and come to the same bits.
const blockRows = 1 << 12

// weightSums are Σw and Σw².
type weightSums struct{ weight, squares sum }

func (s *weightSums) add(weight float64) {
	s.weight.Add(weight)
	s.squares.Add(weight * weight)
}

func (s *weightSums) merge(o weightSums) {
	s.weight.Merge(o.weight)
	s.squares.Merge(o.squares)
}

func (s *weightSums) tally(rows int64) tally {
	return tally{rows: rows, weight: s.weight.Value(), squares: s.squares.Value()}
}

// sumBlocks sums the weights of a sorted column by blocks, the highest score first.
func sumBlocks(weights []float64) []weightSums {
	blocks := make([]weightSums, (len(weights)+blockRows-1)/blockRows)
	workers := threads(len(weights))
	together(workers, func(worker int) {
		for b := len(blocks) * worker / workers; b < len(blocks)*(worker+1)/workers; b++ {
			end := len(weights) - b*blockRows
			for i := end - 1; i >= max(end-blockRows, 0); i-- {
				blocks[b].add(weights[i])
			}
		}
	})
	return blocks
}

// blockedSums adds rows from the highest score down and closes blocks where they end.
type blockedSums struct {
	rows int64 // of the class up to here
	from int64 // rows of the class above the first that was added
	base weightSums
	open weightSums // of the block that is not closed yet
	ones bool       // all weights are 1: rows say everything
}

func (b *blockedSums) addRow(weight float64) {
	b.open.add(weight)
	b.rows++
	if b.rows%blockRows == 0 {
		b.base.merge(b.open)
		b.open = weightSums{}
	}
}

// addRows adds the rows of a run from end-1 down to start.
func addRows[K key](b *blockedSums, r run[K], start, end int) {
	switch {
	case b.ones:
		b.rows += int64(end - start)
	case r.weights == nil:
		for range end - start {
			b.addRow(1)
		}
	default:
		for i := end - 1; i >= start; i-- {
			b.addRow(r.weights[i])
		}
	}
}

func (b *blockedSums) tally() tally {
	if b.ones {
		n := b.rows - b.from
		return tally{rows: n, weight: float64(n), squares: float64(n)}
	}
	all := b.base
	all.merge(b.open)
	return all.tally(b.rows - b.from)
}

// weight is that of the tally.
func (b *blockedSums) weight() float64 {
	if b.ones {
		return float64(b.rows - b.from)
	}
	all := b.base.weight
	all.Merge(b.open.weight)
	return all.Value()
}

// blocked is the same sums, of one block.
func (r *runningTally) blocked() blockedSums {
	return blockedSums{rows: r.rows, open: weightSums{weight: r.weight, squares: r.squares}}
}
