package data

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestLeakage(t *testing.T) {
	train := mustNew(t, []Pair{{A: "x", B: "y", Label: true}, {A: "u", B: "v"}, {A: "u", B: "v", Label: true}, {A: "", B: "q"}})
	other := mustNew(t, []Pair{
		{A: "x", B: "y"},              // shared, contradictory
		{A: "x", B: "y", Label: true}, // shared
		{A: "v", B: "u"},              // swapped
		{A: "x", B: "new"},            // one member shared
		{A: "", B: "newer"},           // an empty sequence is no member
	})
	want := LeakageReport{Pairs: 2, Swapped: 1, OfPairs: 5, Contradictory: 2, Members: 4, OfMembers: 6}
	got := Leakage(train, other)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	want.Contradictory = 1 // within train
	if diff := cmp.Diff(want, Leakage(train, other.Unlabelled())); diff != "" {
		t.Error("without labels:", diff)
	}
	const text = "2 of 5 pairs also in train (1 more with A and B exchanged), 2 pairs with both labels, 4 of 6 sequences also in train"
	if got.String() != text {
		t.Error(got)
	}
}

func TestLeakageLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, err := New(anyPairs().Draw(t, "pairs"))
		if err != nil {
			t.Fatal(err)
		}
		r := Leakage(p, p)
		if r.Pairs != p.Len() || r.Swapped != 0 || r.Members != r.OfMembers {
			t.Fatalf("a set and itself: %v", r)
		}
		s, err := p.Split(Grouped, 1)
		if err != nil {
			return
		}
		if r := Leakage(s.Train, s.Test); r.Members != 0 || r.Swapped != 0 {
			t.Fatalf("a grouped split leaks: %v", r)
		}
	})
}

func TestLeakageRealData(t *testing.T) {
	for name, want := range map[string]LeakageReport{
		"amazon_google":      {Pairs: 159, OfPairs: 2293, Contradictory: 18},
		"dblp_acm":           {Pairs: 63, OfPairs: 2473, Contradictory: 7},
		"cmudict_homophones": {OfPairs: 10222},
		"cmudict_spell_pron": {OfPairs: 11890},
	} {
		seen := mustNew(t, append(all(shared(t, name+"/train.txt")), all(shared(t, name+"/valid.txt"))...))
		got := Leakage(seen, shared(t, name+"/test.txt"))
		t.Logf("%s: %v", name, got)
		want.Members, want.OfMembers = got.Members, got.OfMembers
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
