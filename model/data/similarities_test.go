package data

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seqpair/seqpair/model/internal/difference"
)

// TestSimilaritiesColumn: the column holds what difference.SimilaritiesOf says of each pair, and an encoder that is read back gives
// the same.
func TestSimilaritiesColumn(t *testing.T) {
	pairs := []Pair{{A: "red pie\t2.50", B: "pie\t3", Label: true}, {A: "apple\t1", B: ""}, {A: "plum\t", B: "plum cake\t7"}}
	p := mustNew(t, pairs)
	plain := mustFit(t, Encoding{}, p)
	encoder := plain.WithSimilarities(p)
	if encoder.Similarities != 3 || plain.Similarities != 0 || encoder.Hash() == plain.Hash() {
		t.Fatalf("%d similarities, want those of the whole and of two fields; %d in the encoder before", encoder.Similarities, plain.Similarities)
	}
	var want []int32
	for _, pair := range pairs {
		want = append(want, difference.SimilaritiesOf(pair.A, pair.B, 2)...)
	}
	for name, e := range map[string]*PairEncoder{"fitted": encoder, "read": readBack(t, encoder)} {
		x, _ := e.Examples(p)
		column := x.Columns[2]
		if column.Name != ColumnSimilarities || !slices.Equal(column.Shape, []int{3, difference.Measures}) {
			t.Fatalf("%s: column %q of shape %v", name, column.Name, column.Shape)
		}
		if err := x.Check(); err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff(want, column.Ints); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	refuseFields(t, encoder, `"similarities":3`, `"similarities":-1`, `"similarities":18`, `"similarities":"two"`)
}

// TestRecordsOfOtherFieldsAreRefused: none of the texts has the fields that were compared in training, as when other columns are read.
func TestRecordsOfOtherFieldsAreRefused(t *testing.T) {
	records := mustNew(t, []Pair{{A: "red pie\t2.50", B: "pie\t3", Label: true}, {A: "apple\t1", B: "plum\t2"}, {A: "apple", B: "plum"}})
	of := func(p *Pairs) *PairEncoder { return mustFit(t, Encoding{}, p).WithSimilarities(p) }
	few := records.Subset([]int{2})
	texts := records.Subset(slices.Repeat([]int{2}, 10))
	for name, test := range map[string]struct {
		encoder *PairEncoder
		pairs   *Pairs
		refused bool
	}{
		"records":            {of(records), records, false},
		"texts":              {of(records), texts, true},
		"few texts":          {of(records), few, false},
		"after texts":        {of(texts), records, false},
		"nothing to compare": {mustFit(t, Encoding{}, records), texts, false},
	} {
		if err := test.encoder.CheckRecords(test.pairs); (err != nil) != test.refused || test.refused && !strings.Contains(err.Error(), "records of 2 fields") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestFieldsOfRecords: texts are compared field by field where most have the same number of fields.
func TestFieldsOfRecords(t *testing.T) {
	most := strings.Repeat("a\t", difference.MostFields-1)
	for name, test := range map[string]struct {
		texts []string // of pairs, a and b in turn
		want  int
	}{
		"texts":              {[]string{"a", "b", "c", "d"}, 0},
		"records":            {[]string{"a\tb", "c\t", "\t", "\td"}, 2},
		"beside empty ones":  {[]string{"", "c\td", "", ""}, 2},
		"nothing":            {[]string{"", ""}, 0},
		"one longer":         {[]string{"a\tb", "c\td\te", "a\tb", "c\td"}, 2},
		"one text":           {[]string{"a\tb", "c", "c\td", "e\tf"}, 2},
		"half of each":       {[]string{"a\tb", "c", "c\td", "e"}, 0},
		"a record in texts":  {[]string{"a\tb", "c", "d", "e"}, 0},
		"as many as can be":  {[]string{most, most}, difference.MostFields},
		"one more than that": {[]string{most + "\t", most + "\t"}, 0},
	} {
		var pairs []Pair
		for i := 0; i < len(test.texts); i += 2 {
			pairs = append(pairs, Pair{A: test.texts[i], B: test.texts[i+1], Label: i == 0})
		}
		if got := mustNew(t, pairs).fields(); got != test.want {
			t.Errorf("%s: %d fields, want %d", name, got, test.want)
		}
	}
}
