package columnar

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"testing"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/predictions"
)

// both are the states that Stream and Update make of a file, and their errors.
func both(t *testing.T, path string, c predictions.Columns) (streamed, updated []byte, errs [2]error) {
	t.Helper()
	states := [2]*metrics.State{metrics.NewState(), metrics.NewState()}
	errs[0] = Stream(path, c, func(t *predictions.Table) error { return t.Update(states[0]) })
	rows := int64(0)
	errs[1] = Update(states[1], path, c, func(n int) error { rows += int64(n); return nil })
	if have := states[1].Positives() + states[1].Negatives(); have != rows {
		t.Errorf("%s: told of %d rows of %d", path, rows, have)
	}
	var bytes [2][]byte
	for i, s := range states {
		var err error
		if bytes[i], err = s.MarshalBinary(); err != nil {
			t.Fatal(err)
		}
	}
	return bytes[0], bytes[1], errs
}

// TestUpdate: a state is the same whichever way the rows come, and so is what is said of a fault.
func TestUpdate(t *testing.T) {
	content, _ := shard(t, 150_001)
	large := save(t, "a.parquet", content)
	csv := save(t, "a.csv", []byte("label,score,weight\n1,0.5,2\n0,0.25,1\n"))
	small := filepath.Join("testdata", "pyarrow.parquet")
	for _, c := range []struct {
		path    string
		columns predictions.Columns
		fails   bool
	}{
		{large, predictions.Columns{}, false}, {large, predictions.Columns{Logits: true}, false}, {csv, predictions.Columns{}, false},
		{small, predictions.Columns{}, false}, {small, predictions.Columns{Label: "yes", Score: "part.p"}, false},
		{small, predictions.Columns{Label: "text", Positive: "match"}, false},
		{small, predictions.Columns{Label: "yes", Score: "nan"}, true}, {small, predictions.Columns{Score: "hole"}, true},
	} {
		streamed, updated, errs := both(t, c.path, c.columns)
		if fmt.Sprint(errs[0]) != fmt.Sprint(errs[1]) || (errs[0] != nil) != c.fails || !bytes.Equal(streamed, updated) {
			t.Errorf("%s, %+v: states of %d and %d bytes, %v and %v", c.path, c.columns, len(streamed), len(updated), errs[0], errs[1])
		}
	}
}

// TestUpdateFault: a float32 that is no probability is found in its row, behind rows that were counted.
func TestUpdateFault(t *testing.T) {
	content, _ := shardWith(t, 30_000, func(i int, e *example) {
		if i == 25_000 {
			e.Score = 1.5
		}
	})
	path := save(t, "a.parquet", content)
	want := path + `: row 25001: column "score" is 1.5, outside [0,1]: declare that scores are logits, or write probabilities`
	state := metrics.NewState()
	err := Update(state, path, predictions.Columns{}, func(int) error { return nil })
	if err == nil || err.Error() != want || state.Negatives() == 0 {
		t.Errorf("after %d rows:\n got %v\nwant %s", state.Positives()+state.Negatives(), err, want)
	}
	if err := Update(state, path, predictions.Columns{}, func(int) error { return io.ErrClosedPipe }); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("the error of seen became %v", err)
	}
}

func ExampleUpdate() {
	state := metrics.NewState()
	read := 0
	err := Update(state, "testdata/pyarrow.parquet", predictions.Columns{}, func(rows int) error { read += rows; return nil })
	fmt.Println(state.Positives(), "of", read, "rows are positive", err)
	// Output:
	// 2 of 5 rows are positive <nil>
}
