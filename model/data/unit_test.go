package data

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func units(u Unit, text string, k int) []string {
	var found []string
	for unit, rest := u.next(text, k); unit != ""; unit, rest = u.next(rest, k) {
		found = append(found, unit)
	}
	return found
}

func TestUnits(t *testing.T) {
	for _, c := range []struct {
		unit Unit
		text string
		k    int
		want string // joined by |
	}{
		{Char, "né", 0, "n|é"},
		{Word, "  Office 2007, v1.5\t(pro) ", 0, "Office|2007|,|v1|.|5|(|pro|)"},
		{Word, "ne\u0301e 語 \u00a0", 0, "ne\u0301e|語"},
		{Word, " \n ", 0, ""},
		{KMer, "ACGTA", 3, "ACG|CGT|GTA"},
		{KMer, "éàü", 2, "éà|àü"},
		{KMer, "AC", 3, "AC"},
		{KMer, "ACG", 3, "ACG"},
		{NGram, "abc", 1, "a|b|c"},
		{NGram, "", 3, ""},
	} {
		if diff := cmp.Diff(c.want, strings.Join(units(c.unit, c.text, c.k), "|")); diff != "" {
			t.Errorf("%s of %q: %s", c.unit, c.text, diff)
		}
	}
}

// TestUnitsLoseNothing: the bytes, characters and words of a text, with the white space between words, are the text.
func TestUnitsLoseNothing(t *testing.T) {
	text := "Zoë  bought 3 (three) apples\t語\u0301!"
	for _, unit := range []Unit{Char, Byte} {
		if got := strings.Join(units(unit, text, 0), ""); got != text {
			t.Errorf("%s: %q", unit, got)
		}
	}
	if got := strings.Join(units(Word, text, 0), ""); got != strings.Join(strings.Fields(text), "") {
		t.Errorf("words: %q", got)
	}
}

func TestWordsByFrequency(t *testing.T) {
	e := mustFit(t, Encoding{Unit: Word, Vocabulary: 2, Length: 4}, mustNew(t, []Pair{{A: "red car", B: "red bike"}, {A: "car, red"}}))
	ids := make([]int32, 4)
	coverage, err := e.A.Encode([]string{"red bike car red car"}, ids)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]int32{2, UnknownID, 3, 2}, ids); diff != "" || e.A.Size() != firstID+2 {
		t.Errorf("size %d: %s", e.A.Size(), diff)
	}
	if coverage != (Coverage{Sequences: 1, Truncated: 1, Units: 4, Unknown: 1}) {
		t.Errorf("%+v", coverage)
	}
}

// TestHashedUnitsAreNeverUnknown: an n-gram that training never saw has an id too, always the same.
func TestHashedUnitsAreNeverUnknown(t *testing.T) {
	e := mustFit(t, Encoding{Unit: NGram, K: 2, Vocabulary: 1000, Length: 8}, mustNew(t, []Pair{{A: "ab"}}))
	ids := make([]int32, 16)
	coverage, err := e.A.Encode([]string{"xyzxyz", "zx"}, ids)
	if err != nil {
		t.Fatal(err)
	}
	if coverage.Unknown != 0 || e.A.Size() != firstID+1000 {
		t.Errorf("%d unknown of %d ids", coverage.Unknown, e.A.Size())
	}
	if ids[0] != ids[3] || ids[0] == ids[1] || ids[2] != ids[8] {
		t.Errorf("ids %v", ids)
	}
}
