package pair

import (
	"fmt"
	"math"
	"testing"

	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
)

// vector is the TF-IDF of one sequence on the host, by n-gram, of length 1.
func vector(ids []int32, lengths []int, idf func(ngram string) float64) map[string]float64 {
	v, square := map[string]float64{}, 0.0
	for _, n := range lengths {
		for t := 0; t+n <= len(ids) && ids[t+n-1] > 0; t++ {
			v[fmt.Sprint(ids[t:t+n])]++
		}
	}
	for ngram, count := range v {
		v[ngram] = (1 + math.Log(count)) * idf(ngram)
		square += v[ngram] * v[ngram]
	}
	for ngram := range v {
		v[ngram] /= math.Sqrt(square)
	}
	return v
}

// TestTFIDF compares the sums over all n-grams of products and distances with those of vectors by n-gram on the host.
func TestTFIDF(t *testing.T) {
	lengths := []int{1, 2}
	corpus := [][]int32{{2, 3, 2, 3}, {3}, {2, 3, 4}, {5, 6}}
	frequency := map[string]float64{}
	for _, ids := range corpus {
		for ngram := range vector(ids, lengths, func(string) float64 { return 1 }) {
			frequency[ngram]++
		}
	}
	idf := func(ngram string) float64 { return 1 - math.Log1p(frequency[ngram])/math.Log1p(4) + everyIDF }
	got := run[[][]float32](t, func(scope *model.Scope, a, b *graph.Node) *graph.Node {
		x, y := tfidfs(scope, Input{A: a, B: b, Corpus: corpus}, lengths)
		sum := func(feature func(i int) *graph.Node) *graph.Node {
			return graph.Add(graph.ReduceSum(feature(0), 1), graph.ReduceSum(feature(1), 1))
		}
		return graph.Stack([]*graph.Node{
			sum(func(i int) *graph.Node { return x[i].product() }), sum(func(i int) *graph.Node { return y[i].product() }),
			sum(func(i int) *graph.Node { return x[i].distance() }), sum(func(i int) *graph.Node { return y[i].alone() }),
		}, 1)
	}, idsA, idsB)
	for i := range idsA {
		a, b := vector(idsA[i], lengths, idf), vector(idsB[i], lengths, idf)
		var product, distance, alone float64
		for ngram, x := range a {
			product += x * b[ngram]
			distance += math.Abs(x - b[ngram])
		}
		for ngram, y := range b {
			if a[ngram] == 0 {
				alone += y
			}
		}
		for j, want := range []float64{product, product, distance, alone} {
			if math.Abs(float64(got[i][j])-want) > 1e-5 {
				t.Errorf("pair %d, sum %d: %v, want %v", i, j, got[i][j], want)
			}
		}
	}
}
