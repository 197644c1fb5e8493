package whatif

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/seqpair/seqpair/nb/internal/printable"
	"github.com/seqpair/seqpair/nb/plot"
)

// TradeOff sets models beside each other that were trained differently on the same data: with other class
// weights, losses, samplers. Each is read at one threshold for all and at its own cheapest on valid, so that what
// only moves the scores can be told from what ranks better. Make one with [NewTradeOff], then change the assumptions.
type TradeOff struct {
	Varied string // what the models differ in; may be empty
	Assumptions

	models []*Analysis
}

// NewTradeOff compares models of one test part, in that order. The assumptions are at first those of the first
// model, and the threshold is 0.5. It is an error if there is no model or if the parts differ in their classes.
func NewTradeOff(varied string, models ...*Analysis) (*TradeOff, error) {
	if len(models) == 0 {
		return nil, errors.New("whatif: a trade-off needs models: give at least one, better two")
	}
	t := &TradeOff{Varied: varied, Assumptions: models[0].Assumptions}
	t.Threshold = 0.5
	for _, m := range models {
		if m.test != models[0].test || m.valid != models[0].valid {
			return nil, fmt.Errorf("whatif: %s was measured on %g positive and %g negative examples, %s on %g and %g: a trade-off is shown on the same data",
				models[0].Name, models[0].test.positive, models[0].test.negative, m.Name, m.test.positive, m.test.negative)
		}
		t.models = append(t.models, m.sparse())
	}
	return t, nil
}

// How many operating points of each kind a model keeps beside others.
const (
	sparseGrid = 100 // multiples of 0.01, where the slider stands
	sparseRank = 60  // by the logarithm of the alerts on valid
)

// sparse is the analysis with fewer operating points.
func (a *Analysis) sparse() *Analysis {
	kept := []point{a.points[0]}
	probe := *a
	for i := range sparseGrid + 1 {
		probe.Threshold = float64(i) / sparseGrid
		kept = append(kept, probe.at())
	}
	var x, y []float64
	for _, p := range a.points {
		x, y = append(x, p.valid.FP/a.valid.negative), append(y, p.valid.TP/a.valid.positive)
	}
	for _, i := range thinned(hull(x, y), sparseRank) {
		kept = append(kept, a.points[i])
	}
	next := 0.0
	for _, p := range a.points {
		if alerts := a.valid.alerts(p.valid, a.Prevalence); alerts >= next {
			kept = append(kept, p)
			next = max(alerts, 1e-3) * math.Pow(perThousand*perThousand, 1./sparseRank)
		}
	}
	slices.SortStableFunc(kept, falling)
	probe.points = slices.CompactFunc(kept, func(x, y point) bool { return x.threshold == y.threshold })
	return &probe
}

// each are the models under the assumptions of the trade-off.
func (t *TradeOff) each() []*Analysis {
	models := make([]*Analysis, len(t.models))
	for i, m := range t.models {
		model := *m
		model.Assumptions = t.Assumptions
		models[i] = &model
	}
	return models
}

// Picture shows precision and recall of each model at the threshold and at its cheapest. It is an error if an
// assumption cannot be.
func (t *TradeOff) Picture() (plot.Picture, error) {
	if err := t.check(); err != nil {
		return plot.Picture{}, err
	}
	levels := plot.Levels{Title: t.title(), Subtitle: t.assumptions(), Metrics: make([]plot.LevelMetric, 4)}
	var text strings.Builder
	fmt.Fprintf(&text, "%s\n%s\n", printable.Line(t.title(), 0), t.assumptions())
	for _, m := range t.each() {
		levels.Names = append(levels.Names, m.Name)
		for i, o := range []Outcome{m.outcome(m.at()), m.outcome(m.cheapest())} {
			where := [2]string{fmt.Sprintf("at %.3g", t.Threshold), "at its cheapest on valid"}[i]
			for j := range 2 { // precision, recall
				shown := &levels.Metrics[2*j+i]
				shown.Name = o.Readings[j].Name + " " + where
				shown.Values = append(shown.Values, o.Readings[j].Value)
			}
			fmt.Fprintf(&text, "%s, %s\n", printable.Line(m.Name, 0), where)
			for _, line := range t.lines(o) {
				fmt.Fprintf(&text, "  %-18s %s\n", line[0], line[1])
			}
		}
	}
	p := plot.Effect(levels)
	p.Text = text.String()
	return p, nil
}

func (t *TradeOff) check() error {
	if len(t.models) == 0 {
		return errors.New("whatif: a TradeOff without models: make it with NewTradeOff")
	}
	return t.Assumptions.check()
}

func (t *TradeOff) title() string {
	if t.Varied == "" {
		return "Trade-off"
	}
	return "Trade-off by " + t.Varied
}
