package segmentation

import (
	"fmt"
	"slices"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/internal/sums"
	"github.com/seqpair/seqpair/metrics/multiclass"
)

// Image is the pixels of one image, in any order: pixel i is of class Truth[i], was predicted to be of class
// Predicted[i], and weighs Weights[i]. Classes count from 0. It is never retained.
type Image struct {
	Truth     []int
	Predicted []int
	Weights   []float64 // 0 (the pixel is absent) or in [metrics.MinWeight, metrics.MaxWeight]; nil means all ones
}

// overlap is what is kept of an image: by class, the weight of the pixels hit, missed and raised in vain.
type overlap struct {
	Pixels int64     `json:"pixels"`
	Hit    []float64 `json:"hit"`
	Missed []float64 `json:"missed"`
	Alarms []float64 `json:"alarms"`
}

func (o overlap) weight() float64 { return sums.Of(o.Hit) + sums.Of(o.Missed) }

// table is that of one class.
func (o overlap) table(class int) metrics.Confusion {
	c := metrics.Confusion{TP: o.Hit[class], FP: o.Alarms[class], FN: o.Missed[class]}
	c.TN = max(o.weight()-c.TP-c.FP-c.FN, 0)
	return c
}

// pixels are the pixels that count: not void, and of a weight that is not 0.
func (m Image) pixels(void []int) (multiclass.Decisions, error) {
	if len(m.Truth) != len(m.Predicted) {
		return multiclass.Decisions{}, fmt.Errorf("segmentation: %d true pixels but %d predicted: give two masks of one size",
			len(m.Truth), len(m.Predicted))
	}
	if m.Weights != nil && len(m.Weights) != len(m.Truth) {
		return multiclass.Decisions{}, fmt.Errorf("segmentation: %d pixels but %d weights: give one weight per pixel, or nil for all ones",
			len(m.Truth), len(m.Weights))
	}
	d := multiclass.Decisions{Truth: m.Truth, Predicted: m.Predicted, Weights: m.Weights}
	if len(void) == 0 {
		return d, nil
	}
	d.Weights = make([]float64, len(m.Truth))
	for i, truth := range m.Truth {
		switch {
		case slices.Contains(void, truth):
		case m.Weights == nil:
			d.Weights[i] = 1
		default:
			d.Weights[i] = m.Weights[i]
		}
	}
	return d, nil
}

// overlapOf counts pixels that were validated.
func overlapOf(d multiclass.Decisions, k int) overlap {
	hit, missed, alarms := make([]sums.Sum, k), make([]sums.Sum, k), make([]sums.Sum, k)
	var o overlap
	for i, truth := range d.Truth {
		w := 1.0
		if d.Weights != nil {
			w = d.Weights[i]
		}
		if w == 0 {
			continue
		}
		o.Pixels++
		if predicted := d.Predicted[i]; predicted == truth {
			hit[truth].Add(w)
		} else {
			missed[truth].Add(w)
			alarms[predicted].Add(w)
		}
	}
	values := func(of []sums.Sum) []float64 {
		all := make([]float64, k)
		for class, sum := range of {
			all[class] = sum.Value()
		}
		return all
	}
	o.Hit, o.Missed, o.Alarms = values(hit), values(missed), values(alarms)
	return o
}
