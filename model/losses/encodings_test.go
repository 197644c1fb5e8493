package losses_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/gomlx/gomlx/core/graph"

	"github.com/seqpair/seqpair/model/losses"
)

// pairsOf are encodings of both sides, labels and weights.
type pairsOf struct {
	u, v            [][]float64
	labels, weights []float64
}

func randomPairs(n int) pairsOf {
	r := rand.New(rand.NewPCG(5, 6))
	var p pairsOf
	for i := range n {
		p.u, p.v = append(p.u, []float64{r.Float64(), r.Float64()}), append(p.v, []float64{r.Float64(), r.Float64()})
		p.labels, p.weights = append(p.labels, float64(i%2)), append(p.weights, float64(1+i%3))
	}
	return p
}

// on returns the sum of a loss on encodings and its gradient by u.
func (p pairsOf) on(t *testing.T, l pointwise) (loss float64, gradient [][]float64) {
	t.Helper()
	exec, err := graph.NewExec(goBackend(t), func(in []*graph.Node) []*graph.Node {
		sum := graph.ReduceAllSum(l.Loss(in[2:4], in[:2]))
		return []*graph.Node{sum, graph.Gradient(sum, in[0])[0]}
	})
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Call(p.u, p.v, p.labels, p.weights)
	if err != nil {
		t.Fatal(err)
	}
	return out[0].Value().(float64), out[1].Value().([][]float64)
}

func squares(a, b []float64) float64 {
	return (a[0]-b[0])*(a[0]-b[0]) + (a[1]-b[1])*(a[1]-b[1])
}

func TestContrastive(t *testing.T) {
	p := randomPairs(8)
	want := 0.0
	for i := range p.u {
		d := squares(p.u[i], p.v[i])
		if p.labels[i] == 0 {
			short := math.Max(0, 0.7-math.Sqrt(d))
			d = 3 * short * short
		}
		want += p.weights[i] * d / 2
	}
	if got, _ := p.on(t, losses.Contrastive{Margin: 0.7, ClassWeight: losses.Weights{3, 1}}); !near(got, want, 1e-9) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestTriplet(t *testing.T) {
	p := randomPairs(6)
	p.v[4] = p.v[1] // the same text: no negative of pair 1
	sum, weight := 0.0, 0.0
	for i := range p.u {
		for j := range p.v {
			if p.labels[i] == 0 || squares(p.v[i], p.v[j]) == 0 {
				continue
			}
			w := p.weights[i] * p.weights[j]
			sum += w * math.Max(0, 0.2+squares(p.u[i], p.v[i])-squares(p.u[i], p.v[j]))
			weight += w
		}
	}
	if got, _ := p.on(t, losses.Triplet{}); !near(got, sum/weight, 1e-9) {
		t.Errorf("%v, want %v", got, sum/weight)
	}
	p.labels = make([]float64, 6)
	if got, _ := p.on(t, losses.Triplet{}); got != 0 {
		t.Errorf("%v without a positive", got)
	}
}

func TestEncodingGradients(t *testing.T) {
	const h = 1e-6
	for _, l := range []pointwise{losses.Contrastive{Margin: 0.7}, losses.Triplet{Margin: 0.3}} {
		p := randomPairs(6)
		_, gradient := p.on(t, l)
		for i := range p.u {
			for k := range 2 {
				was := p.u[i][k]
				p.u[i][k] = was + h
				up, _ := p.on(t, l)
				p.u[i][k] = was - h
				down, _ := p.on(t, l)
				p.u[i][k] = was
				if want := (up - down) / (2 * h); !near(gradient[i][k], want, 1e-6) {
					t.Errorf("%v: gradient [%d, %d] is %v, finite differences give %v", l, i, k, gradient[i][k], want)
				}
			}
		}
	}
	same := pairsOf{u: [][]float64{{1, 2}}, v: [][]float64{{1, 2}}, labels: []float64{0}, weights: []float64{1}}
	if _, gradient := same.on(t, losses.Contrastive{}); math.IsNaN(gradient[0][0]) {
		t.Error("the gradient of equal encodings is NaN")
	}
}

func TestEncodingMargins(t *testing.T) {
	for _, margin := range []float64{-1, math.NaN(), math.Inf(1)} {
		if (losses.Contrastive{Margin: margin}).Check() == nil || (losses.Triplet{Margin: margin}).Check() == nil {
			t.Errorf("a margin of %v is accepted", margin)
		}
	}
}
