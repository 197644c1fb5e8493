package nb

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seqpair/seqpair/metrics/runs"
)

// absent stands where a configuration lacks a field.
const absent = "–"

// settings are what differs between the configurations of runs, but for fields that none sets to more than its zero.
type settings struct {
	names  []string   // of the runs
	fields []string   // in alphabetical order
	values [][]string // by run and field, texts as they are and all else as JSON; "–" where a configuration lacks the field
}

func differing(opened []*runs.Run) settings {
	s := settings{}
	all := map[string]bool{}
	fields := make([]map[string]string, len(opened))
	for i, run := range opened {
		s.names = append(s.names, run.Name)
		fields[i] = runs.Leaves(run.Config)
		for field := range fields[i] {
			all[field] = true
		}
	}
	s.values = make([][]string, len(opened))
	for _, field := range slices.Sorted(maps.Keys(all)) {
		column := make([]string, len(opened))
		for i := range opened {
			column[i] = absent
			if value, ok := fields[i][field]; ok {
				column[i] = plain(value)
			}
		}
		if len(slices.Compact(slices.Clone(column))) == 1 || !slices.ContainsFunc(column, telling) {
			continue
		}
		s.fields = append(s.fields, field)
		for i, value := range column {
			s.values[i] = append(s.values[i], value)
		}
	}
	return s
}

// plain is the JSON of a leaf, a text without its quotes and escapes.
func plain(leaf string) string {
	var text string
	if strings.HasPrefix(leaf, `"`) && json.Unmarshal([]byte(leaf), &text) == nil {
		return text
	}
	return strings.Trim(leaf, `"`) // a number, or a long text that was cut
}

// telling tells whether a value says more than that a field is absent or has its zero.
func telling(value string) bool {
	return !slices.Contains([]string{absent, "", "0", "false", "null", "{}", "[]"}, value)
}

// summary names what differs: fields of one part of the configuration by that part, and only the first few.
func (s settings) summary() string {
	const most = 3
	parts := map[string][]string{} // fields by the first word of their names
	for _, field := range s.fields {
		part, _, _ := strings.Cut(field, ".")
		parts[part] = append(parts[part], field)
	}
	var names []string
	for _, part := range slices.Sorted(maps.Keys(parts)) {
		if fields := parts[part]; len(fields) == 1 {
			part = fields[0]
		}
		names = append(names, part)
	}
	if more := len(names) - most; more > 1 {
		names = append(names[:most], fmt.Sprintf("%d more settings", more))
	}
	return strings.Join(names, ", ")
}

// label is what tells a run from the others: the value of the only field that differs, else its name.
func (s settings) label(i int) string {
	if len(s.fields) == 1 {
		return s.fields[0] + " " + s.values[i][0]
	}
	return s.names[i]
}

// Setting is a field of the configuration in which runs differ.
type Setting struct {
	Field  string   `json:"field"`
	Values []string `json:"values"` // by run; "–" where a configuration lacks the field
}

// lackedOnly tells whether these runs, and no others, lack a setting, and the others agree on it.
func (s Setting) lackedOnly(by []bool) bool {
	shared := map[string]bool{}
	for i, v := range s.Values {
		if by[i] != (v == absent) {
			return false
		}
		if !by[i] {
			shared[v] = true
		}
	}
	return len(shared) == 1
}

// mostLacking is how many settings a run may lack that others have: one architecture has some that another has not, but
// a run that was recorded by hand lacks nearly all.
const mostLacking = 12

// byHand tells which runs were recorded by hand.
func (c *Comparison) byHand() []bool {
	runs := make([]bool, len(c.Runs))
	for i := range runs {
		lacking := 0
		for _, s := range c.Settings {
			if s.Values[i] == absent {
				lacking++
			}
		}
		runs[i] = lacking > mostLacking
	}
	return runs
}

func (s settings) list() []Setting {
	list := make([]Setting, len(s.fields))
	for i, field := range s.fields {
		list[i].Field = field
		for _, values := range s.values {
			list[i].Values = append(list[i].Values, values[i])
		}
	}
	return list
}
