package metrics

// store keeps the examples of a State. Readers need it settled.
type store interface {
	// update and merge return the store that holds the old rows and the new ones: this one or, where it cannot
	// hold them, one that took its place. On error this one is as it was.
	update(columns) (store, error)
	merge(other store) (store, error) // of the same number of bins
	clone() store
	settle() // puts the rows in order

	rows() (pos, neg int64) // needs no settling
	total() (pos, neg tally)
	at(threshold float64) Confusion // score >= threshold is positive
	losses() (logLoss, brier moments)
	areas() areas
	sweep(visit func(*stretch)) // over all levels in falling order of score, none empty
	steps(visit func(*step))    // over those that hold positives, perhaps on several threads: see part
	levels() *levelTable
	flattened() store                             // for OneHotMicro
	reweighted(factors [2]float64) (store, error) // by class, positives first
	close() error                                 // gives back what is outside memory
}

// columns are the valid columns of a Batch or a Batch32.
type columns interface {
	rows() int
	row(i int) (score float64, positive bool, weight float64)
	weighted() bool
	narrow() bool // every score and weight is a float32
}

// exactStore keeps every score.
type exactStore interface {
	store
	wire() exactWire
	binary(out []byte) []byte
	widened() *exact[uint64] // itself where its keys are wide
}

// memoryStore is an exactStore in memory.
type memoryStore interface {
	exactStore
	narrow() bool
	weightedClasses() [2]bool // positives, negatives
	rowBytes() int64
	cursor(class int) rowCursor
}
