package paired

import (
	"math"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/bootstrap"
	"github.com/seqpair/seqpair/metrics/internal/doubt"
)

// WeightedRows is why there is no McNemar test.
const WeightedRows metrics.Reason = "McNemar's test counts whole examples: read the difference of accuracy, which weighs them"

// McNemar is whether two models are right equally often at one threshold: only the examples on which exactly one of
// them is right tell.
type McNemar struct {
	BothRight     int64 `json:"both_right"`
	OnlyBaseline  int64 `json:"only_baseline"`  // right
	OnlyCandidate int64 `json:"only_candidate"` // right
	BothWrong     int64 `json:"both_wrong"`
	// Difference is accuracy of the candidate less that of the baseline, with the adjusted Wald interval of Bonett and
	// Price, J. Educ. Behav. Stat. 37 (2012) 479.
	Difference metrics.Value `json:"difference"`
	// Exact is the two-sided p-value of the exact conditional test: McNemar, Psychometrika 12 (1947) 153. It
	// keeps its level and wastes power.
	Exact metrics.Value `json:"exact"`
	// MidP takes only half the probability of what was seen: Fagerland, Lydersen and Laake, BMC Med. Res.
	// Methodol. 13 (2013) 91, who recommend it. 1 less half that probability where both are right equally often.
	MidP metrics.Value `json:"mid_p"`
}

// McNemar compares the models at a threshold, from which on a score is predicted positive. To compare recall alone, give
// the State the positive examples alone.
func (s *State) McNemar(threshold float64) McNemar {
	var m McNemar
	for _, r := range s.rows {
		baseline, candidate := (r.baseline >= threshold) == r.positive, (r.candidate >= threshold) == r.positive
		switch {
		case baseline && candidate:
			m.BothRight++
		case baseline:
			m.OnlyBaseline++
		case candidate:
			m.OnlyCandidate++
		default:
			m.BothWrong++
		}
	}
	why := metrics.Reason("")
	switch {
	case len(s.rows) == 0:
		why = metrics.NoExamples
	case s.weighted():
		why = WeightedRows
	case s.repeats():
		why = RepeatedUnits
	}
	if why != "" {
		m.Difference, m.Exact, m.MidP = doubt.Undefined(why), doubt.Undefined(why), doubt.Undefined(why)
		return m
	}
	m.Difference = m.difference()
	exact, midP := discordance(m.OnlyBaseline, m.OnlyCandidate)
	m.Exact, m.MidP = pValue(exact, m.Difference.N), pValue(midP, m.Difference.N)
	return m
}

func (m McNemar) difference() metrics.Value {
	n := m.BothRight + m.OnlyBaseline + m.OnlyCandidate + m.BothWrong
	v := metrics.Value{
		V: float64(m.OnlyCandidate-m.OnlyBaseline) / float64(n),
		N: n, Weight: float64(n), NoBaseline: bootstrap.DifferenceAlone,
	}
	worse, better := float64(m.OnlyBaseline+1)/float64(n+2), float64(m.OnlyCandidate+1)/float64(n+2)
	middle := better - worse
	half := doubt.Z95 * math.Sqrt((better+worse-middle*middle)/float64(n+2))
	return doubt.Within(v, middle-half, middle+half, -1, 1)
}

// discordance is the two-sided p-value of a and b heads and tails of a fair coin, exact and mid-p.
func discordance(a, b int64) (exact, midP float64) {
	n, fewer := a+b, min(a, b)
	seen := halves(n, fewer)
	if a == b {
		return 1, 1 - seen/2
	}
	tail := 0.0
	for k := fewer; k >= 0; k-- {
		term := halves(n, k)
		tail += term
		if term < 1e-18*tail {
			break
		}
	}
	exact = min(2*tail, 1)
	return exact, exact - seen
}

// halves is the probability of k heads in n throws of a fair coin.
func halves(n, k int64) float64 {
	logFactorial := func(n int64) float64 { y, _ := math.Lgamma(float64(n) + 1); return y }
	return math.Exp(logFactorial(n) - logFactorial(k) - logFactorial(n-k) - float64(n)*math.Ln2)
}

// pValue is a p-value from n examples.
func pValue(p float64, n int64) metrics.Value {
	return metrics.Value{V: p, N: n, Weight: float64(n), NoInterval: bootstrap.PValue, NoBaseline: bootstrap.PValue}
}
