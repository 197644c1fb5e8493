package metrics

// weigher says the weights of levels whose rows are known.
type weigher[K key] struct {
	*column[K]
	weight, squares []float64 // of rows in turn
}

// weigh fills in the weights of levels.
func (w *weigher[K]) weigh(levels *cumulative) {
	if w.weights == nil {
		return
	}
	const few = 4 // rows a level, for which to add all of them costs less than to look where each level ends
	rows, weight, squares := levels.rows, levels.weight[:len(levels.rows)], levels.squares[:len(levels.rows)]
	from, to := int(rows[0]), int(rows[len(rows)-1])
	if to-from > few*len(rows) {
		for i, above := range rows {
			t := w.upTo(int(above))
			weight[i], squares[i] = t.weight, t.squares
		}
		return
	}
	start := w.sum(from, to)
	for i, above := range rows {
		weight[i], squares[i] = w.weight[int(above)-start], w.squares[int(above)-start]
	}
}

// sum finds the sums of from rows and all up to those of to rows. It returns of how many the first is.
func (w *weigher[K]) sum(from, to int) int {
	n, start := len(w.weights), from/strideRows*strideRows
	w.weight, w.squares = grown(w.weight[:0], to-start+1), grown(w.squares[:0], to-start+1)
	for rows := start; rows <= to; rows += strideRows {
		above, rest := w.sums.strides(rows), strideSums{}
		weight, squares := w.weight[rows-start:], w.squares[rows-start:]
		weight[0], squares[0] = above.weight.Value(), above.squares
		for i := 1; i < min(strideRows, len(weight)); i++ {
			rest = rest.with(numberOf(w.weights[n-rows-i]))
			t := above.tally(0, rest)
			weight[i], squares[i] = t.weight, t.squares
		}
	}
	return start
}
