package whatif

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/seqpair/seqpair/metrics"
)

// reweighted is the analysis of a model whose odds are those of another times a class weight: it ranks the same.
func reweighted(t *testing.T, name string, weight float64) *Analysis {
	t.Helper()
	var parts [2]*metrics.State
	for i := range parts {
		shifted, err := scored(t, uint64(i+1), 3000, false).ShiftScores(0.5, weight/(1+weight))
		if err != nil {
			t.Fatal(err)
		}
		parts[i] = shifted
	}
	a, err := New(parts[0], parts[1])
	if err != nil {
		t.Fatal(err)
	}
	a.Name = name
	return a
}

// TestClassWeightMovesTheThresholdOnly: at one threshold recall rises with the weight, at the cheapest threshold of
// each model nothing changes.
func TestClassWeightMovesTheThresholdOnly(t *testing.T) {
	o, err := NewTradeOff("ClassWeight", reweighted(t, "1", 1), reweighted(t, "5", 5), reweighted(t, "30", 30))
	if err != nil {
		t.Fatal(err)
	}
	recall := -1.0
	var cheapest float64
	for i, m := range o.each() {
		at, best := m.outcome(m.at()), m.outcome(m.cheapest())
		if r := at.Readings[1].Value.V; r <= recall {
			t.Errorf("model %d: recall %v at 0.5, not above %v of the lower weight", i, r, recall)
		} else {
			recall = r
		}
		cost := best.Readings[5].Value.V
		if i > 0 && (cost > 1.1*cheapest || cost < 0.9*cheapest) {
			t.Errorf("model %d: cost %v at the cheapest threshold, %v without a weight", i, cost, cheapest)
		} else if i == 0 {
			cheapest = cost
		}
	}
}

// TestSparsePointsCostHardlyMore: few points of a model find a threshold almost as cheap as many.
func TestSparsePointsCostHardlyMore(t *testing.T) {
	a := newAnalysis(t)
	for _, costs := range []metrics.Costs{{FP: 1, FN: 1}, {FP: 1, FN: 10}, {FP: 1, FN: 100}} {
		for _, prevalence := range []float64{0.001, 0.04, 0.4} {
			a.Costs, a.Prevalence = costs, prevalence
			sparse := a.sparse()
			if got, want := a.cost(sparse.cheapest()), a.cost(a.cheapest()); got > 1.001*want {
				t.Errorf("costs %v, prevalence %v: %v from %d points, %v from %d", costs, prevalence, got, len(sparse.points), want, len(a.points))
			}
		}
	}
	if n := len(a.sparse().points); n > 260 {
		t.Errorf("%d points", n)
	}
}

func TestTradeOffForms(t *testing.T) {
	hostile := "</script>\"'\\ \x1b\n"
	o, err := NewTradeOff(hostile, reweighted(t, hostile, 1), reweighted(t, "weighted", 5))
	if err != nil {
		t.Fatal(err)
	}
	specification, err := o.VegaLite()
	if err != nil || !json.Valid(specification) || strings.ContainsAny(string(specification), "\x1b") {
		t.Errorf("specification: %v", err)
	}
	p, err := o.Picture()
	if err != nil || len(p.PNG()) == 0 || strings.ContainsAny(p.Text, "\x1b") {
		t.Errorf("picture: %v, text %q", err, p.Text)
	}
	o.Prevalence = 2
	if _, err := o.VegaLite(); err == nil {
		t.Error("no error for a prevalence of 2")
	}
	if _, err := o.Picture(); err == nil {
		t.Error("no error for a prevalence of 2")
	}
}

func TestTradeOffOnTheSameDataOnly(t *testing.T) {
	other, err := New(scored(t, 1, 3000, false), scored(t, 2, 2000, false))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := NewTradeOff("", reweighted(t, "1", 1), other); err == nil || !strings.Contains(err.Error(), "same data") {
		t.Errorf("other data: %v", err)
	}
	if _, err := NewTradeOff(""); err == nil {
		t.Error("no error without models")
	}
	if _, err := new(TradeOff).VegaLite(); err == nil {
		t.Error("no error from a TradeOff without models")
	}
}
