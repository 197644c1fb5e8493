package data

// Pair is one labelled pair of sequences.
type Pair struct {
	ID     string  // the caller's name for the pair; empty in New: its 1-based position
	A, B   string  // valid UTF-8; may be empty
	Label  bool    // true is the positive class
	Weight float64 // finite and >= 0
	Group  string  // pairs of one group belong together in a split; empty: no group
}
