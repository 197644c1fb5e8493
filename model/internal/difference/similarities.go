package difference

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Similarities are Measures numbers for two texts as a whole, and as many for each of their fields, of which there are MostFields
// at most. Each is from 0 to 1, cut into Steps of one size: 1 to Steps, and 0 where there is nothing to compare.
const (
	Measures   = 7
	Steps      = 12 // 8 cost .003 of average precision on the valid pairs of amazon_google, 20 gave as much
	MostFields = 16
)

// mostRead is how many letters of a text, or of a field, are read, and mostCompared how many of them are compared one by one: both
// bound the cost of long texts.
const (
	mostRead     = 1024
	mostCompared = 64
)

// FieldEnd parts the fields of a record in its text.
const FieldEnd = "\t"

// Fields is how many fields a text has, which is one or more.
func Fields(text string) int { return 1 + strings.Count(text, FieldEnd) }

// SimilaritiesOf says how alike two texts are as a whole and, where both have so many fields, field by field:
// [1+fields, Measures].
func SimilaritiesOf(a, b string, fields int) []int32 {
	of := make([]int32, (1+fields)*Measures)
	copy(of, similarities(a, b))
	if Fields(a) == fields && Fields(b) == fields {
		ofB := strings.Split(b, FieldEnd)
		for i, field := range strings.Split(a, FieldEnd) {
			copy(of[(1+i)*Measures:], similarities(field, ofB[i]))
		}
	}
	return of
}

// similarities of two texts: the words in common as a part of all (Jaccard 1901) and of the fewer, the same of three letters that follow
// each other, edits (Levenshtein 1966), number of words, and first number.
func similarities(a, b string) []int32 {
	a, b = string(start(a, mostRead)), string(start(b, mostRead))
	wordsA, wordsB := terms(a), terms(b)
	if len(wordsA) == 0 || len(wordsB) == 0 {
		return make([]int32, Measures)
	}
	spelledA, spelledB := strings.Join(wordsA, " "), strings.Join(wordsB, " ")
	jaccard, overlap := inCommon(wordsA, wordsB)
	jaccardLetters, overlapLetters := inCommon(trigrams(spelledA), trigrams(spelledB))
	x, y := start(spelledA, mostCompared), start(spelledB, mostCompared)
	edits := 1 - float64(distances(x, y)[len(x)][len(y)])/float64(max(len(x), len(y)))
	length := 1 - math.Abs(float64(len(wordsA)-len(wordsB)))/float64(len(wordsA)+len(wordsB))
	return []int32{
		step(jaccard), step(overlap), step(jaccardLetters), step(overlapLetters), step(edits), step(length), numbers(a, b),
	}
}

// step is which of Steps a similarity is in.
func step(similarity float64) int32 { return 1 + int32(min(similarity*Steps, Steps-1)) }

// terms are the runs of letters and digits in a text, in lower case.
func terms(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), isPunctuation)
}

// trigrams are three letters that follow each other, edges among them.
func trigrams(text string) [][3]rune {
	letters := slices.Concat([]rune{edge}, []rune(text), []rune{edge})
	of := make([][3]rune, 0, len(letters))
	for i := range letters[2:] {
		of = append(of, [3]rune(letters[i:]))
	}
	return of
}

// inCommon is how many different ones both hold, as a part of those that either holds, and of the fewer.
func inCommon[T comparable](a, b []T) (jaccard, overlap float64) {
	inA, inB, both := map[T]bool{}, map[T]bool{}, 0
	for _, x := range a {
		inA[x] = true
	}
	for _, x := range b {
		if inA[x] && !inB[x] {
			both++
		}
		inB[x] = true
	}
	return float64(both) / float64(len(inA)+len(inB)-both), float64(both) / float64(min(len(inA), len(inB)))
}

// numbers is the smaller of the first numbers of two texts as a part of the larger.
func numbers(a, b string) int32 {
	x, y := firstNumber(a), firstNumber(b)
	switch {
	case x < 0 || y < 0:
		return 0
	case x == y:
		return Steps
	}
	return step(min(x, y) / max(x, y))
}

// numberPattern is .5, but not of no.5; 1,299.00; or digits with a point and more digits, or without.
var numberPattern = regexp.MustCompile(`(?:^|[^\pL\d.])\.\d+|\d{1,3}(?:,\d{3})+(?:\.\d+)?\b|\d+(?:\.\d+)?`)

// firstNumber that stands in a text, within a word or not, as written in English; below 0 where there is none.
func firstNumber(text string) float64 {
	digits := strings.TrimLeftFunc(numberPattern.FindString(text), func(r rune) bool { return r != '.' && (r < '0' || r > '9') })
	number, err := strconv.ParseFloat(strings.ReplaceAll(digits, ",", ""), 64)
	if err != nil {
		return -1
	}
	return number
}
