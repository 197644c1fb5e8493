package data

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func mustNew(t testing.TB, pairs []Pair) *Pairs {
	t.Helper()
	p, err := New(pairs)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func all(p *Pairs) []Pair {
	pairs := make([]Pair, p.Len())
	for i := range pairs {
		pairs[i] = p.At(i)
	}
	return pairs
}

// checkError fails unless err is one line that holds every fragment.
func checkError(t testing.TB, err error, fragments ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want one with %q", fragments)
	}
	if strings.Contains(err.Error(), "\n") {
		t.Errorf("error of several lines: %q", err)
	}
	for _, fragment := range fragments {
		if !strings.Contains(err.Error(), fragment) {
			t.Errorf("error %q lacks %q", err, fragment)
		}
	}
}

// anyPairs draws pairs from few texts, so that sequences recur.
func anyPairs() *rapid.Generator[[]Pair] {
	text := rapid.OneOf(rapid.SampledFrom([]string{"", "a", "b", "ab", "é", "語"}), rapid.StringN(0, 6, -1))
	pair := rapid.Custom(func(t *rapid.T) Pair {
		return Pair{
			A: text.Draw(t, "a"), B: text.Draw(t, "b"), Label: rapid.Bool().Draw(t, "label"),
			Weight: rapid.Float64Range(0.5, 4).Draw(t, "weight"), Group: text.Draw(t, "group"), ID: text.Draw(t, "id"),
		}
	})
	return rapid.SliceOfN(pair, 1, 40)
}

func TestNew(t *testing.T) {
	p := mustNew(t, []Pair{{A: "x", B: "y", Label: true}, {ID: "second", A: "x", B: "x", Group: "g"}})
	want := []Pair{
		{ID: "1", A: "x", B: "y", Label: true, Weight: 1},
		{ID: "second", A: "x", B: "x", Weight: 1, Group: "g"},
	}
	if diff := cmp.Diff(want, all(p)); diff != "" {
		t.Error(diff)
	}
	if p.Weighted() || p.Weights() != nil {
		t.Error("pairs without a weight are weighted")
	}
	if p.Positives() != 1 || p.Prevalence() != 0.5 {
		t.Errorf("%d positives, prevalence %v", p.Positives(), p.Prevalence())
	}
	if diff := cmp.Diff([]bool{true, false}, p.Labels()); diff != "" {
		t.Error(diff)
	}
}

func TestNewRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		pairs []Pair
		want  string
	}{
		"empty":             {nil, "no pairs"},
		"NaN weight":        {[]Pair{{Weight: 1}, {Weight: math.NaN()}}, "pair 2: weight NaN"},
		"infinite weight":   {[]Pair{{Weight: math.Inf(1)}}, "pair 1: weight +Inf"},
		"negative weight":   {[]Pair{{Weight: -1}}, "pair 1: weight -1 must be a finite number >= 0"},
		"broken UTF-8 in A": {[]Pair{{A: "\xff"}}, "pair 1: broken UTF-8"},
		"in B":              {[]Pair{{B: "\xff"}}, "broken UTF-8"},
		"in ID":             {[]Pair{{ID: "\xff"}}, "broken UTF-8"},
		"in Group":          {[]Pair{{Group: "\xff"}}, "broken UTF-8"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := New(c.pairs)
			checkError(t, err, c.want)
		})
	}
}

func TestWeights(t *testing.T) {
	p := mustNew(t, []Pair{{Weight: 1}, {Weight: 0}, {Weight: 2}})
	if diff := cmp.Diff([]float64{1, 0, 2}, p.Weights()); diff != "" {
		t.Error(diff)
	}
	if mustNew(t, []Pair{{Weight: 1}, {Weight: 1}}).Weighted() {
		t.Error("weights of 1 count as weights")
	}
	if p.Subset([]int{0, 0}).Weighted() {
		t.Error("a subset whose weights are all 1 counts as weighted")
	}
	p.Weights()[0], p.Labels()[0] = 9, true
	if p.At(0).Weight != 1 || p.At(0).Label {
		t.Error("a caller reached into the pairs")
	}
}

