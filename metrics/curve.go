package metrics

import (
	"encoding/json"
	"math"
)

// Line is a straight line from (X[0], Y[0]) to (X[1], Y[1]).
type Line struct {
	X [2]float64 `json:"x"`
	Y [2]float64 `json:"y"`
}

// Curve is what a State reads at each of its thresholds: [Curve.Point] i is reached when scores of at least
// [Curve.Threshold] i are positive. Thresholds fall, so X rises. It is a view of one table of the State's levels, which
// its curves share and later updates do not change: points are reckoned when asked for.
//
// A ROC curve starts at (0,0), threshold +Inf: nothing predicted positive. A precision-recall curve starts
// at the highest score, since precision is undefined where nothing is predicted positive (the point (0,1)
// that others add is no measurement), and is drawn in steps: precision holds from the recall before.
type Curve struct {
	Name, XLabel, YLabel string
	Baseline             Line   // what a model without skill draws
	Area                 Value  // ROCAUC or AveragePrecision of the same State
	Undefined            Reason // why there is no curve; empty if there is
	NoInterval           Reason // why no point has an interval; empty if all have

	points points // nil: none
}

// points are those of a Curve.
type points interface {
	len() int
	point(i int) (x, y float64)
	threshold(i int) float64
	interval(i int) (lo, hi float64)
}

// Len is the number of points.
func (c Curve) Len() int {
	if c.points == nil {
		return 0
	}
	return c.points.len()
}

// Point is point i, from 0 to Len()-1.
func (c Curve) Point(i int) (x, y float64) { return c.points.point(i) }

// Threshold is the score from which on examples are predicted positive at point i; NaN where the curve is not of
// thresholds.
func (c Curve) Threshold(i int) float64 { return c.points.threshold(i) }

// Interval is Wilson's 95 % interval of point i's Y by itself, or that of [State.AtPrevalence], not a band for the whole
// curve. It means nothing where NoInterval is set.
func (c Curve) Interval(i int) (lo, hi float64) { return c.points.interval(i) }

// Columns are all points and thresholds as new slices.
func (c Curve) Columns() (x, y, thresholds []float64) {
	n, workers := c.Len(), threads(c.Len())
	x, y, thresholds = make([]float64, n), make([]float64, n), make([]float64, n)
	together(workers, func(worker int) {
		for i := n * worker / workers; i < n*(worker+1)/workers; i++ {
			x[i], y[i] = c.Point(i)
			thresholds[i] = c.Threshold(i)
		}
	})
	return x, y, thresholds
}

// ROC is recall against false positive rate, with a point for each distinct score.
func (s *State) ROC() Curve {
	kept := s.settled()
	pos, neg := kept.total()
	c := Curve{
		Name: "ROC", XLabel: "False positive rate", YLabel: "Recall",
		Baseline: Line{X: [2]float64{0, 1}, Y: [2]float64{0, 1}},
		Area:     s.ROCAUC(), Undefined: missingClass(pos, neg),
	}
	if c.Undefined == "" {
		c.points = &rates{levels: kept.levels(), above: 1, x: falsePositiveRate, y: recall, pos: pos, neg: neg}
	}
	return c
}

// PR is precision against recall, with a point for each distinct score.
func (s *State) PR() Curve {
	kept := s.settled()
	pos, neg := kept.total()
	c := Curve{Name: "Precision-recall", XLabel: "Recall", YLabel: "Precision", Area: s.AveragePrecision()}
	c.Undefined = c.Area.Undefined
	if c.Undefined != "" {
		return c
	}
	prevalence := pos.weight / (pos.weight + neg.weight)
	c.Baseline = Line{X: [2]float64{0, 1}, Y: [2]float64{prevalence, prevalence}}
	c.points = s.mixedRates(&rates{levels: kept.levels(), x: recall, y: precision, pos: pos, neg: neg}, Confusion.Precision)
	return c
}

