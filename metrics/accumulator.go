package metrics

// Accumulator is what streams: it takes batches, merges with its like and starts again.
// Package metricstest holds the laws that an implementation must keep.
type Accumulator[A any] interface {
	// Update adds the rows of a batch. On error the accumulator is as it was.
	Update(Batch) error
	// Merge adds everything that the other has seen, and leaves the other alone.
	// On error, such as another configuration, the accumulator is as it was.
	Merge(A) error
	// Reset forgets everything but the configuration.
	Reset()
}
