package whatif

import (
	"fmt"
	"strconv"
)

// slider is an assumption that the reader moves.
type slider struct {
	Name  string  `json:"name"` // as the formulas call it
	Label string  `json:"label"`
	Min   float64 `json:"min"`
	Max   float64 `json:"max"`
	Step  float64 `json:"step"`
	Value float64 `json:"value"`
}

// sliders are the assumptions with their ranges. At its right end the capacity has no limit.
func (a *Analysis) sliders() []slider {
	step := gridStep(a.highest)
	top := step * float64(int(a.highest/step+1-1e-9))
	mostPrevalence := min(0.5, max(roundUp(5*a.Prevalence), a.Prevalence))
	mostCost := max(100, a.Costs.FP, a.Costs.FN)
	mostAlerts := min(perThousand, max(roundUp(20*perThousand*a.Prevalence), 1.25*a.Capacity, 100))
	s := []slider{
		{"threshold", "threshold", 0, min(1, top), step, a.roundThreshold()},
		{"false_alarm_cost", "cost of a false positive", 0, mostCost, 1, a.Costs.FP},
		{"miss_cost", "cost of a false negative", 0, mostCost, 1, a.Costs.FN},
		{"prevalence", "prevalence in deployment", mostPrevalence / 500, mostPrevalence, mostPrevalence / 500, a.Prevalence},
		{"capacity", fmt.Sprintf("alerts reviewed per 1,000 (%g: no limit)", mostAlerts), 0, mostAlerts, mostAlerts / 100, a.Capacity},
	}
	if a.Capacity == 0 {
		s[4].Value = mostAlerts
	}
	return s
}

// roundThreshold is the threshold with no more digits than it needs to count the same examples.
func (a *Analysis) roundThreshold() float64 {
	exact := a.at()
	for digits := 3; digits < 17; digits++ {
		rounded := a.read(round(a.Threshold, digits))
		if rounded.valid == exact.valid && rounded.test == exact.test {
			return rounded.threshold
		}
	}
	return a.Threshold
}

// round keeps so many significant digits.
func round(x float64, digits int) float64 {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', digits, 64), 64)
	if err != nil {
		return x
	}
	return rounded
}