// MarshalJSON writes a threshold that is +Inf or NaN as null.
func (c Curve) MarshalJSON() ([]byte, error) {
	x, y, thresholds := c.Columns()
	var lo, hi []float64
	if c.NoInterval == "" {
		lo, hi = make([]float64, len(x)), make([]float64, len(x))
		for i := range x {
			lo[i], hi[i] = c.Interval(i)
		}
	}
	return json.Marshal(struct {
		Name       string     `json:"name"`
		XLabel     string     `json:"x_label"`
		YLabel     string     `json:"y_label"`
		X          []float64  `json:"x"`
		Y          []float64  `json:"y"`
		Lo         []float64  `json:"lo"`
		Hi         []float64  `json:"hi"`
		Thresholds []*float64 `json:"thresholds"`
		Baseline   Line       `json:"baseline"`
		Area       Value      `json:"area"`
		Undefined  Reason     `json:"undefined,omitempty"`
		NoInterval Reason     `json:"no_interval,omitempty"`
	}{c.Name, c.XLabel, c.YLabel, x, y, lo, hi, nullInfinite(thresholds), c.Baseline, c.Area, c.Undefined, c.NoInterval})
}

// rates are points of two rates at each level.
type rates struct {
	levels   *levelTable
	above    int // 1: the first point is above all levels, where nothing is predicted positive
	x, y     rate
	lift     float64 // what the prevalence divides Y by; 0: it does not
	pos, neg tally

	mixed func(Confusion) Value // reads the interval of Y where the prevalence is given; nil: Y is Wilson's share
}

// mixedRates are rates whose Y mixes both classes, as read does.
func (s *State) mixedRates(r *rates, read func(Confusion) Value) *rates {
	if s.given {
		r.mixed = read
	}
	return r
}

// table is that of a cut, at a given prevalence. Of squares it has those of the classes alone, on which the interval rests.
func (r *rates) table(at cut) Confusion {
	return Confusion{
		TP: at.hits, FN: max(r.pos.weight-at.hits, 0), FP: at.falseAlarms, TN: max(r.neg.weight-at.falseAlarms, 0),
		Squares: Squares{TP: r.pos.squares, FP: r.neg.squares}, GivenPrevalence: true,
	}
}

// rate is a share of weight: part of whole, whose squared weights are squares.
type rate func(c cut, pos, neg tally) (part, whole, squares float64)

func recall(c cut, pos, _ tally) (part, whole, squares float64) {
	return c.hits, pos.weight, pos.squares
}

func falsePositiveRate(c cut, _, neg tally) (part, whole, squares float64) {
	return c.falseAlarms, neg.weight, neg.squares
}

func falseNegativeRate(c cut, pos, _ tally) (part, whole, squares float64) {
	return max(pos.weight-c.hits, 0), pos.weight, pos.squares
}

func precision(c cut, _, _ tally) (part, whole, squares float64) {
	return c.hits, c.hits + c.falseAlarms, c.squares
}

func predictedPositiveRate(c cut, pos, neg tally) (part, whole, squares float64) {
	return c.hits + c.falseAlarms, pos.weight + neg.weight, pos.squares + neg.squares
}

func (r *rates) len() int { return r.levels.len() + r.above }

func (r *rates) cut(i int) cut {
	if i < r.above {
		return cut{}
	}
	return r.levels.cut(i - r.above)
}

func (r *rates) point(i int) (x, y float64) {
	at := r.cut(i)
	part, whole, _ := r.x(at, r.pos, r.neg)
	x = min(part/whole, 1)
	part, whole, _ = r.y(at, r.pos, r.neg)
	return x, min(part/whole, 1) * r.scale()
}

func (r *rates) scale() float64 {
	if r.lift > 0 {
		return 1 / r.lift
	}
	return 1
}

func (r *rates) threshold(i int) float64 {
	if i < r.above {
		return math.Inf(1)
	}
	return r.levels.score(i - r.above)
}

func (r *rates) interval(i int) (lo, hi float64) {
	if r.mixed != nil {
		v := r.mixed(r.table(r.cut(i)))
		return v.Lo, v.Hi
	}
	part, whole, squares := r.y(r.cut(i), r.pos, r.neg)
	y := min(part/whole, 1)
	lo, hi = wilson(y, whole/squares*whole)
	return min(lo, y) * r.scale(), max(hi, y) * r.scale()
}
