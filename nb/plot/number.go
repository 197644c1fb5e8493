package plot

import (
	"fmt"
	"math"
	"strconv"

	"github.com/seqpair/seqpair/metrics"
)

// count formats a number of examples or a sum of weights: 12345 is "12,345", 12.5 is "12.5".
func count(v float64) string {
	if v != math.Trunc(v) || math.Abs(v) >= 1e15 {
		return strconv.FormatFloat(v, 'f', 1, 64)
	}
	sign := ""
	if v < 0 {
		sign, v = "-", -v
	}
	digits := strconv.FormatInt(int64(v), 10)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return sign + digits
}

// percent never rounds a rate to 0 % or 100 % that is not.
func percent(rate float64) string {
	switch {
	case rate > 0 && rate < 0.0005:
		return "< 0.1 %"
	case rate > 0.9995 && rate < 1:
		return "> 99.9 %"
	default:
		return fmt.Sprintf("%.1f %%", 100*rate)
	}
}

// threshold keeps three digits, for thresholds near 0 are usual where positives are rare.
func thresholdText(t float64) string { return strconv.FormatFloat(t, 'g', 3, 64) }

// value is v with its interval but without its baseline.
func value(v metrics.Value) string {
	switch {
	case v.Undefined != "":
		return "undefined"
	case v.NoInterval != "":
		return fmt.Sprintf("%.3f (no interval)", v.V)
	default:
		return fmt.Sprintf("%.3f [%.3f, %.3f]", v.V, v.Lo, v.Hi)
	}
}

func noSkill(v metrics.Value) string {
	if v.NoBaseline != "" {
		return ""
	}
	return fmt.Sprintf(" · no skill %.3f", v.Baseline)
}
