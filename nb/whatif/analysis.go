package whatif

import (
	"errors"
	"fmt"
	"math"

	"github.com/seqpair/seqpair/metrics"
)

// Assumptions are what a deployment is taken to be like.
type Assumptions struct {
	Threshold  float64       `json:"threshold"`  // scores >= Threshold raise an alert; in [0,1]
	Costs      metrics.Costs `json:"costs"`      // of one false alarm and one miss, in any unit
	Prevalence float64       `json:"prevalence"` // share of positives in deployment, in (0,1)
	Capacity   float64       `json:"capacity"`   // alerts that can be reviewed, per 1,000 cases; zero: no limit
}

// Analysis is what is asked of a model: where the sliders stand at first, and its operating points.
// Make one with [New], then change the assumptions.
type Analysis struct {
	Name string // of the model; may be empty
	Assumptions

	points      []point // threshold falls
	valid, test totals
	highest     float64                       // score on valid
	read        func(threshold float64) point // of the parts as they were measured
}

// missCost is what a miss costs at first, in false alarms: some number has to stand there.
const missCost = 10

// New explores a model that was measured on two parts of the data. At first the threshold is the cheapest on
// valid, a miss costs ten false alarms, the prevalence is that of test (to three digits), and there is no limit to the alerts.
// The states stay as they are. It is an error if a class is missing in one of them.
func New(valid, test *metrics.State) (*Analysis, error) {
	for _, part := range []struct {
		name  string
		state *metrics.State
	}{{"validation", valid}, {"test", test}} {
		if part.state == nil {
			return nil, fmt.Errorf("whatif: there is no %s part: the threshold is chosen on the validation part and judged on the test part", part.name)
		}
		if part.state.Positives() == 0 || part.state.Negatives() == 0 {
			return nil, fmt.Errorf("whatif: the %s part has %d positive and %d negative examples: it needs some of each",
				part.name, part.state.Positives(), part.state.Negatives())
		}
	}
	a := &Analysis{
		Assumptions: Assumptions{Costs: metrics.Costs{FP: 1, FN: missCost}, Prevalence: round(test.Prevalence().V, 3)},
		valid:       totalsOf(valid),
		test:        totalsOf(test),
		read:        func(t float64) point { return point{t, valid.At(t), test.At(t)} },
	}
	a.Threshold = valid.Choose(metrics.MinCost(a.Costs)).Threshold
	a.points, a.highest = operatingPoints(valid, a.read)
	if math.IsInf(a.Threshold, 1) {
		a.Threshold = a.highest
	}
	return a, nil
}

// check says which assumption cannot be.
func (a *Analysis) check() error {
	if len(a.points) == 0 {
		return errors.New("whatif: an Analysis without operating points: make it with New")
	}
	return a.Assumptions.check()
}

func (a Assumptions) check() error {
	switch {
	case !(a.Threshold >= 0 && a.Threshold <= 1):
		return fmt.Errorf("whatif: Threshold %v: give a score in [0,1]", a.Threshold)
	case !(a.Prevalence > 0 && a.Prevalence < 1):
		return fmt.Errorf("whatif: Prevalence %v: give a share between 0 and 1, both excluded", a.Prevalence)
	case !(a.Costs.FP >= 0 && a.Costs.FN >= 0 && a.Costs.FP+a.Costs.FN > 0 && a.Costs.FP+a.Costs.FN <= metrics.MaxWeight):
		return fmt.Errorf("whatif: Costs %+v: give what a false alarm and a miss cost, at least 0 each and not both 0", a.Costs)
	case !(a.Capacity >= 0 && a.Capacity <= perThousand):
		return fmt.Errorf("whatif: Capacity %v: give alerts per 1,000 cases, or 0 for no limit", a.Capacity)
	}
	return nil
}

// perThousand is the number of cases that alerts and costs are given for.
const perThousand = 1000

// limit is the capacity as a number of alerts.
func (a Assumptions) limit() float64 {
	if a.Capacity == 0 {
		return perThousand
	}
	return a.Capacity
}

// excess is by how many so many alerts in 1,000 cases exceed the capacity; empty if they do not.
func (a Assumptions) excess(alerts float64) string {
	switch over := alerts - a.limit(); {
	case a.limit() == perThousand || over <= 0:
		return ""
	case over < 0.1:
		return "less than 0.1"
	default:
		return fmt.Sprintf("%.1f", over)
	}
}

// at is the point of the threshold of the analysis.
func (a *Analysis) at() point { return a.read(a.Threshold) }

// cheapest is the point of lowest expected cost on valid whose alerts there keep the capacity; of equals the one
// with the highest threshold. The first point, which raises no alert, always keeps it.
func (a *Analysis) cheapest() point {
	best := a.points[0]
	for _, p := range a.points[1:] {
		if a.valid.alerts(p.valid, a.Prevalence) <= a.limit() && a.cost(p) < a.cost(best) {
			best = p
		}
	}
	return best
}

// cost is the expected cost of 1,000 cases, judged by valid.
func (a *Analysis) cost(p point) float64 { return a.valid.cost(p.valid, a.Prevalence, a.Costs) }
