package difference

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestOf(t *testing.T) {
	long := strings.Repeat("x", mostLetters)
	for _, test := range []struct {
		a, b string
		want int
	}{
		{"", "", 0},
		{"same words", "words  same", 0},
		{"same, words!", "(same) words", 0},
		{"phone", "fone", 1},              // one word each: ph for f
		{"cat", "dog", 1},                 // all letters, which are neighbours
		{"cart", "dirt", 1},               // ca for di
		{"tablet", "ablet", 1},            // t is gone
		{"abcdef", "xbcdez", 2},           // a for x and f for z
		{"one", "", 1},                    // a word that nothing stands for
		{"", "one two", 2},                //
		{"one two", "one", 1},             //
		{"office 2005", "2007 office", 1}, // 5 for 7
		{"office 97", "office xp", 2},     // nothing alike: both words
		{"color code", "colour coded", 2}, // u, d
		{"c++", "c", 0},                   // punctuation around words does not count
		{"++", "--", 1},                   // unless there is nothing else
		{long + "a", long + "b", 2},       // only the start is compared: both words
		{"日本語", "日本国", 1},
		{strings.Repeat("aa bb ", 20), strings.Repeat("cc dd ", 20), Most},
	} {
		if _, got := Of(test.a, test.b); len(got) != test.want {
			t.Errorf("%q, %q: %d differences %v, want %d", test.a, test.b, len(got), got, test.want)
		}
	}
}

func differences(a, b string) []Features {
	_, found := Of(a, b)
	return found
}

// TestShared: what two texts share is how many words, what part of all, and which, the longest first.
func TestShared(t *testing.T) {
	shared := func(a, b string) Features {
		of, _ := Of(a, b)
		return of
	}
	two, others := shared("red apple pie", "apple pie"), shared("green plum cake", "plum cake")
	if len(two) != 4 || two[0] != others[0] || two[1] != others[1] || two[2] == others[2] || two[2] != shared("apple", "an apple")[2] {
		t.Errorf("%v and %v: want number and part in common, and then apple and pie", two, others)
	}
	if less := shared("red apple pie", "apple pie from grandma"); less[0] != two[0] || less[1] == two[1] {
		t.Errorf("%v: want the same number as %v and a smaller part", less, two)
	}
	many := "one two three four five six seven eight nine ten eleven twelve"
	if all := shared(many, many); len(all) != MostFeatures || slices.Contains(all, shared("ten", "ten")[2]) {
		t.Errorf("%v: want the eleven longest words, and not ten", all)
	}
	if none := shared("", ""); len(none) != 2 || none[0] == two[0] {
		t.Errorf("of nothing: %v", none)
	}
	if twice := shared("pie pie apple", "apple pie"); twice[1] != shared("apple pie", "apple pie")[1] {
		t.Errorf("words that stand twice count twice")
	}
}

// TestEditsShareFeatures: the same letters that take each other's place have features in common, the more the more alike
// their neighbours are; in whichever word they stand, and whatever else differs.
func TestEditsShareFeatures(t *testing.T) {
	shared := func(a, b, c, d string) int {
		n := 0
		for _, id := range differences(a, b)[0] {
			if slices.Contains(differences(c, d)[0], id) {
				n++
			}
		}
		return n
	}
	for _, test := range []struct {
		a, b, c, d string
		want       int
	}{
		{"fone", "phone", "fone", "phone", 8},
		{"phil", "fil", "fone", "phone", 4}, // letters, the edge on the left twice, their kinds
		{"phil", "fil", "alpha", "alfa", 2}, // letters and kinds
		{"phil", "fil", "alfa", "alba", 0},
		{"1a", "2a", "3b", "4b", 1}, // kinds: a digit for a digit
	} {
		if got := shared(test.a, test.b, test.c, test.d); got != test.want {
			t.Errorf("%s/%s and %s/%s share %d features, want %d", test.a, test.b, test.c, test.d, got, test.want)
		}
	}
}

// TestDoubledLetters: a letter that one word has twice is known as such, whichever it is, and by what stands behind it.
func TestDoubledLetters(t *testing.T) {
	doubled := func(a, b string) Features { return differences(a, b)[0] }
	ll, tt, final, other := doubled("alias", "allias"), doubled("otis", "ottis"), doubled("pas", "pass"), doubled("alias", "atlias")
	if len(ll) != 10 || !slices.Equal(ll[8:], tt[8:]) || final[8] != ll[8] || final[9] == ll[9] || len(other) != 8 {
		t.Errorf("ll %v and tt %v before i, ss %v at the end, and t %v: want the last two features in common, one, and none", ll, tt, final, other)
	}
}

// TestNearEditsAreOneThought: edits with at most two letters between them have a feature in common, which is that of the same two in
// another word; those further apart have none.
func TestNearEditsAreOneThought(t *testing.T) {
	common := func(a, b string) []int32 {
		edits := differences(a, b)
		if len(edits) != 2 {
			t.Fatalf("%q, %q: %v, want two edits", a, b, edits)
		}
		return slices.DeleteFunc(slices.Clone(edits[0]), func(id int32) bool { return !slices.Contains(edits[1], id) })
	}
	near, again, other := common("wait", "weight"), common("baits", "beights"), common("bait", "beigt")
	if len(near) != 1 || !slices.Equal(near, again) || slices.Equal(near, other) {
		t.Errorf("edits share %v and %v, want the same feature; and of others %v", near, again, other)
	}
	for between, want := range map[string]int{"x": 1, "xy": 1, "xyz": 0} {
		if got := common("1"+between+"a", "2"+between+"b"); len(got) != want {
			t.Errorf("with %q between them, edits share %v, want %d features", between, got, want)
		}
	}
}

