package pair

import (
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/ml/model"
)

// everyIDF is added to the rarity of an n-gram, from 0 to 1, as 1 is added to the smoothed idf of scikit-learn: what every
// sequence holds still counts. Of 0.1, as there at 10,000 sequences, and 0.5, the valid pairs of two sets prefer the latter.
const everyIDF = 0.5

// tfidf is one side's n-grams of one length as entries of the vector of TF-IDF over all lengths, which has length 1, beside
// those of the other side's vector. Each is float32 [B, T], 0 beyond the end.
type tfidf struct {
	ngrams
	own, other *Node // entry of the n-gram at each position, in the vectors of this side and of the other
	share      *Node // of a position in its n-gram: they add up to 1 over the positions of one n-gram
}

// tfidfs reads both sides, which have one vocabulary, for each length.
func tfidfs(scope *model.Scope, in Input, lengths []int) (a, b []tfidf) {
	for _, n := range lengths {
		x, y := ngramsOf(in.A, n), ngramsOf(in.B, n)
		at := scope.At("ngrams_%d", n)
		a, b = append(a, newTFIDF(x, y, x.idf(at, in.Corpus))), append(b, newTFIDF(y, x, y.idf(at, in.Corpus)))
	}
	ofA, ofB := norm(a), norm(b)
	for i := range a {
		a[i].own, a[i].other = Div(a[i].own, ofA), Div(a[i].other, ofB)
		b[i].own, b[i].other = Div(b[i].own, ofB), Div(b[i].other, ofA)
	}
	return a, b
}

// newTFIDF reads the n-grams of x, with vectors of any length.
func newTFIDF(x, y ngrams, idf *Node) tfidf {
	inX, inY := x.countIn(x), x.countIn(y)
	return tfidf{x, Mul(sublinear(inX), idf), Mul(sublinear(inY), idf), Div(x.held(), MaxScalar(inX, 1))}
}

// idf is how much an n-gram counts for its rarity, [B, T].
func (x ngrams) idf(scope *model.Scope, corpus [][]int32) *Node {
	return Add(x.rarity(scope, corpus), MulScalar(x.held(), everyIDF))
}

// countIn says how often y holds each n-gram of x, float32 [B, T of x].
func (x ngrams) countIn(y ngrams) *Node {
	equal := Equal(InsertAxes(x.hash, 2), InsertAxes(y.hash, 1)) // [B, T of x, T of y]
	found := LogicalAnd(equal, BroadcastToShape(InsertAxes(y.there, 1), equal.Shape()))
	return Mul(ReduceSum(ConvertDType(found, dtypes.Float32), 2), x.held())
}

// sublinear is 1 + ln count; 0 where count is.
func sublinear(count *Node) *Node {
	return Mul(MinScalar(count, 1), OnePlus(Log(MaxScalar(count, 1))))
}

// norm is the length of the vectors over all lengths of n-grams, [B, 1]; almost 0 of an empty one.
func norm(all []tfidf) *Node {
	var square *Node
	for _, t := range all {
		part := ReduceAndKeep(Mul(Square(t.own), t.share), ReduceSum, 1)
		if square == nil {
			square = part
			continue
		}
		square = Add(square, part)
	}
	return Sqrt(AddScalar(square, 1e-12))
}

// product of the entries of both sides.
func (t tfidf) product() *Node { return Mul(t.share, Mul(t.own, t.other)) }

// distance of the entries of both sides.
func (t tfidf) distance() *Node { return Mul(t.share, Abs(Sub(t.own, t.other))) }

// alone is distance where the other side does not hold the n-gram.
func (t tfidf) alone() *Node {
	return Mul(t.distance(), ConvertDType(Equal(t.other, ZerosLike(t.other)), dtypes.Float32))
}
