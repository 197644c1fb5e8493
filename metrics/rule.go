package metrics

import (
	"fmt"
	"strconv"
	"strings"
)

// Rule is a way to choose a threshold. Make one with [MaxFBeta], [MaxMCC], [MaxInformedness], [MinCost],
// [RecallAtLeast], [PrecisionAtLeast], [AlertsAtMost] or [ParseRule]. Its text is what ParseRule reads.
type Rule struct {
	kind ruleKind
	a, b float64
}

type ruleKind int

const (
	noRule ruleKind = iota
	maxFBeta
	maxMCC
	maxInformedness
	minCost
	recallAtLeast
	precisionAtLeast
	alertsAtMost
)

// MaxFBeta chooses the highest F-beta, MaxFBeta(1) the highest F1. Its text is "f1", "f2", "f0.5".
func MaxFBeta(beta float64) Rule { return Rule{kind: maxFBeta, a: beta} }

// MaxMCC chooses the highest Matthews correlation. Its text is "mcc".
func MaxMCC() Rule { return Rule{kind: maxMCC} }

// MaxInformedness chooses the highest balanced accuracy, which is Youden's choice. Its text is "informedness".
func MaxInformedness() Rule { return Rule{kind: maxInformedness} }

// MinCost chooses the lowest expected cost. Its text is "cost(1,9)" for a false alarm of 1 and a miss of 9.
func MinCost(k Costs) Rule { return Rule{kind: minCost, a: k.FP, b: k.FN} }

// RecallAtLeast chooses the highest precision that has that recall. Its text is "recall>=0.9".
func RecallAtLeast(recall float64) Rule { return Rule{kind: recallAtLeast, a: recall} }

// PrecisionAtLeast chooses the highest recall that has that precision. Its text is "precision>=0.8".
func PrecisionAtLeast(precision float64) Rule { return Rule{kind: precisionAtLeast, a: precision} }

// AlertsAtMost chooses the most alerts, and so the highest recall, within a budget of that many for so many examples:
// AlertsAtMost(50, 10000) for 50 a day out of 10,000. It needs no labels. Its text is "alerts<=50/10000".
func AlertsAtMost(alerts, examples float64) Rule {
	return Rule{kind: alertsAtMost, a: alerts, b: examples}
}

// Limits says whether the rule sets a limit to a rate, rather than looking for the best of a reading.
func (r Rule) Limits() bool {
	return r.kind == recallAtLeast || r.kind == precisionAtLeast || r.kind == alertsAtMost
}

// ParseRule is the rule of such a text: f1, mcc, informedness, cost(1,9), recall>=0.9, precision>=0.8, alerts<=50/10000.
func ParseRule(text string) (Rule, error) {
	r, ok := parseRule(strings.ReplaceAll(text, " ", ""))
	if !ok {
		return Rule{}, fmt.Errorf("metrics: %q is no rule for a threshold: write f1 (or f2, f0.5), mcc, informedness, "+
			"cost(1,9) for what a false alarm and a miss cost, recall>=0.9, precision>=0.8 or alerts<=50/10000", text)
	}
	if why := r.bad(); why != "" {
		return Rule{}, fmt.Errorf("metrics: rule %q: %s", text, why)
	}
	return r, nil
}

func parseRule(text string) (Rule, bool) {
	for _, known := range []struct {
		kind                   ruleKind
		prefix, between, after string
	}{
		{kind: maxMCC, prefix: "mcc"},
		{kind: maxInformedness, prefix: "informedness"},
		{kind: minCost, prefix: "cost(", between: ",", after: ")"},
		{kind: recallAtLeast, prefix: "recall>="},
		{kind: precisionAtLeast, prefix: "precision>="},
		{kind: alertsAtMost, prefix: "alerts<=", between: "/"},
		{kind: maxFBeta, prefix: "f"},
	} {
		rest, ok := strings.CutPrefix(text, known.prefix)
		if !ok {
			continue
		}
		if known.kind == maxMCC || known.kind == maxInformedness {
			return Rule{kind: known.kind}, rest == ""
		}
		rest, closed := strings.CutSuffix(rest, known.after)
		first, second, two := rest, "0", false
		if known.between != "" {
			first, second, two = strings.Cut(rest, known.between)
		}
		a, errA := strconv.ParseFloat(first, 64)
		b, errB := strconv.ParseFloat(second, 64)
		return Rule{known.kind, a, b}, closed && two == (known.between != "") && errA == nil && errB == nil
	}
	return Rule{}, false
}

// String is the text of the rule, which ParseRule reads.
func (r Rule) String() string {
	a, b := strconv.FormatFloat(r.a, 'g', -1, 64), strconv.FormatFloat(r.b, 'g', -1, 64)
	switch r.kind {
	case maxFBeta:
		return "f" + a
	case maxMCC:
		return "mcc"
	case maxInformedness:
		return "informedness"
	case minCost:
		return "cost(" + a + "," + b + ")"
	case recallAtLeast:
		return "recall>=" + a
	case precisionAtLeast:
		return "precision>=" + a
	case alertsAtMost:
		return "alerts<=" + a + "/" + b
	}
	return "no rule"
}

// MarshalText writes the text of the rule.
func (r Rule) MarshalText() ([]byte, error) {
	if why := r.bad(); why != "" {
		return nil, fmt.Errorf("metrics: rule %v: %s", r, why)
	}
	return []byte(r.String()), nil
}

// UnmarshalText reads a rule as ParseRule does.
func (r *Rule) UnmarshalText(text []byte) error {
	parsed, err := ParseRule(string(text))
	if err != nil {
		return err
	}
	*r = parsed
	return nil
}

// bad says why the rule can choose nothing, or nothing.
func (r Rule) bad() Reason {
	switch r.kind {
	case maxFBeta:
		if !(r.a >= 0 && r.a <= maxBeta) {
			return BadBeta
		}
	case minCost:
		return r.costs().bad()
	case recallAtLeast, precisionAtLeast:
		if !(r.a >= 0 && r.a <= 1) {
			return BadRate
		}
	case alertsAtMost:
		if !(r.a >= 0 && r.b > 0 && r.a <= MaxWeight && r.b <= MaxWeight) {
			return BadBudget
		}
	case noRule:
		return NoRule
	}
	return ""
}

func (r Rule) costs() Costs { return Costs{FP: r.a, FN: r.b} }
