package runs

import (
	"fmt"
	"strings"
)

// KeyError says that a run directory belongs to another configuration or other data.
type KeyError struct {
	Path string
	Diff []string // what differs, from there to here
}

// Error lists the first differences.
func (e *KeyError) Error() string {
	const listed = 10
	diff, more := e.Diff, ""
	if len(diff) > listed {
		diff, more = diff[:listed], fmt.Sprintf("; and %d more", len(e.Diff)-listed)
	}
	return fmt.Sprintf("%s is a run of another configuration or other data (there -> here: %s%s): name this run otherwise, or remove that one",
		e.Path, strings.Join(diff, "; "), more)
}

// LockedError says who is writing a run directory.
type LockedError struct {
	Path  string
	Owner string // process, host, program and since when
}

func (e *LockedError) Error() string {
	return fmt.Sprintf("%s is being written by %s: wait until it is done, end it, or name this run otherwise", e.Path, e.Owner)
}
