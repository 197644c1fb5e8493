package segmentation

import (
	"encoding/json"
	"fmt"
	"math"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/internal/doubt"
	"github.com/seqpair/seqpair/metrics/internal/interval"
)

// ImageMean is a reading of single images, averaged over the images that have it.
type ImageMean struct {
	Value   metrics.Value  // its N counts images
	LeftOut int            // images in which the reading is undefined
	Why     metrics.Reason // why it is; empty if LeftOut is 0
}

// String prints the reading and how many images were left out.
func (m ImageMean) String() string {
	if m.LeftOut == 0 {
		return m.Value.String()
	}
	return fmt.Sprintf("%v, left out: %d (%s)", m.Value, m.LeftOut, m.Why)
}

// MarshalJSON writes the Value with what was left out beside it.
func (m ImageMean) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Value   metrics.Value  `json:"value"`
		LeftOut int            `json:"left_out"`
		Why     metrics.Reason `json:"why,omitempty"`
	}{m.Value, m.LeftOut, m.Why})
}

// WithLeftOutAs is the mean that counts every image left out as x, without interval.
func (m ImageMean) WithLeftOutAs(x float64) metrics.Value {
	if m.LeftOut == 0 {
		return m.Value
	}
	v := doubt.Without(m.Value, "an image without the reading is counted as if it had one")
	seen, out := float64(v.N), float64(m.LeftOut)
	v.Undefined, v.V = "", (v.V*seen+x*out)/(seen+out)
	return v
}

// ImageIoU is the mean over images of a class's IoU. Images in which the class is neither in the truth nor predicted
// are left out. Baseline: calling every pixel that class. It panics if there is no such class.
func (s *State) ImageIoU(class int) ImageMean { return s.perImage(iou.in(class)) }

// ImageDice is the mean over images of a class's Dice, as [State.ImageIoU].
func (s *State) ImageDice(class int) ImageMean { return s.perImage(dice.in(class)) }

// ImageMeanIoU is the mean over images of the mean IoU of the classes that the image has or was predicted to have.
func (s *State) ImageMeanIoU() ImageMean { return s.perImage(iou.over) }

// ImageMeanDice is the mean over images of the mean Dice of the classes that the image has or was predicted to have.
func (s *State) ImageMeanDice() ImageMean { return s.perImage(dice.over) }

// ImageGeneralizedDice is the mean over images of 2Σw·hit / Σw·(true + predicted) over the classes in the image's
// truth, w by the weighting.
func (s *State) ImageGeneralizedDice(by Weighting) ImageMean {
	return s.perImage(func(image overlap) metrics.Value {
		var part, whole, idlePart, idleWhole, largest float64
		for class := range image.Hit {
			largest = max(largest, image.Hit[class]+image.Missed[class])
		}
		all := image.weight()
		for class, hit := range image.Hit {
			truth := hit + image.Missed[class]
			if truth == 0 {
				continue
			}
			w := by.of(truth / all)
			part += w * 2 * hit
			whole += w * (truth + hit + image.Alarms[class])
			idleWhole += w * truth
			if truth == largest && idlePart == 0 {
				idlePart, idleWhole = w*2*truth, idleWhole+w*all
			}
		}
		return metrics.Value{V: part / whole, Baseline: idlePart / idleWhole}
	})
}

// in reads one class of an image.
func (m measure) in(class int) func(overlap) metrics.Value {
	return func(image overlap) metrics.Value { return m.read(image.table(class)) }
}

// over reads the mean over the classes of an image, beside that of always answering its most frequent one.
func (m measure) over(image overlap) metrics.Value {
	sum, classes, most := 0.0, 0.0, 0.0
	for class := range image.Hit {
		c := image.table(class)
		if v := m.read(c); v.Undefined == "" {
			sum += v.V
			classes++
		}
		most = max(most, (c.TP+c.FN)/image.weight())
	}
	return metrics.Value{V: sum / classes, Baseline: m.always(most) / classes}
}

// perImage averages a reading over images, which all count alike; so do their baselines.
func (s *State) perImage(read func(overlap) metrics.Value) ImageMean {
	var m ImageMean
	var xs []float64
	baseline := 0.0
	for _, image := range s.images {
		v := read(image)
		if v.Undefined != "" {
			m.LeftOut++
			m.Why = v.Undefined
			continue
		}
		xs = append(xs, v.V)
		baseline += v.Baseline
	}
	switch {
	case len(s.images) == 0:
		m.Value = doubt.Undefined(metrics.NoExamples)
	case len(xs) == 0:
		m.Value = doubt.Undefined(m.Why)
	default:
		v := doubt.Mean(xs, nil, math.Inf(-1), math.Inf(1))
		if v.NoInterval == "" {
			wider := interval.Student95(float64(len(xs)-1)) / doubt.Z95
			v = doubt.Within(v, v.V-wider*(v.V-v.Lo), v.V+wider*(v.Hi-v.V), 0, 1)
		} else if v.NoInterval == metrics.FewExamples {
			v.NoInterval = OneImage
		}
		m.Value = doubt.Baseline(v, baseline/float64(len(xs)))
	}
	return m
}

// ExactImages is the share of images without one wrong pixel, with Wilson's interval.
func (s *State) ExactImages() metrics.Value {
	right := 0.0
	for _, image := range s.images {
		wrong := false
		for _, missed := range image.Missed {
			wrong = wrong || missed > 0
		}
		if !wrong {
			right++
		}
	}
	n := float64(len(s.images))
	if n == 0 {
		return doubt.Undefined(metrics.NoExamples)
	}
	v := metrics.Value{V: right / n, N: int64(n), Weight: n, NoBaseline: NoSimpleBaseline}
	lo, hi := doubt.Wilson(v.V, n, doubt.Z95)
	return doubt.Within(v, lo, hi, 0, 1)
}

// NoSimpleBaseline is why the share of exact images has no baseline.
const NoSimpleBaseline metrics.Reason = "what is best without skill is not known in closed form"
