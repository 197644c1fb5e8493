package data

import "slices"

// The columns of pairs.
const (
	ColumnA = "a" // ids of the first sequence, int32 [A.Length()]
	ColumnB = "b" // ids of the second sequence, int32 [B.Length()]
)

// Examples encodes every distinct text of a side once, and both sides share their table if they share the encoder.
// Coverage counts each text as often as it stands in a pair. The labels of pairs without any are all false.
func (e *PairEncoder) Examples(p *Pairs) (*Examples, Coverage) {
	var coverage Coverage
	x := &Examples{Labels: slices.Clone(p.labels), Weights: p.Weights(), Groups: slices.Clone(p.groups), Source: p.source, IDs: make([]string, p.Len())}
	for i := range x.IDs {
		x.IDs[i] = p.id(i)
	}
	if e.Shared() {
		ids, index := e.A.table(p, slices.Concat(p.a, p.b), &coverage)
		x.Columns = []Column{
			{Name: ColumnA, Shape: []int{e.A.length}, Ints: ids, Index: index[:p.Len()]},
			{Name: ColumnB, Shape: []int{e.A.length}, Ints: ids, Index: index[p.Len():]},
		}
	} else {
		a, indexA := e.A.table(p, p.a, &coverage)
		b, indexB := e.B.table(p, p.b, &coverage)
		x.Columns = []Column{
			{Name: ColumnA, Shape: []int{e.A.length}, Ints: a, Index: indexA},
			{Name: ColumnB, Shape: []int{e.B.length}, Ints: b, Index: indexB},
		}
	}
	if e.Differences > 0 {
		x.Columns = append(x.Columns, e.differences(p))
	}
	if e.Similarities > 0 {
		x.Columns = append(x.Columns, e.similarities(p))
	}
	return x, coverage
}

// table encodes the distinct texts among uses, in the order of their first use, and says which row each use has.
func (e *Encoder) table(p *Pairs, uses []int32, coverage *Coverage) (ids, index []int32) {
	index = make([]int32, len(uses))
	rows := make([]int32, len(p.texts)) // 1-based row of a text; 0: not encoded yet
	var kept []Coverage                 // by row
	for i, text := range uses {
		if rows[text] == 0 {
			var c Coverage
			ids = append(ids, make([]int32, e.length)...)
			e.encode(p.texts[text], ids[len(ids)-e.length:], &c)
			kept = append(kept, c)
			rows[text] = int32(len(kept))
		}
		index[i] = rows[text] - 1
		coverage.Add(kept[index[i]])
	}
	return ids, index
}
