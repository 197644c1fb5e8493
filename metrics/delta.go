package metrics

import "math"

// perCell holds a number for each cell of a table.
type perCell struct{ tp, fp, tn, fn float64 }

// variance is the delta method's, of a reading with those derivatives by the cells' weights: Agresti, Categorical
// Data Analysis (2013), §16.1. The reading must not change when all weights grow by one factor; then
// this is the multinomial variance, with weights its linearised form.
func (c Confusion) variance(slope perCell) float64 {
	return c.Squares.TP*slope.tp*slope.tp + c.Squares.FP*slope.fp*slope.fp +
		c.Squares.TN*slope.tn*slope.tn + c.Squares.FN*slope.fn*slope.fn
}

// reading is a value that rests on those cells.
func reading(x float64, cells ...tally) Value {
	var all tally
	for _, cell := range cells {
		all = all.plus(cell)
	}
	v := Value{V: x, N: all.rows, Weight: all.weight}
	if all.squares == 0 {
		v.NoInterval = UnknownRows
	}
	return v
}

// softened is the table with half a row more in each cell: the variance of a table with small cells, which the delta method
// has too small, and that of one with empty cells, which it has not at all. After Haldane, Ann. Hum. Genet. 20 (1956) 309.
func (c Confusion) softened() Confusion {
	all := c.tp().plus(c.fp()).plus(c.tn()).plus(c.fn())
	row := all.squares / all.weight // the weight of one effective row
	for _, cell := range []*float64{&c.TP, &c.FP, &c.TN, &c.FN} {
		*cell += row / 2
	}
	for _, cell := range []*float64{&c.Squares.TP, &c.Squares.FP, &c.Squares.TN, &c.Squares.FN} {
		*cell += row * row / 2
	}
	return c
}

func (c Confusion) cells() []tally { return []tally{c.tp(), c.fp(), c.tn(), c.fn()} }

// withNormalInterval gives v the interval v ± z·√variance, kept in [low, high].
func (v Value) withNormalInterval(variance, low, high float64) Value {
	switch {
	case v.NoInterval != "":
		return v
	case !(variance > 1e-24*(high-low)*(high-low)): // nothing but rounding
		return v.withoutInterval(NoSpread)
	}
	half := z95 * math.Sqrt(variance)
	return v.within(v.V-half, v.V+half, low, high)
}

// withLogInterval gives v, a reading above 0, the interval v·exp(± z·√variance), the variance being that of log v.
func (v Value) withLogInterval(variance float64) Value {
	switch {
	case v.NoInterval != "":
		return v
	case v.V <= 0:
		return v.withoutInterval(ZeroCell)
	case !(variance > 1e-24):
		return v.withoutInterval(NoSpread)
	}
	factor := math.Exp(z95 * math.Sqrt(variance))
	if math.IsInf(v.V*factor, 1) {
		return v.withoutInterval(FewExamples)
	}
	return v.within(v.V/factor, v.V*factor, 0, math.Inf(1))
}

// stretched is a·v + b for a > 0, interval and baseline with it.
func (v Value) stretched(a, b float64) Value {
	if v.Undefined == "" {
		v.V = a*v.V + b
	}
	if v.NoInterval == "" {
		v.Lo, v.Hi = a*v.Lo+b, a*v.Hi+b
	}
	if v.NoBaseline == "" {
		v.Baseline = a*v.Baseline + b
	}
	return v
}

// logRateVariance is the variance of the logarithm of part/(part+rest); with weights 1 it is 1/part - 1/(part+rest).
func logRateVariance(part, rest tally) float64 {
	whole := part.weight + rest.weight
	slope := 1/part.weight - 1/whole
	return part.squares*slope*slope + rest.squares/whole/whole
}
