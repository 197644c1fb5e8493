package multiclass_test

import (
	"math/rand/v2"
	"testing"

	"github.com/seqpair/seqpair/metrics/multiclass"
)

const benchmarkRows = 1_000_000

func BenchmarkConfusionUpdate(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 1))
	var d multiclass.Decisions
	for range benchmarkRows {
		d.Truth, d.Predicted = append(d.Truth, random.IntN(10)), append(d.Predicted, random.IntN(10))
	}
	c := newConfusion(b, multiclass.Decisions{}, multiclass.Numbered(10)...)
	b.SetBytes(benchmarkRows)
	for b.Loop() {
		must(c.Update(d))
	}
}

func BenchmarkOneVsRestAUC(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 1))
	var rows multiclass.Batch
	for range benchmarkRows / 10 {
		rows.Truth = append(rows.Truth, random.IntN(5))
		rows.Scores = append(rows.Scores, distribution(random, 5, false)...)
	}
	for b.Loop() {
		newState(b, rows, multiclass.Numbered(5)...).OneVsRestAUC(multiclass.Macro)
	}
}
