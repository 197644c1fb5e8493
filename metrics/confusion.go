package metrics

import "math"

// Confusion is the two by two table of a classifier at one threshold. The four cells are summed
// weights; Rows and Squares let the readers give intervals and support. Build one with
// [NewConfusion] or [State.At]: a literal with cells only reads the same values without intervals.
type Confusion struct {
	TP      float64 `json:"tp"` // weight of positive examples that were predicted positive
	FP      float64 `json:"fp"` // weight of negative examples that were predicted positive
	TN      float64 `json:"tn"` // weight of negative examples that were predicted negative
	FN      float64 `json:"fn"` // weight of positive examples that were predicted negative
	Rows    Rows    `json:"rows"`
	Squares Squares `json:"squares"`
	// GivenPrevalence says that the prevalence is known, and not a sample's: intervals then are those of [State.AtPrevalence].
	GivenPrevalence bool `json:"given_prevalence,omitempty"`
}

// Rows are the unweighted examples in each cell of a Confusion.
type Rows struct {
	TP int64 `json:"tp"`
	FP int64 `json:"fp"`
	TN int64 `json:"tn"`
	FN int64 `json:"fn"`
}

// Squares are the summed squared weights in each cell of a Confusion.
type Squares struct {
	TP float64 `json:"tp"`
	FP float64 `json:"fp"`
	TN float64 `json:"tn"`
	FN float64 `json:"fn"`
}

// NewConfusion is the table of an unweighted classifier. A negative count makes every reading undefined.
func NewConfusion(tp, fp, tn, fn int64) Confusion {
	return confusion(counted(tp), counted(fp), counted(tn), counted(fn))
}

func confusion(tp, fp, tn, fn tally) Confusion {
	return Confusion{
		TP: tp.weight, FP: fp.weight, TN: tn.weight, FN: fn.weight,
		Rows:    Rows{TP: tp.rows, FP: fp.rows, TN: tn.rows, FN: fn.rows},
		Squares: Squares{TP: tp.squares, FP: fp.squares, TN: tn.squares, FN: fn.squares},
	}
}

func (c Confusion) tp() tally { return tally{c.Rows.TP, c.TP, c.Squares.TP} }
func (c Confusion) fp() tally { return tally{c.Rows.FP, c.FP, c.Squares.FP} }
func (c Confusion) tn() tally { return tally{c.Rows.TN, c.TN, c.Squares.TN} }
func (c Confusion) fn() tally { return tally{c.Rows.FN, c.FN, c.Squares.FN} }

// unreadable says why no reader can work on the table, or nothing.
func (c Confusion) unreadable() Reason {
	for _, cell := range [...]tally{c.tp(), c.fp(), c.tn(), c.fn()} {
		bad := func(x float64) bool { return !(x >= 0) || math.IsInf(x, 1) }
		if bad(cell.weight) || bad(cell.squares) || cell.rows < 0 {
			return BadCounts
		}
	}
	if c.total() == 0 {
		return NoExamples
	}
	return ""
}

func (c Confusion) total() float64      { return c.TP + c.FP + c.TN + c.FN }
func (c Confusion) prevalence() float64 { return (c.TP + c.FN) / c.total() }
func (c Confusion) alertRate() float64  { return (c.TP + c.FP) / c.total() }

// mixed is a share of rows of both classes, which read reads.
func (c Confusion) mixed(part, rest tally, empty Reason, baseline func() float64, read func(Confusion) Value) Value {
	v := c.share(part, rest, empty, baseline)
	if c.GivenPrevalence {
		return c.atGivenPrevalence(v, 0, 1, read)
	}
	return v
}

// share is part/(part+rest) beside what a classifier without skill reads.
func (c Confusion) share(part, rest tally, empty Reason, baseline func() float64) Value {
	if why := c.unreadable(); why != "" {
		return undefined(why)
	}
	return proportion(part, rest, empty).withBaseline(baseline())
}

// Accuracy is the share of examples predicted right. Baseline: always saying the majority class.
func (c Confusion) Accuracy() Value {
	return c.mixed(c.tp().plus(c.tn()), c.fp().plus(c.fn()), NoExamples, func() float64 {
		return math.Max(c.prevalence(), 1-c.prevalence())
	}, Confusion.Accuracy)
}

// Precision is the share of predicted positives that are positive. Baseline: the prevalence.
func (c Confusion) Precision() Value {
	return c.mixed(c.tp(), c.fp(), NothingPositive, c.prevalence, Confusion.Precision)
}

// Recall is the share of positives that are predicted positive.
// Baseline: a random classifier that predicts positive as often as this one.
func (c Confusion) Recall() Value {
	return c.share(c.tp(), c.fn(), NoPositives, c.alertRate)
}

// Specificity is the share of negatives that are predicted negative.
// Baseline: a random classifier that predicts negative as often as this one.
func (c Confusion) Specificity() Value {
	return c.share(c.tn(), c.fp(), NoNegatives, func() float64 { return 1 - c.alertRate() })
}

// NPV is the negative predictive value, the share of predicted negatives that are negative.
// Baseline: one minus the prevalence.
func (c Confusion) NPV() Value {
	return c.mixed(c.tn(), c.fn(), NothingNegative, func() float64 { return 1 - c.prevalence() }, Confusion.NPV)
}

// FalsePositiveRate is the share of negatives that are predicted positive.
// Baseline: a random classifier that predicts positive as often as this one.
func (c Confusion) FalsePositiveRate() Value {
	return c.share(c.fp(), c.tn(), NoNegatives, c.alertRate)
}

// PredictedPositiveRate is the share of examples predicted positive.
func (c Confusion) PredictedPositiveRate() Value {
	return c.rate(c.tp().plus(c.fp()), c.tn().plus(c.fn()), Confusion.PredictedPositiveRate)
}

// Prevalence is the share of examples that are positive.
func (c Confusion) Prevalence() Value {
	return c.rate(c.tp().plus(c.fn()), c.fp().plus(c.tn()), Confusion.Prevalence)
}

func (c Confusion) rate(part, rest tally, read func(Confusion) Value) Value {
	v := c.mixed(part, rest, NoExamples, func() float64 { return 0 }, read)
	if v.Undefined == "" {
		v.NoBaseline = AnyRate
	}
	return v
}

// BalancedAccuracy is the mean of recall and specificity. Baseline ½. Its interval joins the Wilson
// intervals of the two by the method of variance estimates recovery: Zou and Donner, Statist. Med. 27 (2008) 1693.
func (c Confusion) BalancedAccuracy() Value { return joined(c.Recall(), c.Specificity(), 0.5) }

// joined is the mean of two proportions of different examples.
func joined(a, b Value, baseline float64) Value {
	for _, part := range []Value{a, b} {
		if part.Undefined != "" {
			return undefined(part.Undefined).withBaseline(baseline)
		}
	}
	v := Value{V: (a.V + b.V) / 2, Baseline: baseline, N: a.N + b.N, Weight: a.Weight + b.Weight}
	if a.NoInterval != "" {
		return v.withoutInterval(a.NoInterval)
	}
	if b.NoInterval != "" {
		return v.withoutInterval(b.NoInterval)
	}
	down := math.Hypot(a.V-a.Lo, b.V-b.Lo) / 2
	up := math.Hypot(a.Hi-a.V, b.Hi-b.V) / 2
	return v.within(v.V-down, v.V+up, 0, 1)
}
