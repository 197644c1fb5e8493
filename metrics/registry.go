package metrics

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// known is a reader by name. Exactly one of table, at and state is set.
type known struct {
	name   string
	better Direction
	params []param
	table  func(c Confusion, p []float64) Value // of the table at a threshold
	state  func(s *State, p []float64) Value    // of a whole State
	at     func(c Confusion, threshold float64) Value
	// scan is what state does with the usual parameters, in passes that it shares; nil where it cannot.
	scan func(g *gathering) func() Value
}

// param is a number in parentheses behind a name.
type param struct {
	name     string
	usual    float64
	required bool // there is no usual one
}

func needed(names ...string) []param {
	var ps []param
	for _, name := range names {
		ps = append(ps, param{name: name, required: true})
	}
	return ps
}

func usually(name string, x float64) param { return param{name: name, usual: x} }

// usual are the usual parameters, if the reader has one for each.
func (k known) usual() ([]float64, bool) {
	var ps []float64
	for _, p := range k.params {
		if p.required {
			return nil, false
		}
		ps = append(ps, p.usual)
	}
	return ps, true
}

// thresholded says whether a name may end in a threshold.
func (k known) thresholded() bool { return k.table != nil || k.at != nil }

// form is how the name is written: "ece(bins=15)", "precision_at_recall(recall)", "recall@0.3".
func (k known) form() string {
	var inside []string
	for _, p := range k.params {
		if p.required {
			inside = append(inside, p.name)
		} else {
			inside = append(inside, p.name+"="+number(p.usual))
		}
	}
	if len(inside) == 0 {
		return k.name
	}
	return k.name + "(" + strings.Join(inside, ",") + ")"
}

func number(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

// metric is the reader with its parameters and threshold filled in. Its name carries those that are not the usual ones.
func (k known) metric(ps []float64, threshold float64) Metric {
	m := Metric{Name: k.name, Better: k.better, Read: k.reader(ps, threshold)}
	switch {
	case k.table != nil:
		m.Table, m.Threshold = func(c Confusion) Value { return k.table(c, ps) }, threshold
	case k.at != nil:
		m.Table, m.Threshold = func(c Confusion) Value { return k.at(c, threshold) }, threshold
	}
	if usual, ok := k.usual(); len(ps) > 0 && (!ok || !slices.Equal(usual, ps)) {
		var inside []string
		for _, p := range ps {
			inside = append(inside, number(p))
		}
		m.Name += "(" + strings.Join(inside, ",") + ")"
	}
	if k.thresholded() && threshold != defaultThreshold {
		m.Name += "@" + number(threshold)
	}
	return m
}

func (k known) reader(ps []float64, threshold float64) func(*State) Value {
	read := func(s *State) Value { return k.state(s, ps) }
	switch {
	case k.table != nil:
		read = func(s *State) Value { return k.table(s.At(threshold), ps) }
	case k.at != nil:
		read = func(s *State) Value { return k.at(s.At(threshold), threshold) }
	}
	return func(s *State) Value {
		v := read(s)
		if s.Err() != nil {
			return undefined(Unreadable)
		}
		return v
	}
}

// filled are the written parameters, by name or place, with usual ones for those left out.
func (k known) filled(written []argument) ([]float64, error) {
	if len(written) > len(k.params) {
		return nil, fmt.Errorf("%d numbers in parentheses, of at most %d: %s", len(written), len(k.params), k.form())
	}
	ps, given := make([]float64, len(k.params)), make([]bool, len(k.params))
	for i, a := range written {
		if a.name != "" {
			i = slices.IndexFunc(k.params, func(p param) bool { return p.name == a.name })
		}
		if i < 0 || given[i] {
			return nil, fmt.Errorf("%s is unknown or given twice: %s", cmp.Or(a.name, k.params[max(i, 0)].name), k.form())
		}
		ps[i], given[i] = a.value, true
	}
	for i, p := range k.params {
		switch {
		case given[i]:
		case p.required:
			return nil, fmt.Errorf("it needs %s in parentheses: %s", p.name, k.form())
		default:
			ps[i] = p.usual
		}
	}
	return ps, nil
}

// metricName is a name taken apart: base(arguments)@threshold.
type metricName struct {
	base      string
	arguments []argument
	threshold float64
	hasAt     bool
}

// argument is a parameter as it is written: value or name=value.
type argument struct {
	name  string // empty: it goes by its place
	value float64
}

func parseMetricName(name string) (metricName, error) {
	n := metricName{threshold: defaultThreshold}
	rest, at, written := strings.Cut(name, "@")
	if n.hasAt = written; written {
		var err error
		if n.threshold, err = finite(at); err != nil {
			return n, fmt.Errorf("metrics: %q: %q is no threshold: write a number, as in recall@0.3", name, at)
		}
	}
	base, inside, opened := strings.Cut(rest, "(")
	n.base = base
	if !opened {
		return n, nil
	}
	inside, closed := strings.CutSuffix(inside, ")")
	if !closed {
		return n, fmt.Errorf("metrics: %q: the parenthesis is not closed: write as in ece(15)", name)
	}
	for _, text := range strings.Split(inside, ",") {
		parameter, value, named := strings.Cut(text, "=")
		if !named {
			parameter, value = "", text
		}
		a := argument{name: strings.TrimSpace(parameter)}
		var err error
		if a.value, err = finite(strings.TrimSpace(value)); err != nil || named && a.name == "" {
			return n, fmt.Errorf("metrics: %q: %q is no number: write as in ece(15)", name, text)
		}
		n.arguments = append(n.arguments, a)
	}
	return n, nil
}

func finite(text string) (float64, error) {
	x, err := strconv.ParseFloat(text, 64)
	if err == nil && (math.IsNaN(x) || math.IsInf(x, 0)) {
		err = strconv.ErrRange
	}
	return x, err
}
