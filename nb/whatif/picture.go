package whatif

import (
	"fmt"
	"strings"

	"github.com/seqpair/seqpair/nb/internal/printable"
	"github.com/seqpair/seqpair/nb/plot"
)

// Picture shows the analysis where nothing moves: on the test part the confusion at its threshold and at the
// cheapest, and the expected cost of every threshold. It is an error if an assumption cannot be.
func (a *Analysis) Picture() (plot.Picture, error) {
	if err := a.check(); err != nil {
		return plot.Picture{}, err
	}
	yours, cheapest := a.at(), a.cheapest()
	p := plot.Beside(a.title(),
		plot.ConfusionTitled(fmt.Sprintf("At the threshold %.3g", yours.threshold), a.measured(yours), yours.test),
		plot.ConfusionTitled(fmt.Sprintf("Cheapest on valid: %.3g", cheapest.threshold), a.measured(cheapest), cheapest.test),
		plot.Lines(a.costs(yours, cheapest)))
	p.Text = a.text(yours, cheapest)
	return p, nil
}

// measured says what the counts of a point rest on, which is not the prevalence in deployment, and whether its alerts there
// are too many.
func (a *Analysis) measured(p point) string {
	text := fmt.Sprintf("as measured: %.3g %% positive", 100*a.test.positive/(a.test.positive+a.test.negative))
	if over := a.excess(a.test.alerts(p.test, a.Prevalence)); over != "" {
		text += "; over capacity by " + over
	}
	return text
}

func (a *Analysis) costs(yours, cheapest point) plot.Chart {
	valid, test := plot.Series{Name: "valid"}, plot.Series{Name: "test"}
	for i := len(a.points) - 1; i > 0; i-- {
		p := a.points[i]
		for _, s := range []*plot.Series{&valid, &test} {
			s.X = append(s.X, p.threshold)
		}
		valid.Y = append(valid.Y, a.cost(p))
		test.Y = append(test.Y, a.test.cost(p.test, a.Prevalence, a.Costs))
	}
	none := perThousand * min(a.Prevalence*a.Costs.FN, (1-a.Prevalence)*a.Costs.FP)
	noSkill := plot.Series{Name: "no skill", NoSkill: true, X: []float64{valid.X[0], valid.X[len(valid.X)-1]}, Y: []float64{none, none}}
	return plot.Chart{
		Title: "Expected cost", Subtitle: a.assumptions(), X: "Threshold", Y: "Cost of 1,000 cases",
		Series: []plot.Series{valid, test, noSkill},
		Marks:  []plot.Mark{{Name: "threshold", X: yours.threshold}, {Name: "cheapest on valid", X: cheapest.threshold}},
	}
}

func (a Assumptions) assumptions() string {
	text := fmt.Sprintf("FP %g, FN %g, prevalence %.3g", a.Costs.FP, a.Costs.FN, a.Prevalence)
	if a.Capacity > 0 {
		text += fmt.Sprintf(", at most %g alerts", a.Capacity)
	}
	return text
}

// text is what the picture says, and the metrics.
func (a *Analysis) text(yours, cheapest point) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s\na false positive costs %g, a false negative %g; prevalence %.3g in deployment; ", printable.Line(a.title(), 0), a.Costs.FP, a.Costs.FN, a.Prevalence)
	if a.Capacity > 0 {
		fmt.Fprintf(&out, "at most %g alerts in 1,000 cases, which the cheapest keeps on valid\n", a.Capacity)
	} else {
		out.WriteString("no limit to the alerts\n")
	}
	fmt.Fprintf(&out, "%-22s %-24s %s\n", "on the test part", "at the threshold", "at the cheapest on valid")
	first, second := a.lines(a.outcome(yours)), a.lines(a.outcome(cheapest))
	for i, line := range first {
		fmt.Fprintf(&out, "%-22s %-24s %s\n", line[0], line[1], second[i][1])
	}
	return out.String()
}
