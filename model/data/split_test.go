package data

import (
	"encoding/json"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// families makes n groups of pairs that hang together, of 1 to 9 pairs, a fifth of them positive.
func families(n int) []Pair {
	var pairs []Pair
	for family := range n {
		for member := range 1 + family%9 {
			pairs = append(pairs, Pair{
				A: fmt.Sprintf("a%d", family), B: fmt.Sprintf("b%d.%d", family, member), Label: len(pairs)%5 == 0,
				Group: fmt.Sprint(family % 50),
			})
		}
	}
	return pairs
}

// torn is how many of the keys stand in more than one part.
func torn(s Split, keys func(Pair) []string) int {
	partOf := map[string]int{}
	count := map[string]bool{}
	for part, p := range s.parts() {
		for _, pair := range all(p) {
			for _, key := range keys(pair) {
				if key == "" {
					continue
				}
				if first, seen := partOf[key]; seen && first != part {
					count[key] = true
				}
				partOf[key] = part
			}
		}
	}
	return len(count)
}

var tiedBy = map[SplitKind]func(Pair) []string{
	Grouped:    func(p Pair) []string { return []string{p.A, p.B, "group " + p.Group} },
	ByA:        func(p Pair) []string { return []string{p.A} },
	ByGroup:    func(p Pair) []string { return []string{p.Group} },
	Stratified: func(p Pair) []string { return []string{p.A + "\x00" + p.B} },
}

func TestSplit(t *testing.T) {
	grouped := families(2000)
	ungrouped := slices.Clone(grouped)
	for i := range ungrouped {
		ungrouped[i].Group = ""
	}
	for how, keys := range tiedBy {
		t.Run(how.String(), func(t *testing.T) {
			p := mustNew(t, ungrouped)
			if how == ByGroup {
				p = mustNew(t, grouped)
			} else if how == Grouped {
				keys = func(p Pair) []string { return []string{p.A, p.B} }
			}
			s, err := p.Split(how, 7)
			if err != nil {
				t.Fatal(err)
			}
			if n := torn(s, keys); n > 0 {
				t.Errorf("%d keys stand in two parts", n)
			}
			for part, got := range s.parts() {
				share := float64(got.Len()) / float64(p.Len())
				if math.Abs(share-partShares[part]) > 0.01 {
					t.Errorf("%s has %.3f of the pairs", partNames[part], share)
				}
				if math.Abs(got.Prevalence()-p.Prevalence()) > 0.01 {
					t.Errorf("%s has prevalence %.3f of %.3f", partNames[part], got.Prevalence(), p.Prevalence())
				}
			}
			again, _ := p.Split(how, 7)
			other, _ := p.Split(how, 8)
			if s.Hash() != again.Hash() || s.Hash() == other.Hash() {
				t.Error("the split is not a matter of the seed")
			}
		})
	}
}

func TestSplitStratifiedIsExact(t *testing.T) {
	var pairs []Pair
	for i := range 1000 {
		pairs = append(pairs, Pair{A: fmt.Sprint(i), Label: i < 20})
	}
	s, err := mustNew(t, pairs).Split(Stratified, 1)
	if err != nil {
		t.Fatal(err)
	}
	want := "train     600 pairs,     12 positive (2.0 %)\nvalid     200 pairs,      4 positive (2.0 %)\ntest      200 pairs,      4 positive (2.0 %)\n"
	if diff := cmp.Diff(want, s.String()); diff != "" {
		t.Error(diff)
	}
}

func TestSplitFewPositives(t *testing.T) {
	for n := 3; n < 10; n++ {
		var pairs []Pair
		for i := range 100 {
			pairs = append(pairs, Pair{A: fmt.Sprint(i), B: "b", Label: i < n})
		}
		for seed := range int64(5) {
			s, err := mustNew(t, pairs).Split(Stratified, seed)
			if err != nil {
				t.Fatalf("%d positives: %v", n, err)
			}
			for part, p := range s.parts() {
				if want := partShares[part] * float64(n); math.Abs(float64(p.Positives())-want) > 1 {
					t.Errorf("%d positives, seed %d: %d in %s", n, seed, p.Positives(), partNames[part])
				}
			}
		}
	}
}

func TestSplitGroupTiesSequences(t *testing.T) {
	var pairs []Pair
	for i := range 60 {
		pairs = append(pairs, Pair{A: fmt.Sprint("a", i), B: fmt.Sprint("b", i), Label: i%4 == 0, Group: fmt.Sprint(i % 20)})
	}
	s, err := mustNew(t, pairs).Split(Grouped, 0)
	if err != nil {
		t.Fatal(err)
	}
	if n := torn(s, tiedBy[Grouped]); n > 0 {
		t.Errorf("%d sequences or groups stand in two parts", n)
	}
}

// TestSplitKeepsEmptyPairsTogether: pairs of two empty texts are copies of one pair; a single empty text ties nothing.
func TestSplitKeepsEmptyPairsTogether(t *testing.T) {
	var pairs []Pair
	for i := range 300 {
		pairs = append(pairs, Pair{Label: i%3 == 0}, Pair{A: fmt.Sprint("a", i), Label: i%2 == 0}, Pair{A: fmt.Sprint("b", i), B: fmt.Sprint("c", i), Label: i%2 == 0})
	}
	split, err := mustNew(t, pairs).Split(Grouped, 1)
	if err != nil {
		t.Fatal(err)
	}
	var with []int
	for _, part := range []*Pairs{split.Train, split.Valid, split.Test} {
		empty := 0
		for i := range part.Len() {
			if pair := part.At(i); pair.A == "" && pair.B == "" {
				empty++
			}
		}
		with = append(with, empty)
		if part.Len() == empty {
			t.Errorf("a part has empty pairs only")
		}
	}
	slices.Sort(with)
	if !slices.Equal(with, []int{0, 0, 300}) {
		t.Errorf("the empty pairs lie in the parts as %v", with)
	}
}

func TestSplitRefuses(t *testing.T) {
	chain := make([]Pair, 100) // one component
	for i := range chain {
		chain[i] = Pair{A: fmt.Sprint(i), B: fmt.Sprint(i + 1), Label: i%2 == 0}
	}
	p := mustNew(t, chain)
	_, err := p.Split(Grouped, 0)
	checkError(t, err, "pairs in memory", "a grouped split leaves no negative pair for valid", "in 1 blocks", "split ByA")
	large := mustNew(t, append(slices.Clone(chain), Pair{A: "x", Label: true}, Pair{A: "y"}, Pair{A: "z", Label: true}, Pair{A: "v"}))
	_, err = large.Split(Grouped, 0)
	checkError(t, err, "would come out as 96/2/2 % instead of 60/20/20 %", "100 of 104 pairs hang together", "split ByA", "Leakage")
	if _, err := p.Split(ByA, 0); err != nil {
		t.Errorf("the way out is closed: %v", err)
	}
	_, err = p.Split(ByGroup, 0)
	checkError(t, err, "no pair has a group", "give the file a group column")
	_, err = p.Split(SplitKind(9), 0)
	checkError(t, err, "SplitKind(9) is no kind of split")
	_, err = p.Subset([]int{0, 1}).Split(Stratified, 0)
	checkError(t, err, "2 pairs cannot be split")
	rare := mustNew(t, []Pair{{A: "1", Label: true}, {A: "2", Label: true}, {A: "3"}, {A: "4"}, {A: "5"}, {A: "6"}})
	_, err = rare.Split(Stratified, 0)
	checkError(t, err, "2 of the labels are positive", "add examples of that class")
}

func TestSplitOneClass(t *testing.T) {
	s, err := mustNew(t, families(300)).Subset([]int{1, 2, 3, 4, 6, 7, 8, 9, 11, 12}).Split(Stratified, 0)
	if err != nil {
		t.Fatal(err)
	}
	if s.Train.Len() != 6 || s.Valid.Len() != 2 || s.Test.Len() != 2 {
		t.Error(s)
	}
}

func TestSplitLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, err := New(anyPairs().Draw(t, "pairs"))
		if err != nil {
			t.Fatal(err)
		}
		how := SplitKind(rapid.IntRange(0, 3).Draw(t, "how"))
		seed := rapid.Int64().Draw(t, "seed")
		s, err := p.Split(how, seed)
		if err != nil {
			checkSplitError(t, err)
			return
		}
		if again, _ := p.Split(how, seed); again.Hash() != s.Hash() {
			t.Fatal("not deterministic")
		}
		if n := torn(s, func(pair Pair) []string {
			if how == Grouped && pair.Group == "" {
				return []string{pair.A, pair.B}
			}
			return tiedBy[how](pair)
		}); n > 0 {
			t.Fatalf("%d keys stand in two parts", n)
		}
		var got, want []Pair
		for _, part := range s.parts() {
			got = append(got, all(part)...)
		}
		want = all(p)
		byText := func(x, y Pair) int { return strings.Compare(fmt.Sprintf("%#v", x), fmt.Sprintf("%#v", y)) }
		slices.SortFunc(got, byText)
		slices.SortFunc(want, byText)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("pairs lost or made: %s", diff)
		}
	})
}

