package whatif

import (
	"fmt"
	"strings"
)

// Sizes in CSS pixels.
const (
	matrixWidth, matrixHeight   = 300, 130
	metricsWidth, metricsHeight = 250, 160
	numbersWidth                = 175
	sweepWidth, sweepHeight     = 640, 150
)

// ownColour takes the colour that a field names.
var ownColour = object{"field": "colour", "type": "nominal", "scale": nil}

// confusionView is the table of true against predicted class at one threshold: examples of the test part, their
// share of their class, and how many of 1,000 cases that makes in deployment.
func confusionView(which int) object {
	cell := func(row, column int, count, share, deployed string) string {
		return fmt.Sprintf("{x: %d, y: %d, right: %t, n: %s, share: %s, deployed: %s}", column, row, row == column, count, share, deployed)
	}
	cells := "[" + strings.Join([]string{
		cell(0, 0, "datum.tn", "datum.tn / (datum.tn + datum.fp)", "1000 * datum.b * datum.tn"),
		cell(0, 1, "datum.fp", "datum.fp / (datum.tn + datum.fp)", "1000 * datum.b * datum.fp"),
		cell(1, 0, "datum.fn", "datum.fn / (datum.tp + datum.fn)", "1000 * datum.a * datum.fn"),
		cell(1, 1, "datum.tp", "datum.tp / (datum.tp + datum.fn)", "1000 * datum.a * datum.tp"),
	}, ", ") + "]"
	steps := append(chosen(which),
		object{"calculate": cells, "as": "cell"}, object{"flatten": []string{"cell"}},
		object{"calculate": "datum.cell.x ? 'predicted positive' : 'predicted negative'", "as": "predicted"},
		object{"calculate": "datum.cell.y ? 'positive' : 'negative'", "as": "truth"},
		object{"calculate": "datum.cell.n", "as": "count"}, object{"calculate": "datum.cell.share", "as": "share"},
		object{"calculate": "datum.cell.right ? '" + blue + "' : '" + vermillion + "'", "as": "colour"},
		object{"calculate": "format(datum.share, '.1%') + ' of ' + datum.truth + 's'", "as": "share_text"},
		object{"calculate": "format(datum.cell.deployed, '.1f') + ' of 1,000 cases'", "as": "deployed_text"})
	text := func(y, size int, field string, bold bool) object {
		mark := object{"type": "text", "dy": y, "fontSize": size, "color": ink}
		if bold {
			mark["fontWeight"] = "bold"
		}
		encoding := object{"text": object{"field": field, "type": "nominal"}}
		if bold {
			encoding["text"] = object{"field": field, "type": "quantitative", "format": ",.6~r"}
		}
		return object{"mark": mark, "encoding": encoding}
	}
	axis := object{"title": nil, "labelAngle": 0, "domain": false, "ticks": false}
	return object{
		"name": fmt.Sprintf("confusion%d", which), "width": matrixWidth, "height": matrixHeight,
		"title":     object{"text": whose[which], "color": colour[which], "fontSize": 12},
		"transform": steps,
		"encoding": object{
			"x": object{"field": "predicted", "type": "nominal", "axis": axis, "sort": []string{"predicted negative", "predicted positive"}},
			"y": object{"field": "truth", "type": "nominal", "axis": axis, "sort": []string{"negative", "positive"}},
		},
		"layer": []object{
			// Half of the hue at most, so that dark text is readable on every cell.
			{"mark": object{"type": "rect", "stroke": "white", "strokeWidth": 3},
				"encoding": object{"color": ownColour, "fillOpacity": object{"field": "share", "type": "quantitative", "legend": nil, "scale": object{"domain": []int{0, 1}, "range": []float64{0.04, 0.5}}}}},
			text(-18, 15, "count", true), text(2, 11, "share_text", false), text(18, 11, "deployed_text", false),
		},
	}
}

// metricsView are the metrics at both thresholds as bars with their intervals; a tick is what no skill reads.
func metricsView() object {
	steps := append(chosen(0, 1), object{"fold": metricNames, "as": []string{"metric", "value"}},
		object{"calculate": "datum[datum.metric + '_lo']", "as": "lo"},
		object{"calculate": "datum[datum.metric + '_hi']", "as": "hi"},
		object{"calculate": "datum[datum.metric + '_0']", "as": "no_skill"})
	x := func(field string) object {
		return object{"field": field, "type": "quantitative", "scale": object{"domain": []int{0, 1}}, "axis": object{"title": nil, "tickCount": 5}}
	}
	return object{
		"name": "metrics", "width": metricsWidth, "height": metricsHeight,
		"title":     object{"text": "metrics", "subtitle": "grey tick: no skill", "fontSize": 12},
		"transform": steps,
		"encoding": object{
			"y": object{"field": "metric", "type": "nominal", "sort": metricNames, "axis": object{"title": nil, "domain": false, "ticks": false}},
			"yOffset": object{"field": "whose", "type": "nominal", "sort": whose,
				"scale": object{"paddingInner": 0.15, "paddingOuter": 0.25}},
			"color": ownColour,
		},
		"layer": []object{
			{"mark": object{"type": "bar", "opacity": 0.45}, "encoding": object{"x": x("value")}},
			{"mark": object{"type": "rule", "strokeWidth": 2}, "encoding": object{"x": x("lo"), "x2": object{"field": "hi"}}},
			{"mark": object{"type": "tick", "color": muted, "thickness": 2}, "encoding": object{"x": x("no_skill"), "color": object{"value": muted}}},
		},
	}
}

