package data

import "fmt"

// Coverage counts what an encoding kept and lost.
type Coverage struct {
	Sequences int // encoded
	Truncated int // of them, those that lost their end
	Units     int // characters, words and so on that were kept
	Unknown   int // of them, those that are not in the vocabulary
}

// Add adds the counts of another call.
func (c *Coverage) Add(o Coverage) {
	c.Sequences += o.Sequences
	c.Truncated += o.Truncated
	c.Units += o.Units
	c.Unknown += o.Unknown
}

// String is one line: what was cut and what was unknown.
func (c Coverage) String() string {
	return fmt.Sprintf("%d of %d sequences cut at the end, %d of %d units unknown", c.Truncated, c.Sequences, c.Unknown, c.Units)
}
