package metricstest

import (
	"fmt"
	"testing"

	"github.com/seqpair/seqpair/metrics"
	"pgregory.net/rapid"
)

// counter sums the weights of the positives; its fault, if any, breaks one law.
type counter struct {
	fault  string
	weight float64
	last   float64
	kept   []float64
}

func (c *counter) Update(b metrics.Batch) error {
	err := b.Validate()
	if err != nil && c.fault != "refusal" {
		return err
	}
	for i := range min(len(b.Scores), len(b.Labels)) {
		weight := 1.0
		if i < len(b.Weights) && c.fault != "copies" {
			weight = b.Weights[i]
		}
		if c.fault == "absent" && weight == 0 {
			weight = 0.25
		}
		if b.Labels[i] {
			c.weight += weight
		}
		if weight != 0 {
			c.last = b.Scores[i] + 0
		}
	}
	if c.fault == "chunking" {
		c.weight++
	}
	if c.fault == "ones" && b.Weights != nil {
		c.weight += 0.5
	}
	if len(b.Scores) > 0 {
		c.kept = b.Scores
	}
	return err
}

func (c *counter) Merge(o *counter) error {
	if c.fault == "merge" && c.weight > 0 && o.weight > 0 {
		return nil
	}
	c.weight += o.weight
	return nil
}

func (c *counter) Reset() {
	if c.fault != "reset" {
		*c = counter{fault: c.fault}
	}
}

func (c *counter) read() map[string]float64 {
	values := map[string]float64{"weight": c.weight}
	if c.fault == "order" {
		values["last"] = c.last
	}
	if c.fault == "ownership" && len(c.kept) > 0 {
		values["first"] = c.kept[0]
	}
	return values
}

func counterLaws(fault string) []law {
	return laws(func() *counter { return &counter{fault: fault} }, Options[*counter]{
		Read:   (*counter).read,
		Encode: func(c *counter) ([]byte, error) { return fmt.Append(nil, c.weight), nil },
		Decode: func(data []byte) (*counter, error) {
			c := &counter{fault: fault}
			_, err := fmt.Sscan(string(data), &c.weight)
			if fault == "round trip" {
				c.weight = min(c.weight, 1)
			}
			return c, err
		},
	})
}

func TestLawful(t *testing.T) {
	Run(t, func() *counter { return new(counter) }, Options[*counter]{Read: (*counter).read})
}

// TestLawless: each law notices the fault that is named after it within 300 examples.
func TestLawless(t *testing.T) {
	for i, sound := range counterLaws("") {
		broken := counterLaws(sound.name)[i]
		examples := rapid.Custom(func(t *rapid.T) error { return broken.check(t) })
		noticed := false
		for seed := 0; seed < 300 && !noticed; seed++ {
			noticed = examples.Example(seed) != nil
		}
		if !noticed {
			t.Errorf("%s: an accumulator that breaks the law passes", sound.name)
		}
	}
}
