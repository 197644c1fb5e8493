package model

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/metrics/runs"
	"github.com/seqpair/seqpair/model/data"
)

// Axis is a field of [Config] by its name, and the values that it takes.
type Axis struct {
	Field  string
	Values []any
}

// Search is what the runs of a grid came to, the best first.
type Search struct {
	Monitor string
	Axes    []Axis
	Rows    []SearchRow
}

// SearchRow is one run.
type SearchRow struct {
	Values []any // by axis
	Run    string
	Epoch  int // the best; 0 of a combination that could not be trained
	Value  metrics.Value
}

// Grid trains c with every combination of the axes' values, and reads each by c's Monitor on valid. The runs are named after c.Run,
// which it needs, and stay: a grid that is interrupted goes on, and one that grows trains only what is new. A combination that cannot
// be trained, such as one that diverges, has an undefined reading that says why; if none can, that is the error. The highest of
// many readings on valid flatters: judge the chosen run on test.
func Grid(ctx context.Context, c Config, axes []Axis, train, valid *data.Pairs, to ...history.Recorder) (*Search, error) {
	if c.Run == "" {
		return nil, errors.New("model.Grid: Config.Run is empty: the runs of the grid are named after it")
	}
	if err := checkAxes(axes); err != nil {
		return nil, err
	}
	s := &Search{Monitor: c.WithDefaults().Monitor, Axes: axes}
	points := combinations(axes)
	configs := make([]Config, len(points))
	for i, values := range points {
		var err error
		if configs[i], err = c.with(axes, values); err != nil {
			return nil, err
		}
		if err := configs[i].Check(); err != nil {
			return nil, fmt.Errorf("model.Grid: %v: %w", values, err)
		}
	}
	var failed []error
	for i, values := range points {
		run, err := Fit(ctx, configs[i], train, valid, to...)
		if err != nil {
			why := metrics.Value{Undefined: metrics.Reason(strings.ReplaceAll(err.Error(), "\n", "; "))}
			s.Rows = append(s.Rows, SearchRow{Values: values, Run: runs.Resolve(configs[i].Run), Value: why})
			failed = append(failed, fmt.Errorf("model.Grid: %v: %w", values, err))
			continue
		}
		if !run.Manifest.Finished {
			return s, fmt.Errorf("model.Grid: interrupted after %d of %d runs: the same call goes on from there", i, len(points))
		}
		best := run.Manifest.Best
		s.Rows = append(s.Rows, SearchRow{Values: values, Run: run.Path, Epoch: best.Epoch, Value: best.Value})
	}
	if len(failed) == len(points) {
		return nil, errors.Join(failed...)
	}
	return s, s.sort()
}

func checkAxes(axes []Axis) error {
	for i, axis := range axes {
		switch {
		case len(axis.Values) == 0:
			return fmt.Errorf("model.Grid: the axis of %s has no values, so there is nothing to train: give it one at least", axis.Field)
		case axis.Field == "Monitor":
			return errors.New("model.Grid: Monitor cannot be an axis: by it the runs are ranked")
		case slices.ContainsFunc(axes[:i], func(before Axis) bool { return before.Field == axis.Field }):
			return fmt.Errorf("model.Grid: %s has two axes: give all its values to one", axis.Field)
		}
	}
	return nil
}

// with sets a field per axis, and names the run after what it trains.
func (c Config) with(axes []Axis, values []any) (Config, error) {
	fields := reflect.ValueOf(&c).Elem()
	for i, axis := range axes {
		field := fields.FieldByName(axis.Field)
		if !field.IsValid() || axis.Field == "Run" {
			return c, fmt.Errorf("model.Grid: Config has no field %q to search over", axis.Field)
		}
		value := reflect.ValueOf(values[i])
		switch {
		case value.IsValid() && value.Type().AssignableTo(field.Type()):
			field.Set(value)
		case value.IsValid() && sameInKind(value.Type(), field.Type()):
			field.Set(value.Convert(field.Type()))
		default:
			return c, fmt.Errorf("model.Grid: Config.%s cannot be %v, a %T: give it values of type %s", axis.Field, values[i], values[i], field.Type())
		}
	}
	hash, err := c.Hash()
	c.Run += "-" + hash[:min(8, len(hash))]
	return c, err
}

// sameInKind says whether a value can be meant for a field of another type: a plain string for a named one, or an int for a number.
func sameInKind(value, field reflect.Type) bool {
	number := value.Kind() == reflect.Int && (field.Kind() == reflect.Float64 || field.Kind() == reflect.Int64)
	return (number || value.Kind() == field.Kind()) && value.ConvertibleTo(field)
}

// combinations lists one value of each axis in all ways, the last axis fastest.
func combinations(axes []Axis) [][]any {
	points := [][]any{nil}
	for _, axis := range axes {
		var longer [][]any
		for _, point := range points {
			for _, value := range axis.Values {
				longer = append(longer, append(slices.Clone(point), value))
			}
		}
		points = longer
	}
	return points
}

// sort puts the best row first and undefined readings last.
func (s *Search) sort() error {
	metric, err := metrics.ByName(s.Monitor)
	if err != nil {
		return err
	}
	slices.SortStableFunc(s.Rows, func(a, b SearchRow) int {
		switch {
		case (a.Value.Undefined == "") != (b.Value.Undefined == ""):
			return cmp.Compare(len(a.Value.Undefined), len(b.Value.Undefined))
		case metric.Better == metrics.LowerIsBetter:
			return cmp.Compare(a.Value.V, b.Value.V)
		}
		return cmp.Compare(b.Value.V, a.Value.V)
	})
	return nil
}

// String is the table.
func (s *Search) String() string {
	var text strings.Builder
	out := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	for _, axis := range s.Axes {
		fmt.Fprint(out, axis.Field, "\t")
	}
	fmt.Fprintf(out, "%s\tbest epoch\trun\n", s.Monitor)
	for _, row := range s.Rows {
		for _, value := range row.Values {
			fmt.Fprint(out, value, "\t")
		}
		fmt.Fprintf(out, "%v\t%d\t%s\n", row.Value, row.Epoch, row.Run)
	}
	if err := out.Flush(); err != nil {
		return err.Error()
	}
	return text.String()
}
