package metrics_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/seqpair/seqpair/metrics"
)

func TestValueString(t *testing.T) {
	for want, v := range map[string]metrics.Value{
		"0.424 [0.36, 0.49] (no skill 0.023)":                              {V: 0.424, Lo: 0.36, Hi: 0.49, Baseline: 0.023},
		"undefined: no positive examples":                                  {Undefined: metrics.NoPositives, Baseline: 0.3},
		"1.000, no interval: the estimated variance is 0 (no skill 0.500)": {V: 1, Baseline: 0.5, NoInterval: metrics.NoSpread},
		"0.00123 [0.0011, 0.0014]":                                         {V: 0.001234, Lo: 0.0011, Hi: 0.0014, NoBaseline: metrics.AnyRate},
		"-0.250 [-0.45, 0.02] (no skill 0)":                                {V: -0.25, Lo: -0.45, Hi: 0.02},
	} {
		if got := v.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestValueJSON(t *testing.T) {
	for _, v := range []metrics.Value{
		{V: 0.4, Lo: 0.3, Hi: 0.5, N: 7, Weight: 6.5, Baseline: 0.1},
		{Undefined: metrics.NoPositives, NoInterval: metrics.NoPositives, Baseline: 0.2},
		{V: 1, NoInterval: metrics.NoSpread, NoBaseline: metrics.AnyRate},
	} {
		data, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		var back metrics.Value
		if err := json.Unmarshal(data, &back); err != nil {
			t.Errorf("%s: %v", data, err)
		}
		if diff := cmp.Diff(v, back); diff != "" {
			t.Error(diff)
		}
	}
	for _, text := range []string{`{}`, `{"value":0.4,"lo":0.3,"hi":null,"baseline":1}`, `{"value":"NaN"}`, `[]`} {
		v := metrics.Value{V: 9}
		if err := json.Unmarshal([]byte(text), &v); err == nil || v.V != 9 {
			t.Errorf("%s: error %v, value %v", text, err, v.V)
		}
	}
	data, err := json.Marshal(metrics.Reading{Name: "log_loss", Better: metrics.LowerIsBetter, Value: metrics.Value{Undefined: metrics.NoExamples, NoInterval: metrics.NoExamples, NoBaseline: metrics.NoExamples}})
	want := `{"name":"log_loss","better":"lower","value":{"value":null,"lo":null,"hi":null,"baseline":null,"n":0,"weight":0,` +
		`"undefined":"no examples","no_interval":"no examples","no_baseline":"no examples"}}`
	if err != nil || string(data) != want {
		t.Errorf("got %s (%v), want %s", data, err, want)
	}
}

func TestByName(t *testing.T) {
	for _, name := range []string{"average_precision", "roc_auc", "log_loss", "brier", "precision", "recall", "f1", "f0.5", "f2",
		"specificity", "balanced_accuracy", "mcc", "accuracy", "recall@0.3", "f2@0.25"} {
		metric, err := metrics.ByName(name)
		if err != nil || metric.Name != name || metric.Read == nil {
			t.Errorf("%s: got %q, %v", name, metric.Name, err)
		}
		if lower := name == "log_loss" || name == "brier"; (metric.Better == metrics.LowerIsBetter) != lower {
			t.Errorf("%s gets better when %s", name, metric.Better)
		}
	}
	for _, name := range []string{"", "auc", "roc_auc@0.3", "f", "f-1", "fNaN", "recall@", "recall@NaN", "recall@0.3@0.4"} {
		if metric, err := metrics.ByName(name); err == nil {
			t.Errorf("%q is %q", name, metric.Name)
		}
	}
	s := newState(t, metrics.Batch{Scores: []float64{0.4, 0.2}, Labels: []bool{true, true}})
	half, _ := metrics.ByName("recall")
	low, _ := metrics.ByName("recall@0.3")
	if half.Read(s).V != 0 || low.Read(s).V != 0.5 {
		t.Errorf("recall %v at 0.5, %v at 0.3", half.Read(s).V, low.Read(s).V)
	}
}
