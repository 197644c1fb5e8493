package segmentation

import (
	"fmt"
	"math"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/internal/doubt"
	"github.com/seqpair/seqpair/metrics/internal/interval"
	"github.com/seqpair/seqpair/metrics/internal/sums"
	"github.com/seqpair/seqpair/metrics/multiclass"
)

// The reasons why a reading, or its interval, does not exist.
const (
	AbsentClass metrics.Reason = "the class is neither in the truth nor predicted"
	OneImage    metrics.Reason = "fewer than two images: pixels of one image are not independent"
)

// measure is an overlap of a class, part over whole, and what it is of always answering a class of that share.
type measure struct {
	part, whole func(metrics.Confusion) float64
	always      func(share float64) float64
}

var (
	iou = measure{
		part:   func(c metrics.Confusion) float64 { return c.TP },
		whole:  func(c metrics.Confusion) float64 { return c.TP + c.FP + c.FN },
		always: func(share float64) float64 { return share },
	}
	dice = measure{
		part:   func(c metrics.Confusion) float64 { return 2 * c.TP },
		whole:  func(c metrics.Confusion) float64 { return 2*c.TP + c.FP + c.FN },
		always: func(share float64) float64 { return 2 * share / (1 + share) },
	}
)

// read is the overlap of one table, without interval.
func (m measure) read(c metrics.Confusion) metrics.Value {
	whole := m.whole(c)
	if whole == 0 {
		return doubt.Undefined(AbsentClass)
	}
	all := c.TP + c.FP + c.TN + c.FN
	return metrics.Value{
		V: m.part(c) / whole, N: c.Rows.TP + c.Rows.FP + c.Rows.FN, Weight: c.TP + c.FP + c.FN,
		Baseline: m.always((c.TP + c.FN) / all), NoInterval: OneImage,
	}
}

// IoU is the intersection over union of a class, over all pixels (Jaccard). Baseline: calling every pixel that class.
// It panics if there is no such class.
func (s *State) IoU(class int) metrics.Value { return s.pooled(iou, class) }

// Dice is twice the intersection over the sum of both sides (F1). Baseline: calling every pixel that class.
// It panics if there is no such class.
func (s *State) Dice(class int) metrics.Value { return s.pooled(dice, class) }

func (s *State) pooled(m measure, class int) metrics.Value {
	v := m.read(s.pixels.Class(class))
	if v.Undefined != "" {
		return v
	}
	var whole sums.Sum
	for _, image := range s.images {
		whole.Add(m.whole(image.table(class)))
	}
	return s.logit(v, func(image overlap) float64 {
		c := image.table(class)
		return (m.part(c) - v.V*m.whole(c)) / whole.Value()
	})
}

// logit gives v an interval from how far each image moves it.
func (s *State) logit(v metrics.Value, influence func(overlap) float64) metrics.Value {
	n := len(s.images)
	if n < 2 {
		return doubt.Without(v, OneImage)
	}
	var variance sums.Sum
	for _, image := range s.images {
		x := influence(image)
		variance.Add(x * x)
	}
	se := math.Sqrt(variance.Value() * float64(n) / float64(n-1))
	return doubt.Logit(v, se*interval.Student95(float64(n-1))/doubt.Z95)
}

// MeanIoU is the mean of the classes' IoU over all pixels. Baseline: calling every pixel the most frequent class.
func (s *State) MeanIoU() multiclass.Average { return s.pooledMean(iou) }

// MeanDice is the mean of the classes' Dice over all pixels. Baseline: calling every pixel the most frequent class.
func (s *State) MeanDice() multiclass.Average { return s.pooledMean(dice) }

func (s *State) pooledMean(m measure) multiclass.Average {
	a := s.pixels.Average(m.read, multiclass.Macro)
	if a.Value.Undefined != "" {
		return a
	}
	readings := make([]metrics.Value, s.k)
	wholes := make([]sums.Sum, s.k)
	for class := range s.k {
		readings[class] = m.read(s.pixels.Class(class))
		for _, image := range s.images {
			wholes[class].Add(m.whole(image.table(class)))
		}
	}
	a.Value.Baseline = m.always(s.largest()) / float64(a.Classes)
	a.Value = s.logit(a.Value, func(image overlap) float64 {
		sum := 0.0
		for class, v := range readings {
			if v.Undefined == "" {
				c := image.table(class)
				sum += (m.part(c) - v.V*m.whole(c)) / wholes[class].Value()
			}
		}
		return sum / float64(a.Classes)
	})
	return a
}

// largest is the share of the most frequent class.
func (s *State) largest() float64 {
	most := 0.0
	for class := range s.k {
		c := s.pixels.Class(class)
		most = max(most, (c.TP+c.FN)/(c.TP+c.FP+c.TN+c.FN))
	}
	return most
}

// PixelAccuracy is the share of pixels predicted right. Baseline: calling every pixel the most frequent class, which
// is near 1 where the foreground is rare.
func (s *State) PixelAccuracy() metrics.Value {
	v := s.pixels.Accuracy()
	if v.Undefined != "" {
		return v
	}
	return s.logit(v, func(image overlap) float64 {
		weight := image.weight()
		return (sums.Of(image.Hit) - v.V*weight) / v.Weight
	})
}

// FrequencyWeightedIoU is the mean of the classes' IoU by their true pixels. Baseline: calling every pixel the most
// frequent class. The interval takes the frequencies for known.
func (s *State) FrequencyWeightedIoU() metrics.Value {
	v := s.pixels.Average(iou.read, multiclass.Weighted).Value
	if v.Undefined != "" {
		return v
	}
	most := s.largest()
	v.Baseline = most * most
	shares, readings, wholes := make([]float64, s.k), make([]float64, s.k), make([]float64, s.k)
	for class := range s.k {
		c := s.pixels.Class(class)
		shares[class], wholes[class] = (c.TP+c.FN)/v.Weight, iou.whole(c)
		readings[class] = iou.read(c).V
	}
	return s.logit(v, func(image overlap) float64 {
		sum := 0.0
		for class, share := range shares {
			if wholes[class] > 0 {
				c := image.table(class)
				sum += share * (c.TP - readings[class]*iou.whole(c)) / wholes[class]
			}
		}
		return sum
	})
}

// Weighting is how classes count in the generalised Dice.
type Weighting int

const (
	BySquare Weighting = iota // one over the square of a class's true pixels: Sudre et al., DLMIA 2017
	BySize                    // one over a class's true pixels
	Equally                   // one
)

// String is "square", "simple" or "linear", the names of torchmetrics.
func (w Weighting) String() string {
	switch w {
	case BySquare:
		return "square"
	case BySize:
		return "simple"
	case Equally:
		return "linear"
	}
	return fmt.Sprintf("Weighting(%d)", int(w))
}

// of is the weight of a class with that many true pixels.
func (w Weighting) of(size float64) float64 {
	switch w {
	case BySquare:
		return 1 / size / size
	case BySize:
		return 1 / size
	}
	return 1
}