func TestSubset(t *testing.T) {
	p := mustNew(t, []Pair{{A: "0"}, {A: "1", ID: "one"}, {A: "2"}, {A: "3"}})
	s := p.Subset([]int{3, 1, 2}).Subset([]int{0, 1, 0})
	var ids, a []string
	for _, pair := range all(s) {
		ids, a = append(ids, pair.ID), append(a, pair.A)
	}
	if diff := cmp.Diff([]string{"4", "one", "4"}, ids); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"3", "1", "3"}, a); diff != "" {
		t.Error(diff)
	}
	if empty := p.Subset(nil); empty.Len() != 0 || !math.IsNaN(empty.Prevalence()) {
		t.Error("an empty subset has a prevalence")
	}
}

func TestCheckClasses(t *testing.T) {
	if err := mustNew(t, []Pair{{}, {Label: true}}).CheckClasses(); err != nil {
		t.Error(err)
	}
	checkError(t, mustNew(t, []Pair{{}, {}}).CheckClasses(), "none of 2 pairs is positive", "needs both classes")
	checkError(t, mustNew(t, []Pair{{Label: true}}).CheckClasses(), "none of 1 pairs is negative")
	checkError(t, mustNew(t, []Pair{{Weight: 1}, {Label: true, Weight: 0}}).CheckClasses(), "positive with a weight above 0")
}

func TestHash(t *testing.T) {
	base := []Pair{{ID: "x", A: "ab", B: "c", Weight: 2, Group: "g"}, {A: "a", B: "bc", Weight: 1}}
	hash := mustNew(t, base).Hash()
	const want = "a702"
	for name, change := range map[string]func(p []Pair){
		"A":     func(p []Pair) { p[0].A = "abc"; p[0].B = "" },
		"B":     func(p []Pair) { p[1].B = "b" },
		"label": func(p []Pair) { p[0].Label = true },
		"weight": func(p []Pair) {
			p[0].Weight = 3
		},
		"group": func(p []Pair) { p[0].Group = "" },
		"order": func(p []Pair) { p[0], p[1] = p[1], p[0] },
	} {
		pairs := append([]Pair(nil), base...)
		change(pairs)
		if mustNew(t, pairs).Hash() == hash {
			t.Errorf("another %s hashes alike", name)
		}
	}
	renamed := append([]Pair(nil), base...)
	renamed[0].ID = "y"
	if mustNew(t, renamed).Hash() != hash {
		t.Error("an ID is part of the hash")
	}
	zero := mustNew(t, []Pair{{Weight: 0}, {Weight: 2}}).Hash()
	if negative := mustNew(t, []Pair{{Weight: math.Copysign(0, -1)}, {Weight: 2}}).Hash(); negative != zero {
		t.Error("-0 and 0 hash differently")
	}
	if !strings.HasPrefix(hash, want) {
		t.Errorf("the hash of fixed pairs begins with %s, want %s: it must not change between versions", hash[:4], want)
	}
}

func TestHashAndSubsetLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, err := New(anyPairs().Draw(t, "pairs"))
		if err != nil {
			t.Fatal(err)
		}
		again, err := New(all(p))
		if err != nil || again.Hash() != p.Hash() {
			t.Fatalf("made again: %v", err)
		}
		rows := rapid.SliceOf(rapid.IntRange(0, p.Len()-1)).Draw(t, "rows")
		subset := p.Subset(rows)
		for i, row := range rows {
			if subset.At(i) != p.At(row) {
				t.Fatalf("subset row %d is %v, want %v", i, subset.At(i), p.At(row))
			}
		}
		if len(rows) > 0 {
			if copied, err := New(all(subset)); err != nil || copied.Hash() != subset.Hash() {
				t.Fatal("the hash depends on how the pairs came about")
			}
		}
	})
}
