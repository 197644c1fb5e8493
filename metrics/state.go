package metrics

// State is what every reader reads.
type State struct{}
