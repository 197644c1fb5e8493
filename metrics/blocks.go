package metrics

const (
	// blockRows is how many rows of a class, from the highest score down, make a block. Sums over a class are sums over
	// blocks, so that threads and readers of a file can start in the middle and come to the same bits.
	blockRows = 1 << 12
	// strideRows is how many rows of a block are added as they are before they go into a sum that knows what rounding
	// took: so few lose nothing that shows beside a class.
	strideRows = 8
)

// strideSums are Σw and Σw², which only variances need, of the rows of a stride.
type strideSums struct{ weight, squares float64 }

func (s strideSums) with(weight float64) strideSums {
	return strideSums{s.weight + weight, s.squares + weight*weight}
}

// weightSums are those of whole strides.
type weightSums struct {
	weight  sum
	squares float64
}

func (s weightSums) with(stride strideSums) weightSums {
	return weightSums{s.weight.Plus(stride.weight), s.squares + stride.squares}
}

func (s weightSums) merged(o weightSums) weightSums {
	s.weight.Merge(o.weight)
	s.squares += o.squares
	return s
}

// tally is that of so many rows: whole strides, and one that is not whole.
func (s weightSums) tally(rows int64, stride strideSums) tally {
	return tally{rows: rows, weight: s.weight.Hi + (s.weight.Lo + stride.weight), squares: s.squares + stride.squares}
}

// blockedSums adds rows from the highest score down and closes strides and blocks where they end.
type blockedSums struct {
	rows   int64 // of the class up to here
	from   int64 // rows of the class above the first that was added
	base   weightSums
	open   weightSums // of the block that is not closed yet
	stride strideSums // of the stride that is not closed yet
	ones   bool       // all weights are 1: rows say everything
}

func (b *blockedSums) addRow(weight float64) {
	b.stride = b.stride.with(weight)
	b.rows++
	if b.rows%strideRows == 0 {
		b.open, b.stride = b.open.with(b.stride), strideSums{}
	}
	if b.rows%blockRows == 0 {
		b.base, b.open = b.base.merged(b.open), weightSums{}
	}
}

func (b *blockedSums) tally() tally {
	rows := b.rows - b.from
	if b.ones {
		return counted(rows)
	}
	return b.base.merged(b.open).tally(rows, b.stride)
}
