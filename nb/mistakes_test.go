package nb

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestAligned(t *testing.T) {
	for _, c := range []struct{ a, b, x, y string }{
		{"knight", "night", "knight", "·night"},
		{"colour", "color", "colour", "colo·r"},
		{"", "ab", "··", "ab"},
		{"epson-black", "epson--black", "epson·-black", "epson--black"},
		{"same", "same", "same", "same"},
	} {
		x, y, _ := aligned([]rune(c.a), []rune(c.b))
		if string(x) != c.x || string(y) != c.y {
			t.Errorf("%q and %q align to %q and %q, want %q and %q", c.a, c.b, string(x), string(y), c.x, c.y)
		}
	}
}

// TestAlignedLaws: without its gaps an aligned text is the text, columns that agree are not marked, and swapping the
// texts marks as many columns.
func TestAlignedLaws(t *testing.T) {
	word := rapid.SliceOfN(rapid.SampledFrom([]rune("abcd")), 0, 12)
	rapid.Check(t, func(t *rapid.T) {
		a, b := word.Draw(t, "a"), word.Draw(t, "b")
		x, y, differs := aligned(a, b)
		without := func(s []rune) string { return strings.ReplaceAll(string(s), string(gap), "") }
		if len(x) != len(y) || len(x) != len(differs) || without(x) != string(a) || without(y) != string(b) {
			t.Fatalf("%q over %q", string(x), string(y))
		}
		count := func(marks []bool) (n int) {
			for _, m := range marks {
				if m {
					n++
				}
			}
			return n
		}
		for i := range x {
			if differs[i] != (x[i] != y[i]) {
				t.Fatalf("column %d of %q over %q is marked %v", i, string(x), string(y), differs[i])
			}
		}
		_, _, swapped := aligned(b, a)
		if count(differs) != count(swapped) || count(differs) > max(len(a), len(b)) {
			t.Fatalf("%d differences, %d the other way", count(differs), count(swapped))
		}
	})
}

func TestMistakesAreSortedAndEscaped(t *testing.T) {
	m := Mistakes{Most: 2, Pairs: []ScoredPair{
		{A: "a", B: "b", Score: 0.6}, {A: hostile, B: "<b>", Score: 0.9, ID: hostile}, {A: "c", B: "d", Score: 0.7},
		{A: "e", B: "f", Score: 0.8, Label: true}, {A: "g", B: "h", Score: 0.1, Label: true}, {A: "i", B: "j", Score: 0.2},
		{A: strings.Repeat("x", 5000), B: strings.Repeat("y", 5000), Score: 0.05, Label: true},
	}}
	views, err := viewsOf(m)
	if err != nil {
		t.Fatal(err)
	}
	if len(views) != 2 || !strings.Contains(views[0].text, "3, the most confident 2") || !strings.Contains(views[1].text, "2, the most confident 2") {
		t.Errorf("got %q", views[0].text)
	}
	if strings.Index(views[0].text, "0.900") > strings.Index(views[0].text, "0.700") || strings.Contains(views[0].text, "0.600") {
		t.Errorf("false positives in the order of\n%s", views[0].text)
	}
	for _, v := range views {
		if strings.Contains(v.html, "<script") || strings.Contains(v.html, "<b>") || strings.ContainsAny(v.html+v.text, "\x1b\x00\u202e") || !utf8.ValidString(v.html) {
			t.Errorf("unsafe %q", v.html)
		}
		if len(v.html) > 10_000 {
			t.Errorf("%d bytes", len(v.html))
		}
	}
}
