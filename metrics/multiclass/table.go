package multiclass

import (
	"slices"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/internal/doubt"
)

// Reader is a reader of a two by two table, such as metrics.Confusion.F1.
type Reader = func(metrics.Confusion) metrics.Value

// ClassReading is what one class reads.
type ClassReading struct {
	Class string        `json:"class"`
	Value metrics.Value `json:"value"`
}

// table is what averages are read from: a two by two table per class, and how the examples tie the classes.
type table struct {
	classes []string
	each    []metrics.Confusion
	all     tally // of the examples

	// variance is Σ over examples of (weight × Σ over classes of the slope in the cell that the example is in)².
	variance func(slopes []slope) float64
	// idle is the sum of the tables of the best model without skill, which always answers the same; nil if
	// the readers' own baselines stand.
	idle *metrics.Confusion
}

// slope is how fast a reading grows with the weight in each cell of a class's table.
type slope struct{ tp, fp, tn, fn float64 }

// slopeOf differentiates a reader numerically, by a step that leaves eight digits. Empty cells have slope 0:
// no example is in them.
func slopeOf(read Reader, at metrics.Confusion) slope {
	const step = 1e-4
	derivative := func(cell *float64) float64 {
		x := *cell
		if x == 0 {
			return 0
		}
		*cell = x * (1 + step)
		above := read(at).V
		*cell = x * (1 - step)
		below := read(at).V
		*cell = x
		return (above - below) / (2 * step * x)
	}
	return slope{tp: derivative(&at.TP), fp: derivative(&at.FP), tn: derivative(&at.TN), fn: derivative(&at.FN)}
}

// alone is the variance of a reading with those slopes if nothing else shares its examples.
func (s slope) alone(c metrics.Confusion) float64 {
	return s.tp*s.tp*c.Squares.TP + s.fp*s.fp*c.Squares.FP + s.tn*s.tn*c.Squares.TN + s.fn*s.fn*c.Squares.FN
}

func (s slope) times(x float64) slope {
	return slope{tp: s.tp * x, fp: s.fp * x, tn: s.tn * x, fn: s.fn * x}
}

// readings are what each class reads.
func (t table) readings(read Reader) []ClassReading {
	readings := make([]ClassReading, len(t.classes))
	for c, class := range t.classes {
		readings[c] = ClassReading{Class: class, Value: read(t.each[c])}
	}
	return readings
}

func (t table) average(read Reader, over Averaging) Average {
	a := Average{Value: doubt.Undefined(UnknownAverage)}
	switch over {
	case Micro:
		a = Average{Value: t.micro(read), Classes: len(t.classes)}
	case Macro, Weighted:
		values, weights := make([]metrics.Value, len(t.each)), slices.Repeat([]float64{1}, len(t.each))
		for c, each := range t.each {
			values[c] = read(each)
			if over == Weighted {
				weights[c] = each.TP + each.FN
			}
		}
		if t.all.rows > 0 {
			a = collect(t.classes, values, weights, func(coefficients []float64) float64 {
				return t.design(read, coefficients)
			})
		} else {
			a.Value = doubt.Undefined(metrics.NoExamples)
		}
	}
	a.Over = over
	if a.Value.Undefined == "" {
		a.Value.N, a.Value.Weight = t.all.rows, t.all.weight
	}
	return a
}

// design is how many times the variance of the sum of coefficients × readings is what it would be if no two
// classes shared examples.
func (t table) design(read Reader, coefficients []float64) float64 {
	slopes, alone := make([]slope, len(t.each)), 0.0
	for c, a := range coefficients {
		if a != 0 {
			slopes[c] = slopeOf(read, t.each[c]).times(a)
			alone += slopes[c].alone(t.each[c])
		}
	}
	return ratio(t.variance(slopes), alone)
}

// ratio is 1 where there is nothing to compare.
func ratio(together, alone float64) float64 {
	if alone > 0 && together >= 0 {
		return together / alone
	}
	return 1
}

// micro reads the sum of the tables. Each example is in it once per class; dividing the effective number of
// rows by the design effect (Kish, Survey Sampling (1965), §8.2) gives intervals that know.
func (t table) micro(read Reader) metrics.Value {
	pooled := pool(t.each)
	v := read(pooled)
	if v.Undefined != "" {
		return v
	}
	if v.NoInterval == "" {
		of := slopeOf(read, pooled)
		if effect := ratio(t.variance(slices.Repeat([]slope{of}, len(t.each))), of.alone(pooled)); effect > 0 {
			s := &pooled.Squares
			s.TP, s.FP, s.TN, s.FN = s.TP*effect, s.FP*effect, s.TN*effect, s.FN*effect
			v = read(pooled)
		}
	}
	if t.idle != nil && v.NoBaseline == "" {
		if idle := read(*t.idle); idle.Undefined == "" {
			v.Baseline = idle.V
		}
	}
	return v
}

// pool is the sum of tables.
func pool(tables []metrics.Confusion) metrics.Confusion {
	var tp, fp, tn, fn tally
	for _, c := range tables {
		tp = tp.plus(tally{c.Rows.TP, c.TP, c.Squares.TP})
		fp = fp.plus(tally{c.Rows.FP, c.FP, c.Squares.FP})
		tn = tn.plus(tally{c.Rows.TN, c.TN, c.Squares.TN})
		fn = fn.plus(tally{c.Rows.FN, c.FN, c.Squares.FN})
	}
	return binary(tp, fp, tn, fn)
}
