package data

import "fmt"

// SplitKind says what may not stand in two parts of a split. The zero value is the strictest.
type SplitKind int

const (
	// Grouped: no sequence, on whichever side, and no Pair.Group stands in two parts.
	Grouped SplitKind = iota
	// ByA: no first sequence stands in two parts as A; a B may recur.
	ByA
	// ByGroup: no Pair.Group stands in two parts; sequences may. A pair without a group is on its own.
	ByGroup
	// Stratified: only copies of a pair (same A and B) stay together; sequences may recur.
	Stratified
)

var splitKinds = []string{"grouped", "by-a", "by-group", "stratified"}

// String is grouped, by-a, by-group or stratified.
func (k SplitKind) String() string {
	if k < 0 || int(k) >= len(splitKinds) {
		return fmt.Sprintf("SplitKind(%d)", int(k))
	}
	return splitKinds[k]
}

// MarshalText writes what String returns; it fails for a value that is no kind.
func (k SplitKind) MarshalText() ([]byte, error) {
	if k < 0 || int(k) >= len(splitKinds) {
		return nil, fmt.Errorf("%v is no kind of split: use one of %v", k, splitKinds)
	}
	return []byte(k.String()), nil
}

// UnmarshalText reads what MarshalText writes.
func (k *SplitKind) UnmarshalText(text []byte) error {
	for i, name := range splitKinds {
		if name == string(text) {
			*k = SplitKind(i)
			return nil
		}
	}
	return fmt.Errorf("unknown split %s: use one of %v", quote(string(text)), splitKinds)
}
