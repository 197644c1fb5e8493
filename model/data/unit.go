package data

import (
	"unicode"
	"unicode/utf8"
)

// Unit is what one id stands for.
type Unit string

// The units. A character is a Unicode code point: case and composition are left as they are.
const (
	Char  Unit = "char"
	Byte  Unit = "byte"
	Word  Unit = "word"   // a run of letters, marks and digits; every other character but white space is a word of its own
	KMer  Unit = "k-mer"  // K characters from each position on, such as codons; a shorter text is one unit
	NGram Unit = "n-gram" // the same, hashed into Vocabulary ids: none is unknown, some share an id
)

// windows says whether units overlap, K characters each.
func (u Unit) windows() bool { return u == KMer || u == NGram }

// listed says whether the vocabulary is a list, learned from the training pairs.
func (u Unit) listed() bool { return u == Char || u == Word || u == KMer }

func (u Unit) known() bool { return u.listed() || u == Byte || u == NGram }

// next splits the first unit off text. It is empty where none is left.
func (u Unit) next(text string, k int) (unit, rest string) {
	switch {
	case text == "":
		return "", ""
	case u == Byte:
		return text[:1], text[1:]
	case u == Word:
		return nextWord(text)
	case u.windows():
		return nextWindow(text, k)
	}
	_, size := utf8.DecodeRuneInString(text)
	return text[:size], text[size:]
}

func nextWord(text string) (word, rest string) {
	start := -1 // of a run
	for i, r := range text {
		switch {
		case unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r):
			if start < 0 {
				start = i
			}
		case start >= 0:
			return text[start:i], text[i:]
		case !unicode.IsSpace(r):
			_, size := utf8.DecodeRuneInString(text[i:])
			return text[i : i+size], text[i+size:]
		}
	}
	if start < 0 {
		return "", ""
	}
	return text[start:], ""
}

// nextWindow returns the first k characters, and what follows the first of them unless these are the last.
func nextWindow(text string, k int) (window, rest string) {
	end, first := 0, 0
	for i := range k {
		_, size := utf8.DecodeRuneInString(text[end:])
		if end += size; i == 0 {
			first = size
		}
	}
	if end == len(text) {
		return text, ""
	}
	return text[:end], text[first:]
}

// hashed spreads a unit over n ids: FNV-1a.
func hashed(unit string, n int) int32 {
	h := uint32(2166136261)
	for i := range len(unit) {
		h = (h ^ uint32(unit[i])) * 16777619
	}
	return int32(h % uint32(n))
}
