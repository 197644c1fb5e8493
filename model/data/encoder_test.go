package data

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func mustFit(t testing.TB, c Encoding, p *Pairs) *PairEncoder {
	t.Helper()
	e, err := c.Fit(p)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestEncodeCharacters(t *testing.T) {
	// e 4, a 2, é 2, 語 1, z 1: by falling count, then by code point.
	e := mustFit(t, Encoding{Length: 4}, mustNew(t, []Pair{{A: "zee", B: "aé語"}, {A: "éa", B: "ee"}}))
	if !e.Shared() || e.A.Size() != 7 || e.A.Length() != 4 || e.A.Unit() != Char {
		t.Fatalf("shared %v, size %d, length %d", e.Shared(), e.A.Size(), e.A.Length())
	}
	ids := []int32{9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9}
	c, err := e.A.Encode([]string{"eaéz", "x\xff語aee", "", "z"}, ids)
	if err != nil {
		t.Fatal(err)
	}
	want := []int32{2, 3, 4, 5, 1, 1, 6, 3, 0, 0, 0, 0, 5, 0, 0, 0}
	if diff := cmp.Diff(want, ids); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(Coverage{Sequences: 4, Truncated: 1, Units: 9, Unknown: 2}, c); diff != "" {
		t.Error(diff)
	}
	c.Add(c)
	if text := c.String(); text != "2 of 8 sequences cut at the end, 4 of 18 units unknown" {
		t.Error(text)
	}
	_, err = e.A.Encode([]string{"a"}, ids)
	checkError(t, err, "16 ids of room for 1 sequences of length 4: 4 are needed")
}

func TestEncodeBytes(t *testing.T) {
	e := mustFit(t, Encoding{Unit: Byte, Length: 3}, mustNew(t, []Pair{{A: "a"}}))
	ids := make([]int32, 6)
	c, err := e.A.Encode([]string{"\x00\xff", "é語"}, ids)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]int32{2, 257, 0, 0xc3 + 2, 0xa9 + 2, 0xe8 + 2}, ids); diff != "" {
		t.Error(diff)
	}
	if c != (Coverage{Sequences: 2, Truncated: 1, Units: 5}) || e.A.Size() != 258 {
		t.Errorf("%+v, size %d", c, e.A.Size())
	}
}

func TestFitLength(t *testing.T) {
	text := func(n int) string { return strings.Repeat("é", n) }
	var pairs []Pair
	for range 99 {
		pairs = append(pairs, Pair{A: text(9), B: text(3)})
	}
	pairs = append(pairs, Pair{A: text(600), B: text(8)})
	for name, c := range map[string]struct {
		encoding Encoding
		pairs    []Pair
		a, b     int
	}{
		"99 % of both sides":   {Encoding{}, pairs, 16, 16},
		"of each side":         {Encoding{Separate: true}, pairs, 16, 8},
		"bytes":                {Encoding{Unit: Byte, Separate: true}, pairs, 24, 8},
		"one more long one":    {Encoding{Separate: true}, append(pairs, Pair{A: text(600), B: text(9)}), 512, 8},
		"capped":               {Encoding{}, []Pair{{A: text(600), B: text(600)}}, 512, 512},
		"at least 8":           {Encoding{}, []Pair{{A: "a", B: "b"}}, 8, 8},
		"declared":             {Encoding{Length: 5}, pairs, 5, 5},
		"declared, separately": {Encoding{Length: 1000, Separate: true}, pairs, 1000, 1000},
		"sides unlike":         {Encoding{}, []Pair{{A: text(17), B: text(65)}}, 24, 72},
		"one much shorter":     {Encoding{}, []Pair{{A: text(32), B: text(16)}}, 32, 16},
		"too short to matter":  {Encoding{}, []Pair{{A: text(24), B: text(8)}}, 24, 24},
		"alike":                {Encoding{}, []Pair{{A: text(64), B: text(40)}}, 64, 64},
		"unlike but declared":  {Encoding{Length: 9}, []Pair{{A: text(17), B: text(65)}}, 9, 9},
	} {
		if e := mustFit(t, c.encoding, mustNew(t, c.pairs)); e.A.Length() != c.a || e.B.Length() != c.b {
			t.Errorf("%s: %d and %d, want %d and %d", name, e.A.Length(), e.B.Length(), c.a, c.b)
		}
	}
}

