package whatif

import (
	"encoding/json"
	"fmt"

	"github.com/seqpair/seqpair/nb/internal/printable"
)

// VegaLite is the trade-off as a Vega-Lite 5 specification with its data in it: nothing is loaded, and no kernel is
// needed. It is an error if an assumption cannot be.
func (t *TradeOff) VegaLite() ([]byte, error) {
	if err := t.check(); err != nil {
		return nil, err
	}
	first := t.each()[0]
	names := make([]string, len(t.models))
	var rows [][]float64
	for i, m := range t.models {
		names[i] = printable.Line(m.Name, 40)
		for _, row := range m.rows() {
			rows = append(rows, append([]float64{float64(i)}, row...))
		}
	}
	listed, err := json.Marshal(names)
	if err != nil {
		return nil, err
	}
	withModel := append([]string{"m"}, columns...)
	views := []object{}
	for i, metric := range []string{"precision", "recall", "f1", "cost"} {
		views = append(views, tradeOffView(metric, names, i == 0))
	}
	return json.Marshal(specification(object{
		"description": "Precision, recall, F1 and expected cost of several models at one threshold and at the cheapest of each.",
		"title":       object{"text": t.title(), "subtitle": first.subtitle()},
		"params":      params(t.sliders()),
		"data":        data(withModel, csv(withModel, rows)),
		"transform": append(first.consequential("m"),
			object{"calculate": string(listed) + "[datum.m]", "as": "model"}),
		"vconcat": []object{{"spacing": 14, "hconcat": views}, tradeOffNumbers(names)},
	}))
}

func (t *TradeOff) sliders() []slider {
	s := t.each()[0].sliders()
	s[0] = slider{"threshold", "threshold of all", 0, 1, 1. / sparseGrid, t.Threshold}
	return s
}

// tradeOffView are the models as rows, each with a metric at the two thresholds and their intervals.
func tradeOffView(metric string, names []string, labelled bool) object {
	title, axis := metric, object{"title": nil, "tickCount": 4}
	scale := object{"domain": []int{0, 1}}
	if metric == "cost" {
		title, scale = "cost of 1,000 cases", object{"zero": true}
	}
	x := func(field string) object {
		return object{"field": field, "type": "quantitative", "scale": scale, "axis": axis}
	}
	rows := object{"title": nil, "domain": false, "ticks": false, "labels": labelled, "labelLimit": 220}
	return object{
		"name": "by_" + metric, "width": 130, "height": object{"step": 15},
		"title":     object{"text": title, "fontSize": 12},
		"transform": chosen(0, 1),
		"encoding": object{
			"y":       object{"field": "model", "type": "nominal", "sort": names, "axis": rows},
			"yOffset": object{"field": "whose", "type": "nominal", "sort": whose},
			"color":   ownColour,
		},
		"layer": []object{
			{"mark": object{"type": "rule", "strokeWidth": 2}, "encoding": object{"x": x(metric + "_lo"), "x2": object{"field": metric + "_hi"}}},
			{"mark": object{"type": "point", "filled": true, "size": 45, "opacity": 1}, "encoding": object{"x": x(metric)}},
			{"mark": object{"type": "tick", "thickness": 2, "size": 10}, "encoding": object{"x": x(metric + "_0"), "color": object{"value": muted}}},
		},
	}
}

// tradeOffNumbers are the same as text.
func tradeOffNumbers(names []string) object {
	value := func(field, format string) string {
		return fmt.Sprintf("'  %[1]s ' + (isFinite(datum.%[1]s) ? format(datum.%[1]s, '%[2]s') : 'undefined')", field, format)
	}
	line := "datum.model + (datum.t > 1 ? ': no alerts at all' : ': score ≥ ' + format(datum.t, '.4~g')) + " +
		value("precision", ".3f") + " + " + value("recall", ".3f") + " + " + value("f1", ".3f") + " + " + value("alerts", ".1f") + " + " + value("cost", ".1f")
	return object{
		"name": "numbers", "width": 640, "height": object{"step": 14},
		"title": object{"text": "the same in numbers", "fontSize": 12,
			"subtitle": whose[0] + " in orange, " + whose[1] + " in blue; alerts and costs of 1,000 cases; grey tick: no skill"},
		"transform": append(chosen(0, 1), object{"calculate": line, "as": "line"}),
		"mark":      object{"type": "text", "align": "left", "baseline": "middle", "fontSize": 11},
		"encoding": object{
			"x":       object{"value": 2},
			"y":       object{"field": "model", "type": "nominal", "sort": names, "axis": nil},
			"yOffset": object{"field": "whose", "type": "nominal", "sort": whose},
			"text":    object{"field": "line", "type": "nominal"},
			"color":   ownColour,
		},
	}
}
