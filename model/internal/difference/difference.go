// Package difference finds what the two texts of a pair share and what tells them apart, and says it in numbers that a network reads.
package difference

import (
	"cmp"
	"slices"
)

// Most is how many differences of two texts are found at most, and MostFeatures how many features each has at most: both bound the cost
// of a step. IDs is how many ids features may have, among them 0 for none.
const (
	Most         = 64
	MostFeatures = 13
	IDs          = 1<<bucketBits + 1
	bucketBits   = 18
)

const (
	mostWords   = 64  // of a text that are looked for among those of the other: bounds the cost of long texts
	mostLetters = 256 // of a word that are compared
	alike       = 0.5 // likeness from which on two words are taken for one that is written in two ways
)

// Features are what can be said of something, hashed to ids from 1 on. There is one at least.
type Features []int32

// Of returns what two texts share and their differences, and the same of the texts exchanged. A word is what stands between white space, without
// punctuation around it. Words that both texts hold are shared. Of the others, those much like one of the other text
// stand for it, as do the words of two texts of one word each: each edit that turns one into the other is a difference. Each word that is
// left is one. Of more than [Most] it returns the first.
func Of(a, b string) (shared Features, differences []Features) {
	if a > b {
		a, b = b, a
	}
	x, y := wordsOf(a), wordsOf(b)
	onlyX, onlyY := missing(x, y), missing(y, x)
	return sharedFeatures(x, y, onlyX), differencesOf(x, y, onlyX, onlyY)
}

func differencesOf(a, b []string, onlyA, onlyB []bool) []Features {
	aloneA, aloneB := slices.Clone(onlyA), slices.Clone(onlyB) // without those that stand for one of the other text
	var found []Features
	for _, places := range counterparts(a, b, onlyA, onlyB) {
		i, j := places[0], places[1]
		edits := editsOf(start(a[i], mostLetters), start(b[j], mostLetters))
		found = append(found, editFeatures(edits)...)
		aloneA[i], aloneB[j] = len(edits) == 0, len(edits) == 0
	}
	found = newBeside(a, b, onlyA, onlyB).alone(found, aloneA)
	found = newBeside(b, a, onlyB, onlyA).alone(found, aloneB)
	return found[:min(len(found), Most)]
}

// start is the first letters of a text, at most most.
func start(text string, most int) []rune {
	letters := []rune(text)
	return letters[:min(len(letters), most)]
}

// missing marks the words that others lack.
func missing(words, others []string) []bool {
	there := map[string]bool{}
	for _, w := range others {
		there[w] = true
	}
	only := make([]bool, len(words))
	for i, w := range words {
		only[i] = !there[w]
	}
	return only
}

// match is the places of two words, in a and b, and how alike they are.
type match struct {
	places   [2]int
	likeness float64
}

// counterparts are the places of words that stand for each other: the two of texts of one word, and others from the most alike on.
func counterparts(a, b []string, onlyA, onlyB []bool) [][2]int {
	if len(a) == 1 && len(b) == 1 && onlyA[0] {
		return [][2]int{{0, 0}}
	}
	var pairs [][2]int
	takenA, takenB := map[int]bool{}, map[int]bool{}
	for _, m := range matches(a, b, onlyA, onlyB) {
		if i, j := m.places[0], m.places[1]; !takenA[i] && !takenB[j] {
			takenA[i], takenB[j] = true, true
			pairs = append(pairs, m.places)
		}
	}
	return pairs
}

// matches are all words that are alike, of those marked, by falling likeness.
func matches(a, b []string, ofA, ofB []bool) []match {
	var found []match
	placesA, placesB := marked(ofA), marked(ofB)
	others := make([]bigrams, len(placesB))
	for k, j := range placesB {
		others[k] = bigramsOf(b[j])
	}
	for _, i := range placesA {
		word := bigramsOf(a[i])
		for k, j := range placesB {
			if likeness := word.likeness(others[k]); likeness >= alike {
				found = append(found, match{[2]int{i, j}, likeness})
			}
		}
	}
	slices.SortStableFunc(found, func(x, y match) int { return cmp.Compare(y.likeness, x.likeness) })
	return found
}

// marked are the places of the first marks.
func marked(marks []bool) []int {
	var places []int
	for i, mark := range marks {
		if mark && len(places) < mostWords {
			places = append(places, i)
		}
	}
	return places
}
