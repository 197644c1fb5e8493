package data

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
)

// Split holds the parts of a set, 60, 20 and 20 % of its pairs, each in the order of the set.
type Split struct{ Train, Valid, Test *Pairs }

// The parts, and their shares of the pairs and of each class.
var (
	partNames  = [3]string{"train", "valid", "test"}
	partShares = [3]float64{0.6, 0.2, 0.2}
	classNames = [2]string{"negative", "positive"}
)

// Split divides the pairs into 60 % train, 20 % valid and 20 % test, the same for the same seed.
// Pairs that how ties together form a block that is never torn; blocks are dealt out so that each
// part comes as near as it can to its share of the positives and of the negatives. No pair is
// dropped: dropping those that cross the parts would remove almost only negatives and change the
// prevalence.
//
// It fails, with the way out, when the blocks do not allow a split: when a part would get less than
// half of its share, as in the usual case that most pairs hang together in one component, or when
// a class stands in fewer than three blocks.
func (p *Pairs) Split(how SplitKind, seed int64) (Split, error) {
	if err := p.CheckLabelled(); err != nil {
		return Split{}, err
	}
	keys, err := p.blockKeys(how)
	if err != nil {
		return Split{}, fmt.Errorf("%s: %w", p.source, err)
	}
	if p.Len() < len(partShares) {
		return Split{}, fmt.Errorf("%s: %d pairs cannot be split into train, valid and test: at least 3 are needed", p.source, p.Len())
	}
	blocks := newBlocks(keys, p.labels)
	partOf := deal(blocks, seed)
	var rows [3][]int
	for i, block := range blocks.of {
		part := partOf[block]
		rows[part] = append(rows[part], i)
	}
	split := Split{p.Subset(rows[0]), p.Subset(rows[1]), p.Subset(rows[2])}
	if err := split.check(blocks, how); err != nil {
		return Split{}, fmt.Errorf("%s: %w", p.source, err)
	}
	return split, nil
}

// blockKeys gives each pair the number of its block; pairs of one number stay together.
func (p *Pairs) blockKeys(how SplitKind) ([]int32, error) {
	switch how {
	case Grouped:
		return p.connected(), nil
	case ByA:
		return p.a, nil
	case ByGroup:
		if p.groups == nil {
			return nil, errors.New("no pair has a group: give the file a group column, or split Grouped, ByA or Stratified")
		}
		return number(p.Len(), func(i int) any {
			if p.groups[i] == "" {
				return i
			}
			return p.groups[i]
		}), nil
	case Stratified:
		return number(p.Len(), func(i int) [2]int32 { return [2]int32{p.a[i], p.b[i]} }), nil
	}
	_, err := how.MarshalText()
	return nil, err
}

// number numbers the distinct keys in the order of their first appearance.
func number[K comparable](n int, key func(i int) K) []int32 {
	numbers := make([]int32, n)
	seen := make(map[K]int32)
	for i := range numbers {
		k := key(i)
		if _, ok := seen[k]; !ok {
			seen[k] = int32(len(seen))
		}
		numbers[i] = seen[k]
	}
	return numbers
}

// check refuses a part that lacks a class which the set has, or half of its share of the pairs.
func (s Split) check(b blocks, how SplitKind) error {
	if err := b.checkThree(); err != nil {
		return err
	}
	var shares [3]float64
	n := b.total[0] + b.total[1]
	for part, p := range s.parts() {
		shares[part] = float64(p.Len()) / float64(n)
		positives := p.Positives()
		for class, count := range [2]int{p.Len() - positives, positives} {
			if count == 0 && b.total[class] > 0 {
				return fmt.Errorf("a %v split leaves no %s pair for %s: the %d there are stand in %d blocks that are kept whole: %s",
					how, classNames[class], partNames[part], b.total[class], b.holding(class), how.wayOut())
			}
		}
	}
	for part, target := range partShares {
		if 2*shares[part] < target {
			return fmt.Errorf("a %v split would come out as %.0f/%.0f/%.0f %% instead of 60/20/20 %%: %d of %d pairs hang together in one block: %s",
				how, 100*shares[0], 100*shares[1], 100*shares[2], b.largest(), n, how.wayOut())
		}
	}
	return nil
}

func (s Split) parts() [3]*Pairs { return [3]*Pairs{s.Train, s.Valid, s.Test} }

// wayOut names the splits that keep less together.
func (k SplitKind) wayOut() string {
	switch k {
	case Grouped:
		return "split ByA (no A in two parts, a B may recur), ByGroup (by a group column of your own) or Stratified (sequences recur), and see Leakage for what is shared"
	case ByA, ByGroup:
		return "split Stratified (sequences recur), and see Leakage for what is shared"
	}
	return "add pairs of that class"
}

// Hash identifies the split: which content stands in which part.
func (s Split) Hash() string {
	sum := sha256.Sum256([]byte(s.Train.Hash() + s.Valid.Hash() + s.Test.Hash()))
	return hex.EncodeToString(sum[:])
}

// String is one line a part: pairs, positives and prevalence.
func (s Split) String() string {
	var text strings.Builder
	for part, p := range s.parts() {
		fmt.Fprintf(&text, "%-5s %7d pairs, %6d positive (%.1f %%)\n", partNames[part], p.Len(), p.Positives(), 100*p.Prevalence())
	}
	return text.String()
}
