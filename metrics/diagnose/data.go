package diagnose

import "iter"

// Data is what labelled pairs say before any model is trained. Add the parts in the
// order train, valid, test.
type Data struct {
	Parts []Part

	train map[[2]string]labels // of the first part
	sides map[string]bool      // its sequences
}

// TrainingData is what the part is called that models are trained on.
const TrainingData = "training data"

// Part is one part of the data, and what it shares with the first part.
type Part struct {
	Name          string
	Pairs         int64
	Positives     int64
	Repeated      int64    // pairs that stand earlier in the part, with the same label
	RepeatedOf    int64    // positives among them
	Contradictory int64    // different pairs that carry both labels within the part
	Empty         int64    // pairs with an empty sequence
	EmptyOf       int64    // positives among them
	Runs          int64    // of equal labels in the order of the rows
	Fifths        [5]int64 // positives in each fifth of the rows

	Shared        int64 // pairs that stand in the first part too, exchanged ones included
	SharedOf      int64 // positives among them
	Disputed      int64 // different pairs that carry the other label in the first part
	Members       int64 // different sequences; empty ones are none
	SharedMembers int64 // of them in the first part too
}

// labels holds which labels a pair carries.
type labels struct{ negative, positive bool }

func (l labels) both() bool { return l.negative && l.positive }

func (l labels) has(positive bool) bool { return positive && l.positive || !positive && l.negative }

func (l *labels) add(positive bool) {
	l.positive, l.negative = l.positive || positive, l.negative || !positive
}

// Add counts a part of the data: pairs (A, B) and whether they are positive, in the
// order of their rows. It keeps the texts of the first part.
func (d *Data) Add(name string, pairs iter.Seq2[[2]string, bool]) {
	p := Part{Name: name}
	seen, members := map[[2]string]labels{}, map[string]bool{}
	var inOrder []bool
	for pair, positive := range pairs {
		if p.Pairs == 0 || positive != inOrder[p.Pairs-1] {
			p.Runs++
		}
		inOrder = append(inOrder, positive)
		p.Pairs++
		if positive {
			p.Positives++
		}
		p.repeat(seen[pair], positive)
		p.share(d, pair, positive)
		l := seen[pair]
		l.add(positive)
		seen[pair] = l
		p.missing(pair, positive)
		for _, side := range pair {
			if side != "" {
				members[side] = true
			}
		}
	}
	for pair, l := range seen {
		if l.both() {
			p.Contradictory++
		} else if there := d.train[pair]; there.has(!l.positive) && !there.both() {
			p.Disputed++
		}
	}
	for i, positive := range inOrder {
		if positive {
			p.Fifths[i*len(p.Fifths)/len(inOrder)]++
		}
	}
	p.Members = int64(len(members))
	for side := range members {
		if d.sides[side] {
			p.SharedMembers++
		}
	}
	if d.train == nil {
		d.train, d.sides = seen, members
	}
	d.Parts = append(d.Parts, p)
}

func (p *Part) repeat(before labels, positive bool) {
	if before.has(positive) {
		p.Repeated++
		if positive {
			p.RepeatedOf++
		}
	}
}

func (p *Part) missing(pair [2]string, positive bool) {
	if pair[0] == "" || pair[1] == "" {
		p.Empty++
		if positive {
			p.EmptyOf++
		}
	}
}

func (p *Part) share(d *Data, pair [2]string, positive bool) {
	_, same := d.train[pair]
	_, exchanged := d.train[[2]string{pair[1], pair[0]}]
	if same || exchanged {
		p.Shared++
		if positive {
			p.SharedOf++
		}
	}
}
