package metrics

// blockRows is how many rows of a class, from the highest score down, make a block. Sums over a class are
// sums over blocks, so that threads and readers of a file can start in the middle and come to the same bits.
const blockRows = 1 << 12

// weightSums are Σw and Σw², which only variances need.
type weightSums struct {
	weight  sum
	squares float64
}

// with is the sums and one row more.
func (s weightSums) with(weight float64) weightSums {
	s.weight = s.weight.Plus(weight)
	s.squares += weight * weight
	return s
}

func (s *weightSums) merge(o weightSums) {
	s.weight.Merge(o.weight)
	s.squares += o.squares
}

func (s *weightSums) tally(rows int64) tally {
	return tally{rows: rows, weight: s.weight.Value(), squares: s.squares}
}

// sumBlocks sums the weights of a sorted column by blocks, the highest score first.
func sumBlocks(weights []float64) []weightSums {
	blocks := make([]weightSums, (len(weights)+blockRows-1)/blockRows)
	eachBlock(weights, func(b int, block []float64) { blocks[b] = sumWeights(block) })
	return blocks
}

// eachBlock visits the blocks of a sorted column by number, on several threads.
func eachBlock(weights []float64, visit func(b int, block []float64)) {
	blocks, workers := (len(weights)+blockRows-1)/blockRows, threads(len(weights))
	together(workers, func(worker int) {
		for b := blocks * worker / workers; b < blocks*(worker+1)/workers; b++ {
			end := len(weights) - b*blockRows
			visit(b, weights[max(end-blockRows, 0):end])
		}
	})
}

// sumWeights sums rising rows from the last one down.
func sumWeights(rows []float64) weightSums {
	var all weightSums
	for i := len(rows) - 1; i >= 0; i-- {
		all = all.with(rows[i])
	}
	return all
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
	b.open = b.open.with(weight)
	b.rows++
	if b.rows%blockRows == 0 {
		b.base.merge(b.open)
		b.open = weightSums{}
	}
}

func (b *blockedSums) tally() tally {
	rows := b.rows - b.from
	if b.ones {
		return tally{rows: rows, weight: float64(rows), squares: float64(rows)}
	}
	return tally{rows: rows, weight: joint(b.base.weight, b.open.weight), squares: b.base.squares + b.open.squares}
}

// joint is the value of two sums of which the first is not the smaller by much.
func joint(a, b sum) float64 { return a.Hi + (b.Hi + (a.Lo + b.Lo)) }
