package backend

import (
	"math"
	"testing"
	"time"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/gobackend"
	"github.com/gomlx/gomlx/core/graph"
)

// chains are products of which many can be worked on side by side, each by several workers.
func chains(x *graph.Node) *graph.Node {
	sum := graph.ReduceAllSum(x)
	for i := range 16 {
		y := graph.AddScalar(x, float64(i)/16)
		for range 2 {
			y = graph.MulScalar(graph.Dot(y, graph.Sin(y)).Product(), 1./256)
		}
		sum = graph.Add(sum, graph.ReduceAllSum(y))
	}
	return sum
}

// TestPureGoSideBySide compares with operations one after the other, to the bit. With a bounded pool of workers it hangs.
func TestPureGoSideBySide(t *testing.T) {
	beside, err := openGo()
	if err != nil {
		t.Fatal(err)
	}
	inTurn, err := gobackend.New("ops_sequential")
	if err != nil {
		t.Fatal(err)
	}
	x := make([][]float32, 256)
	for i := range x {
		x[i] = make([]float32, len(x))
		for j := range x[i] {
			x[i][j] = float32(math.Sin(float64(i*len(x) + j)))
		}
	}
	sums := make(chan float32)
	repeat := func(b compute.Backend, times int) {
		exec := graph.MustNewExec(b, chains)
		defer exec.Finalize()
		for range times {
			sums <- exec.MustCall1(x).Value().(float32)
		}
	}
	go repeat(inTurn, 1)
	want := <-sums
	const times = 10
	go repeat(beside, times)
	for range times {
		select {
		case sum := <-sums:
			if sum != want {
				t.Fatalf("sum %v, want %v", sum, want)
			}
		case <-time.After(time.Minute):
			t.Fatal("hangs")
		}
	}
}
