package metrics

import (
	"cmp"
	"errors"
	"math"
	"math/big"
	"math/rand/v2"
	"os"
	"slices"
	"syscall"
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
		all.Add(x)
		if i%2 == 0 {
			first.Add(x)
		} else {
			second.Add(x)
		}
		exactly.Add(exactly, big.NewFloat(x))
	}
	halves.Merge(first)
	halves.Merge(second)
	want, _ := exactly.Float64()
	if all.Value() != want || halves.Value() != want {
		t.Errorf("got %v and %v, want %v", all.Value(), halves.Value(), want)
	}
}

// TestSortRun compares with a comparison sort on sizes around every border between ways of sorting, for keys
// that differ in all digits, in few, and in one bucket only, on one thread and on several.
func TestSortRun(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for _, n := range []int{1, 2, smallSort, smallSort + 1, 1 << 12, parallelSort, parallelSort + 9} {
		for name, score := range map[string]func() float64{
			"uniform": random.Float64,
			"tied":    func() float64 { return math.Floor(random.Float64()*100) / 100 },
			"one":     func() float64 { return 0.5 },
			"near 1":  func() float64 { return 1 - random.Float64()*1e-6 },
			"tiny":    func() float64 { return math.Ldexp(1, -random.IntN(1075)) },
		} {
			scores, weights := make([]float64, n), make([]float64, n)
			for i := range scores {
				scores[i], weights[i] = score(), math.Floor(random.ExpFloat64()*8)+1
			}
			checkSort[uint32](t, name, scores, weights)
			checkSort[uint64](t, name, scores, weights)
		}
	}
}

func checkSort[K key](t *testing.T, name string, scores, weights []float64) {
	t.Helper()
	type row struct {
		k      K
		weight K
	}
	rows := make([]row, len(scores))
	got := makeRun[K](len(scores), true)
	for i, score := range scores {
		got.keys[i], got.weights[i] = keyOf[K](score), keyOf[K](weights[i])
		rows[i] = row{got.keys[i], got.weights[i]}
	}
	alone := run[K]{keys: slices.Clone(got.keys)}
	slices.SortFunc(rows, func(a, b row) int { return cmp.Or(cmp.Compare(a.k, b.k), cmp.Compare(a.weight, b.weight)) })
	sortRun(got)
	sortRun(alone)
	for i, want := range rows {
		if got.keys[i] != want.k || got.weights[i] != want.weight || alone.keys[i] != want.k {
			t.Fatalf("%d %s keys of %T: row %d is (%v, %v) and %v, want %v", len(rows), name, want.k, i, got.keys[i], got.weights[i], alone.keys[i], want)
		}
	}
}

// TestSettle: reading between updates merges runs to what one sort would give, and unweighted rows hold no weights.
func TestSettle(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	var stepwise, whole column[uint32]
	for i := range 3000 {
		k, weight := keyOf[uint32](math.Floor(random.Float64()*50)/50), keyOf[uint32](1)
		if i >= 1000 {
			weight = keyOf[uint32](math.Floor(random.Float64()*3 + 1))
		}
		stepwise.add(k, weight)
		whole.add(k, weight)
		if i%170 == 0 {
			stepwise.settle()
		}
		if i < 1000 && stepwise.weights != nil {
			t.Fatal("rows of weight 1 hold weights")
		}
	}
	stepwise.settle()
	whole.settle()
	if !slices.Equal(stepwise.keys, whole.keys) || !slices.Equal(stepwise.weights, whole.weights) {
		t.Error("runs and one sort differ")
	}
}

// TestFullDisk: the device takes nothing, and that is said.
func TestFullDisk(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_RDWR, 0)
	if err != nil {
		t.Skip(err)
	}
	defer full.Close()
	e := newExact()
	for range 10 {
		e.pos.add(keyOf[uint32](0.5), keyOf[uint32](1.5))
	}
	e.settle()
	run := &runFile{file: full}
	err = run.fill(e.narrow(), e.weightedClasses(), func(class int, yield func(row) bool) error {
		return drain(e.cursor(class), yield)
	})
	if !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("got %v", err)
	}
}

// TestPrefixSums: a settled column knows the sums down to any row, to the bits of whoever adds row by row.
func TestPrefixSums(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 10))
	for _, n := range []int{1, strideRows - 1, strideRows, strideRows + 1, blockRows - 1, blockRows, blockRows + 1, 2 * blockRows, 2*blockRows + 13} {
		var c column[uint64]
		for range n {
			c.add(keyOf[uint64](random.Float64()), keyOf[uint64](math.Exp(10*random.NormFloat64())))
		}
		c.settle()
		var all blockedSums
		for rows := 0; ; rows++ {
			if got, want := c.upTo(rows), all.tally(); got != want {
				t.Fatalf("%d of %d rows: got %v, want %v", rows, n, got, want)
			}
			if rows == n {
				break
			}
			all.addRow(numberOf(c.weights[n-1-rows]))
		}
		for _, above := range []int{0, 1, n / 2, n} {
			rest := blockedSums{rows: int64(above), from: int64(above)}
			for rank := above; rank < n; rank++ {
				rest.addRow(numberOf(c.weights[n-1-rank]))
			}
			if got, want := c.below(above), rest.tally(); got != want {
				t.Errorf("below %d of %d rows: got %v, want %v", above, n, got, want)
			}
		}
	}
}
