package metrics

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
)

// Reason says why a value (or its interval, or its baseline) does not exist. The empty Reason means that it does.
type Reason string

// The reasons why readers of this package give no value.
const (
	NoExamples      Reason = "no examples"
	NoPositives     Reason = "no positive examples"
	NoNegatives     Reason = "no negative examples"
	NothingPositive Reason = "nothing predicted positive"
	NothingNegative Reason = "nothing predicted negative"
	BadCounts       Reason = "a count is negative, NaN or infinite"
	BadBeta         Reason = "beta is not in [0, 1000]"
)

// The reasons why they give no interval.
const (
	UnknownRows Reason = "the number of rows behind the counts is not known"
	FewExamples Reason = "fewer than two examples of a class"
	NoSpread    Reason = "the estimated variance is 0"
)

// AnyRate is why a rate of predictions has no baseline.
const AnyRate Reason = "any rate can be reached without skill"

// Value is one reading: never a bare number.
// V, Lo and Hi mean nothing when Undefined is set; Lo and Hi mean nothing when NoInterval is set;
// Baseline means nothing when NoBaseline is set. Fields that mean nothing hold 0, never NaN.
type Value struct {
	V          float64 // the reading
	Lo, Hi     float64 // 95 % interval
	N          int64   // examples that the reading's denominator rests on, unweighted
	Weight     float64 // their summed weight
	Baseline   float64 // what a model without skill reads at this prevalence
	Undefined  Reason  // why V does not exist; empty if it does
	NoInterval Reason  // why Lo and Hi do not exist; empty if they do
	NoBaseline Reason  // why Baseline does not exist; empty if it does
}

// undefined is a Value that does not exist; what would be no skill may still be known.
func undefined(why Reason) Value {
	return Value{Undefined: why, NoInterval: why, NoBaseline: why}
}

func (v Value) withBaseline(baseline float64) Value {
	v.Baseline, v.NoBaseline = baseline, ""
	return v
}

// String prints the reading, its interval and its baseline: "0.424 [0.36, 0.49] (no skill 0.023)",
// or "undefined: no positive examples".
func (v Value) String() string {
	if v.Undefined != "" {
		return "undefined: " + string(v.Undefined)
	}
	text := decimal(v.V, 3)
	if v.NoInterval == "" {
		text += fmt.Sprintf(" [%s, %s]", decimal(v.Lo, 2), decimal(v.Hi, 2))
	} else {
		text += fmt.Sprintf(", no interval: %s", v.NoInterval)
	}
	if v.NoBaseline == "" {
		text += fmt.Sprintf(" (no skill %s)", decimal(v.Baseline, 3))
	}
	return text
}

// decimal prints x with that many decimals, or with as many significant digits if x is near 0.
func decimal(x float64, digits int) string {
	if x > -0.1 && x < 0.1 {
		return strconv.FormatFloat(x, 'g', digits, 64)
	}
	return strconv.FormatFloat(x, 'f', digits, 64)
}

// valueJSON is a Value on the wire: what does not exist is null.
type valueJSON struct {
	V          *float64 `json:"value"`
	Lo         *float64 `json:"lo"`
	Hi         *float64 `json:"hi"`
	Baseline   *float64 `json:"baseline"`
	N          int64    `json:"n"`
	Weight     float64  `json:"weight"`
	Undefined  Reason   `json:"undefined,omitempty"`
	NoInterval Reason   `json:"no_interval,omitempty"`
	NoBaseline Reason   `json:"no_baseline,omitempty"`
}

// MarshalJSON writes null for what does not exist.
func (v Value) MarshalJSON() ([]byte, error) {
	wire := valueJSON{N: v.N, Weight: v.Weight, Undefined: v.Undefined, NoInterval: v.NoInterval, NoBaseline: v.NoBaseline}
	if v.Undefined == "" {
		wire.V = &v.V
	}
	if v.Undefined == "" && v.NoInterval == "" {
		wire.Lo, wire.Hi = &v.Lo, &v.Hi
	}
	if v.NoBaseline == "" {
		wire.Baseline = &v.Baseline
	}
	return json.Marshal(wire)
}

// UnmarshalJSON reads what MarshalJSON writes. A number that is missing without a reason is an error.
func (v *Value) UnmarshalJSON(data []byte) error {
	if bytes.Equal(bytes.TrimSpace(data), []byte("null")) {
		return nil
	}
	var wire valueJSON
	if err := json.Unmarshal(data, &wire); err != nil {
		return fmt.Errorf("metrics: value: %w", err)
	}
	read := Value{N: wire.N, Weight: wire.Weight, Undefined: wire.Undefined, NoInterval: wire.NoInterval, NoBaseline: wire.NoBaseline}
	for _, field := range []struct {
		name   string
		from   *float64
		to     *float64
		absent bool
	}{
		{"value", wire.V, &read.V, read.Undefined != ""},
		{"lo", wire.Lo, &read.Lo, read.Undefined != "" || read.NoInterval != ""},
		{"hi", wire.Hi, &read.Hi, read.Undefined != "" || read.NoInterval != ""},
		{"baseline", wire.Baseline, &read.Baseline, read.NoBaseline != ""},
	} {
		if field.from == nil && !field.absent {
			return fmt.Errorf("metrics: value: %q is missing and no reason is given", field.name)
		}
		if field.from != nil && !field.absent {
			*field.to = *field.from
		}
	}
	*v = read
	return nil
}
