package whatif

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"strings"
	"testing"

	"github.com/seqpair/seqpair/metrics"
)

func newAnalysis(t testing.TB) *Analysis {
	t.Helper()
	a, err := New(scored(t, 1, 3000, false), scored(t, 2, 3000, false))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestCheapestIsThatOfMetrics holds the choice from few operating points against the one from all scores.
func TestCheapestIsThatOfMetrics(t *testing.T) {
	valid := scored(t, 1, 3000, false)
	a, err := New(valid, scored(t, 2, 3000, false))
	if err != nil {
		t.Fatal(err)
	}
	for _, costs := range []metrics.Costs{{FP: 1, FN: 1}, {FP: 1, FN: 10}, {FP: 1, FN: 100}, {FP: 5, FN: 1}} {
		for _, prevalence := range []float64{0.001, 0.04, 0.4} {
			a.Costs, a.Prevalence = costs, prevalence
			shifted, err := valid.AtPrevalence(prevalence)
			if err != nil {
				t.Fatal(err)
			}
			want := shifted.Choose(metrics.MinCost(costs))
			near(t, "the lowest cost on valid", a.cost(a.cheapest()), perThousand*want.Value.V)
		}
	}
}

func TestCapacityIsKeptOnValid(t *testing.T) {
	a := newAnalysis(t)
	a.Costs.FN = 1000
	free := a.valid.alerts(a.cheapest().valid, a.Prevalence)
	for _, capacity := range []float64{0.01, 5, 50} {
		a.Capacity = capacity
		alerts := a.valid.alerts(a.cheapest().valid, a.Prevalence)
		if alerts > capacity || capacity >= 5 && alerts < 0.8*capacity {
			t.Errorf("%v alerts at a capacity of %v, where %v would be cheapest", alerts, capacity, free)
		}
	}
}

func TestExcess(t *testing.T) {
	for alerts, want := range map[float64]string{49: "", 50: "", 50.04: "less than 0.1", 50.1: "0.1", 62.345: "12.3"} {
		if got := (Assumptions{Capacity: 50}).excess(alerts); got != want {
			t.Errorf("%v alerts where 50 can be reviewed are %q too many, want %q", alerts, got, want)
		}
	}
	if got := (Assumptions{}).excess(1000); got != "" {
		t.Errorf("without a capacity %q are too many", got)
	}
}

// TestEveryStepOfTheSliderIsExact: the slider stands on operating points only, beside where it stood at first.
func TestEveryStepOfTheSliderIsExact(t *testing.T) {
	a := newAnalysis(t)
	s := a.sliders()[0]
	for i := range int(s.Max/s.Step + 0.5) {
		a.Threshold = s.Step * float64(i)
		near(t, "the operating point", a.at().threshold, a.Threshold)
	}
	if len(a.points) > 450 {
		t.Errorf("%d operating points", len(a.points))
	}
}

func TestScoresOfOneValue(t *testing.T) {
	for _, score := range []float64{0, 1e-9, 0.5, 1} {
		s := metrics.NewState()
		if err := s.Update(metrics.Batch{Scores: []float64{score, score}, Labels: []bool{true, false}}); err != nil {
			t.Fatal(err)
		}
		a, err := New(s, s)
		if err != nil {
			t.Fatal(err)
		}
		specification, err := a.VegaLite()
		if err != nil || !json.Valid(specification) {
			t.Errorf("score %v: %v", score, err)
		}
		if p, err := a.Picture(); err != nil || len(p.PNG()) == 0 {
			t.Errorf("score %v: %v", score, err)
		}
	}
}

// TestChartsBringTheirColours: what they leave open a dark front end draws in white, on their white ground.
func TestChartsBringTheirColours(t *testing.T) {
	o, err := NewTradeOff("", newAnalysis(t))
	if err != nil {
		t.Fatal(err)
	}
	for name, vegaLite := range map[string]func() ([]byte, error){"analysis": newAnalysis(t).VegaLite, "trade-off": o.VegaLite} {
		content, err := vegaLite()
		if err != nil {
			t.Fatal(err)
		}
		var specification struct {
			Background string
			Config     map[string]map[string]any
		}
		if err := json.Unmarshal(content, &specification); err != nil {
			t.Fatal(err)
		}
		for guide, colours := range map[string][]string{
			"axis": {"labelColor", "titleColor", "gridColor", "domainColor", "tickColor"}, "legend": {"labelColor"}, "title": {"color", "subtitleColor"},
		} {
			for _, colour := range colours {
				if said, _ := specification.Config[guide][colour].(string); said == "" || specification.Background != "white" {
					t.Errorf("%s: %s.%s is %q on %q", name, guide, colour, said, specification.Background)
				}
			}
		}
	}
}

// TestPagesAskNoNetwork: the only address is the name of the schema, which nobody fetches.
func TestPagesAskNoNetwork(t *testing.T) {
	a := newAnalysis(t)
	a.Name = "</script><script>alert(1)</script>\x1b"
	page, err := a.Page()
	if err != nil {
		t.Fatal(err)
	}
	specification, err := a.VegaLite()
	if err != nil {
		t.Fatal(err)
	}
	outside := regexp.MustCompile(`https?://[^"' ]*|//[a-z]+\.|src=|@import|url\(`)
	allowed := map[string]bool{"http://www.w3.org/2000/svg": true, "https://vega.github.io/schema/vega-lite/v5.json": true}
	for name, text := range map[string][]byte{"page": page, "specification": specification} {
		for _, found := range outside.FindAllString(string(text), -1) {
			if !allowed[found] && !strings.HasPrefix(found, "//www.") && !strings.HasPrefix(found, "//vega.") {
				t.Errorf("the %s asks for %q", name, found)
			}
		}
		if bytes.Contains(text, []byte("<script>alert")) || bytes.ContainsAny(text, "\x1b") {
			t.Errorf("text from data got into the %s", name)
		}
		if len(text) > 60_000 {
			t.Errorf("the %s has %d bytes", name, len(text))
		}
	}
}

func TestAssumptionsThatCannotBe(t *testing.T) {
	for what, change := range map[string]func(*Analysis){
		"Threshold":  func(a *Analysis) { a.Threshold = 1.5 },
		"Prevalence": func(a *Analysis) { a.Prevalence = 0 },
		"Costs":      func(a *Analysis) { a.Costs = metrics.Costs{} },
		"Capacity":   func(a *Analysis) { a.Capacity = math.NaN() },
	} {
		a := newAnalysis(t)
		change(a)
		if _, err := a.VegaLite(); err == nil || !strings.Contains(err.Error(), what) {
			t.Errorf("%s: VegaLite says %v", what, err)
		}
		if _, err := a.Page(); err == nil {
			t.Errorf("%s: no error from Page", what)
		}
		if _, err := a.Picture(); err == nil {
			t.Errorf("%s: no error from Picture", what)
		}
	}
	if _, err := New(nil, metrics.NewState()); err == nil {
		t.Error("no error without a validation part")
	}
	if _, err := New(newState(t, 0.3, true), newState(t, 0.3, true)); err == nil || !strings.Contains(err.Error(), "0 negative") {
		t.Errorf("without negatives: %v", err)
	}
	if _, err := new(Analysis).Page(); err == nil {
		t.Error("no error from an Analysis without points")
	}
}

func newState(t *testing.T, score float64, label bool) *metrics.State {
	t.Helper()
	s := metrics.NewState()
	if err := s.Update(metrics.Batch{Scores: []float64{score}, Labels: []bool{label}}); err != nil {
		t.Fatal(err)
	}
	return s
}

// TestAnyThresholdIsRead: what follows from a threshold is counted at it, not at an operating point beside it.
func TestAnyThresholdIsRead(t *testing.T) {
	a, test := newAnalysis(t), scored(t, 2, 3000, false)
	for i := range 20 {
		a.Threshold = math.Sqrt(float64(i) / 20)
		yours, _, err := a.Outcomes()
		if err != nil {
			t.Fatal(err)
		}
		if want := test.At(a.Threshold); yours.Threshold != a.Threshold || yours.Table != want {
			t.Errorf("at %v: %+v at %v, want %+v", a.Threshold, yours.Table, yours.Threshold, want)
		}
	}
}

// TestWhatExceedsTheCapacityIsSaid: where more alerts than can be reviewed follow on test, text and picture say so, of both
// thresholds, and the matrices say at which prevalence they were counted.
func TestWhatExceedsTheCapacityIsSaid(t *testing.T) {
	higher, err := scored(t, 3, 500, false).ShiftScores(0.2, 0.5)
	if err != nil {
		t.Fatal(err)
	}
	a, err := New(scored(t, 1, 3000, false), higher)
	if err != nil {
		t.Fatal(err)
	}
	for capacity, want := range map[float64]int{0: 0, 40: 2, 900: 1, 1000: 0} {
		a.Threshold, a.Prevalence, a.Capacity, a.Costs.FN = 0, 0.01, capacity, 100
		p, err := a.Picture()
		if err != nil {
			t.Fatal(err)
		}
		svg := string(p.SVG())
		if got := strings.Count(p.Text, "over by"); got != want {
			t.Errorf("capacity %v: %d thresholds exceed it, want %d:\n%s", capacity, got, want, p.Text)
		}
		if got := strings.Count(svg, "over capacity by"); got != want {
			t.Errorf("capacity %v: %d subtitles say that it is exceeded, want %d", capacity, got, want)
		}
		if share := fmt.Sprintf("as measured: %.3g %% positive", 100*a.test.positive/500); strings.Count(svg, share) != 2 {
			t.Errorf("the matrices do not say %q", share)
		}
	}
}
