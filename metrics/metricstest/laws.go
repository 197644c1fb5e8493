package metricstest

import (
	"fmt"
	"math"
	"slices"

	"github.com/seqpair/seqpair/metrics"
	"pgregory.net/rapid"
)

// law draws an example and says how it was broken.
type law struct {
	name  string
	check func(*rapid.T) error
}

// harness is what the laws of one kind of accumulator share.
type harness[A metrics.Accumulator[A]] struct {
	newEmpty func() A
	Options[A]
}

func laws[A metrics.Accumulator[A]](newEmpty func() A, o Options[A]) []law {
	h := harness[A]{newEmpty, o}
	all := []law{
		{"chunking", h.chunking}, {"order", h.order}, {"merge", h.merge}, {"copies", h.copies},
		{"absent", h.absent}, {"ones", h.ones}, {"refusal", h.refusal}, {"ownership", h.ownership}, {"reset", h.reset},
	}
	if o.Encode != nil && o.Decode != nil {
		all = append(all, law{"round trip", h.roundTrip})
	}
	return all
}

// fill is a new accumulator that was given the batches.
func (h harness[A]) fill(batches ...metrics.Batch) (A, error) {
	a := h.newEmpty()
	for _, b := range batches {
		if err := a.Update(b); err != nil {
			return a, fmt.Errorf("a good batch is refused: %w\n%v", err, b)
		}
	}
	return a, nil
}

func (h harness[A]) tolerance() float64 {
	if h.Exact {
		return 0
	}
	return rounding
}

// rounding is far above what float64 sums of some dozens of terms lose and far below what a wrong formula does.
const rounding = 1e-9

// same compares the readings of an accumulator with wanted ones.
func (h harness[A]) same(what string, a A, want map[string]float64, tolerance float64) error {
	got := h.Read(a)
	for name, w := range want {
		if g, ok := got[name]; !ok {
			return fmt.Errorf("%s: %s is undefined, want %v", what, name, w)
		} else if g != w && !(math.Abs(g-w) <= tolerance*math.Max(1, math.Abs(w))) {
			return fmt.Errorf("%s: %s is %v, want %v", what, name, g, w)
		}
	}
	for name, g := range got {
		if _, ok := want[name]; !ok {
			return fmt.Errorf("%s: %s is %v, want it undefined", what, name, g)
		}
	}
	return nil
}

// sameAs compares an accumulator with one that was given the batches.
func (h harness[A]) sameAs(what string, a A, tolerance float64, batches ...metrics.Batch) error {
	other, err := h.fill(batches...)
	if err != nil {
		return err
	}
	return h.same(what, a, h.Read(other), tolerance)
}

func (h harness[A]) chunking(t *rapid.T) error {
	b := Batch().Draw(t, "batch")
	a, err := h.fill(chunks(t, b)...)
	if err != nil {
		return err
	}
	return h.sameAs("in chunks", a, h.tolerance(), b)
}

func (h harness[A]) order(t *rapid.T) error {
	b := Batch().Draw(t, "batch")
	indices := make([]int, len(b.Scores))
	for i := range indices {
		indices[i] = i
	}
	a, err := h.fill(choose(b, rapid.Permutation(indices).Draw(t, "order")))
	if err != nil {
		return err
	}
	return h.sameAs("in another order", a, h.tolerance(), b)
}

