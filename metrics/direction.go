package metrics

import "fmt"

// Direction says which way a metric gets better.
type Direction int

// The directions. NoDirection is that of counts, rates and ratios of which neither more nor less is better.
const (
	HigherIsBetter Direction = iota
	LowerIsBetter
	NoDirection
)

// String is "higher", "lower" or "none".
func (d Direction) String() string {
	switch d {
	case HigherIsBetter:
		return "higher"
	case LowerIsBetter:
		return "lower"
	case NoDirection:
		return "none"
	}
	return fmt.Sprintf("Direction(%d)", int(d))
}

// MarshalText writes "higher", "lower" or "none".
func (d Direction) MarshalText() ([]byte, error) {
	if d < HigherIsBetter || d > NoDirection {
		return nil, fmt.Errorf("metrics: %v is no direction", d)
	}
	return []byte(d.String()), nil
}

// UnmarshalText reads "higher", "lower" or "none".
func (d *Direction) UnmarshalText(text []byte) error {
	switch string(text) {
	case "higher":
		*d = HigherIsBetter
	case "lower":
		*d = LowerIsBetter
	case "none":
		*d = NoDirection
	default:
		return fmt.Errorf("metrics: direction %q: want higher, lower or none", text)
	}
	return nil
}
