package whatif

import (
	"cmp"
	"math"
	"slices"

	"github.com/seqpair/seqpair/metrics"
)

// point is a threshold and what it alerts on each part.
type point struct {
	threshold   float64 // +Inf: nothing
	valid, test metrics.Confusion
}

// totals are the weights of the classes of a part.
type totals struct {
	positive, negative               float64
	positiveSquares, negativeSquares float64 // summed squared weights
}

func totalsOf(s *metrics.State) totals {
	all := s.At(0) // every score is at least 0
	return totals{all.TP, all.FP, all.Squares.TP, all.Squares.FP}
}

// alerts and cost are per 1,000 cases at a prevalence.
func (t totals) alerts(c metrics.Confusion, prevalence float64) float64 {
	return perThousand * (prevalence*c.TP/t.positive + (1-prevalence)*c.FP/t.negative)
}

func (t totals) cost(c metrics.Confusion, prevalence float64, k metrics.Costs) float64 {
	return perThousand * (prevalence*k.FN*c.FN/t.positive + (1-prevalence)*k.FP*c.FP/t.negative)
}

// How many thresholds of each kind a page carries: enough that no slider moves in visible jumps.
const (
	gridSteps  = 200 // evenly spaced, where a slider can stand
	hullPoints = 120 // cheapest at some prevalence and costs
	rankPoints = 120 // evenly spaced by the logarithm of the alerts, where a capacity cuts
)

// operatingPoints are at most 450 thresholds, falling, the first of which alerts nothing, and the highest score.
func operatingPoints(valid *metrics.State, read func(threshold float64) point) ([]point, float64) {
	curve := valid.ROC()
	x, y, _ := curve.Columns()
	highest := curve.Threshold(1)
	thresholds := []float64{math.Inf(1)}
	for i := range gridSteps + 1 {
		thresholds = append(thresholds, gridStep(highest)*float64(i))
	}
	for _, i := range append(thinned(hull(x, y), hullPoints), byAlerts(valid, curve)...) {
		thresholds = append(thresholds, curve.Threshold(i))
	}
	slices.SortFunc(thresholds, func(a, b float64) int { return cmp.Compare(b, a) })
	thresholds = slices.Compact(thresholds)
	points := make([]point, 0, len(thresholds))
	for _, t := range thresholds {
		if t <= 1 || math.IsInf(t, 1) {
			points = append(points, read(t))
		}
	}
	return points, highest
}

// gridStep is a round number of which gridSteps or fewer reach the highest score.
func gridStep(highest float64) float64 { return roundUp(highest / gridSteps) }

// roundUp is the next number of the form 1, 2 or 5 times a power of ten.
func roundUp(x float64) float64 {
	decade := math.Pow(10, math.Floor(math.Log10(max(x, 1e-9))))
	for _, factor := range []float64{1, 2, 5} {
		if x <= factor*decade*(1+1e-9) {
			return factor * decade
		}
	}
	return 10 * decade
}

// hull are the indices of the upper convex hull of a ROC curve: of whatever prevalence and costs, a cheapest
// threshold lies there (Provost and Fawcett, Machine Learning 42 (2001) 203).
func hull(x, y []float64) []int {
	var kept []int
	for i := range x {
		for len(kept) >= 2 {
			a, b := kept[len(kept)-2], kept[len(kept)-1]
			if (x[b]-x[a])*(y[i]-y[a])-(y[b]-y[a])*(x[i]-x[a]) < 0 {
				break // b lies above the line from a to i
			}
			kept = kept[:len(kept)-1]
		}
		kept = append(kept, i)
	}
	return kept
}

// thinned are at most n of the indices, evenly spaced, the first and the last among them.
func thinned(indices []int, n int) []int {
	if len(indices) <= n {
		return indices
	}
	kept := make([]int, n)
	for i := range kept {
		kept[i] = indices[i*(len(indices)-1)/(n-1)]
	}
	return kept
}

// byAlerts are the points of a ROC curve at which the alerts have grown by a constant factor.
func byAlerts(s *metrics.State, c metrics.Curve) []int {
	positive, negative := s.PositiveWeight(), s.NegativeWeight()
	alerts := func(i int) float64 {
		x, y := c.Point(i)
		return positive*y + negative*x
	}
	factor := math.Pow(max(alerts(c.Len()-1)/alerts(1), 1), 1./rankPoints)
	var kept []int
	next := alerts(1)
	for i := 1; i < c.Len(); i++ {
		if alerts(i) >= next {
			kept = append(kept, i)
			next = alerts(i) * factor
		}
	}
	return kept
}

// falling orders points by threshold, the highest first.
func falling(a, b point) int { return cmp.Compare(b.threshold, a.threshold) }
