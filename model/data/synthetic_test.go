package data

import (
	"math"
	"testing"
)

func TestSynthetic(t *testing.T) {
	for _, o := range []SyntheticOptions{{}, {N: 999, Prevalence: 0.02, Seed: 3, Length: 30}, {N: 7, Prevalence: 1, Length: 4}, {N: 10, Prevalence: 0.04}} {
		p, err := Synthetic(o)
		if err != nil {
			t.Fatal(err)
		}
		n, prevalence := o.N, o.Prevalence
		if n == 0 {
			n, prevalence = 11_000, 1.0/11
		}
		if want := int(math.Round(float64(n) * prevalence)); p.Len() != n || p.Positives() != want {
			t.Errorf("%+v: %d pairs, %d positive, want %d", o, p.Len(), p.Positives(), want)
		}
		again, _ := Synthetic(o)
		o.Seed++
		other, _ := Synthetic(o)
		if p.Hash() != again.Hash() || p.Hash() == other.Hash() {
			t.Errorf("%+v: not a matter of the seed", o)
		}
	}
}

func TestSyntheticRefuses(t *testing.T) {
	for want, o := range map[string]SyntheticOptions{
		"N -1":          {N: -1},
		"Prevalence -1": {Prevalence: -1},
		"Prevalence 2":  {Prevalence: 2},
		"NaN":           {Prevalence: math.NaN()},
		"Length 3":      {Length: 3},
	} {
		_, err := Synthetic(o)
		checkError(t, err, want, "use")
	}
}

// TestSyntheticIsLearnable separates the classes by the share of letters left unchanged, and checks
// that this is neither hopeless nor trivial.
func TestSyntheticIsLearnable(t *testing.T) {
	p, err := Synthetic(SyntheticOptions{N: 2000, Prevalence: 0.5, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	var near, hard [2]int // per class: at most 2 edits; 3 to 7 edits
	for i := range p.Len() {
		pair := p.At(i)
		class := 0
		if pair.Label {
			class = 1
		}
		switch d := distance(pair.A, pair.B); {
		case d <= 2:
			near[class]++
		case d <= 7:
			hard[class]++
		}
	}
	if share := float64(near[1]) / 1000; share < 0.75 {
		t.Errorf("only %.2f of the positive pairs are within 2 edits", share)
	}
	if near[0] > 20 {
		t.Errorf("%d of 1000 negative pairs look positive", near[0])
	}
	if hard[0] < 300 {
		t.Errorf("only %d of 1000 negative pairs are hard", hard[0])
	}
	if s, err := p.Split(Grouped, 1); err != nil || Leakage(s.Train, s.Test).Members > 0 {
		t.Errorf("not split by sequence: %v", err)
	}
}

// distance is the Levenshtein distance.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}
