package metrics

// sortPacked is sortRun for narrow, weighted rows. Such a row is 64 bits, the key above the weight, which are ordered as
// rows are.
func sortPacked(r run[uint32]) {
	n, workers := len(r.keys), threads(len(r.keys))
	packed := make([]uint64, n)
	if n < smallSplit {
		for i, k := range r.keys {
			packed[i] = pack(k, r.weights[i])
		}
		new(packedSorter).sort(r, packed, 0, 0)
		return
	}
	s := newSplitting(r.keys)
	places := s.arrange(r.keys, workers)
	together(workers, func(worker int) { movePacked(s, r.share(worker, workers), packed, places[worker]) })
	sorters := make([]packedSorter, workers)
	s.each(workers, func(worker int, b bucket[uint32]) {
		sorters[worker].sort(r.slice(b.start, b.end), packed[b.start:b.end], b.low, b.length)
	})
}

func pack(k, weight uint32) uint64 { return uint64(k)<<32 | uint64(weight) }

// movePacked is splitting.move for rows that it packs on the way.
func movePacked(s *splitting[uint32], from run[uint32], to []uint64, places []int) {
	weights := from.weights[:len(from.keys)]
	for i, k := range from.keys {
		place := &places[s.bucket(k)]
		to[*place] = pack(k, weights[i])
		*place++
	}
}

// packedSorter sorts buckets of packed rows one after the other.
type packedSorter struct{ spare []uint64 }

// sort sorts packed rows, of keys from low up to low + 2^length - 1, or any if length is 0, and unpacks them to dst.
func (p *packedSorter) sort(dst run[uint32], packed []uint64, low uint32, length int) {
	n := len(packed)
	p.spare = grown(p.spare[:0], n)
	rows, spare := run[uint64]{keys: packed}, run[uint64]{keys: p.spare}
	if passes := digitPasses(length, n); passes > 0 && length > 0 {
		rows, spare = sortDigits(rows, spare, uint64(low)<<32, 32, length, passes)
		orderTies(rows.keys, spare.keys)
	} else {
		sortInto(spare, rows)
		rows = spare
	}
	for i, row := range rows.keys {
		dst.keys[i], dst.weights[i] = uint32(row>>32), uint32(row)
	}
}

// orderTies puts rows that are in order of key in order of weight, too: few that tie by shifting them along.
func orderTies(rows, spare []uint64) {
	for i := 1; i < len(rows); i++ {
		row := rows[i]
		if row >= rows[i-1] {
			continue
		}
		j := i
		for ; j > 0 && rows[j-1] > row && i-j < smallSort; j-- {
			rows[j] = rows[j-1]
		}
		rows[j] = row
		if i-j == smallSort {
			start, end := tiesAround(rows, i)
			sortBucket(run[uint64]{keys: rows[start:end]}, run[uint64]{keys: spare[start:end]})
			i = end - 1
		}
	}
}

// tiesAround is where rows of the same key as row i start and end.
func tiesAround(rows []uint64, i int) (start, end int) {
	start, end = i, i+1
	for start > 0 && rows[start-1]>>32 == rows[i]>>32 {
		start--
	}
	for end < len(rows) && rows[end]>>32 == rows[i]>>32 {
		end++
	}
	return start, end
}
