package jupyter

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/seqpair/seqpair/metrics"
)

// assumed is where the sliders of a panel stand.
type assumed struct {
	threshold  float64
	costs      metrics.Costs
	prevalence float64
	limit      float64 // alerts per 1,000 cases; the right end of its slider is no limit
}

// assumedBy reads the values of the sliders, in their order, and the highest that the last one can have.
func assumedBy(t *testing.T, values []string) assumed {
	t.Helper()
	var numbers []float64
	for _, value := range values {
		v, err := strconv.ParseFloat(value, 64)
		if err != nil {
			t.Fatal(err)
		}
		numbers = append(numbers, v)
	}
	if len(numbers) != 6 {
		t.Fatalf("%d sliders, not 5", len(numbers)-1)
	}
	a := assumed{numbers[0], metrics.Costs{FP: numbers[1], FN: numbers[2]}, numbers[3], numbers[4]}
	if a.limit == numbers[5] {
		a.limit = 1000
	}
	return a
}

// deployed are the parts of a model, reweighted by package metrics to the prevalence.
func (m shownModel) deployed(t *testing.T, a assumed) (valid, test *metrics.State) {
	t.Helper()
	valid, err := m.valid.AtPrevalence(a.prevalence)
	if err != nil {
		t.Fatal(err)
	}
	if test, err = m.test.AtPrevalence(a.prevalence); err != nil {
		t.Fatal(err)
	}
	return valid, test
}

// alike are numbers between which only rounding decides.
const alike = 1e-9

// nearest are the operating points nearest to the threshold of the reader.
func (m shownModel) nearest(a assumed) []float64 {
	return lowest(m.thresholds, func(at float64) float64 { return math.Abs(at - a.threshold) })
}

// cheapest are the operating points of lowest cost on valid within the limit to the alerts.
func (m shownModel) cheapest(valid *metrics.State, a assumed) []float64 {
	return lowest(m.thresholds, func(at float64) float64 {
		table := valid.At(at)
		if 1000*table.PredictedPositiveRate().V > a.limit*(1+alike) {
			return math.Inf(1)
		}
		return table.ExpectedCost(a.costs).V
	})
}

// lowest are those of the lowest key.
func lowest(of []float64, key func(float64) float64) (all []float64) {
	least := math.Inf(1)
	for _, x := range of {
		least = min(least, key(x))
	}
	return slices.DeleteFunc(slices.Clone(of), func(x float64) bool { return key(x) > least+alike })
}

// said are the numbers of a threshold as a panel words them: a name, a value and, in some panels, an interval.
var said = regexp.MustCompile(`((?:true|false) (?:positives|negatives)|precision|recall|specificity|f1|alerts|missed positives|cost without skill|cost) +(undefined|[\d.]+)(?: +\[([\d.]+), ([\d.]+)\])?`)

var saidThreshold = regexp.MustCompile(`score ≥ ([\d.e-]+)|no alerts at all`)

// reads is an error unless the lines are what package metrics reads at one of the thresholds, on test as it is deployed.
func (m shownModel) reads(lines string, among []float64, test *metrics.State, a assumed) error {
	words := saidThreshold.FindStringSubmatch(lines)
	if words == nil {
		return fmt.Errorf("no threshold in %q", lines)
	}
	shown := 2.
	if words[1] != "" {
		shown, _ = strconv.ParseFloat(words[1], 64)
	}
	numbers := 12 // of a model alone; beside others there is room for five
	if m.name != "" {
		numbers = 5
	}
	err := fmt.Errorf("%q shows the threshold %v, not one of %v", lines, shown, among)
	for _, at := range among {
		if at == 2 && shown == 2 || math.Abs(at-shown) <= 6e-4*shown { // four digits are shown
			if err = compare(lines, numbers, expectations(test.At(at), m.test.At(at), a.costs)); err == nil {
				return nil
			}
		}
	}
	return err
}

// expected is a number of package metrics and how a panel shows it.
type expected struct {
	value    metrics.Value
	scale    float64
	decimals int
}

// expectations are the numbers of a deployed table, and the counts of the test part as it is.
func expectations(table, counts metrics.Confusion, costs metrics.Costs) map[string]expected {
	number := func(v float64) metrics.Value { return metrics.Value{V: v, NoInterval: "not shown"} }
	all, cost := table.TP+table.FP+table.FN+table.TN, table.ExpectedCost(costs)
	return map[string]expected{
		"true positives": {number(counts.TP), 1, 0}, "false positives": {number(counts.FP), 1, 0},
		"true negatives": {number(counts.TN), 1, 0}, "false negatives": {number(counts.FN), 1, 0},
		"precision": {table.Precision(), 1, 3}, "recall": {table.Recall(), 1, 3}, "specificity": {table.Specificity(), 1, 3}, "f1": {table.F1(), 1, 3},
		"alerts": {table.PredictedPositiveRate(), 1000, 1}, "missed positives": {number(table.FN / all), 1000, 2},
		"cost": {cost, 1000, 1}, "cost without skill": {number(cost.Baseline), 1000, 1},
	}
}

// compare holds every number of the lines against what is expected.
func compare(lines string, numbers int, want map[string]expected) error {
	found := said.FindAllStringSubmatch(lines, -1)
	if len(found) != numbers {
		return fmt.Errorf("%d numbers, not %d, in %q", len(found), numbers, lines)
	}
	for _, words := range found {
		w := want[words[1]]
		if w.value.Undefined != "" && words[2] == "undefined" {
			continue
		}
		values := []float64{w.value.V}
		if words[3] != "" && w.value.NoInterval == "" {
			values = append(values, w.value.Lo, w.value.Hi)
		}
		for i, v := range values {
			shown, err := strconv.ParseFloat(words[2+i], 64)
			if err != nil || math.Abs(shown-w.scale*v) > 0.5*math.Pow(10, -float64(w.decimals))+1e-6 {
				return fmt.Errorf("%s, where metrics reads %v", strings.TrimSpace(words[0]), w.scale*v)
			}
		}
	}
	return nil
}
