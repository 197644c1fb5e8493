package diagnose

import (
	"encoding/json"
	"maps"
	"strconv"
)

// settings are the fields of a run's model.Config, as its JSON has them; nil if there are none.
func (e Evidence) settings() map[string]json.RawMessage {
	var fields map[string]json.RawMessage
	if json.Unmarshal(e.Config, &fields) != nil {
		return nil
	}
	return fields
}

// loss is that of a run's configuration, the caller's to change; nil if there is none.
func (e Evidence) loss() map[string]any {
	var loss map[string]any
	if json.Unmarshal(e.settings()["Loss"], &loss) != nil {
		return nil
	}
	return loss
}

// defaultRate is what a LearningRate of 0 stands for in model.Config.
const defaultRate = 0.0015

// Reconfigured is the configuration of a run with the changes that findings ask for, gravest first, as JSON that
// model.Config reads. ok is false if there is no such configuration, or if no change of it would help: the data, the
// threshold or the metrics are then what must change.
func Reconfigured(e Evidence, findings []Finding) (config json.RawMessage, ok bool) {
	before := e.settings()
	if e.Manifest == nil || before["LearningRate"] == nil {
		return nil, false
	}
	changed := map[string]any{}
	for _, f := range findings {
		change := changes[f.ID]
		if change == nil {
			continue
		}
		for field, value := range change(e, f) {
			if _, taken := changed[field]; !taken {
				changed[field] = value
			}
		}
	}
	after := map[string]any{}
	for field, value := range before {
		after[field] = value
	}
	maps.Copy(after, changed)
	config, err := json.Marshal(after)
	return config, err == nil && len(changed) > 0
}

// changes are what to set against a finding; findings that are not here need other data, thresholds or metrics.
var changes = map[string]func(Evidence, Finding) map[string]any{
	"D02": weighed,
	"D29": alphaExchanged,
	"D42": slower,
	"D48": slower,
	"D49": func(e Evidence, f Finding) map[string]any {
		change := slower(e, f)
		change["ClipNorm"] = 1
		return change
	},
	"D50": func(e Evidence, f Finding) map[string]any {
		if _, ranks := f.Numbers["average_precision"]; ranks {
			return nil
		}
		return slower(e, f)
	},
	"D51": func(e Evidence, f Finding) map[string]any {
		if f.Numbers["update_ratio"] > largeStep {
			return slower(e, f)
		}
		return map[string]any{"LearningRate": max(10*e.rate(), defaultRate)}
	},
	"D70": func(Evidence, Finding) map[string]any { return map[string]any{"Monitor": "average_precision"} },
	"D52": func(_ Evidence, f Finding) map[string]any {
		return map[string]any{"Epochs": max(1, int(f.Numbers["best_epoch"]))}
	},
}

// rate is the learning rate of a run.
func (e Evidence) rate() float64 {
	var rate float64
	if json.Unmarshal(e.settings()["LearningRate"], &rate) != nil || rate <= 0 {
		return defaultRate
	}
	return rate
}

// slower takes smaller steps.
func slower(e Evidence, _ Finding) map[string]any {
	return map[string]any{"LearningRate": e.lowerRate()}
}

// lowerRate is a tenth of the learning rate, to two digits, and at most the default.
func (e Evidence) lowerRate() json.Number {
	return json.Number(strconv.FormatFloat(min(e.rate()/10, defaultRate), 'g', 2, 64))
}

// weighed gives the rare class its weight, or takes it away where everything is predicted positive. Steps are smaller only where the
// run took larger ones than usual.
func weighed(e Evidence, f Finding) map[string]any {
	if f.Numbers["raised"] == 1 {
		return lighter(e, f)
	}
	change := map[string]any{"Loss": map[string]any{"Name": "bce", "ClassWeight": "balanced"}}
	if e.rate() > defaultRate {
		maps.Copy(change, slower(e, f))
	}
	return change
}

// alphaExchanged gives the positives of a focal loss the weight that the negatives had.
func alphaExchanged(e Evidence, f Finding) map[string]any {
	loss := e.loss()
	if loss == nil {
		return nil
	}
	loss["Alpha"] = 1 - f.Numbers["alpha"]
	return map[string]any{"Loss": loss}
}
