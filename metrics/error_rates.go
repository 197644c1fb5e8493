package metrics

import "math"

// FalseNegativeRate is the share of positives that are missed, also called miss rate: one minus recall.
// Baseline: a random classifier that predicts positive as often as this one.
func (c Confusion) FalseNegativeRate() Value {
	return c.share(c.fn(), c.tp(), NoPositives, func() float64 { return 1 - c.alertRate() })
}

// FalseDiscoveryRate is the share of predicted positives that are negative: one minus precision.
// Baseline: one minus the prevalence.
func (c Confusion) FalseDiscoveryRate() Value {
	return c.mixed(c.fp(), c.tp(), NothingPositive, func() float64 { return 1 - c.prevalence() }, Confusion.FalseDiscoveryRate)
}

// FalseOmissionRate is the share of predicted negatives that are positive: one minus NPV. Baseline: the prevalence.
func (c Confusion) FalseOmissionRate() Value {
	return c.mixed(c.fn(), c.tn(), NothingNegative, c.prevalence, Confusion.FalseOmissionRate)
}

// ErrorRate is the share of examples predicted wrong, also called zero-one loss and Hamming loss.
// Baseline: always saying the majority class.
func (c Confusion) ErrorRate() Value {
	return c.mixed(c.fp().plus(c.fn()), c.tp().plus(c.tn()), NoExamples, func() float64 {
		return math.Min(c.prevalence(), 1-c.prevalence())
	}, Confusion.ErrorRate)
}
