package calibrate

import (
	"encoding/json"
	"fmt"
	"math"

	"github.com/seqpair/seqpair/metrics"
)

// Calibrator maps a score to a probability, as a value: it prints, json.Marshal writes it, and [Decode] reads it back.
type Calibrator interface {
	// Apply returns the probability of a positive for a score in [0, 1]. NaN for a score outside.
	Apply(score float64) float64
	// Check returns an error unless Apply maps [0, 1] into itself.
	Check() error
	fmt.Stringer
}

// Method is a way to fit a calibrator.
type Method string

// The methods.
const (
	MethodPlatt       Method = "platt"
	MethodTemperature Method = "temperature"
	MethodBeta        Method = "beta"
	MethodIsotonic    Method = "isotonic"
)

// Methods lists what [Fit] knows.
func Methods() []Method {
	return []Method{MethodPlatt, MethodTemperature, MethodBeta, MethodIsotonic}
}

// Fit fits a calibrator to scored examples, with their weights. It refuses scores outside [0, 1], examples of one class, and what a
// method cannot fit: scores that separate the classes (temperature and beta), or that rank no better than chance (all but isotonic).
func Fit(m Method, b metrics.Batch) (Calibrator, error) {
	rows, err := newRows(b)
	if err != nil {
		return nil, fmt.Errorf("calibration %s: %w", m, err)
	}
	c, err := rows.fit(m)
	if err != nil {
		return nil, fmt.Errorf("calibration %s: %w", m, err)
	}
	return c, nil
}

func (r rows) fit(m Method) (Calibrator, error) {
	switch m {
	case MethodPlatt:
		return fitPlatt(r)
	case MethodTemperature:
		return fitTemperature(r)
	case MethodBeta:
		return fitBeta(r)
	case MethodIsotonic:
		return fitIsotonic(r), nil
	}
	return nil, fmt.Errorf("unknown method, use one of %q", Methods())
}

// Apply applies a calibrator to each score, in a new slice.
func Apply(c Calibrator, scores []float64) []float64 {
	out := make([]float64, len(scores))
	for i, s := range scores {
		out[i] = c.Apply(s)
	}
	return out
}

// encode writes a calibrator as its name and its fields.
func encode(name string, fields any) ([]byte, error) {
	text, err := json.Marshal(fields)
	if err != nil {
		return nil, err
	}
	return []byte(`{"name":"` + name + `",` + string(text[1:])), nil
}

// Decode reads a calibrator that json.Marshal wrote, and refuses one that does not map [0, 1] into itself.
func Decode(text []byte) (Calibrator, error) {
	var head struct {
		Name string `json:"name"`
	}
	if err := json.Unmarshal(text, &head); err != nil {
		return nil, fmt.Errorf("calibrator: %w", err)
	}
	switch head.Name {
	case "platt":
		return decode[Platt](text)
	case "temperature":
		return decode[Temperature](text)
	case "beta":
		return decode[Beta](text)
	case "isotonic":
		return decode[Isotonic](text)
	case "prior_shift":
		return decode[PriorShift](text)
	}
	return nil, fmt.Errorf("calibrator: unknown name %q, this version knows platt, temperature, beta, isotonic and prior_shift", head.Name)
}

func decode[C Calibrator](text []byte) (Calibrator, error) {
	var c C
	if err := json.Unmarshal(text, &c); err != nil {
		return nil, fmt.Errorf("calibrator: %w", err)
	}
	if err := c.Check(); err != nil {
		return nil, err
	}
	return c, nil
}

// nearest is the smallest distance to 0 and 1 that a score is taken to have: where log-odds are needed, 0 counts as 1e-12 and 1 as 1 − 1e-12.
const nearest = 1e-12

// logOdds is log(p/(1−p)) of a score.
func logOdds(p float64) float64 {
	p = max(nearest, min(1-nearest, p))
	return math.Log(p) - math.Log1p(-p)
}

// sigmoid avoids overflow on either side.
func sigmoid(x float64) float64 {
	if x >= 0 {
		return 1 / (1 + math.Exp(-x))
	}
	e := math.Exp(x)
	return e / (1 + e)
}

// undefined is what a score outside [0, 1] is worth.
var undefined = math.NaN()

func valid(score float64) bool { return score >= 0 && score <= 1 }

func finite(values ...float64) bool {
	for _, v := range values {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return false
		}
	}
	return true
}
