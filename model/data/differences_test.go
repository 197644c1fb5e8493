package data

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seqpair/seqpair/model/internal/difference"
)

// TestDifferencesColumn: the column holds what difference.Of finds, the first ones where there are more than 99 % of the training
// pairs have, and an encoder that is read back gives the same.
func TestDifferencesColumn(t *testing.T) {
	pairs := []Pair{{A: "phone", B: "fone", Label: true}, {A: "x", B: "x"}, {A: "one two three", B: "four five six"}}
	for range 200 {
		pairs = append(pairs, Pair{A: "same thing", B: "some thing old"})
	}
	p := mustNew(t, pairs)
	plain := mustFit(t, Encoding{}, p)
	if x, _ := plain.Examples(p); len(x.Columns) != 2 {
		t.Errorf("columns %v of an encoder that was not asked for differences", x.Columns)
	}
	encoder := plain.WithDifferences(p)
	if encoder.Differences != 2 || plain.Differences != 0 || encoder.Hash() == plain.Hash() {
		t.Fatalf("room for %d differences, want 2 of nearly all pairs; %d in the encoder before", encoder.Differences, plain.Differences)
	}
	for name, e := range map[string]*PairEncoder{"fitted": encoder, "read": readBack(t, encoder)} {
		x, _ := e.Examples(p)
		column := x.Columns[2]
		if column.Name != ColumnDifferences || !slices.Equal(column.Shape, []int{3, difference.MostFeatures}) {
			t.Fatalf("%s: column %q of shape %v", name, column.Name, column.Shape)
		}
		if err := x.Check(); err != nil {
			t.Error(err)
		}
		for i, pair := range pairs {
			shared, found := difference.Of(pair.A, pair.B)
			var want []int32
			for _, d := range slices.Insert(found, 0, shared) {
				want = append(append(want, d...), make([]int32, difference.MostFeatures-len(d))...)
			}
			want = append(want, make([]int32, column.Width())...)[:column.Width()]
			if diff := cmp.Diff(want, column.Ints[i*column.Width():(i+1)*column.Width()]); diff != "" {
				t.Fatalf("%s: pair %d: %s", name, i, diff)
			}
		}
	}
	refuseFields(t, encoder, `"differences":2`, `"differences":-1`, `"differences":65`, `"differences":"two"`)
	if got := plain.WithDifferences(mustNew(t, pairs[1:2])); got.Differences != 1 {
		t.Errorf("room for %d differences where there are none, want 1", got.Differences)
	}
	if got := plain.WithDifferences(mustNew(t, []Pair{{A: strings.Repeat("a b c ", 99), B: "d"}})); got.Differences != difference.Most {
		t.Errorf("room for %d differences, want %d at most", got.Differences, difference.Most)
	}
}

// readBack is an encoder as its JSON gives it back.
func readBack(t *testing.T, encoder *PairEncoder) *PairEncoder {
	t.Helper()
	text, err := json.Marshal(encoder)
	if err != nil {
		t.Fatal(err)
	}
	var back PairEncoder
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	return &back
}

// refuseFields checks that the JSON of an encoder is refused with broken fields in the place of a whole one.
func refuseFields(t *testing.T, encoder *PairEncoder, whole string, broken ...string) {
	t.Helper()
	text, err := json.Marshal(encoder)
	if err != nil || !strings.Contains(string(text), whole) {
		t.Fatalf("no %s in %s (%v)", whole, text, err)
	}
	for _, field := range broken {
		var back PairEncoder
		if err := json.Unmarshal([]byte(strings.Replace(string(text), whole, field, 1)), &back); err == nil {
			t.Errorf("%s is read", field)
		}
	}
}
