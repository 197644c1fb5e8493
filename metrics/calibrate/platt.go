package calibrate

import "fmt"

// Platt is sigmoid(A·x + B) of the log-odds x of a score: logistic regression on one feature (Platt 1999). It is fitted to
// (N₊+1)/(N₊+2) for positives and 1/(N₋+2) for negatives in place of 1 and 0, with the sums of the weights for N, so that
// few examples do not make it certain.
type Platt struct {
	A float64 `json:"a"` // above 0
	B float64 `json:"b"`
}

func fitPlatt(r rows) (Calibrator, error) {
	targets := make([]float64, len(r.labels))
	for i, y := range r.labels {
		targets[i] = 1 / (r.sums[0] + 2)
		if y == 1 {
			targets[i] = (r.sums[1] + 1) / (r.sums[1] + 2)
		}
	}
	beta := fitLogistic([][]float64{r.logOdds(), ones(len(targets))}, targets, r.weights, []float64{1, 0})
	if !(beta[0] > 0) {
		return nil, errChance
	}
	return Platt{A: beta[0], B: beta[1]}, nil
}

// Apply implements [Calibrator].
func (c Platt) Apply(score float64) float64 {
	if !valid(score) {
		return undefined
	}
	return sigmoid(c.A*logOdds(score) + c.B)
}

// Check implements [Calibrator].
func (c Platt) Check() error {
	if !finite(c.A, c.B) || c.A <= 0 {
		return fmt.Errorf("calibrate.Platt: A is %v and B %v, want finite numbers, and A above 0", c.A, c.B)
	}
	return nil
}

func (c Platt) String() string {
	return fmt.Sprintf("Platt scaling: sigmoid(%.4g·log-odds %+.4g)", c.A, c.B)
}

// MarshalJSON writes the name and the fields.
func (c Platt) MarshalJSON() ([]byte, error) {
	type fields Platt
	return encode("platt", fields(c))
}
