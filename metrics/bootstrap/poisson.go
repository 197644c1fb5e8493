package bootstrap

import "math"

const (
	// quickBits of a draw nearly always decide the count.
	quickBits = 12
	// undecided marks the few values of these bits that do not.
	undecided = 0xff
	// maxCount is the largest count that 32 bits can tell apart: P(X > 12) is below 2⁻³².
	maxCount = 12
)

var (
	// belowCount[k] is P(X <= k) of a Poisson variable of mean 1, in units of 2⁻³².
	belowCount = belowCounts()
	quickCount = quickCounts()
)

func belowCounts() (below [maxCount]uint32) {
	term, total := math.Exp(-1), 0.0
	for k := range below {
		total += term
		below[k] = uint32(math.Round(total * (1 << 32)))
		term /= float64(k + 1)
	}
	return below
}

func quickCounts() (quick [1 << quickBits]uint8) {
	for bits := range quick {
		lowest := uint32(bits) << (32 - quickBits)
		highest := lowest | (1<<(32-quickBits) - 1)
		if slowCount(lowest) == slowCount(highest) {
			quick[bits] = slowCount(lowest)
		} else {
			quick[bits] = undecided
		}
	}
	return quick
}

// poisson is the count of a uniform draw, by inversion.
func poisson(draw uint32) uint8 {
	if count := quickCount[draw>>(32-quickBits)]; count != undecided {
		return count
	}
	return slowCount(draw)
}

func slowCount(draw uint32) uint8 {
	count := uint8(0)
	for count < maxCount && draw >= belowCount[count] {
		count++
	}
	return count
}

// drawPair sets even[i] and odd[i] to how often the unit keys[i] is drawn in replicates 2·pair and 2·pair+1:
// one hash of 64 bits, MurmurHash3's finaliser, serves both.
func drawPair(seed uint64, pair int, keys []uint64, even, odd []uint8) {
	stream := mix(mix(seed) + uint64(pair))
	even, odd = even[:len(keys)], odd[:len(keys)]
	for i, key := range keys {
		x := key ^ stream
		x = (x ^ x>>33) * 0xff51afd7ed558ccd
		x = (x ^ x>>33) * 0xc4ceb9fe1a85ec53
		x ^= x >> 33
		even[i], odd[i] = poisson(uint32(x)), poisson(uint32(x>>32))
	}
}