// numbersView lists what is read at one threshold.
func numbersView(which int) object {
	value := func(field, format string) string {
		return fmt.Sprintf("isFinite(datum.%[1]s) ? format(datum.%[1]s, '%[2]s') + '  [' + format(datum.%[1]s_lo, '%[2]s') + ', ' + format(datum.%[1]s_hi, '%[2]s') + ']' : 'undefined'", field, format)
	}
	lines := []string{"datum.t > 1 ? 'no alerts at all' : 'score ≥ ' + format(datum.t, '.4~g')"}
	for _, name := range metricNames {
		lines = append(lines, "'"+name+"  ' + ("+value(name, ".3f")+")")
	}
	lines = append(lines,
		"'alerts  ' + ("+value("alerts", ".1f")+")",
		"datum.alerts > limit ? 'over capacity by ' + format(datum.alerts - limit, '.1f') : 'within capacity'",
		"'missed positives  ' + format(datum.missed, '.2f')",
		"'cost  ' + ("+value("cost", ".1f")+")",
		"'cost without skill  ' + format(datum.cost_0, '.1f')")
	steps := append(chosen(which),
		object{"calculate": "[" + strings.Join(lines, ", ") + "]", "as": "line"},
		object{"calculate": fmt.Sprintf("sequence(%d)", len(lines)), "as": "row"},
		object{"flatten": []string{"line", "row"}})
	return object{
		"name": fmt.Sprintf("numbers%d", which), "width": numbersWidth, "height": metricsHeight,
		"title":     object{"text": whose[which], "subtitle": "alerts, misses, costs of 1,000 cases", "color": colour[which], "fontSize": 12},
		"transform": steps,
		"mark":      object{"type": "text", "align": "left", "baseline": "middle", "fontSize": 11, "color": ink},
		"encoding": object{
			"x":    object{"value": 2},
			"y":    object{"field": "row", "type": "ordinal", "axis": nil},
			"text": object{"field": "line", "type": "nominal"},
		},
	}
}

// sweepView is the expected cost at every threshold: on valid, where the cheapest is looked for, and on test,
// where it is paid.
func (a *Analysis) sweepView() object {
	x := object{"field": "t", "type": "quantitative", "scale": object{"domain": []float64{0, a.sliders()[0].Max}, "nice": false, "clamp": true},
		"axis": object{"title": "threshold"}}
	parts := []string{"valid_cost", "cost", "no_skill"}
	lines := object{
		"transform": []object{
			{"filter": "datum.t <= 1"},
			{"calculate": costWithoutSkill, "as": "no_skill"},
			{"fold": parts, "as": []string{"part", "value"}},
		},
		"mark": object{"type": "line", "interpolate": "step-before", "strokeWidth": 1.8, "clip": true},
		"encoding": object{
			"x": x,
			"y": object{"field": "value", "type": "quantitative", "scale": object{"domainMin": 0, "domainMax": object{"expr": "2 * (" + costWithoutSkill + ")"}, "nice": false}, "axis": object{"title": "cost of 1,000 cases", "tickCount": 4}},
			"color": object{"field": "part", "type": "nominal", "sort": parts, "scale": object{"domain": parts, "range": []string{"#56B4E9", "#009E73", muted}},
				"legend": object{"labelExpr": "{valid_cost: 'valid', cost: 'test', no_skill: 'no skill: all or nothing alerts'}[datum.label]"}},
			"strokeDash": object{"field": "part", "type": "nominal", "sort": parts, "legend": nil, "scale": object{"domain": parts, "range": [][]int{{1, 0}, {1, 0}, {4, 3}}}},
		},
	}
	rules := object{
		"transform": append(chosen(0, 1), object{"filter": "datum.t <= 1"}),
		"mark":      object{"type": "rule", "strokeWidth": 2},
		"encoding": object{
			"x":     x,
			"color": object{"field": "whose", "type": "nominal", "scale": object{"domain": whose, "range": colour}, "legend": object{}},
		},
	}
	return object{
		"name": "sweep", "width": sweepWidth, "height": sweepHeight,
		"title":   object{"text": "expected cost against threshold", "fontSize": 12},
		"resolve": object{"scale": object{"color": "independent"}},
		"layer":   []object{lines, rules},
	}
}