// merge: (x+y)+z and z+(y+x), with an empty one on either side, are the whole, and the merged parts stay.
func (h harness[A]) merge(t *rapid.T) error {
	x, y, z := Batch().Draw(t, "x"), Batch().Draw(t, "y"), Batch().Draw(t, "z")
	for _, order := range [][]metrics.Batch{{x, y, z}, {z, y, x}} {
		parts := []A{h.newEmpty()}
		for _, b := range order {
			part, err := h.fill(b)
			if err != nil {
				return err
			}
			parts = append(parts, part)
		}
		parts = append(parts, h.newEmpty())
		left, right := h.newEmpty(), parts[len(parts)-1]
		for _, part := range parts {
			before := h.Read(part)
			if err := left.Merge(part); err != nil {
				return fmt.Errorf("merge: %w", err)
			}
			if err := h.same("the part that was merged", part, before, 0); err != nil {
				return err
			}
		}
		for _, part := range slices.Backward(parts[:len(parts)-1]) {
			if err := part.Merge(right); err != nil {
				return fmt.Errorf("merge: %w", err)
			}
			right = part
		}
		if err := h.sameAs("merged from the left", left, h.tolerance(), x, y, z); err != nil {
			return err
		}
		if err := h.sameAs("merged from the right", right, h.tolerance(), x, y, z); err != nil {
			return err
		}
	}
	return nil
}

func (h harness[A]) copies(t *rapid.T) error {
	b := rows(t)
	var repeated []int
	for i := range b.Scores {
		k := rapid.IntRange(0, 4).Draw(t, "copies")
		b.Weights = append(b.Weights, float64(k))
		repeated = append(repeated, slices.Repeat([]int{i}, k)...)
	}
	a, err := h.fill(b)
	if err != nil {
		return err
	}
	b.Weights = nil
	return h.sameAs("weight k against k copies", a, rounding, choose(b, repeated))
}

func (h harness[A]) absent(t *rapid.T) error {
	b := Batch().Draw(t, "batch")
	var kept []int
	for i := range b.Scores {
		if b.Weights == nil || b.Weights[i] != 0 {
			kept = append(kept, i)
		}
	}
	a, err := h.fill(b)
	if err != nil {
		return err
	}
	return h.sameAs("weight 0 against no row", a, h.tolerance(), choose(b, kept))
}

func (h harness[A]) ones(t *rapid.T) error {
	b := rows(t)
	a, err := h.fill(b)
	if err != nil {
		return err
	}
	b.Weights = slices.Repeat([]float64{1}, len(b.Scores))
	return h.sameAs("no weights against ones", a, h.tolerance(), b)
}

func (h harness[A]) refusal(t *rapid.T) error {
	a, err := h.fill(Batch().Draw(t, "batch"))
	if err != nil {
		return err
	}
	before := h.Read(a)
	bad := spoiled(t, Batch().Draw(t, "bad batch"))
	if a.Update(bad) == nil {
		return fmt.Errorf("a bad batch is taken: %v", bad)
	}
	return h.same("after a refused batch", a, before, 0)
}

func (h harness[A]) ownership(t *rapid.T) error {
	b := Batch().Draw(t, "batch")
	a, err := h.fill(b)
	if err != nil {
		return err
	}
	before := h.Read(a)
	clear(b.Scores)
	clear(b.Labels)
	clear(b.Weights)
	return h.same("after the caller changed the batch", a, before, 0)
}

func (h harness[A]) reset(t *rapid.T) error {
	a, err := h.fill(Batch().Draw(t, "forgotten"))
	if err != nil {
		return err
	}
	a.Reset()
	if err := h.sameAs("after Reset", a, 0); err != nil {
		return err
	}
	b := Batch().Draw(t, "batch")
	if err := a.Update(b); err != nil {
		return fmt.Errorf("after Reset: %w", err)
	}
	return h.sameAs("after Reset and Update", a, h.tolerance(), b)
}

func (h harness[A]) roundTrip(t *rapid.T) error {
	first, second := Batch().Draw(t, "before"), Batch().Draw(t, "after")
	a, err := h.fill(first)
	if err != nil {
		return err
	}
	data, err := h.Encode(a)
	if err != nil {
		return fmt.Errorf("encode: %w", err)
	}
	back, err := h.Decode(data)
	if err != nil {
		return fmt.Errorf("decode: %w", err)
	}
	if err := h.same("after a round trip", back, h.Read(a), 0); err != nil {
		return err
	}
	if err := back.Update(second); err != nil {
		return fmt.Errorf("after a round trip: %w", err)
	}
	return h.sameAs("after a round trip and Update", back, h.tolerance(), first, second)
}
