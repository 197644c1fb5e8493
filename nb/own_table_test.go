package nb_test

import (
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/nb"
)

func ExampleTable() {
	s := metrics.NewState()
	if err := s.Update(metrics.Batch{Scores: []float64{0.9, 0.8, 0.3, 0.2}, Labels: []bool{true, false, true, false}}); err != nil {
		fmt.Println(err)
	}
	t := nb.Table{Title: "What a threshold does", Columns: []string{"threshold", "alerts", "recall", ""}, Note: "Four pairs."}
	for _, threshold := range []float64{0.25, 0.5, 1} {
		c := s.At(threshold)
		t.Rows = append(t.Rows, []any{threshold, int(c.TP + c.FP), c.Recall(), c.Precision().Undefined})
	}
	if err := nb.Text(os.Stdout, t); err != nil {
		fmt.Println(err)
	}
	// Output:
	// What a threshold does
	// threshold  alerts  recall
	//     0.250       3  1.000 [0.342, 1.000]
	//     0.500       2  0.500 [0.0945, 0.905]
	//     1.000       0  0.000 [0.000, 0.658]   nothing predicted positive
	// Four pairs.
}

func TestTableRefusesRaggedRows(t *testing.T) {
	var out strings.Builder
	err := nb.Text(&out, nb.Table{Columns: []string{"a", "b"}, Rows: [][]any{{1, 2}, {3}}})
	if err == nil || !strings.Contains(err.Error(), "row 2") {
		t.Errorf("got %v", err)
	}
	if err := nb.Text(&out, nb.Table{Columns: []string{"<b>"}, Rows: [][]any{{math.NaN()}, {"\x1b[7m"}, {nil}}}); err != nil || strings.Contains(out.String(), "\x1b") {
		t.Errorf("%q, %v", &out, err)
	}
}
