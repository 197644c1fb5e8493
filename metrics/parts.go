package metrics

// part is a stretch of whole levels in ranks of rows, the highest score of a class having rank 0. A State's
// parts begin with the level that holds each blockRows-th positive, whatever the number of threads.
type part struct {
	posStart, posEnd int
	negStart, negEnd int
}

// parts cut a settled State. There is always one.
func (e *exact[K]) parts() []part {
	pos, neg := len(e.pos.keys), len(e.neg.keys)
	parts := make([]part, 0, pos/blockRows+1)
	at := part{}
	for rank := blockRows; rank < pos; rank += blockRows {
		if rank <= at.posStart {
			continue // a level wider than a block
		}
		last := e.pos.keys[pos-rank]
		end := pos - rank
		if e.pos.keys[end-1] == last { // the level goes on
			end = pos - e.pos.reaching(last)
		}
		at.posEnd, at.negEnd = pos-end, e.neg.reaching(last)
		if at.posEnd >= pos {
			break
		}
		parts = append(parts, at)
		at = part{posStart: at.posEnd, negStart: at.negEnd}
	}
	at.posEnd, at.negEnd = pos, neg
	return append(parts, at)
}
