package nb

import (
	"fmt"
	"io"
	"os"
)

// Show shows values as pictures and tables in a notebook, and as the text of Text elsewhere. It takes
//
//   - *runs.Run, or anything with a method RunDir() string: its metrics, curves and training curves
//   - *metrics.State (read at 0.5), Result (read at its threshold), *predictions.Table, Mistakes, Table
//   - metrics.Value, metrics.Reading, metrics.Confusion, metrics.Curve, and slices of readings or curves
//   - diagnose.Finding or a slice of them, *Comparison, *whatif.Analysis, *whatif.TradeOff, []history.Record, plot.Picture
//   - any other value with a method String() string, such as *model.Search: its text
//
// A value that cannot be shown is answered by a line that says why; what follows it is shown all the same.
func Show(values ...any) { show(current(), os.Stderr, values...) }

func show(s screen, problems io.Writer, values ...any) {
	for _, value := range values {
		views, err := viewsOf(value)
		if err != nil {
			views = append(views, noteView(err.Error()))
		}
		if err := s.show(views); err != nil {
			fmt.Fprintln(problems, err)
			return
		}
	}
	s.sync()
}

// Text writes what Show shows as plain text, for a terminal or a file: no control characters, whatever the
// data hold. It takes the values that Show takes and returns an error for any other.
func Text(w io.Writer, value any) error {
	views, err := viewsOf(value)
	if err != nil {
		return err
	}
	return writeText(w, views)
}
