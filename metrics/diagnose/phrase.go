package diagnose

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// number shows v to three significant digits, four if it is near 1.
func number(v float64) string {
	if v >= 0.9 && v < 1 {
		return strconv.FormatFloat(v, 'f', 4, 64)
	}
	return strconv.FormatFloat(v, 'g', 3, 64)
}

// list joins words: "a, b and c". Repeated words are named once.
func list(words ...string) string {
	var once []string
	for _, w := range words {
		if !slices.Contains(once, w) {
			once = append(once, w)
		}
	}
	if len(once) < 2 {
		return strings.Join(once, "")
	}
	last := len(once) - 1
	return strings.Join(once[:last], ", ") + " and " + once[last]
}

// short is list with at most four words, the first and the last ones.
func short(words ...string) string {
	if len(words) <= 4 {
		return list(words...)
	}
	return words[0] + ", " + words[1] + ", … " + words[len(words)-1]
}

// epochs names the epochs of rows: "epochs 2-3".
func epochs(rows []row) string {
	first, last := rows[0].epoch, rows[len(rows)-1].epoch
	if first == last {
		return fmt.Sprintf("epoch %d", first)
	}
	return fmt.Sprintf("epochs %d-%d", first, last)
}

// texts are the readings of rows as printed.
func texts(rows []row, read func(row) reading) []string {
	var all []string
	for _, w := range rows {
		all = append(all, read(w).text)
	}
	return all
}

// prior is what a share of the predicted class says about the data.
type prior struct {
	share    float64 // of the class that is predicted
	positive float64 // of the positives, if they are the other class
	ratio    fraction
	exact    bool    // the share is a fraction of small numbers
	chance   float64 // that a random number of so many digits is such a fraction
}

// smallDenominator is where rational reconstruction of four printed digits
// becomes a coin toss: there are 3·60²/π² ≈ 1100 fractions with denominators up
// to 60, so one lies within ±5e-5 of a random number 11 % of the time.
const smallDenominator = 60

// priorOf reconstructs the class shares from the accuracy of a model that
// predicts one class.
func priorOf(share span, positive bool) prior {
	p := prior{share: share.mid(), positive: 1 - share.mid()}
	if share.lo > 0 && share.hi < 1 {
		p.ratio, p.exact = simplest(share, smallDenominator)
	}
	if p.exact {
		p.share = p.ratio.value()
		p.positive = 1 - p.share
		p.chance = p.ratio.chance(share.hi - share.lo)
	}
	if positive {
		p.positive = p.share
	}
	return p
}

// fraction shows the share of the predicted class: "10/11", else its digits.
func (p prior) fraction() string {
	if p.exact {
		return fmt.Sprintf("%d/%d", p.ratio.n, p.ratio.d)
	}
	return number(p.share)
}

// rare shows the share of the positives: "1/11", else its digits.
func (p prior) rare() string {
	switch {
	case p.exact && p.positive == p.share:
		return p.fraction()
	case p.exact:
		return fmt.Sprintf("%d/%d", p.ratio.d-p.ratio.n, p.ratio.d)
	}
	return number(p.positive)
}

// logOdds is log(π/(1−π)), where the output bias of a model should start.
func (p prior) logOdds() float64 { return math.Log(p.positive / (1 - p.positive)) }
