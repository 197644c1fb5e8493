package nb

import (
	"errors"
	"fmt"
	"html"
	"io/fs"
	"math"
	"reflect"
	"strings"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/diagnose"
	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/metrics/predictions"
	"github.com/seqpair/seqpair/metrics/runs"
	"github.com/seqpair/seqpair/nb/internal/printable"
	"github.com/seqpair/seqpair/nb/plot"
	"github.com/seqpair/seqpair/nb/whatif"
)

// viewsOf is the one place that knows what can be shown.
func viewsOf(value any) ([]view, error) {
	if v := reflect.ValueOf(value); !v.IsValid() {
		return nil, errors.New("nb: nothing to show: the value is nil; did the call that made it fail?")
	} else if v.Kind() == reflect.Pointer && v.IsNil() {
		return nil, fmt.Errorf("nb: nothing to show: the %T is nil; did the call that made it fail?", value)
	}
	switch v := value.(type) {
	case interface{ RunDir() string }:
		run, err := Open(v.RunDir())
		if err != nil {
			return nil, err
		}
		return runViews(run)
	case *runs.Run:
		return runViews(v)
	case *predictions.Table:
		return tableViews(v)
	case *Comparison:
		return v.views(), nil
	case *whatif.Analysis:
		shown, err := whatIfView(v)
		return []view{shown}, err
	case *whatif.TradeOff:
		shown, err := tradeOffView(v)
		return []view{shown}, err
	case *metrics.State:
		return Result{State: v}.views()
	case Result:
		return v.views()
	case Mistakes:
		return v.views(), nil
	case Table:
		t, err := v.table()
		return []view{t.view()}, err
	default:
		return readingViews(value)
	}
}

// readingViews are the views of what has been computed already.
func readingViews(value any) ([]view, error) {
	switch v := value.(type) {
	case metrics.Value:
		return []view{noteView(v.String())}, nil
	case metrics.Reading:
		return []view{readingTable([]metrics.Reading{v}).view()}, nil
	case []metrics.Reading:
		return []view{readingTable(v).view()}, nil
	case metrics.Confusion:
		return []view{pictureView(plot.Confusion(v, math.NaN()))}, nil
	case metrics.Curve:
		return []view{pictureView(plot.Curves(v))}, nil
	case []metrics.Curve:
		return []view{pictureView(plot.Curves(v...))}, nil
	case diagnose.Finding:
		return findingViews([]diagnose.Finding{v}), nil
	case []diagnose.Finding:
		return findingViews(v), nil
	case []history.Record:
		return []view{pictureView(plot.Training(v))}, nil
	case plot.Picture:
		return []view{pictureView(v)}, nil
	case fmt.Stringer:
		return []view{textView(fmt.Sprint(v))}, nil
	default:
		return nil, fmt.Errorf("nb: a value of type %T cannot be shown; the documentation of Show lists what can", value)
	}
}

func pictureView(p plot.Picture) view {
	return view{picture: &p, text: p.Text}
}

// noteView is a line of text.
func noteView(text string) view {
	return view{html: "<div>" + html.EscapeString(printable.Line(text, 0)) + "</div>", text: printable.Line(text, 0) + "\n"}
}

// textView is lines in columns.
func textView(text string) view {
	text = printable.Lines(strings.TrimRight(text, "\n"))
	return view{html: `<pre style="` + codeStyle + `">` + html.EscapeString(text) + "</pre>", text: text + "\n"}
}

func tableViews(t *predictions.Table) ([]view, error) {
	s, err := t.State()
	if err != nil {
		return nil, fmt.Errorf("nb: %w", err)
	}
	result := Result{Name: t.Source, State: s}
	views, err := result.views()
	if err != nil {
		return nil, err
	}
	return append(views, pictureView(plot.Scores(s, result.threshold()))), nil
}

// runViews are the result on the test part, else on the validation part, and the training curves.
func runViews(r *runs.Run) ([]view, error) {
	views := []view{headingView(r.Name)}
	for _, split := range []string{"test", "valid"} {
		s, err := r.State(split)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		result, err := OfRun(r, split, s, 0)
		if err != nil {
			return nil, err
		}
		shown, err := result.views()
		if err != nil {
			return nil, err
		}
		views = append(views, shown...)
		break
	}
	if note := Unfinished(r); note != "" && len(views) == 1 {
		views = append(views, noteView(note))
	}
	if len(r.History) > 0 {
		views = append(views, pictureView(plot.Training(r.History)))
	}
	if len(views) == 1 {
		views = append(views, noteView("This run has no history and no predictions yet."))
	}
	return views, nil
}

func headingView(name string) view {
	return view{
		html: `<div style="font-size:1.25em;font-weight:bold">` + html.EscapeString(printable.Line(name, 200)) + "</div>",
		text: printable.Line(name, 200) + "\n",
	}
}

// threshold is the one chosen on the validation part, else the declared one.
func threshold(r *runs.Run) float64 {
	if r.Manifest.Threshold > 0 {
		return r.Manifest.Threshold
	}
	return r.Contract.Threshold
}
