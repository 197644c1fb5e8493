package whatif

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// object is a JSON object.
type object = map[string]any

// VegaLite is the analysis as a Vega-Lite 5 specification with its data in it: nothing is loaded, and no kernel
// is needed. It is an error if an assumption cannot be.
func (a *Analysis) VegaLite() ([]byte, error) {
	if err := a.check(); err != nil {
		return nil, err
	}
	return json.Marshal(specification(object{
		"description": a.description(),
		"title":       object{"text": a.title(), "subtitle": a.subtitle()},
		"params":      params(a.sliders()),
		"data":        data(columns, a.csv()),
		"transform":   a.consequential(),
		"vconcat": []object{
			{"spacing": 40, "hconcat": []object{confusionView(0), confusionView(1)}},
			{"spacing": 10, "hconcat": []object{metricsView(), numbersView(0), numbersView(1)}},
			a.sweepView(),
		},
	}))
}

// specification adds to content what all have in common. Text is drawn as text, so that it can be read by programs
// and searched. Every colour is said: a dark front end would write in white, on a ground that stays as it is.
func specification(content object) object {
	maps.Copy(content, object{
		"$schema":    "https://vega.github.io/schema/vega-lite/v5.json",
		"usermeta":   object{"embedOptions": object{"renderer": "svg", "actions": object{"export": true, "source": false, "compiled": false, "editor": false}}},
		"background": "white",
		"padding":    12,
		"config": object{
			"view": object{"stroke": nil},
			"axis": object{"labelFontSize": 11, "titleFontSize": 11, "titleFontWeight": "normal",
				"labelColor": ink, "titleColor": ink, "gridColor": faint, "domainColor": muted, "tickColor": muted},
			"legend": object{"labelFontSize": 11, "labelColor": ink, "title": nil, "orient": "top", "symbolStrokeWidth": 2.5},
			"title":  object{"anchor": "start", "fontSize": 13, "color": ink, "subtitleFontSize": 11, "subtitleColor": muted},
		},
		"spacing": 18,
	})
	return content
}

func data(columns []string, csv string) object {
	kinds := map[string]string{} // what is not said is text to Vega
	for _, c := range columns {
		kinds[c] = "number"
	}
	return object{"values": csv, "format": object{"type": "csv", "parse": kinds}}
}

// The colours of Okabe and Ito that package plot uses too.
const (
	blue       = "#0072B2"
	vermillion = "#D55E00"
	ink        = "#222222"
	muted      = "#666666"
	faint      = "#E8E8E8"
)

// The two thresholds whose consequences are shown.
var (
	whose  = [2]string{"your threshold", "cheapest on valid"}
	colour = [2]string{vermillion, blue}
)

func (a *Analysis) title() string {
	return strings.TrimPrefix(a.Name+": what if …", ": ")
}

func (a *Analysis) subtitle() string {
	return fmt.Sprintf("Consequences on the test part (%.6g positive, %.6g negative), at the prevalence of the slider; lines are 95 %% intervals",
		a.test.positive, a.test.negative)
}

func (a *Analysis) description() string {
	return "Confusion matrix, metrics, expected cost and alerts at a threshold of the reader's and at the cheapest, " +
		"under assumptions that sliders move."
}

// params are the sliders, and the limit to the alerts: at the right end of its slider there is none.
func params(sliders []slider) []object {
	var params []object
	for _, s := range sliders {
		params = append(params, object{"name": s.Name, "value": s.Value,
			"bind": object{"input": "range", "name": s.Label + " ", "min": s.Min, "max": s.Max, "step": s.Step}})
	}
	return append(params, object{"name": "limit", "expr": fmt.Sprintf("capacity < %g ? capacity : 1000", sliders[4].Max)})
}

// never stands for the threshold +Inf, which JSON and CSV do not have.
const never = 2

// columns are what the formulas read of an operating point.
var columns = []string{"t", "vtp", "vfp", "tp", "fp"}

// csv are the operating points, a line each, below the names of the columns.
func (a *Analysis) csv() string {
	return csv(columns, a.rows())
}

// rows are the operating points and that of the threshold where the slider stands at first.
func (a *Analysis) rows() [][]float64 {
	points := a.points
	start := a.read(a.roundThreshold())
	if i, there := slices.BinarySearchFunc(points, start, falling); !there {
		points = slices.Insert(slices.Clone(points), i, start)
	}
	rows := make([][]float64, len(points))
	for i, p := range points {
		rows[i] = []float64{min(p.threshold, never), p.valid.TP, p.valid.FP, p.test.TP, p.test.FP}
	}
	return rows
}

func csv(columns []string, rows [][]float64) string {
	var out strings.Builder
	out.WriteString(strings.Join(columns, ",") + "\n")
	for _, row := range rows {
		for i, v := range row {
			if i > 0 {
				out.WriteByte(',')
			}
			out.WriteString(exact(v))
		}
		out.WriteByte('\n')
	}
	return out.String()
}

func calculations(formulas []formula) []object {
	steps := make([]object, len(formulas))
	for i, f := range formulas {
		steps[i] = object{"calculate": f.expression, "as": f.field}
	}
	return steps
}

// consequential are the transforms of all views: they mark the operating points of the two thresholds and compute
// what follows from each, in each group of rows that have the given fields in common.
func (a *Analysis) consequential(groups ...string) []object {
	ranked := func(field, by string) object {
		return object{
			"window":  []object{{"op": "row_number", "as": field}},
			"groupby": append([]string{}, groups...),
			"sort":    []object{{"field": by, "order": "ascending"}, {"field": "t", "order": "descending"}},
		}
	}
	steps := append(calculations(a.ahead()),
		object{"calculate": "abs(datum.t - threshold)", "as": "distance"},
		ranked("nearest", "distance"),
		object{"calculate": "datum.valid_alerts <= limit ? datum.valid_cost : 1e300", "as": "feasible_cost"},
		ranked("cheapest", "feasible_cost"),
		object{"calculate": fmt.Sprintf("datum.nearest == 1 ? '%s' : ''", whose[0]), "as": "whose0"},
		object{"calculate": fmt.Sprintf("datum.cheapest == 1 ? '%s' : ''", whose[1]), "as": "whose1"})
	return append(steps, calculations(a.consequences())...)
}

// chosen are the transforms that leave the operating points of the given thresholds, with their field whose.
func chosen(which ...int) []object {
	fields := make([]string, len(which))
	for i, w := range which {
		fields[i] = fmt.Sprintf("whose%d", w)
	}
	return []object{
		{"fold": fields, "as": []string{"which", "whose"}},
		{"filter": "datum.whose != ''"},
		{"calculate": fmt.Sprintf("datum.whose == '%s' ? '%s' : '%s'", whose[0], colour[0], colour[1]), "as": "colour"},
	}
}
