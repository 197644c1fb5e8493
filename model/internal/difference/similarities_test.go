package difference

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// TestSimilarities by hand: words and three letters in common as a part of all and of the fewer, edits, number of words and first number.
func TestSimilarities(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want []int32
	}{
		{"", "", []int32{0, 0, 0, 0, 0, 0, 0}},
		{"one", "--", []int32{0, 0, 0, 0, 0, 0, 0}},
		{"one two", "One, TWO!", []int32{12, 12, 12, 12, 12, 12, 0}},
		{"a b c d", "a x", []int32{3, 7, 2, 5, 4, 9, 0}}, // 1 of 5 and of 2; 1 of 9 and of 3; 5 edits of 7 letters; 1 − 2/6
		{"cat", "cart", []int32{1, 1, 3, 5, 10, 12, 0}},  // letters: 1 of 6 and of 3, "^ca" alone; 1 edit of 4
		{"v8.0 of 9", "8", []int32{1, 1, 1, 1, 2, 5, 12}},
		{"$75.50", "100", []int32{1, 1, 1, 1, 3, 9, 10}}, // the full stop parts words, but no number
		{"0", "0.0", []int32{12, 12, 1, 1, 5, 9, 12}},
		{"0", "5", []int32{1, 1, 1, 1, 1, 12, 1}},
		{"9.9.9", "9", []int32{12, 12, 1, 1, 3, 7, 11}}, // 9 / 9.9
	} {
		if diff := cmp.Diff(test.want, SimilaritiesOf(test.a, test.b, 0)); diff != "" {
			t.Errorf("%q and %q: %s", test.a, test.b, diff)
		}
	}
}

func TestFirstNumber(t *testing.T) {
	for text, want := range map[string]float64{
		"": -1, "none": -1, "٣": -1, "cs3 suite 7": 3, "$1,299.00": 1299, "1,299": 1299, "12,345,678.5 or 2": 12345678.5, "1,2345": 1, "1,29": 1,
		".99": 0.99, "$.99": 0.99, "0.99": 0.99, "no.5": 5, "v8.0.1": 8, "1..5": 1, "..5": 5, "7.": 7, "-5": 5, strings.Repeat("9", 400): -1,
	} {
		if got := firstNumber(text); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

// TestLongTextsAreCut: what stands behind the letters that are read changes nothing.
func TestLongTextsAreCut(t *testing.T) {
	long := strings.Repeat("a bc 1 ", mostRead)
	if diff := cmp.Diff(SimilaritiesOf(long, "a bc", 0), SimilaritiesOf(long+" xyz", "a bc", 0)); diff != "" {
		t.Error(diff)
	}
}

// TestSimilaritiesOfFields: behind those of the whole stand those of each field, and zeros where a text has another number of them.
func TestSimilaritiesOfFields(t *testing.T) {
	got := SimilaritiesOf("red pie\t\t2.50", "red pie\tAcme\t5", 3)
	if len(got) != 4*Measures {
		t.Fatalf("%d numbers, want those of the whole and of three fields", len(got))
	}
	want := slices.Concat(SimilaritiesOf("red pie 2.50", "red pie Acme 5", 0), SimilaritiesOf("red pie", "red pie", 0), make([]int32, Measures), SimilaritiesOf("2.50", "5", 0))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, other := range []string{"red pie", "red\tpie", "a\tb\tc\td", ""} {
		got := SimilaritiesOf("red pie\t\t2.50", other, 3)
		want := append(SimilaritiesOf("red pie\t\t2.50", other, 0), make([]int32, 3*Measures)...)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("beside %q: %s", other, diff)
		}
	}
}

var records = rapid.OneOf(rapid.String(), rapid.StringMatching(`([ab1 ]{0,4}\t){2}[0-9.]{0,9}`))

// TestSimilaritiesLaws: they do not change with the sides exchanged, are the highest between a text and itself, and in range.
func TestSimilaritiesLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b, fields := records.Draw(t, "a"), records.Draw(t, "b"), rapid.SampledFrom([]int{0, 3, MostFields}).Draw(t, "fields")
		of := SimilaritiesOf(a, b, fields)
		if diff := cmp.Diff(of, SimilaritiesOf(b, a, fields)); diff != "" {
			t.Fatalf("exchanged: %s", diff)
		}
		if len(of) != (1+fields)*Measures || slices.Min(of) < 0 || slices.Max(of) > Steps {
			t.Fatalf("%v", of)
		}
		for i, same := range SimilaritiesOf(a, a, fields) {
			if same != 0 && same != Steps {
				t.Fatalf("measure %d of a text with itself is %d", i, same)
			}
		}
	})
}

func BenchmarkSimilarities(b *testing.B) {
	for name, texts := range map[string][2]string{
		"words":   {"phillips", "filipse"},
		"records": {"adobe creative suite cs3 web standard\tadobe\t899.0", "adobe cs3 web premium upgrade from studio 8 for mac ( dvd )\t\t499.99"},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				SimilaritiesOf(texts[0], texts[1], 3)
			}
		})
	}
}
