package data

import "fmt"

// LeakageReport says how much of one set was already seen in another.
type LeakageReport struct {
	Pairs         int // pairs of the other set that stand in train too, with the same A and B
	Swapped       int // further pairs that stand in train with A and B exchanged
	OfPairs       int // pairs of the other set
	Contradictory int // distinct (A, B) that carry both labels in the two sets taken together
	Members       int // distinct sequences of the other set that stand in train too, on either side
	OfMembers     int // distinct sequences of the other set
}

// Leakage reports what other (a valid or test set) shares with train. Shared pairs are scored from
// memory. Shared members are usual in matching benchmarks, but then the score says nothing about
// sequences never seen; Split with Grouped or ByA avoids them. Contradictory labels bound every
// model's score. Empty sequences are no members.
func Leakage(train, other *Pairs) LeakageReport {
	r := LeakageReport{OfPairs: other.Len()}
	seen := make(map[[2]string]labelSet, train.Len())
	members := map[string]bool{}
	for i, positive := range train.labels {
		pair := train.sequences(i)
		seen[pair] |= train.labelSet(positive)
		members[pair[0]], members[pair[1]] = true, true
	}
	mine := map[string]bool{}
	for i, positive := range other.labels {
		pair := other.sequences(i)
		switch {
		case seen[pair]&inTrain != 0:
			r.Pairs++
		case seen[[2]string{pair[1], pair[0]}]&inTrain != 0:
			r.Swapped++
		}
		seen[pair] |= other.labelSet(positive) << ofOther
		mine[pair[0]], mine[pair[1]] = true, true
	}
	for _, set := range seen {
		if (set|set>>ofOther)&bothLabels == bothLabels {
			r.Contradictory++
		}
	}
	delete(mine, "")
	r.OfMembers = len(mine)
	for text := range mine {
		if members[text] {
			r.Members++
		}
	}
	return r
}

// String is one line: counts and what they are out of.
func (r LeakageReport) String() string {
	return fmt.Sprintf("%d of %d pairs also in train (%d more with A and B exchanged), %d pairs with both labels, %d of %d sequences also in train",
		r.Pairs, r.OfPairs, r.Swapped, r.Contradictory, r.Members, r.OfMembers)
}

// labelSet holds the labels that a pair has in train (two low bits), whether it stands there, and the labels in the other set.
type labelSet uint8

const (
	bothLabels labelSet = 3
	inTrain    labelSet = 4
	ofOther    int      = 3 // bits that the other set's labels are shifted by
)

// labelSet is that of a pair of p; pairs without labels have none.
func (p *Pairs) labelSet(positive bool) labelSet {
	switch {
	case p.unlabelled:
		return inTrain
	case positive:
		return inTrain | 2
	}
	return inTrain | 1
}

func (p *Pairs) sequences(i int) [2]string {
	return [2]string{p.texts[p.a[i]], p.texts[p.b[i]]}
}
