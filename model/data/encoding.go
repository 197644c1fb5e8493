package data

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
)

// Encoding declares how sequences become ids. The zero value: characters, one vocabulary for both
// sides, everything else from the training pairs.
type Encoding struct {
	Unit       Unit `json:",omitempty"` // empty: Char
	K          int  `json:",omitempty"` // KMer, NGram: characters of a unit; 0: 3
	Length     int  `json:",omitempty"` // ids per sequence, longer ones lose their end; 0: the 99th percentile of the training lengths, at most 512, rounded up to a multiple of 8; one for both sides, unless one side's is at most half the other's, of 32 or more
	Vocabulary int  `json:",omitempty"` // units kept, most frequent first; 0: 4096 of Char, which leaves out almost nothing even of Chinese text, 32768 of others. NGram: the ids that all share. Byte: not used
	Separate   bool `json:",omitempty"` // each side has a vocabulary and a length of its own: for two alphabets, such as spelling and phonemes
}

const (
	longestChosen     = 512     // where Length is chosen from the data: bounds the cost of a step
	longest           = 1 << 20 // where Length is declared: catches typing errors
	lengthMultiple    = 8       // keeps shapes friendly to vector units, and equal for similar data
	shortLength       = 32      // below it, sides have one length: padding costs little
	defaultCharacters = 4096
	defaultUnits      = 32768
	largestVocabulary = 1 << 24
	defaultK          = 3  // the length of a codon
	largestK          = 64 // catches typing errors
)

// Fit learns vocabulary and length from the training pairs alone. Units that they lack become UnknownID later.
func (c Encoding) Fit(train *Pairs) (*PairEncoder, error) {
	if err := c.Check(); err != nil {
		return nil, err
	}
	c = c.withDefaults()
	a, b := c.count(train, train.a), c.count(train, train.b)
	if c.Separate {
		left, err := c.encoder(train, "a", a)
		if err != nil {
			return nil, err
		}
		right, err := c.encoder(train, "b", b)
		if err != nil {
			return nil, err
		}
		return &PairEncoder{A: left, B: right}, nil
	}
	shared, err := c.encoder(train, "a or b", a.and(b))
	if err != nil {
		return nil, err
	}
	if c.Length == 0 {
		if ofA, ofB := a.length(), b.length(); max(ofA, ofB) >= max(shortLength, 2*min(ofA, ofB)) {
			return &PairEncoder{A: shared.withLength(ofA), B: shared.withLength(ofB)}, nil
		}
	}
	return &PairEncoder{A: shared, B: shared}, nil
}

// Check returns an error that names the field out of range.
func (c Encoding) Check() error {
	switch {
	case c.Unit != "" && !c.Unit.known():
		return fmt.Errorf("unknown Encoding.Unit %q: use %q, %q, %q, %q or %q", c.Unit, Char, Byte, Word, KMer, NGram)
	case c.K < 0 || c.K > largestK:
		return fmt.Errorf("Encoding.K %d: use 1 to %d, or 0 for %d", c.K, largestK, defaultK)
	case c.K != 0 && !c.Unit.windows():
		return fmt.Errorf("Encoding.K is for units of several characters: leave it 0, or set Unit to %q or %q", KMer, NGram)
	case c.Length < 0 || c.Length > longest:
		return fmt.Errorf("Encoding.Length %d: use 1 to %d, or 0 to take it from the training pairs", c.Length, longest)
	case c.Vocabulary < 0 || c.Vocabulary > largestVocabulary:
		return fmt.Errorf("Encoding.Vocabulary %d: use 1 to %d, or 0 for the default", c.Vocabulary, largestVocabulary)
	case c.Unit == Byte && c.Vocabulary != 0:
		return errors.New("Encoding.Vocabulary is for other units, bytes are 256: leave it 0, or set Unit to char")
	}
	return nil
}

// withDefaults fills in what depends on the unit alone.
func (c Encoding) withDefaults() Encoding {
	c.Unit = cmp.Or(c.Unit, Char)
	if c.Unit.windows() {
		c.K = cmp.Or(c.K, defaultK)
	}
	switch c.Unit {
	case Byte:
	case Char:
		c.Vocabulary = cmp.Or(c.Vocabulary, defaultCharacters)
	default:
		c.Vocabulary = cmp.Or(c.Vocabulary, defaultUnits)
	}
	return c
}

// uses counts how often each text of p.texts stands in a side.
func (p *Pairs) uses(side []int32) []int {
	n := make([]int, len(p.texts))
	for _, text := range side {
		n[text]++
	}
	return n
}

// counts say what the sequences of a side are made of.
type counts struct {
	lengths [longestChosen + 1]int // how many sequences have each length; the last counts all longer ones
	units   map[string]int         // how often each unit stands in them
}

// count counts the texts of a side, each as often as it stands there. c has its defaults.
func (c Encoding) count(train *Pairs, side []int32) counts {
	all := counts{units: map[string]int{}}
	for text, n := range train.uses(side) {
		if n == 0 {
			continue
		}
		length := 0
		for unit, rest := c.Unit.next(train.texts[text], c.K); unit != ""; unit, rest = c.Unit.next(rest, c.K) {
			length++
			if c.Unit.listed() {
				all.units[unit] += n
			}
		}
		all.lengths[min(length, longestChosen)] += n
	}
	return all
}

// and counts both sides.
func (c counts) and(other counts) counts {
	c.units = maps.Clone(c.units)
	for unit, n := range other.units {
		c.units[unit] += n
	}
	for length, n := range other.lengths {
		c.lengths[length] += n
	}
	return c
}

// encoder learns one from what a side is made of. c has its defaults.
func (c Encoding) encoder(train *Pairs, side string, of counts) (*Encoder, error) {
	if !slices.ContainsFunc(of.lengths[1:], func(n int) bool { return n > 0 }) {
		return nil, fmt.Errorf("%s: every sequence of %s is empty: there is nothing to learn an encoding from", train.source, side)
	}
	length := cmp.Or(c.Length, of.length())
	return newEncoder(encoderJSON{Unit: c.Unit, K: c.K, Length: length, Ids: c.Vocabulary}, mostFrequent(of.units, c.Vocabulary)), nil
}

// length is the smallest that 99 % of the sequences fit in, rounded up.
func (c counts) length() int {
	total := 0
	for _, n := range c.lengths {
		total += n
	}
	fitting, length := 0, 0
	for ; length < len(c.lengths); length++ {
		if fitting += c.lengths[length]; 100*fitting >= 99*total {
			break
		}
	}
	return max(1, (length+lengthMultiple-1)/lengthMultiple) * lengthMultiple
}

// mostFrequent is the units by falling count, then by code point.
func mostFrequent(count map[string]int, most int) []string {
	units := slices.SortedFunc(maps.Keys(count), func(x, y string) int {
		return cmp.Or(cmp.Compare(count[y], count[x]), cmp.Compare(x, y))
	})
	return units[:min(len(units), most)]
}
