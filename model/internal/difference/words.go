package difference

import (
	"strings"
	"unicode"
)

// wordsOf are what stands between white space in a text, without punctuation around it. What is all punctuation is a word, too.
func wordsOf(text string) []string {
	words := strings.Fields(text)
	for i, w := range words {
		if trimmed := strings.TrimFunc(w, isPunctuation); trimmed != "" {
			words[i] = trimmed
		}
	}
	return words
}

func isPunctuation(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
}

// edge stands before the first letter of a word and after its last.
const edge = rune(-1)

// bigrams counts which two letters follow each other in a word, edges among them.
type bigrams map[[2]rune]int

func bigramsOf(word string) bigrams {
	b := bigrams{}
	last := edge
	for _, r := range word {
		b[[2]rune{last, r}]++
		last = r
	}
	b[[2]rune{last, edge}]++
	return b
}

// likeness of two words is the coefficient of Dice (1945) over their bigrams, in [0, 1].
func (b bigrams) likeness(other bigrams) float64 {
	shared, all := 0, 0
	for pair, n := range b {
		shared += min(n, other[pair])
		all += n
	}
	for _, n := range other {
		all += n
	}
	return 2 * float64(shared) / float64(all)
}

// shape says which kinds of characters follow each other, runs of one kind as one: "a" for letters, "9" for digits, and
// others themselves. That of "mp3-player" is "a9-a".
func shape(letters []rune) []rune {
	var of []rune
	for _, r := range letters {
		switch {
		case unicode.IsDigit(r):
			r = '9'
		case !isPunctuation(r):
			r = 'a'
		}
		if len(of) == 0 || of[len(of)-1] != r {
			of = append(of, r)
		}
	}
	return of
}
