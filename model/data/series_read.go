package data

import (
	"fmt"
	"math"
	"slices"

	"github.com/seqpair/seqpair/metrics/predictions"
)

// ReadSeries reads pairs of sequences from NPY files: a and b, [N, Steps, Channels] or [N, Steps] of one channel, and labels,
// [N], in which 1 or true is the positive class and 0 or false the negative one; "" for pairs without labels, which can only be scored.
// Steps at the end of a sequence that are NaN in every channel are padding. Any other NaN is an error that says where it is.
func ReadSeries(a, b, labels string) (*Series, error) {
	x, err := readSteps(a)
	if err != nil {
		return nil, err
	}
	y, err := readSteps(b)
	if err != nil {
		return nil, err
	}
	if !slices.Equal(x.Shape, y.Shape) {
		return nil, fmt.Errorf("%s has the shape %v and %s %v: want both [N, Steps, Channels] or [N, Steps] of the same sizes, the shorter ones filled up with NaN", a, x.Shape, b, y.Shape)
	}
	s := &Series{Steps: x.Shape[1], Channels: x.Shape[2], A: x.Values, B: y.Values, Source: a + " and " + b}
	if s.Labels, err = readLabels(labels, x.Shape[:1]); err != nil {
		return nil, err
	}
	if s.Width() > 0 {
		s.LengthsA, s.LengthsB = unpad(x.Values, s.Steps, s.Channels), unpad(y.Values, s.Steps, s.Channels)
	}
	if err := s.Check(); err != nil {
		return nil, err
	}
	return s, nil
}

// readSteps reads an array of [N, Steps, Channels].
func readSteps(path string) (*predictions.Array, error) {
	x, err := predictions.ReadArray(path)
	if err != nil {
		return nil, err
	}
	switch len(x.Shape) {
	case 2:
		x.Shape = append(x.Shape, 1)
	case 3:
	default:
		return nil, fmt.Errorf("%s has the shape %v: want [N, Steps, Channels], or [N, Steps] of one channel", path, x.Shape)
	}
	return x, nil
}

// unpad returns the lengths of sequences, and puts 0 in the place of their padding; nil if there is none.
func unpad(values []float32, steps, channels int) []int32 {
	lengths, padded := make([]int32, len(values)/(steps*channels)), false
	for i := range lengths {
		sequence, length := part(values, i, steps*channels), steps
		for length > 0 && missing(part(sequence, length-1, channels)) {
			length--
		}
		clear(sequence[length*channels:])
		lengths[i] = int32(length)
		padded = padded || length < steps
	}
	if !padded {
		return nil
	}
	return lengths
}

func missing(step []float32) bool {
	for _, v := range step {
		if !math.IsNaN(float64(v)) {
			return false
		}
	}
	return true
}
