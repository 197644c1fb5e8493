package metrics

import "fmt"

// Direction says which way a metric gets better.
type Direction int

// The two directions.
const (
	HigherIsBetter Direction = iota
	LowerIsBetter
)

// String is "higher" or "lower".
func (d Direction) String() string {
	switch d {
	case HigherIsBetter:
		return "higher"
	case LowerIsBetter:
		return "lower"
	}
	return fmt.Sprintf("Direction(%d)", int(d))
}

// MarshalText writes "higher" or "lower".
func (d Direction) MarshalText() ([]byte, error) {
	if d != HigherIsBetter && d != LowerIsBetter {
		return nil, fmt.Errorf("metrics: %v is no direction", d)
	}
	return []byte(d.String()), nil
}

// UnmarshalText reads "higher" or "lower".
func (d *Direction) UnmarshalText(text []byte) error {
	switch string(text) {
	case "higher":
		*d = HigherIsBetter
	case "lower":
		*d = LowerIsBetter
	default:
		return fmt.Errorf("metrics: direction %q: want higher or lower", text)
	}
	return nil
}
