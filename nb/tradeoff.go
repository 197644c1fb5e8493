package nb

import (
	"errors"

	"github.com/seqpair/seqpair/metrics/runs"
	"github.com/seqpair/seqpair/nb/whatif"
)

// TradeOff sets runs beside each other that were trained differently on the same data: a grid of class weights,
// losses or samplers. What differs in their configurations names them. Show it: sliders move one threshold for all, the
// costs, the prevalence and the capacity, and beside it each run is read at its own cheapest threshold on valid, all on
// the test part.
func TradeOff(names ...string) (*whatif.TradeOff, error) {
	if len(names) < 2 {
		return nil, errors.New("nb: a trade-off needs two runs or more, as in TradeOff(\"plain\", \"weighted\")")
	}
	var opened []*runs.Run
	var models []*whatif.Analysis
	for _, name := range names {
		run, err := Open(name)
		if err != nil {
			return nil, err
		}
		analysis, err := WhatIf(name)
		if err != nil {
			return nil, err
		}
		opened, models = append(opened, run), append(models, analysis)
	}
	settings := differing(opened)
	for i, m := range models {
		m.Name = settings.label(i)
	}
	return whatif.NewTradeOff(settings.summary(), models...)
}

func tradeOffView(t *whatif.TradeOff) (view, error) {
	specification, err := t.VegaLite()
	if err != nil {
		return view{}, err
	}
	picture, err := t.Picture()
	if err != nil {
		return view{}, err
	}
	return interactive(picture, specification, nil), nil
}
