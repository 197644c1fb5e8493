package predictions

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/seqpair/seqpair/metrics"
)

// TestStreamHandsOnAllRows compares the batches with the table that Decode returns.
func TestStreamHandsOnAllRows(t *testing.T) {
	for _, rows := range []int{1, BatchRows - 1, BatchRows, BatchRows + 1, 2*BatchRows + 7} {
		var content strings.Builder
		content.WriteString("id,label,score,weight\n")
		for i := range rows {
			fmt.Fprintf(&content, "%d,%d,%g,%d\n", i, i%2, float64(i%1000)/1000, i%3)
		}
		want := decode(t, "a.csv", content.String(), Columns{Logits: true})
		var got Table
		err := StreamFrom(strings.NewReader(content.String()), "a.csv", Columns{Logits: true}, func(b *Table) error {
			if len(b.Labels) == 0 || len(b.Labels) > BatchRows {
				t.Errorf("a batch of %d rows", len(b.Labels))
			}
			got.ID, got.Labels = append(got.ID, b.ID...), append(got.Labels, b.Labels...)
			got.Scores, got.Weights = append(got.Scores, b.Scores...), append(got.Weights, b.Weights...)
			return nil
		})
		if err != nil || !slices.Equal(got.ID, want.ID) || !slices.Equal(got.Labels, want.Labels) ||
			!slices.Equal(got.Scores, want.Scores) || !slices.Equal(got.Weights, want.Weights) {
			t.Errorf("%d rows: %v, %d rows came", rows, err, len(got.Labels))
		}
	}
}

func TestSkipTexts(t *testing.T) {
	for name, content := range map[string]string{
		"a.csv":   "id,label,score,group\n1,1,0.5,a\n2,0,0.25,b\n",
		"a.jsonl": `{"id":1,"label":1,"score":0.5}` + "\n" + `{"id":2,"label":0,"score":0.25}`,
	} {
		got := decode(t, name, content, Columns{SkipTexts: true})
		if got.ID != nil || got.Groups != nil || len(got.Labels) != 2 {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if _, err := Decode(strings.NewReader("label,score\n1,0.5\n"), "a.csv", Columns{ID: "id", SkipTexts: true}); err == nil {
		t.Error("a named column may be missing if it is skipped")
	}
}

func TestStreamStops(t *testing.T) {
	enough := errors.New("enough")
	content := io.MultiReader(strings.NewReader("label,score\n"), &repeated{text: "1,0.5\n", n: 3 * BatchRows})
	calls := 0
	err := StreamFrom(content, "a.csv", Columns{}, func(*Table) error { calls++; return enough })
	if err != enough || calls != 1 {
		t.Errorf("%v after %d calls, want what the taker returned, after 1", err, calls)
	}
}

func TestStreamFindsFaultsFurtherDown(t *testing.T) {
	content := io.MultiReader(strings.NewReader("label,score\n"), &repeated{text: "1,0.5\n", n: BatchRows}, strings.NewReader("1,2\n"))
	err := StreamFrom(content, "a.csv", Columns{}, func(*Table) error { return nil })
	if want := fmt.Sprintf("a.csv:%d: column", BatchRows+2); err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("%v, want %s …", err, want)
	}
}

func TestStreamIsConstantInMemory(t *testing.T) {
	state := metrics.NewBinnedState(1000)
	content := io.MultiReader(strings.NewReader("label,score\n"), &repeated{text: "1,0.5\n0,0.25\n", n: 500_000})
	var before, now runtime.MemStats
	runtime.ReadMemStats(&before)
	most := uint64(0)
	err := StreamFrom(content, "a.csv", Columns{}, func(t *Table) error {
		runtime.GC()
		runtime.ReadMemStats(&now)
		most = max(most, now.HeapAlloc)
		return state.Update(t.Batch())
	})
	if err != nil || state.Positives() != 500_000 || state.Negatives() != 500_000 {
		t.Fatalf("%v, %d and %d rows", err, state.Positives(), state.Negatives())
	}
	if most > before.HeapAlloc+8<<20 {
		t.Errorf("%d MiB held", (most-before.HeapAlloc)>>20)
	}
}

// numbers is a Source of n rows in chunks of 1000.
type numbers struct {
	n, at   int
	missing int // a row without a score; -1: none
}

func (*numbers) Columns() []string  { return []string{"Label", "score", "time"} }
func (*numbers) Open(_ []int) error { return nil }

func (s *numbers) Next() ([]Cells, error) {
	if s.at == s.n {
		return nil, io.EOF
	}
	label, score := Cells{}, Cells{}
	for range min(1000, s.n-s.at) {
		label.Ints = append(label.Ints, int64(s.at%2))
		score.Floats = append(score.Floats, 0.5)
		score.Missing = append(score.Missing, s.at == s.missing)
		s.at++
	}
	return []Cells{label, score}, nil
}

func TestStreamSource(t *testing.T) {
	const n = BatchRows + 2500
	state := metrics.NewState()
	take := func(t *Table) error { return state.Update(t.Batch()) }
	if err := StreamSource(&numbers{n: n, missing: -1}, "store", Columns{}, take); err != nil || state.Positives() != n/2 {
		t.Errorf("%v, %d positives of %d rows", err, state.Positives(), n)
	}
	err := StreamSource(&numbers{n: n, missing: BatchRows + 10}, "store", Columns{}, take)
	if want := fmt.Sprintf(`store: row %d: column "score" is missing (null): give every row a value`, BatchRows+11); err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func ExampleStreamFrom() {
	shards := []string{"label,score\n1,0.9\n0,0.8\n", "label,score\n1,0.3\n0,0.2\n0,0.1\n"}
	state := metrics.NewState()
	for i, shard := range shards {
		name := fmt.Sprintf("shard%d.csv", i+1)
		err := StreamFrom(strings.NewReader(shard), name, Columns{}, func(t *Table) error { return state.Update(t.Batch()) })
		if err != nil {
			fmt.Println(err)
		}
	}
	fmt.Println(state.Positives(), "positive,", state.Negatives(), "negative")
	// Output:
	// 2 positive, 3 negative
}