// TestWordsShareFeatures: a word that is alone is known by itself, and by its kind.
func TestWordsShareFeatures(t *testing.T) {
	ids := func(a, b string) Features { return differences(a, b)[0] }
	upgrade := ids("photo shop upgrade", "photo shop")
	again := ids("upgrade for windows", "for windows")
	if upgrade[0] != again[0] || upgrade[2] == again[2] {
		t.Errorf("the same word, elsewhere: %v and %v, want the first in common but not what stands before it", upgrade, again)
	}
	if x, y := ids("edition 8.0", "edition"), ids("pack 7.5", "pack"); x[0] == y[0] || x[1] != y[1] {
		t.Errorf("two versions: %v and %v, want their shape in common", x, y)
	}
	if x, y := ids("mac book", "macbooks x mac"), ids("mac look", "macbooks x mac"); x[4] == y[4] {
		t.Errorf("book stands within macbooks and look does not, yet %v and %v agree on it", x, y)
	}
}

// TestNumbersThatAreNear: a number is known by how far the nearest one of the other text is, whatever both are.
func TestNumbersThatAreNear(t *testing.T) {
	last := func(a, b string) int32 {
		word := differences(a, b)[0]
		return word[len(word)-1]
	}
	near := last("box 29.99", "box 31")
	if near != last("tin 100", "tin 94 or 2000") || near == last("box 29.99", "box 95") || near == last("box 29.99", "box blue") {
		t.Error("29.99 and 31, 100 and 94 are about as near as each other; 95 is not near 29.99, and blue is no number")
	}
	for _, word := range []string{"x", "1x", "0", "0.0", "-1", "Inf", "1e400"} {
		if x, ok := number(word); ok {
			t.Errorf("%q is read as the number %v", word, x)
		}
	}
}

var texts = rapid.OneOf(rapid.String(), rapid.StringMatching(`([ab1]{1,4} ?-?){0,5}`))

// TestLaws: differences do not change with the sides exchanged, there are none between a text and itself, and ids are in range.
func TestLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := texts.Draw(t, "a"), texts.Draw(t, "b")
		shared, forth := Of(a, b)
		sharedBack, back := Of(b, a)
		if diff := cmp.Diff(forth, back) + cmp.Diff(shared, sharedBack); diff != "" {
			t.Fatalf("exchanged: %s", diff)
		}
		if same := differences(a, a); len(same) > 0 {
			t.Fatalf("%q differs from itself: %v", a, same)
		}
		for _, d := range append(forth, shared) {
			if len(d) == 0 || len(d) > MostFeatures || slices.Min(d) < 1 || slices.Max(d) >= IDs {
				t.Fatalf("features %v", d)
			}
		}
		if words := wordsOf(a); len(wordsOf(b)) == 0 && len(forth) != len(words) {
			t.Fatalf("%d differences of %q from no words", len(forth), words)
		}
	})
}

// TestEditsAreFewest: between letters that stay, edits turn one word into the other, with as few changes as the distance of
// Levenshtein says.
func TestEditsAreFewest(t *testing.T) {
	letters := rapid.SliceOfN(rapid.RuneFrom([]rune("abcd")), 0, 8)
	rapid.Check(t, func(t *rapid.T) {
		a, b := letters.Draw(t, "a"), letters.Draw(t, "b")
		kept, edits := commonLetters(a, b), editsOf(a, b)
		cost, i, j := 0, 0, 0
		for _, place := range append(kept, [2]int{len(a), len(b)}) {
			removed, added := a[i:place[0]], b[j:place[1]]
			if len(removed)+len(added) > 0 {
				if string(edits[0].removed) != string(removed) || string(edits[0].added) != string(added) {
					t.Fatalf("%q to %q: edit %v, want %q for %q", string(a), string(b), edits[0], string(added), string(removed))
				}
				cost, edits = cost+max(len(removed), len(added)), edits[1:]
			}
			i, j = place[0]+1, place[1]+1
		}
		for _, place := range kept {
			if a[place[0]] != b[place[1]] {
				t.Fatalf("%q and %q: places %v hold different letters", string(a), string(b), place)
			}
		}
		if want := slowDistance(a, b); len(edits) > 0 || cost != want {
			t.Fatalf("%q to %q: %d changes, want %d; %v too many", string(a), string(b), cost, want, edits)
		}
	})
}

func slowDistance(a, b []rune) int {
	switch {
	case len(a) == 0 || len(b) == 0:
		return len(a) + len(b)
	case a[0] == b[0]:
		return slowDistance(a[1:], b[1:])
	}
	return 1 + min(slowDistance(a[1:], b[1:]), slowDistance(a[1:], b), slowDistance(a, b[1:]))
}

func BenchmarkOf(b *testing.B) {
	for name, texts := range map[string][2]string{
		"words":   {"phillips", "filipse"},
		"records": {"adobe creative suite cs3 web standard upsell mac 10.4 dvd", "adobe cs3 web premium upgrade from studio 8 for mac ( dvd )"},
		"genes":   {strings.Repeat("acgtt", 50), strings.Repeat("agctt", 50)},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Of(texts[0], texts[1])
			}
		})
	}
}
