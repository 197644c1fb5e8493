package predictions

import (
	"errors"
	"fmt"
	"strings"
)

// The causes of an [Error] about a score.
var (
	ErrNotFinite     = errors.New("a score is not finite")
	ErrNoProbability = errors.New("a score lies outside [0,1]")
)

// Error says what is wrong with a file of predictions, where, and what to do.
type Error struct {
	File    string `json:"file"`
	Line    int    `json:"line,omitzero"`   // 1-based, header included; 0: the whole file
	Row     int64  `json:"row,omitzero"`    // 1-based, of a file without lines
	Column  string `json:"column,omitzero"` // empty: the whole line
	Problem string `json:"problem"`
	Remedy  string `json:"remedy"`
	Err     error  `json:"-"` // the cause, if there is one
}

// Error gives one line such as
// valid.csv:17: column "score" is NaN: look for a division by zero or a diverged model.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.File)
	if e.Line > 0 {
		fmt.Fprintf(&b, ":%d", e.Line)
	}
	b.WriteString(": ")
	if e.Row > 0 {
		fmt.Fprintf(&b, "row %d: ", e.Row)
	}
	if e.Column != "" {
		fmt.Fprintf(&b, "column %.80q ", e.Column)
	}
	b.WriteString(e.Problem)
	if e.Remedy != "" {
		b.WriteString(": " + e.Remedy)
	}
	return b.String()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }
