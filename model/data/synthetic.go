package data

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
)

// SyntheticOptions describes generated pairs; the zero value is 11,000 pairs, one in 11 positive.
type SyntheticOptions struct {
	N          int     // pairs; 0: 11,000
	Prevalence float64 // share of positive pairs, in (0, 1]; 0: 1/11
	Seed       int64
	Length     int // mean length of a sequence, at least 4; 0: 12
}

const (
	syntheticAlphabet = "abcdefghijklmnopqrst"
	syntheticTag      = 0x73796e7468 // "synth": keeps the random stream apart from those of splits
)

// Synthetic generates pairs that a model can learn to tell apart, the same for the same options.
// A is random. In a positive pair B is A with typing errors, one to two of them, or to Length/6 if
// that is more. In half of the negative pairs B is unrelated; in the other half, the hard
// ones, B is such a noisy copy of a sibling of A, in which a third of the letters are others.
// Exactly round(N * Prevalence) pairs are positive, in random places.
func Synthetic(o SyntheticOptions) (*Pairs, error) {
	o.N = cmp.Or(o.N, 11_000)
	o.Prevalence = cmp.Or(o.Prevalence, 1.0/11)
	o.Length = cmp.Or(o.Length, 12)
	switch {
	case o.N < 0:
		return nil, fmt.Errorf("SyntheticOptions.N %d: use a positive number of pairs", o.N)
	case !(o.Prevalence > 0 && o.Prevalence <= 1):
		return nil, fmt.Errorf("SyntheticOptions.Prevalence %v: use a share in (0, 1]", o.Prevalence)
	case o.Length < 4 || o.Length > longest:
		return nil, fmt.Errorf("SyntheticOptions.Length %d: use 4 to %d letters", o.Length, longest)
	}
	g := generator{rand.New(rand.NewPCG(uint64(o.Seed), syntheticTag)), o.Length}
	pairs := make([]Pair, o.N)
	positives := int(math.Round(float64(o.N) * o.Prevalence))
	for i, place := range g.Perm(o.N) {
		pairs[place] = g.pair(i < positives)
	}
	p, err := New(pairs)
	if err != nil {
		return nil, err
	}
	p.source = "synthetic pairs"
	return p, nil
}

type generator struct {
	*rand.Rand
	length int // mean
}

func (g generator) pair(positive bool) Pair {
	a := g.sequence()
	b := a
	if !positive {
		if b = g.sequence(); g.IntN(2) == 0 {
			b = g.sibling(a)
		}
	}
	return Pair{A: string(a), B: string(g.noisy(b)), Label: positive}
}

// sequence is random letters, up to a quarter more or fewer than the mean length.
func (g generator) sequence() []byte {
	spread := g.length / 4
	s := make([]byte, g.length-spread+g.IntN(2*spread+1))
	for i := range s {
		s[i] = g.letter()
	}
	return s
}

func (g generator) letter() byte { return syntheticAlphabet[g.IntN(len(syntheticAlphabet))] }

// sibling has other letters in a third of the places, at least two.
func (g generator) sibling(s []byte) []byte {
	sibling := append([]byte(nil), s...)
	for _, i := range g.Perm(len(s))[:max(2, len(s)/3)] {
		for sibling[i] == s[i] {
			sibling[i] = g.letter()
		}
	}
	return sibling
}

// noisy makes one or more typing errors: a letter replaced, left out, added, or two exchanged.
func (g generator) noisy(s []byte) []byte {
	s = append([]byte(nil), s...)
	for range 1 + g.IntN(max(2, g.length/6)) {
		i := g.IntN(len(s))
		switch g.IntN(4) {
		case 0:
			s[i] = g.letter()
		case 1:
			if len(s) > 1 {
				s = append(s[:i], s[i+1:]...)
			}
		case 2:
			s = append(s[:i], append([]byte{g.letter()}, s[i:]...)...)
		case 3:
			if i > 0 {
				s[i-1], s[i] = s[i], s[i-1]
			}
		}
	}
	return s
}
