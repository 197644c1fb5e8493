package main

// radixSort is the yardstick: a plain sort by three digits of 11 bits, the last first, on one thread.
func radixSort(keys []uint32) {
	const digits, width = 3, 11
	spare := make([]uint32, len(keys))
	from, to := keys, spare
	for digit := range digits {
		var places [1 << width]int
		for _, key := range from {
			places[key>>(digit*width)&(1<<width-1)]++
		}
		next := 0
		for i, count := range places {
			places[i], next = next, next+count
		}
		for _, key := range from {
			place := &places[key>>(digit*width)&(1<<width-1)]
			to[*place] = key
			*place++
		}
		from, to = to, from
	}
	copy(keys, from)
}
