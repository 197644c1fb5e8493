package metrics

// digitPasses is in how many passes sortDigits sorts that many bits of n rows, or 0 if other ways cost less: a digit
// should not have many more values than there are rows.
func digitPasses(length, n int) int {
	if length <= onceBits && 1<<length <= 4*n {
		return 1
	}
	passes := (length + digitBits - 1) / digitBits
	if passes > 3 || 1<<digitWidth(length, passes) > 2*n {
		return 0
	}
	return passes
}

func digitWidth(length, passes int) int { return (length + passes - 1) / passes }

// sortDigits sorts rows by that many bits of their keys less low, from bit lowest on: the last digit first, in so many
// passes. It returns where the rows then are, and the other.
func sortDigits[K key](from, spare run[K], low K, lowest, length, passes int) (sorted, other run[K]) {
	width := digitWidth(length, passes)
	var room [1 << onceBits]int32
	counts, mask := room[:1<<width], K(1)<<width-1
	for range passes {
		clear(counts)
		countDigits(from.keys, low, lowest, mask, counts)
		moveDigits(from, spare, low, lowest, mask, counts)
		from, spare = spare, from
		lowest += width
	}
	return from, spare
}

func countDigits[K key](keys []K, low K, shift int, mask K, counts []int32) {
	for _, k := range keys {
		counts[uint64(k-low)>>(shift&63)&uint64(mask)]++
	}
}

// moveDigits puts each row behind those of a lower digit, of which there are so many by digit. The counts become ends.
func moveDigits[K key](from, to run[K], low K, shift int, mask K, counts []int32) {
	next := int32(0)
	for digit, count := range counts {
		counts[digit], next = next, next+count
	}
	if from.weights == nil {
		for _, k := range from.keys {
			place := &counts[uint64(k-low)>>(shift&63)&uint64(mask)]
			to.keys[*place] = k
			*place++
		}
		return
	}
	for i, k := range from.keys {
		place := &counts[uint64(k-low)>>(shift&63)&uint64(mask)]
		to.keys[*place], to.weights[*place] = k, from.weights[i]
		*place++
	}
}
