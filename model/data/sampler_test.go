package data_test

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/seqpair/seqpair/model/data"
)

// imbalanced has 40 negatives and 8 positives; the texts of negative i have i letters in common.
func imbalanced(t *testing.T) *data.Pairs {
	t.Helper()
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQR"
	var pairs []data.Pair
	for i := range 48 {
		same := letters[:i%40]
		pairs = append(pairs, data.Pair{A: same + fmt.Sprintf("x%d", i), B: same + fmt.Sprintf("y%d", i), Label: i >= 40})
	}
	p, err := data.New(pairs)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func order(t *testing.T, p *data.Pairs, s data.Sampler, size int) *data.Order {
	t.Helper()
	o, err := p.Order(s, size)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// uses counts how often each example stands in an epoch.
func uses(rows []int32) map[int32]int {
	n := map[int32]int{}
	for _, row := range rows {
		n[row]++
	}
	return n
}

func TestOrderIsAFunctionOfSeedAndEpoch(t *testing.T) {
	p := imbalanced(t)
	for kind := data.EveryExample; kind <= data.MinedNegatives; kind++ {
		o, again := order(t, p, data.Sampler{Kind: kind}, 6), order(t, p, data.Sampler{Kind: kind}, 6)
		o.Epoch(1, 1)
		first := o.Epoch(7, 3)
		if !slices.Equal(first, again.Epoch(7, 3)) || len(first) != o.Len() {
			t.Errorf("%v: another order the second time", kind)
		}
		if slices.Equal(first, o.Epoch(7, 4)) || slices.Equal(first, o.Epoch(8, 3)) {
			t.Errorf("%v: the same order in another epoch or for another seed", kind)
		}
	}
}

func TestEveryExampleOnce(t *testing.T) {
	o := order(t, imbalanced(t), data.Sampler{}, 7)
	if n := uses(o.Epoch(1, 2)); len(n) != 48 || o.Len() != 48 || o.Shift() != 1 {
		t.Errorf("%d different examples of 48", len(n))
	}
}

func TestBalancedBatches(t *testing.T) {
	labels := imbalanced(t).Labels()
	for _, share := range []float64{0, 0.25, 0.001, 0.999} {
		o := order(t, imbalanced(t), data.Sampler{Kind: data.BalancedBatches, Share: share}, 8)
		if share == 0 {
			share = 0.5
		}
		want := max(1, min(7, int(math.Round(8*share))))
		rows := o.Epoch(3, 1)
		if len(rows) != 48 {
			t.Fatalf("%d examples in an epoch", len(rows))
		}
		positives := 0
		for i := 0; i < len(rows); i += 8 {
			inBatch := 0
			for _, row := range rows[i : i+8] {
				if labels[row] {
					inBatch++
				}
			}
			if inBatch != want {
				t.Errorf("share %v: %d positives in a batch", share, inBatch)
			}
			positives += inBatch
		}
		wantShift := float64(positives) / float64(48-positives) * 40 / 8
		if shift := o.Shift(); math.Abs(shift-wantShift) > 1e-12 {
			t.Errorf("share %v: shift %v, want %v", share, shift, wantShift)
		}
	}
}

func TestOversample(t *testing.T) {
	o := order(t, imbalanced(t), data.Sampler{Kind: data.Oversample, Share: 1.0 / 3}, 8)
	n := uses(o.Epoch(1, 1))
	for i := range int32(48) {
		if i < 40 && n[i] != 1 || i >= 40 && n[i] != 2 && n[i] != 3 {
			t.Errorf("example %d stands there %d times", i, n[i])
		}
	}
	if o.Len() != 60 || math.Abs(o.Shift()-2.5) > 1e-12 {
		t.Errorf("%d examples, shift %v", o.Len(), o.Shift())
	}
}

func TestUndersample(t *testing.T) {
	o := order(t, imbalanced(t), data.Sampler{Kind: data.Undersample}, 8)
	seen := map[int32]int{}
	for epoch := range 60 {
		n := uses(o.Epoch(1, epoch))
		if len(n) != 16 {
			t.Fatalf("%d different examples", len(n))
		}
		for row := range n {
			seen[row]++
		}
	}
	for row := range int32(48) {
		// A negative is drawn with probability 1/5: 12 of 60 epochs, standard deviation 3.1.
		if n := seen[row]; row >= 40 && n != 60 || row < 40 && (n < 1 || n > 28) {
			t.Errorf("example %d is in %d of 60 epochs", row, n)
		}
	}
	if o.Shift() != 5 {
		t.Errorf("shift %v", o.Shift())
	}
}

// The first epoch draws all negatives; later ones have half of them from those with the highest scores.
func TestMinedNegatives(t *testing.T) {
	o := order(t, imbalanced(t), data.Sampler{Kind: data.MinedNegatives}, 8)
	random := order(t, imbalanced(t), data.Sampler{Kind: data.Undersample}, 8)
	if !slices.Equal(o.Epoch(1, 1), random.Epoch(1, 1)) || o.Shift() != 0 || o.Len() != 16 {
		t.Errorf("%d examples, shift %v, %v at first", o.Len(), o.Shift(), o.Epoch(1, 1))
	}
	if random.Mined() != nil || len(o.Mined()) != 40 {
		t.Errorf("%d and %d negatives to score, want none and 40", len(random.Mined()), len(o.Mined()))
	}
	scores := make([]float64, 40)
	for i, row := range o.Mined() {
		scores[i] = float64(row%7) / 7
	}
	mined := o.Mine(scores)
	for epoch := 2; epoch < 6; epoch++ {
		n := uses(mined.Epoch(1, epoch))
		for _, row := range []int32{6, 13, 20, 27} { // the first of five with 6/7, as equal ones keep their order
			if n[row] != 1 {
				t.Errorf("epoch %d lacks the hard negative %d: %v", epoch, row, n)
			}
		}
		if len(n) != 16 {
			t.Errorf("%d different examples", len(n))
		}
	}
	if !slices.Equal(o.Epoch(1, 1), random.Epoch(1, 1)) {
		t.Error("mining changes the order that it mines")
	}
}

func TestHardNegatives(t *testing.T) {
	o := order(t, imbalanced(t), data.Sampler{Kind: data.HardNegatives}, 8)
	for epoch := range 5 {
		n := uses(o.Epoch(1, epoch))
		for row := int32(36); row < 40; row++ {
			if n[row] != 1 {
				t.Errorf("epoch %d: one of the four negatives that are most alike is missing", epoch)
			}
		}
		if len(n) != 16 {
			t.Errorf("epoch %d: %d different examples", epoch, len(n))
		}
	}
	if o.Shift() != 0 {
		t.Errorf("the shift is called %v, but the negatives are no random sample", o.Shift())
	}
}

func TestSamplerRefuses(t *testing.T) {
	p := imbalanced(t)
	for want, s := range map[string]data.Sampler{
		"leave Share out": {Share: 0.5}, "in (0, 1)": {Kind: data.Undersample, Share: 1.5}, "no sampling": {Kind: 17},
		"positive already": {Kind: data.Undersample, Share: 0.1}, "larger one": {Kind: data.Oversample, Share: 0.1},
	} {
		if _, err := p.Order(s, 8); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: %v; want %q", s, err, want)
		}
	}
	if _, err := p.Subset([]int{1, 2, 3}).Order(data.Sampler{Kind: data.Oversample}, 8); err == nil || !strings.Contains(err.Error(), "both classes") {
		t.Error(err)
	}
	if _, err := p.Order(data.Sampler{Kind: data.BalancedBatches}, 1); err == nil || !strings.Contains(err.Error(), "at least 2") {
		t.Error(err)
	}
	pixels := &data.Examples{Positions: 2, Labels: make([]bool, 4)}
	if _, err := pixels.Order(data.Sampler{Kind: data.Oversample}, 2); err == nil || !strings.Contains(err.Error(), "2 labels") {
		t.Error(err)
	}
	plain := &data.Examples{Labels: []bool{true, false}}
	if _, err := plain.Order(data.Sampler{Kind: data.HardNegatives}, 2); err == nil || !strings.Contains(err.Error(), "undersample") {
		t.Error(err)
	}
}

func TestParseSampler(t *testing.T) {
	for text, want := range map[string]data.Sampler{
		"undersample": {Kind: data.Undersample}, "balanced_batches:0.25": {Kind: data.BalancedBatches, Share: 0.25},
	} {
		got, err := data.ParseSampler(text)
		if err != nil || got != want {
			t.Errorf("%s: %v, %v", text, got, err)
		}
		saved, err := json.Marshal(got)
		var back data.Sampler
		if err != nil || json.Unmarshal(saved, &back) != nil || back != got {
			t.Errorf("%s comes back as %v", saved, back)
		}
	}
	for text, want := range map[string]string{
		"smote": "between two texts", "SMOTENC": "between two texts", "over": "oversample", "undersample:2": "(0, 1)", "every_example:0.5": "leave Share out",
	} {
		if _, err := data.ParseSampler(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func ExampleSampler() {
	pairs, err := data.Synthetic(data.SyntheticOptions{N: 1000, Prevalence: 0.05, Length: 8, Seed: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	order, err := pairs.Order(data.Sampler{Kind: data.Undersample, Share: 0.2}, 64)
	if err != nil {
		fmt.Println(err)
		return
	}
	negatives, positives := order.Counts()
	fmt.Printf("%d pairs in an epoch: %d negatives, %d positives, odds times %.2f\n", len(order.Epoch(7, 1)), negatives, positives, order.Shift())
	// Output: 250 pairs in an epoch: 200 negatives, 50 positives, odds times 4.75
}

func FuzzParseSampler(f *testing.F) {
	for _, text := range []string{"undersample", "balanced_batches:0.25", "smote:0.5", "oversample:1e-300", ":"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := data.ParseSampler(text)
		if err == nil && s.Check() != nil {
			t.Errorf("%q is %v, which is refused: %v", text, s, s.Check())
		}
	})
}

// Labels that do not count are not drawn.
func TestSamplersDrawWhatCounts(t *testing.T) {
	for kind := data.BalancedBatches; kind <= data.MinedNegatives; kind++ {
		if kind == data.HardNegatives {
			continue // of pairs
		}
		e := &data.Examples{Labels: make([]bool, 60), Counts: make([]bool, 60)}
		for i := range e.Labels {
			e.Labels[i], e.Counts[i] = i%6 == 0, i%4 != 0
		}
		o, err := e.Order(data.Sampler{Kind: kind}, 4)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range o.Epoch(1, 1) {
			if !e.Counts[row] {
				t.Errorf("%v: example %d does not count", kind, row)
			}
		}
	}
}

func TestOversampleHasAnEnd(t *testing.T) {
	for _, share := range []float64{0.9999999999, 0.99999999999999, 0.9999999999999999} {
		if _, err := imbalanced(t).Order(data.Sampler{Kind: data.Oversample, Share: share}, 8); err == nil || !strings.Contains(err.Error(), "give a smaller Share") {
			t.Errorf("share %v: error %v", share, err)
		}
	}
}

func TestUndersampleLeavesNegatives(t *testing.T) {
	if _, err := imbalanced(t).Order(data.Sampler{Kind: data.Undersample, Share: 0.999}, 8); err == nil || !strings.Contains(err.Error(), "give a smaller one") {
		t.Errorf("error %v", err)
	}
}