func TestFitSeesTheTrainingPairsOnly(t *testing.T) {
	p := mustNew(t, []Pair{{A: "abc", B: "ab"}, {A: "xyz", B: strings.Repeat("w", 99)}})
	part := mustFit(t, Encoding{}, p.Subset([]int{0}))
	alone := mustFit(t, Encoding{}, mustNew(t, all(p)[:1]))
	if part.Hash() != alone.Hash() || part.A.Size() != firstID+3 || part.A.Length() != 8 {
		t.Errorf("size %d, length %d", part.A.Size(), part.A.Length())
	}
}

func TestFitSeparate(t *testing.T) {
	e := mustFit(t, Encoding{Separate: true}, mustNew(t, []Pair{{A: "abc", B: "XY"}}))
	if e.Shared() || e.SharedVocabulary() || e.A.Size() != firstID+3 || e.B.Size() != firstID+2 {
		t.Errorf("shared %v, %d and %d ids", e.Shared(), e.A.Size(), e.B.Size())
	}
}

// TestFitLengthOfEachSide: one vocabulary, two lengths, also after saving.
func TestFitLengthOfEachSide(t *testing.T) {
	p := mustNew(t, []Pair{{A: "abc", B: strings.Repeat("xy", 20)}})
	e := mustFit(t, Encoding{}, p)
	text, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	var back PairEncoder
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	for name, e := range map[string]*PairEncoder{"fitted": e, "read": &back} {
		if e.Shared() || !e.SharedVocabulary() || e.A.Length() != 8 || e.B.Length() != 40 || e.A.Size() != e.B.Size() {
			t.Errorf("%s: shared %v, vocabulary %v, lengths %d and %d", name, e.Shared(), e.SharedVocabulary(), e.A.Length(), e.B.Length())
		}
	}
	if corpus := e.Corpus(p); len(corpus) != 2 || len(corpus[0]) != 3 || len(corpus[1]) != 40 {
		t.Errorf("the corpus is %v", corpus)
	}
}

func TestFitVocabulary(t *testing.T) {
	e := mustFit(t, Encoding{Vocabulary: 2, Length: 3}, mustNew(t, []Pair{{A: "bbbcc", B: "a"}}))
	ids := make([]int32, 3)
	if _, err := e.A.Encode([]string{"abc"}, ids); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]int32{UnknownID, 2, 3}, ids); diff != "" || e.A.Size() != 4 {
		t.Error(diff, e.A.Size())
	}
}

func TestFitRefuses(t *testing.T) {
	p := mustNew(t, []Pair{{A: "a"}})
	for want, c := range map[string]Encoding{
		`unknown Encoding.Unit "syllable"`:     {Unit: "syllable"},
		"Encoding.Length -1":                   {Length: -1},
		"Encoding.Vocabulary -1":               {Vocabulary: -1},
		"bytes are 256":                        {Unit: Byte, Vocabulary: 5},
		"Encoding.K is for":                    {Unit: Word, K: 2},
		"Encoding.K 65":                        {Unit: KMer, K: 65},
		"every sequence of b is empty":         {Separate: true},
		"Encoding.Length 2000000: use 1 to 10": {Length: 2_000_000},
	} {
		e, err := c.Fit(p)
		checkError(t, err, want)
		if e != nil {
			t.Errorf("%s: an encoder beside the error", want)
		}
	}
	_, err := Encoding{}.Fit(mustNew(t, []Pair{{}}))
	checkError(t, err, "every sequence of a or b is empty")
}

func TestPairEncode(t *testing.T) {
	p := mustNew(t, []Pair{{A: "ab", B: "x"}, {A: "b", B: "xyz"}, {A: "abab", B: ""}})
	e := mustFit(t, Encoding{Separate: true, Length: 3}, p)
	a, b := make([]int32, 9), make([]int32, 9)
	c, err := e.Encode(p, nil, a, b)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]int32{3, 2, 0, 2, 0, 0, 3, 2, 3}, a); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]int32{2, 0, 0, 2, 3, 4, 0, 0, 0}, b); diff != "" {
		t.Error(diff)
	}
	if c != (Coverage{Sequences: 6, Truncated: 1, Units: 10}) {
		t.Errorf("%+v", c)
	}
	if _, err := e.Encode(p, []int{2, 0}, a[:6], b[:6]); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]int32{3, 2, 3, 3, 2, 0}, a[:6]); diff != "" {
		t.Error(diff)
	}
	_, err = e.Encode(p, []int{0}, a[:3], b)
	checkError(t, err, "side b: 9 ids of room")
	_, err = e.Encode(p, []int{}, a, b[:0])
	checkError(t, err, "side a: 9 ids of room for 0 sequences")
	if n := testing.AllocsPerRun(20, func() { _, _ = e.Encode(p, nil, a, b) }); n != 0 {
		t.Errorf("%v allocations in a call", n)
	}
}

