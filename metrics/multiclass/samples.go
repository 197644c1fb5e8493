package multiclass

import (
	"encoding/json"
	"fmt"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/internal/doubt"
)

// ExampleMean is a reading of single examples, averaged over the examples that have it.
type ExampleMean struct {
	Value   metrics.Value
	LeftOut int64          // examples in which the reading is undefined
	Why     metrics.Reason // why it is; empty if LeftOut is 0

	weight, leftOut float64
}

// The reasons why single examples have no reading.
const (
	NoLabelRight     metrics.Reason = "no label is right"
	NoLabelPredicted metrics.Reason = "no label is predicted"
	NoLabelEither    metrics.Reason = "no label is right or predicted"
	NothingToRank    metrics.Reason = "all labels are right, or none is"
)

// String prints the reading and how many examples were left out.
func (m ExampleMean) String() string {
	if m.LeftOut == 0 {
		return m.Value.String()
	}
	return fmt.Sprintf("%v, left out: %d (%s)", m.Value, m.LeftOut, m.Why)
}

// MarshalJSON writes the Value with what was left out beside it.
func (m ExampleMean) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Value   metrics.Value  `json:"value"`
		LeftOut int64          `json:"left_out"`
		Why     metrics.Reason `json:"why,omitempty"`
	}{m.Value, m.LeftOut, m.Why})
}

// WithLeftOutAs is the mean that counts every example left out as x, without interval: scikit-learn takes 0 for
// precision, recall and F, 1 for ranking average precision, 0 for ranking loss and coverage.
func (m ExampleMean) WithLeftOutAs(x float64) metrics.Value {
	if m.leftOut == 0 {
		return m.Value
	}
	v := doubt.Without(m.Value, "an example without the reading is counted as if it had one")
	v.Undefined, v.V = "", (m.Value.V*m.weight+x*m.leftOut)/(m.weight+m.leftOut)
	return v
}

// meanOver averages what read gives for rows 0 to n-1, which a reason keeps out.
func meanOver(n int, weights []float64, low, high float64, read func(i int) (x float64, why metrics.Reason)) ExampleMean {
	var m ExampleMean
	var xs, ws []float64
	for i := range n {
		x, why := read(i)
		w := weightOf(weights, i)
		if why != "" {
			m.LeftOut++
			m.leftOut += w
			m.Why = why
			continue
		}
		xs = append(xs, x)
		if weights != nil {
			ws = append(ws, w)
		}
	}
	switch {
	case n == 0:
		m.Value = doubt.Undefined(metrics.NoExamples)
	case len(xs) == 0:
		m.Value = doubt.Undefined(m.Why)
	default:
		m.Value = doubt.Mean(xs, ws, low, high)
		m.Value.NoBaseline = NoSimpleBaseline
		m.weight = m.Value.Weight
	}
	return m
}

// NoSimpleBaseline is why averages over examples have no baseline.
const NoSimpleBaseline metrics.Reason = "what is best without skill is not known in closed form"

func (t *LabelTable) samples(read func(hits, predicted, right float64) (x float64, why metrics.Reason)) ExampleMean {
	return meanOver(len(t.correct), t.weights, 0, 1, func(i int) (float64, metrics.Reason) {
		return read(float64(t.hits[i]), float64(t.predicted[i]), float64(t.right[i]))
	})
}

// SamplePrecision is the mean over examples of the share of predicted labels that are right: averaging "samples".
func (t *LabelTable) SamplePrecision() ExampleMean {
	return t.samples(func(hits, predicted, _ float64) (float64, metrics.Reason) {
		return overOr(hits, predicted, NoLabelPredicted)
	})
}

// SampleRecall is the mean over examples of the share of right labels that are predicted.
func (t *LabelTable) SampleRecall() ExampleMean {
	return t.samples(func(hits, _, right float64) (float64, metrics.Reason) { return overOr(hits, right, NoLabelRight) })
}

// SampleFBeta is the mean over examples of F-beta.
func (t *LabelTable) SampleFBeta(beta float64) ExampleMean {
	if !(beta >= 0 && beta <= 1000) {
		return ExampleMean{Value: doubt.Undefined(metrics.BadBeta)}
	}
	return t.samples(func(hits, predicted, right float64) (float64, metrics.Reason) {
		bb := beta * beta
		return overOr((1+bb)*hits, bb*right+predicted, NoLabelEither)
	})
}

// SampleJaccard is the mean over examples of the labels both right and predicted over those that are either.
func (t *LabelTable) SampleJaccard() ExampleMean {
	return t.samples(func(hits, predicted, right float64) (float64, metrics.Reason) {
		return overOr(hits, predicted+right-hits, NoLabelEither)
	})
}

func overOr(part, whole float64, empty metrics.Reason) (float64, metrics.Reason) {
	if whole == 0 {
		return 0, empty
	}
	return part / whole, ""
}
