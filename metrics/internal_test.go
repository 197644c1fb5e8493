package metrics

import (
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestSum: the oracle of a compensated sum is arithmetic without rounding.
func TestSum(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	var all, halves sum
	var first, second sum
	exactly := new(big.Float).SetPrec(2000)
	for i := range 100_000 {
		x := random.Float64() * math.Pow(10, float64(random.IntN(20)-10))
		all.add(x)
		if i%2 == 0 {
			first.add(x)
		} else {
			second.add(x)
		}
		exactly.Add(exactly, big.NewFloat(x))
	}
	halves.merge(first)
	halves.merge(second)
	want, _ := exactly.Float64()
	if all.value() != want || halves.value() != want {
		t.Errorf("got %v and %v, want %v", all.value(), halves.value(), want)
	}
}

// TestSortColumns compares both ways of sorting on sizes around the border between them.
func TestSortColumns(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for _, n := range []int{0, 1, 2, smallSort - 1, smallSort, 5 * smallSort} {
		keys, carried := make([]float64, n), make([]float64, n)
		for i := range keys {
			keys[i], carried[i] = math.Floor(random.Float64()*100)/100, random.ExpFloat64()
			if i%7 == 0 {
				keys[i] = math.Ldexp(1, -random.IntN(1075))
			}
		}
		wantKeys, wantCarried, alone := slices.Clone(keys), slices.Clone(carried), slices.Clone(keys)
		comparisonSort(wantKeys, wantCarried)
		sortColumns(keys, carried)
		sortColumns(alone, nil)
		if !slices.Equal(keys, wantKeys) || !slices.Equal(carried, wantCarried) || !slices.Equal(alone, wantKeys) {
			t.Errorf("%d rows are not sorted", n)
		}
	}
}

// TestSettle: reading between updates merges runs to what one sort would give, and unweighted rows hold no weights.
func TestSettle(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	var stepwise, whole column
	for i := range 3000 {
		score, weight := math.Floor(random.Float64()*50)/50, 1.0
		if i >= 1000 {
			weight = math.Floor(random.Float64()*3 + 1)
		}
		stepwise.add(score, weight)
		whole.add(score, weight)
		if i%170 == 0 {
			stepwise.settle()
		}
		if i < 1000 && stepwise.weights != nil {
			t.Fatal("rows of weight 1 hold weights")
		}
	}
	stepwise.settle()
	whole.settle()
	if !slices.Equal(stepwise.scores, whole.scores) || !slices.Equal(stepwise.weights, whole.weights) {
		t.Error("runs and one sort differ")
	}
}
