package difference

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
)

// near is how many letters at most stay between edits that are one thought, such as "ai" for "eigh" in wait and weight: chosen on the
// valid pairs of cmudict_homophones, where 1 costs .004 of average precision and none .008.
const near = 2

// editFeatures are those of each edit of one word. Neighbours that are near each other have one in common.
func editFeatures(edits []edit) []Features {
	found := make([]Features, len(edits))
	for i, e := range edits {
		found[i] = append(found[i], e.features()...)
		if i+1 < len(edits) && len(e.kept) <= near {
			x, y := sorted(e.and(edits[i+1]))
			both := feature('j', x, y)
			found[i], found[i+1] = append(found[i], both), append(found[i+1], both)
		}
	}
	return found
}

func sorted(x, y []rune) (lower, higher []rune) {
	if slices.Compare(x, y) > 0 {
		return y, x
	}
	return x, y
}

// features says of an edit what takes the place of what, alone and with its neighbours, of which kinds and lengths these are, and whether
// a letter is doubled.
func (e edit) features() Features {
	x, y := sorted(e.removed, e.added)
	last, next := e.before[1:], e.after[:1]
	of := Features{
		feature('e', x, y),
		feature('l', last, x, y),
		feature('r', x, y, next),
		feature('c', last, x, y, next),
		feature('L', e.before, x, y),
		feature('R', x, y, e.after),
		feature('C', e.before, x, y, e.after),
		feature('k', shape(x), count(len(x), 3), shape(y), count(len(y), 3)),
	}
	switch {
	case len(x) > 0 || len(y) != 1:
	case y[0] == next[0]:
		of = append(of, feature('z'), feature('Z', e.after[1:]))
	case y[0] == last[0]:
		of = append(of, feature('z'), feature('Z', next))
	}
	return of
}

// sharedFeatures says how many words two texts share, what part of all they are, and which are the longest.
func sharedFeatures(a, b []string, onlyA []bool) Features {
	var held []string
	for i, only := range onlyA {
		if !only {
			held = append(held, a[i])
		}
	}
	shared, all := distinct(held), len(distinct(a))+len(distinct(b))
	of := Features{feature('#', count(len(shared), 9)), feature('%', count(20*len(shared)/max(1, all), 10))}
	slices.SortStableFunc(shared, func(x, y string) int { return cmp.Compare(len(y), len(x)) })
	for _, word := range shared[:min(len(shared), MostFeatures-len(of))] {
		of = append(of, feature('a', []rune(word)))
	}
	return of
}

// distinct words, in the order of their first use.
func distinct(words []string) []string {
	seen := map[string]bool{}
	var of []string
	for _, w := range words {
		if !seen[w] {
			seen[w] = true
			of = append(of, w)
		}
	}
	return of
}

// beside is a text beside another one.
type beside struct {
	words   [][]rune
	only    []bool    // by word: the other text lacks it
	other   string    // its words in one
	numbers []float64 // that it alone holds
}

func newBeside(words, others []string, only, othersOnly []bool) beside {
	t := beside{only: only, other: strings.Join(others, "")}
	for _, w := range words {
		t.words = append(t.words, []rune(w))
	}
	for i, w := range others {
		if x, ok := number(w); ok && othersOnly[i] {
			t.numbers = append(t.numbers, x)
		}
	}
	return t
}

// at is a word; beyond the text an edge.
func (t beside) at(i int) (word []rune, shared rune) {
	switch {
	case i < 0 || i >= len(t.words):
		return []rune{edge}, 0
	case t.only[i]:
		return t.words[i], 0
	}
	return t.words[i], 1
}

// alone appends the differences that words are by themselves, as long as there are not [Most].
func (t beside) alone(found []Features, only []bool) []Features {
	for i := range only {
		if only[i] && len(found) < Most {
			found = append(found, t.features(i))
		}
	}
	return found
}

// features says of a word what it is, begins and ends with, beside which ones it stands and whether the other text has these; and of a
// number, how near one of the other text is.
func (t beside) features(i int) Features {
	w, _ := t.at(i)
	last, lastShared := t.at(i - 1)
	next, nextShared := t.at(i + 1)
	within := rune(0)
	if strings.Contains(t.other, string(w)) {
		within = 1
	}
	of := Features{
		feature('w', w),
		feature('s', shape(w)),
		feature('p', last, w),
		feature('n', w, next),
		feature('i', []rune{within}),
		feature('b', []rune{lastShared, nextShared}),
		feature('d', count(len(w), 8)),
		feature('3', w[:min(len(w), 3)]),
		feature('4', w[max(0, len(w)-3):]),
		feature('1', w[:min(len(w), 2)]),
		feature('2', w[max(0, len(w)-2):]),
		feature('t', shape(last), shape(w), shape(next)),
	}
	if x, ok := number(string(w)); ok {
		of = append(of, feature('m', t.nearness(x)))
	}
	return of
}

// logDistances between numbers, natural logarithms of their ratio: from prices that were rounded to amounts of another kind. That
// numbers have them at all is worth .01 of average precision on the valid pairs of amazon_google.
var logDistances = [...]float64{0.02, 0.1, 0.25, 0.5, 1, 2}

// nearness is which of logDistances the nearest number of the other text is beyond; an edge where it has none.
func (t beside) nearness(x float64) []rune {
	if len(t.numbers) == 0 {
		return []rune{edge}
	}
	nearest := math.Inf(1)
	for _, y := range t.numbers {
		nearest = min(nearest, math.Abs(math.Log(x/y)))
	}
	beyond := rune(0)
	for _, d := range logDistances {
		if nearest > d {
			beyond++
		}
	}
	return []rune{beyond}
}

// number is that which a word is: above 0, and written with digits.
func number(word string) (x float64, ok bool) {
	if word[0] < '0' || word[0] > '9' {
		return 0, false
	}
	x, err := strconv.ParseFloat(word, 64)
	return x, err == nil && x > 0
}

// count is a number as part of a feature, at most most.
func count(n, most int) []rune { return []rune{rune(min(n, most))} }

// feature hashes a kind and its parts to an id from 1 on: FNV-1a over whole code points, and Knuth's multiplicative hashing.
func feature(kind rune, parts ...[]rune) int32 {
	const end = rune(-2) // of a part: no code point
	h := uint32(2166136261)
	add := func(r rune) { h = (h ^ uint32(r)) * 16777619 }
	add(kind)
	for _, part := range parts {
		for _, r := range part {
			add(r)
		}
		add(end)
	}
	return 1 + int32(h*2654435769>>(32-bucketBits))
}
