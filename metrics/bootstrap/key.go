package bootstrap

// A key stands for a unit. Its lowest bit says whether the unit is known by its number (1) or its name (0).

const numbered = 1

func numberedKey(number int64) uint64 { return mix(uint64(number)) | numbered }

// namedKey is FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/, mixed because near names give near sums.
func namedKey(name string) uint64 {
	sum := uint64(14695981039346656037)
	for i := range len(name) {
		sum = (sum ^ uint64(name[i])) * 1099511628211
	}
	return mix(sum) &^ numbered
}

// mix is the output function of SplitMix64: Steele, Lea and Flood, OOPSLA 2014, figure 19, after one step of
// its counter, so that 0 is not mapped to 0.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
