package data

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"unicode/utf8"
)

// Unit is what one id stands for.
type Unit string

// The units. A character is a Unicode code point: case and composition are left as they are.
const (
	Char Unit = "char"
	Byte Unit = "byte"
)

// Encoding declares how sequences become ids. The zero value: characters, one vocabulary for both
// sides, everything else from the training pairs.
type Encoding struct {
	Unit       Unit `json:",omitempty"` // empty: Char
	Length     int  `json:",omitempty"` // ids per sequence, longer ones lose their end; 0: the 99th percentile of the training lengths, at most 512, rounded up to a multiple of 8
	Vocabulary int  `json:",omitempty"` // Char: characters kept, most frequent first; 0: 4096, which leaves out almost nothing even of Chinese text
	Separate   bool `json:",omitempty"` // each side has a vocabulary and a length of its own: for two alphabets, such as spelling and phonemes
}

const (
	longestChosen     = 512     // where Length is chosen from the data: bounds the cost of a step
	longest           = 1 << 20 // where Length is declared: catches typing errors
	lengthMultiple    = 8       // keeps shapes friendly to vector units, and equal for similar data
	defaultVocabulary = 4096
)

// Fit learns vocabulary and length from the training pairs alone. Characters that they lack become
// UnknownID later.
func (c Encoding) Fit(train *Pairs) (*PairEncoder, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	a, b := train.uses(train.a), train.uses(train.b)
	if c.Separate {
		left, err := c.fit(train, "a", a)
		if err != nil {
			return nil, err
		}
		right, err := c.fit(train, "b", b)
		if err != nil {
			return nil, err
		}
		return &PairEncoder{A: left, B: right}, nil
	}
	for text, n := range b {
		a[text] += n
	}
	shared, err := c.fit(train, "a or b", a)
	if err != nil {
		return nil, err
	}
	return &PairEncoder{A: shared, B: shared}, nil
}

func (c Encoding) check() error {
	switch {
	case c.Unit != "" && c.Unit != Char && c.Unit != Byte:
		return fmt.Errorf("unknown Encoding.Unit %q: use %q or %q", c.Unit, Char, Byte)
	case c.Length < 0 || c.Length > longest:
		return fmt.Errorf("Encoding.Length %d: use 1 to %d, or 0 to take it from the training pairs", c.Length, longest)
	case c.Vocabulary < 0:
		return fmt.Errorf("Encoding.Vocabulary %d: use a positive number, or 0 for %d", c.Vocabulary, defaultVocabulary)
	case c.Unit == Byte && c.Vocabulary != 0:
		return errors.New("Encoding.Vocabulary is for characters, bytes are 256: leave it 0, or set Unit to char")
	}
	return nil
}

// uses counts how often each text of p.texts stands in a side.
func (p *Pairs) uses(side []int32) []int {
	n := make([]int, len(p.texts))
	for _, text := range side {
		n[text]++
	}
	return n
}

// fit learns one encoder from texts that occur uses times each.
func (c Encoding) fit(train *Pairs, side string, uses []int) (*Encoder, error) {
	var lengths [longestChosen + 1]int // of the sequences, the last for all longer ones
	count := map[rune]int{}
	for text, n := range uses {
		if n == 0 {
			continue
		}
		s := train.texts[text]
		length := len(s)
		if c.Unit != Byte {
			length = utf8.RuneCountInString(s)
			for _, r := range s {
				count[r] += n
			}
		}
		lengths[min(length, longestChosen)] += n
	}
	if !slices.ContainsFunc(lengths[1:], func(n int) bool { return n > 0 }) {
		return nil, fmt.Errorf("%s: every sequence of %s is empty: there is nothing to learn an encoding from", train.source, side)
	}
	length := c.Length
	if length == 0 {
		length = chosenLength(lengths[:])
	}
	if c.Unit == Byte {
		return newEncoder(Byte, length, nil), nil
	}
	return newEncoder(Char, length, mostFrequent(count, cmp.Or(c.Vocabulary, defaultVocabulary))), nil
}

// chosenLength is the smallest length that 99 % of the sequences fit in, rounded up.
func chosenLength(lengths []int) int {
	total := 0
	for _, n := range lengths {
		total += n
	}
	fitting, length := 0, 0
	for ; length < len(lengths); length++ {
		if fitting += lengths[length]; 100*fitting >= 99*total {
			break
		}
	}
	return max(1, (length+lengthMultiple-1)/lengthMultiple) * lengthMultiple
}

// mostFrequent is the characters by falling count, then by code point.
func mostFrequent(count map[rune]int, most int) []rune {
	characters := slices.SortedFunc(maps.Keys(count), func(x, y rune) int {
		return cmp.Or(cmp.Compare(count[y], count[x]), cmp.Compare(x, y))
	})
	return characters[:min(len(characters), most)]
}
