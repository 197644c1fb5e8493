package whatif

import (
	"encoding/json"
	"fmt"
	"math"

	"github.com/seqpair/seqpair/metrics"
)

// Outcome is what follows from a threshold.
type Outcome struct {
	Threshold float64           // +Inf: no alerts
	Table     metrics.Confusion // of the test part, as it is
	// Readings are precision, recall, specificity, f1, the share of alerts and the expected cost of one case, of the
	// test part reweighted to the prevalence of the analysis.
	Readings []metrics.Reading
}

// Outcomes are those of the threshold of the analysis and of the cheapest on valid within the capacity. It is an
// error if an assumption cannot be.
func (a *Analysis) Outcomes() (yours, cheapest Outcome, err error) {
	if err := a.check(); err != nil {
		return Outcome{}, Outcome{}, err
	}
	return a.outcome(a.at()), a.outcome(a.cheapest()), nil
}

func (a *Analysis) outcome(p point) Outcome {
	c := a.deployed(p.test)
	return Outcome{p.threshold, p.test, []metrics.Reading{
		{Name: "precision", Better: metrics.HigherIsBetter, Value: c.Precision()},
		{Name: "recall", Better: metrics.HigherIsBetter, Value: c.Recall()},
		{Name: "specificity", Better: metrics.HigherIsBetter, Value: c.Specificity()},
		{Name: "f1", Better: metrics.HigherIsBetter, Value: c.F1()},
		{Name: "alerts", Value: c.PredictedPositiveRate()},
		{Name: "cost", Better: metrics.LowerIsBetter, Value: c.ExpectedCost(a.Costs)},
	}}
}

// deployed is a table of test with weights that give positives the prevalence of the analysis, and sum to 1.
func (a *Analysis) deployed(c metrics.Confusion) metrics.Confusion {
	positive, negative := a.Prevalence/a.test.positive, (1-a.Prevalence)/a.test.negative
	c.TP, c.FN, c.FP, c.TN = c.TP*positive, c.FN*positive, c.FP*negative, c.TN*negative
	c.Squares.TP, c.Squares.FN = c.Squares.TP*positive*positive, c.Squares.FN*positive*positive
	c.Squares.FP, c.Squares.TN = c.Squares.FP*negative*negative, c.Squares.TN*negative*negative
	c.GivenPrevalence = true
	return c
}

// lines are an outcome as names and texts, alerts and costs for 1,000 cases.
func (a Assumptions) lines(o Outcome) [][2]string {
	threshold := fmt.Sprintf("%.4g", o.Threshold)
	if math.IsInf(o.Threshold, 1) {
		threshold = "no alerts at all"
	}
	lines := [][2]string{{"threshold", threshold}}
	for _, r := range o.Readings {
		switch r.Name {
		case "alerts":
			lines = append(lines, [2]string{"alerts in 1,000", valueText(r.Value, perThousand, 1)})
			if a.Capacity > 0 {
				lines = append(lines, [2]string{"capacity", a.capacityText(perThousand * r.Value.V)})
			}
		case "cost":
			lines = append(lines, [2]string{"cost of 1,000", valueText(r.Value, perThousand, 1)},
				[2]string{"cost without skill", fmt.Sprintf("%.1f", perThousand*r.Value.Baseline)})
		default:
			lines = append(lines, [2]string{r.Name, valueText(r.Value, 1, 3)})
		}
	}
	return lines
}

// capacityText says whether so many alerts in 1,000 cases can be reviewed.
func (a Assumptions) capacityText(alerts float64) string {
	if over := a.excess(alerts); over != "" {
		return "over by " + over
	}
	return "within"
}

func valueText(v metrics.Value, scale float64, decimals int) string {
	switch {
	case v.Undefined != "":
		return "undefined"
	case v.NoInterval != "":
		return fmt.Sprintf("%.*f", decimals, scale*v.V)
	}
	return fmt.Sprintf("%.*f [%.*f, %.*f]", decimals, scale*v.V, decimals, scale*v.Lo, decimals, scale*v.Hi)
}

// MarshalJSON writes the threshold +Inf as null.
func (o Outcome) MarshalJSON() ([]byte, error) {
	wire := struct {
		Threshold *float64          `json:"threshold"`
		Table     metrics.Confusion `json:"table"`
		Readings  []metrics.Reading `json:"readings"`
	}{Table: o.Table, Readings: o.Readings}
	if !math.IsInf(o.Threshold, 1) {
		wire.Threshold = &o.Threshold
	}
	return json.Marshal(wire)
}
