package diagnose

import (
	"iter"
	"strconv"
	"strings"
	"testing"
)

// rowsOfLabels are different pairs with those labels.
func rowsOfLabels(labels []bool) iter.Seq2[[2]string, bool] {
	return func(yield func([2]string, bool) bool) {
		for i, positive := range labels {
			if !yield([2]string{"a" + strconv.Itoa(i), "b" + strconv.Itoa(i)}, positive) {
				return
			}
		}
	}
}

// TestGroupedRowsAreInNoOrder: long runs of one label, as of pairs that are grouped by question, are no order while every fifth of the
// rows has both classes.
func TestGroupedRowsAreInNoOrder(t *testing.T) {
	grouped := make([]bool, 1003)
	for start := range 10 {
		for i := range 4 + start%3*6 {
			grouped[start*100+i] = true
		}
	}
	first := make([]bool, 1003)
	for i := range 90 {
		first[i] = true
	}
	for _, c := range []struct {
		labels []bool
		want   string
	}{{grouped, ""}, {first, "D60"}} {
		var d Data
		d.Add(TrainingData, rowsOfLabels(c.labels))
		found := Leaking(Evidence{Data: &d})
		if ids(found) != c.want {
			t.Errorf("fifths of %v: found %q, want %q", d.Parts[0].Fifths, ids(found), c.want)
		}
		if c.want != "" && !strings.Contains(found[0].Evidence, "[90 0 0 0 0] positives") {
			t.Error(found[0].Evidence)
		}
	}
}