func checkSplitError(t *rapid.T, err error) {
	for _, reason := range []string{"at least 3 are needed", "leaves no", "cannot stand in train", "would come out as", "no pair has a group"} {
		if strings.Contains(err.Error(), reason) {
			return
		}
	}
	t.Fatal(err)
}

func TestSplitKindText(t *testing.T) {
	for how := range tiedBy {
		text, err := json.Marshal(how)
		if err != nil {
			t.Fatal(err)
		}
		var back SplitKind
		if err := json.Unmarshal(text, &back); err != nil || back != how {
			t.Errorf("%s: %v, %v", text, back, err)
		}
	}
	var k SplitKind
	checkError(t, k.UnmarshalText([]byte("random")), `unknown split "random"`, "by-group")
	if _, err := SplitKind(-1).MarshalText(); err == nil {
		t.Error("SplitKind(-1) has a text")
	}
}

// shared reads a file of the benchmark sets that lie beside the repository, and skips without it.
func shared(t testing.TB, name string) *Pairs {
	t.Helper()
	path := filepath.Join("..", "..", "..", "shared", "data", filepath.FromSlash(name))
	if matches, _ := filepath.Glob(path); matches == nil {
		t.Skipf("%s is not there", path)
	}
	p, err := Read(path)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// sharedSet is all three parts of a benchmark set, train, valid and test.
func sharedSet(t testing.TB, name string) *Pairs {
	t.Helper()
	var pairs []Pair
	for _, part := range partNames {
		pairs = append(pairs, all(shared(t, name+"/"+part+".txt"))...)
	}
	return mustNew(t, pairs)
}

func TestSplitRealData(t *testing.T) {
	_, err := sharedSet(t, "amazon_google").Split(Grouped, 1)
	checkError(t, err, "a grouped split", "of 11460 pairs hang together")
	for name, how := range map[string]SplitKind{"amazon_google": ByA, "dblp_acm": ByA, "cmudict_homophones": Grouped, "cmudict_spell_pron": Grouped} {
		p := sharedSet(t, name)
		s, err := p.Split(how, 1)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if n := torn(s, tiedBy[how]); n > 0 && how != Grouped {
			t.Errorf("%s: %d keys stand in two parts", name, n)
		}
		if r := Leakage(s.Train, s.Test); how == Grouped && (r.Pairs > 0 || r.Members > 0) {
			t.Errorf("%s: %v", name, r)
		}
		t.Logf("%s %v, prevalence %.4f\n%v", name, how, p.Prevalence(), s)
		for part, got := range s.parts() {
			if math.Abs(got.Prevalence()/p.Prevalence()-1) > 0.1 {
				t.Errorf("%s: prevalence %.4f in %s, %.4f in all", name, got.Prevalence(), partNames[part], p.Prevalence())
			}
		}
	}
}
