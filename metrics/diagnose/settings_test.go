package diagnose

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/metrics/runs"
)

// configured is a run of ours with a configuration.
func configured(config string) Evidence {
	return Evidence{Kind: KindRun, Name: "first", Manifest: &runs.Manifest{}, Config: json.RawMessage(config)}
}

func TestReconfigured(t *testing.T) {
	const config = `{"Epochs":6,"LearningRate":0.0015,"Loss":{"Name":"focal","Gamma":2,"Alpha":0.25},"Seed":9007199254740993}`
	for _, c := range []struct {
		name     string
		findings []Finding
		want     string // JSON of the fields that differ
	}{
		{"one class", []Finding{{ID: "D02"}}, `{"Loss":{"ClassWeight":"balanced","Name":"bce"}}`},
		{"alpha", []Finding{{ID: "D29", Numbers: map[string]float64{"alpha": 0.25}}}, `{"Loss":{"Alpha":0.75,"Gamma":2,"Name":"focal"}}`},
		{"the gravest first", []Finding{{ID: "D49"}, {ID: "D51", Numbers: map[string]float64{"update_ratio": 1e-6}}}, `{"ClipNorm":1,"LearningRate":0.00015}`},
		{"small steps", []Finding{{ID: "D51", Numbers: map[string]float64{"update_ratio": 1e-6}}}, `{"LearningRate":0.015}`},
		{"large steps", []Finding{{ID: "D51", Numbers: map[string]float64{"update_ratio": 1}}}, `{"LearningRate":0.00015}`},
		{"overfitting", []Finding{{ID: "D52", Numbers: map[string]float64{"best_epoch": 2}}}, `{"Epochs":2}`},
	} {
		changed, ok := Reconfigured(configured(config), c.findings)
		if !ok {
			t.Errorf("%s: nothing changes", c.name)
			continue
		}
		var before, after map[string]json.RawMessage
		if err := json.Unmarshal([]byte(config), &before); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(changed, &after); err != nil {
			t.Fatal(err)
		}
		for field, value := range before {
			if string(after[field]) == string(value) {
				delete(after, field)
			}
		}
		if got, err := json.Marshal(after); err != nil || string(got) != c.want {
			t.Errorf("%s: %s, %v; want %s", c.name, got, err, c.want)
		}
	}
	for name, e := range map[string]Evidence{"no run": {}, "another program's": configured(`{"seed":1}`), "broken": configured("{")} {
		if config, ok := Reconfigured(e, []Finding{{ID: "D02"}}); ok {
			t.Errorf("%s: %s", name, config)
		}
	}
	if config, ok := Reconfigured(configured(config), []Finding{{ID: "D33"}}); ok {
		t.Errorf("other data are needed, not %s", config)
	}
}

// Dead units of a model that ranks all the same change nothing.
func TestDeadUnitsThatDoNoHarmAreLeft(t *testing.T) {
	ranks := Finding{ID: "D50", Numbers: map[string]float64{"average_precision": 0.8}}
	if config, changed := Reconfigured(configured(`{"LearningRate":0.01}`), []Finding{ranks}); changed {
		t.Errorf("the configuration becomes %s", config)
	}
}

// The words of a fix and the configuration that it is made into are of one mind.
func TestFixNamesTheRate(t *testing.T) {
	for rate, want := range map[string]string{"0.01": "0.001", "1": "0.0015"} {
		e := configured(`{"LearningRate":` + rate + `}`)
		e.Records = []history.Record{{Kind: history.Epoch, Epoch: 1}}
		changed, _ := Reconfigured(e, []Finding{{ID: "D50"}})
		for _, fix := range []string{fixSteps(e), fixSaturation(e)} {
			if !strings.Contains(fix, "LearningRate: "+want+"}") || !strings.Contains(string(changed), `"LearningRate":`+want+"}") {
				t.Errorf("of %s: the words are %q, the configuration %s", rate, fix, changed)
			}
		}
	}
}
