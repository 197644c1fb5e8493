package diagnose

import (
	"math"

	"github.com/seqpair/seqpair/metrics/history"
)

// span is where a number lies of which only rounded digits are known.
type span struct{ lo, hi float64 }

// accumulated is the relative error granted to a number beyond its rounding:
// frameworks add up an epoch in float32, whose unit is 2⁻²⁴ = 6e-8.
const accumulated = 1e-6

// spanOf is where p was before it was printed: half a unit of the last digit
// either way.
func spanOf(p history.Printed) span {
	half := 0.5*math.Pow10(-p.Decimals) + accumulated*math.Abs(p.Value)
	return span{p.Value - half, p.Value + half}
}

// near is a number known to float32.
func near(v float64) span {
	half := accumulated * math.Abs(v)
	return span{v - half, v + half}
}

func (s span) and(t span) span { return span{max(s.lo, t.lo), min(s.hi, t.hi)} }

func (s span) empty() bool { return s.lo > s.hi }

func (s span) has(v float64) bool { return s.lo <= v && v <= s.hi }

func (s span) mid() float64 { return s.lo + (s.hi-s.lo)/2 }

// complement is 1 − s.
func (s span) complement() span { return span{1 - s.hi, 1 - s.lo} }

// over is s / t for a positive t.
func (s span) over(t span) span { return span{s.lo / t.hi, s.hi / t.lo} }
