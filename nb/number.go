package nb

import (
	"fmt"
	"math"
	"strconv"

	"github.com/seqpair/seqpair/metrics"
)

// number prints three decimals, or three significant digits below 0.1, where rare positives put many readings.
func number(v float64) string {
	switch size := math.Abs(v); {
	case size == 0 || size >= 0.1:
		return strconv.FormatFloat(v, 'f', 3, 64)
	case size < 1e-4:
		return strconv.FormatFloat(v, 'g', 3, 64)
	default:
		return strconv.FormatFloat(v, 'f', 2-int(math.Floor(math.Log10(size))), 64)
	}
}

func reading(v metrics.Value) string {
	if v.Undefined != "" {
		return "–"
	}
	return number(v.V)
}

// interval is the interval of v, or why there is none, or why there is no value.
func interval(v metrics.Value) string {
	switch {
	case v.Undefined != "":
		return "undefined: " + string(v.Undefined)
	case v.NoInterval != "":
		return "none: " + string(v.NoInterval)
	default:
		return fmt.Sprintf("[%s, %s]", number(v.Lo), number(v.Hi))
	}
}

// brief is a reading with its interval if there is one, or why there is no reading.
func brief(v metrics.Value) string {
	if v.Undefined == "" && v.NoInterval != "" {
		return reading(v)
	}
	return reading(v) + " " + interval(v)
}

func baseline(v metrics.Value) string {
	if v.NoBaseline != "" {
		return "–"
	}
	return number(v.Baseline)
}
