package data

import (
	"fmt"

	"github.com/seqpair/seqpair/model/internal/difference"
)

// ColumnSimilarities is how alike the texts of a pair are, as a whole and behind it field by field, int32 [PairEncoder.Similarities, 7]:
// by words in common as a part of all and of the fewer, letters likewise, edits, number of words, and first number. 1 is least alike
// and 12 most; 0 stands where there is nothing to compare.
const ColumnSimilarities = "similarities"

// WithSimilarities is an encoder whose Examples have [ColumnSimilarities] too. A text is a record if tabs part its fields. Pairs are
// compared field by field if most texts of the training pairs have the same number of fields, from 2 to 16; a text of another
// number is compared as a whole.
func (e *PairEncoder) WithSimilarities(train *Pairs) *PairEncoder {
	other := *e
	other.Similarities = 1 + train.fields()
	return &other
}

// fields is how many fields most texts have that are not empty; 0 if that is one, or too many.
func (p *Pairs) fields() int {
	counts, all := map[int]int{}, 0
	for _, side := range [][]int32{p.a, p.b} {
		for _, text := range side {
			if p.texts[text] != "" {
				counts[difference.Fields(p.texts[text])]++
				all++
			}
		}
	}
	for n, count := range counts {
		if 2*count > all && n > 1 && n <= difference.MostFields {
			return n
		}
	}
	return 0
}

// tellingTexts: most texts of training have the fields that are compared, so that so many of the same kind without one that has
// them are rarer than one in a million, 2^-20.
const tellingTexts = 20

// CheckRecords returns an error if pairs are compared field by field and no text has so many fields, of 20 at least that are not
// empty: other columns were read than in training.
func (e *PairEncoder) CheckRecords(p *Pairs) error {
	if e.Similarities < 2 {
		return nil
	}
	wanted, others := e.Similarities-1, 0
	for _, side := range [][]int32{p.a, p.b} {
		for _, text := range side {
			switch {
			case difference.Fields(p.texts[text]) == wanted:
				return nil
			case p.texts[text] != "":
				others++
			}
		}
	}
	if others < tellingTexts {
		return nil
	}
	return fmt.Errorf("%s: training compared records of %d fields, and no text here has so many: read the same columns in the same order", p.Source(), wanted)
}

// similarities is the column of all pairs.
func (e *PairEncoder) similarities(p *Pairs) Column {
	shape := []int{e.Similarities, difference.Measures}
	width := shape[0] * shape[1]
	steps := make([]int32, p.Len()*width)
	p.eachTexts(func(i int, a, b string) {
		copy(steps[i*width:], difference.SimilaritiesOf(a, b, e.Similarities-1))
	})
	return Column{Name: ColumnSimilarities, Shape: shape, Ints: steps}
}