func TestEncoderJSON(t *testing.T) {
	p := mustNew(t, []Pair{{A: "zee<\x00", B: "aé語"}, {A: "éa", B: "\ufffdee"}})
	for _, c := range []Encoding{{}, {Separate: true}, {Unit: Byte, Length: 7}, {Unit: Word}, {Unit: KMer, K: 2, Separate: true}, {Unit: NGram, Vocabulary: 9}} {
		e := mustFit(t, c, p)
		text, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		var back PairEncoder
		if err := json.Unmarshal(text, &back); err != nil {
			t.Fatal(err)
		}
		if back.Hash() != e.Hash() || back.Shared() != e.Shared() || back.A.Hash() != e.A.Hash() || back.A.Size() != e.A.Size() {
			t.Errorf("%s comes back as another encoder", text)
		}
	}
	if mustFit(t, Encoding{Length: 8}, p).Hash() == mustFit(t, Encoding{Length: 9}, p).Hash() {
		t.Error("another length hashes alike")
	}
}

func TestEncoderJSONRefuses(t *testing.T) {
	for text, want := range map[string]string{
		`{}`:                              "not a saved encoder",
		`{"version":3}`:                   "version 3 is newer than 2",
		`{"version":1}`:                   "side a is missing",
		`{"version":1,"a":[]}`:            "encoder",
		`{"version":1,"a":{}}`:            "not a saved encoder",
		`{"version":1,"a":null}`:          "side a is missing",
		`{"version":1,"a":{"version":9}}`: "version 9 is newer",
		`{"version":1,"a":{"version":1,"unit":"word","length":8}}`:                      `unknown unit "word"`,
		`{"version":1,"a":{"version":1,"unit":"char","length":0}}`:                      "length 0",
		`{"version":1,"a":{"version":1,"unit":"char","length":8,"characters":"aba"}}`:   "list of characters is damaged",
		`{"version":1,"a":{"version":1,"unit":"byte","length":8,"characters":"a"}}`:     "list of characters is damaged",
		`{"version":1,"a":{"version":2,"unit":"word","length":8,"characters":"a"}}`:     "list of characters is damaged",
		`{"version":1,"a":{"version":2,"unit":"word","length":8,"units":["a","a"]}}`:    "list of units is damaged",
		`{"version":1,"a":{"version":2,"unit":"word","length":8,"units":["a b"]}}`:      "list of units is damaged",
		`{"version":1,"a":{"version":2,"unit":"word","length":8,"units":[""]}}`:         "list of units is damaged",
		`{"version":1,"a":{"version":2,"unit":"char","length":8,"units":["a"]}}`:        "list of units is damaged",
		`{"version":1,"a":{"version":2,"unit":"k-mer","length":8,"units":["abc"]}}`:     "k is 0",
		`{"version":1,"a":{"version":2,"unit":"n-gram","k":3,"length":8}}`:              "0 ids",
		`{"version":1,"a":{"version":1,"unit":"char","length":"8","characters":"abc"}}`: "encoder",
	} {
		var e PairEncoder
		checkError(t, json.Unmarshal([]byte(text), &e), want)
	}
}

func TestEncoderLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, err := New(anyPairs().Draw(t, "pairs"))
		if err != nil {
			t.Fatal(err)
		}
		c := Encoding{
			Unit:     rapid.SampledFrom([]Unit{Char, Byte, Word, KMer, NGram}).Draw(t, "unit"),
			Separate: rapid.Bool().Draw(t, "separate"),
			Length:   rapid.IntRange(0, 9).Draw(t, "length"),
		}
		e, err := c.Fit(p)
		if err != nil {
			return // every sequence is empty
		}
		a, b := make([]int32, p.Len()*e.A.Length()), make([]int32, p.Len()*e.B.Length())
		coverage, err := e.Encode(p, nil, a, b)
		if err != nil {
			t.Fatal(err)
		}
		if coverage.Unknown != 0 {
			t.Fatal("a character of the training pairs is unknown")
		}
		units := 0
		for _, id := range append(a, b...) {
			if id < 0 || int(id) >= max(e.A.Size(), e.B.Size()) {
				t.Fatalf("id %d", id)
			}
			if id != PadID {
				units++
			}
		}
		if units != coverage.Units {
			t.Fatalf("%d ids are not padding, %d units counted", units, coverage.Units)
		}
	})
}
