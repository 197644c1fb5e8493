package metrics

// Metric is a named reader of a State. Better is declared, never derived from the name.
type Metric struct {
	Name   string
	Better Direction
	Read   func(*State) Value
}
