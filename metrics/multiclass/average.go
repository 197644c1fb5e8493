package multiclass

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/internal/doubt"
)

// Averaging says how the readings of single classes become one.
type Averaging int

const (
	// Macro is the plain mean over classes: a rare class counts as much as a frequent one.
	Macro Averaging = iota
	// Weighted is the mean over classes by the weight of their examples.
	Weighted
	// Micro reads the sum of the classes' tables. Where each example has one class, micro precision, recall
	// and F1 are the accuracy.
	Micro
)

// String is "macro", "weighted" or "micro".
func (a Averaging) String() string {
	switch a {
	case Macro:
		return "macro"
	case Weighted:
		return "weighted"
	case Micro:
		return "micro"
	}
	return fmt.Sprintf("Averaging(%d)", int(a))
}

// MarshalText writes what String gives.
func (a Averaging) MarshalText() ([]byte, error) {
	if a < Macro || a > Micro {
		return nil, fmt.Errorf("multiclass: %v is no way to average", a)
	}
	return []byte(a.String()), nil
}

// UnmarshalText reads "macro", "weighted" or "micro".
func (a *Averaging) UnmarshalText(text []byte) error {
	for known := Macro; known <= Micro; known++ {
		if known.String() == string(text) {
			*a = known
			return nil
		}
	}
	return fmt.Errorf("multiclass: averaging %q: want macro, weighted or micro", text)
}

// The reasons why an average does not exist, or its interval.
const (
	NoClass        metrics.Reason = "the reading is undefined in every class"
	NoClassWeight  metrics.Reason = "the classes that have the reading weigh nothing"
	UnknownAverage metrics.Reason = "unknown averaging"
	SharedExamples metrics.Reason = "classes share their examples: take a bootstrap"
)

// Absent is a class that is left out of an average.
type Absent struct {
	Class string         `json:"class"`
	Why   metrics.Reason `json:"why"`
}

// Average is a reading averaged over classes. Absent classes are left out of its Value and named.
type Average struct {
	Value   metrics.Value
	Over    Averaging
	Classes int      // classes that were averaged
	Absent  []Absent // classes that were not, each with its reason; nil if none

	weight, absentWeight float64 // of the classes in Value, and of the absent ones, in the units of the average
}

// String prints the reading and the absent classes.
func (a Average) String() string {
	text := a.Value.String()
	if len(a.Absent) == 0 {
		return text
	}
	const named = 3
	var names []string
	for _, absent := range a.Absent[:min(named, len(a.Absent))] {
		names = append(names, fmt.Sprintf("%s: %s", absent.Class, absent.Why))
	}
	if more := len(a.Absent) - named; more > 0 {
		names = append(names, fmt.Sprintf("and %d more", more))
	}
	return fmt.Sprintf("%s, %d of %d classes (%s)", text, a.Classes, a.Classes+len(a.Absent), strings.Join(names, "; "))
}

// MarshalJSON writes the Value with the classes beside it.
func (a Average) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Value   metrics.Value `json:"value"`
		Over    Averaging     `json:"over"`
		Classes int           `json:"classes"`
		Absent  []Absent      `json:"absent,omitempty"`
	}{a.Value, a.Over, a.Classes, a.Absent})
}

// WithAbsentAs is the average that counts every absent class as x, without interval: 0 is what scikit-learn,
// Keras and torchmetrics do by default (zero_division=0) with classes that are declared. Without absent
// classes, and of micro averages, it is the Value itself.
func (a Average) WithAbsentAs(x float64) metrics.Value {
	if len(a.Absent) == 0 || a.absentWeight == 0 {
		return a.Value
	}
	whole := a.weight + a.absentWeight
	if whole == 0 {
		return doubt.Undefined(NoClassWeight)
	}
	v := doubt.Without(a.Value, "an absent class is counted as if it had been seen")
	v.Undefined = ""
	v.V = (a.Value.V*a.weight + x*a.absentWeight) / whole
	return v
}

// collect averages readings of classes. weights are in proportion to how much each class counts.
// The interval joins those of the classes by the method of variance estimates recovery (Zou and Donner,
// Statist. Med. 27 (2008) 1693); design, called with each class's coefficient, is how many times the
// average's variance is that of independent classes. A nil design leaves the interval out.
func collect(classes []string, values []metrics.Value, weights []float64, design func(coefficients []float64) float64) Average {
	var a Average
	for c, v := range values {
		if v.Undefined != "" {
			a.Absent = append(a.Absent, Absent{Class: classes[c], Why: v.Undefined})
			a.absentWeight += weights[c]
			continue
		}
		a.Classes++
		a.weight += weights[c]
	}
	switch {
	case a.Classes == 0:
		a.Value = doubt.Undefined(NoClass)
		return a
	case a.weight == 0:
		a.Value = doubt.Undefined(NoClassWeight)
		return a
	}
	coefficients := make([]float64, len(values))
	for c, v := range values {
		if v.Undefined == "" {
			coefficients[c] = weights[c] / a.weight
		}
	}
	a.Value = combine(values, coefficients, design)
	return a
}

func combine(values []metrics.Value, coefficients []float64, design func([]float64) float64) metrics.Value {
	var v metrics.Value
	var down, up, furthestDown, furthestUp float64
	for c, a := range coefficients {
		if a == 0 {
			continue
		}
		of := values[c]
		v.V += a * of.V
		v.Baseline += a * of.Baseline
		v.NoBaseline = or(v.NoBaseline, of.NoBaseline)
		v.NoInterval = or(v.NoInterval, of.NoInterval)
		below, above := a*(of.V-of.Lo), a*(of.Hi-of.V)
		down, up = math.Hypot(down, below), math.Hypot(up, above)
		furthestDown, furthestUp = furthestDown+below, furthestUp+above
	}
	if v.NoBaseline != "" {
		v.Baseline = 0
	}
	if design == nil {
		v.NoInterval = or(v.NoInterval, SharedExamples)
	}
	if v.NoInterval != "" {
		return v
	}
	scale := math.Sqrt(design(coefficients))
	v.Lo, v.Hi = v.V-math.Min(down*scale, furthestDown), v.V+math.Min(up*scale, furthestUp)
	return v
}

// or is the first reason that is one.
func or(first, second metrics.Reason) metrics.Reason {
	if first != "" {
		return first
	}
	return second
}
