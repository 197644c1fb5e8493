package metrics

// Batch is a column view of scored examples: row i is Scores[i], Labels[i] and Weights[i].
// It is never retained: an accumulator copies what it keeps, and the caller owns the slices.
type Batch struct {
	Scores  []float64 // P(positive), in [0,1]; logits are refused, never guessed
	Labels  []bool    // true is the positive class, by the caller's declaration
	Weights []float64 // finite and >= 0; nil means all ones
}
