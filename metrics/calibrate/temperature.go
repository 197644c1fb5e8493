package calibrate

import "fmt"

// Temperature is sigmoid(x/T) of the log-odds x of a score (Guo et al. 2017): it makes scores less certain, T above 1, or more, and
// leaves 0.5 where it is. So it does not undo a shift of the prior.
type Temperature struct {
	T float64 `json:"t"` // above 0
}

func fitTemperature(r rows) (Calibrator, error) {
	if r.separable(0.5) {
		return nil, errSeparable
	}
	beta := fitLogistic([][]float64{r.logOdds()}, r.labels, r.weights, []float64{1})
	if !(beta[0] > 0) {
		return nil, errChance
	}
	return Temperature{T: 1 / beta[0]}, nil
}

// Apply implements [Calibrator].
func (c Temperature) Apply(score float64) float64 {
	if !valid(score) {
		return undefined
	}
	return sigmoid(logOdds(score) / c.T)
}

// Check implements [Calibrator].
func (c Temperature) Check() error {
	if !finite(c.T) || c.T <= 0 {
		return fmt.Errorf("calibrate.Temperature: T is %v, want a finite number above 0", c.T)
	}
	return nil
}

func (c Temperature) String() string { return fmt.Sprintf("temperature %.4g", c.T) }

// MarshalJSON writes the name and the fields.
func (c Temperature) MarshalJSON() ([]byte, error) {
	type fields Temperature
	return encode("temperature", fields(c))
}
