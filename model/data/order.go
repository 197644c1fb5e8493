package data

import (
	"cmp"
	"math/rand/v2"
	"slices"
)

// Order says which examples each epoch shows, and in what order: a function of the seed and the epoch alone, so that training can
// go on from any step; under MinedNegatives also of the scores that it was given. It is immutable.
type Order struct {
	sampler   Sampler
	size      int // of a batch
	all       int // examples
	positives []int32
	negatives []int32 // hardest first if some are
	hard      int     // so many of the hardest are in every epoch
	counts    [2]int  // negatives and positives of an epoch
}

// Len is the number of examples that an epoch shows.
func (o *Order) Len() int {
	if o.sampler.Kind == EveryExample {
		return o.all
	}
	return o.counts[0] + o.counts[1]
}

// Counts are the numbers of examples of each class in an epoch; 0 and 0 where every example is shown once.
func (o *Order) Counts() (negatives, positives int64) { return int64(o.counts[0]), int64(o.counts[1]) }

// Shift is the factor by which the odds of a positive in an epoch exceed those among all examples. 0: unknown, since the negatives
// are not drawn at random.
func (o *Order) Shift() float64 {
	switch o.sampler.Kind {
	case EveryExample:
		return 1
	case HardNegatives, MinedNegatives:
		return 0
	}
	return float64(o.counts[1]) / float64(o.counts[0]) * float64(len(o.negatives)) / float64(len(o.positives))
}

// Epoch returns positions of examples, [Len].
func (o *Order) Epoch(seed int64, epoch int) []int32 {
	r := rand.New(rand.NewPCG(uint64(seed), uint64(epoch)))
	switch o.sampler.Kind {
	case EveryExample:
		order := make([]int32, o.all)
		for i, row := range r.Perm(o.all) {
			order[i] = int32(row)
		}
		return order
	case BalancedBatches:
		return o.inBatches(turns(r, o.negatives, o.counts[0]), turns(r, o.positives, o.counts[1]))
	}
	order := slices.Concat(o.negatives[:o.hard], turns(r, o.negatives[o.hard:], o.counts[0]-o.hard), turns(r, o.positives, o.counts[1]))
	r.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	return order
}

// Mined are the negatives whose scores [Order.Mine] takes; nil but under MinedNegatives. The slice is shared.
func (o *Order) Mined() []int32 {
	if o.sampler.Kind != MinedNegatives {
		return nil
	}
	return o.negatives
}

// Mine returns the order in which the mined negatives with the highest scores, [len(Mined)], are the hard ones.
func (o *Order) Mine(scores []float64) *Order {
	mined, of := *o, make(map[int32]float64, len(scores))
	for i, row := range o.negatives {
		of[row] = scores[i]
	}
	mined.negatives = slices.Clone(o.negatives)
	mined.sortByHardness(func(row int32) float64 { return of[row] })
	mined.hard = (o.counts[0] + 1) / 2
	return &mined
}

// turns goes through rows in shuffled turns until there are count.
func turns(r *rand.Rand, rows []int32, count int) []int32 {
	drawn := make([]int32, 0, count)
	for len(drawn) < count {
		turn := slices.Clone(rows)
		r.Shuffle(len(turn), func(i, j int) { turn[i], turn[j] = turn[j], turn[i] })
		drawn = append(drawn, turn[:min(len(turn), count-len(drawn))]...)
	}
	return drawn
}

// inBatches deals equally many of each class to every batch.
func (o *Order) inBatches(negatives, positives []int32) []int32 {
	batches := o.Len() / o.size
	n, p := len(negatives)/batches, len(positives)/batches
	order := make([]int32, 0, o.Len())
	for i := range batches {
		order = append(append(order, negatives[i*n:(i+1)*n]...), positives[i*p:(i+1)*p]...)
	}
	return order
}

// sortByHardness puts the negatives that look most like positives first. Equal ones keep their order.
func (o *Order) sortByHardness(hardness func(row int32) float64) {
	of := make(map[int32]float64, len(o.negatives))
	for _, row := range o.negatives {
		of[row] = hardness(row)
	}
	slices.SortStableFunc(o.negatives, func(a, b int32) int { return cmp.Compare(of[b], of[a]) })
}

// trigramSimilarity is the Jaccard similarity of the sets of character trigrams of two texts, with a space before and
// after each: 1 for equal texts, 0 for texts without a trigram in common.
func trigramSimilarity(a, b string) float64 {
	x, y := trigrams(a), trigrams(b)
	common := 0
	for gram := range x {
		if y[gram] {
			common++
		}
	}
	return float64(common) / float64(len(x)+len(y)-common)
}

func trigrams(text string) map[[3]rune]bool {
	runes := append(append([]rune{' ', ' '}, []rune(text)...), ' ')
	grams := make(map[[3]rune]bool, len(runes))
	for i := range len(runes) - 2 {
		grams[[3]rune(runes[i:i+3])] = true
	}
	return grams
}
