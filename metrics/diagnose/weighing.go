package diagnose

import (
	"encoding/json"
	"fmt"
	"strings"
)

// weighing is how the configuration of a run has positives count for more than one example each.
type weighing struct {
	weights string         // of the classes in the loss, in words; empty: none
	lighter map[string]any // the loss without them
	sampler string         // in words; empty: every example is shown once
}

// weighing reads the configuration of a run.
func (e Evidence) weighing() weighing {
	w := weighing{lighter: e.loss()}
	for _, field := range []string{"ClassWeight", "Alpha"} {
		if value := w.lighter[field]; raisesPositives(w.lighter["Name"], field, value) {
			w.weights = fmt.Sprintf("%s %v", field, value)
			delete(w.lighter, field)
		}
	}
	if w.lighter["Name"] == "tversky" && more(w.lighter["Beta"], w.lighter["Alpha"]) {
		w.weights = fmt.Sprintf("Beta %v of false negatives, beside Alpha %v", w.lighter["Beta"], w.lighter["Alpha"])
		delete(w.lighter, "Alpha")
		delete(w.lighter, "Beta")
	}
	var sampler struct {
		Kind  string
		Share float64
	}
	if json.Unmarshal(e.settings()["Sampler"], &sampler) == nil && sampler.Kind != "" && sampler.Kind != "every_example" {
		w.sampler = fmt.Sprintf("%s, %v positive", sampler.Kind, sampler.Share)
	}
	return w
}

// raisesPositives says whether a field of a loss has a positive count for more than a negative: weights by a rule, which are for rare
// positives, or by class, or the share of focal loss.
func raisesPositives(loss any, field string, value any) bool {
	switch value := value.(type) {
	case string:
		return value != ""
	case float64:
		return field == "Alpha" && loss == "focal" && value > 0.5
	case []any:
		return len(value) == 2 && more(value[1], value[0])
	case map[string]any:
		return more(value["1"], value["0"])
	}
	return false
}

// more says whether both are numbers and a is above b.
func more(a, b any) bool {
	x, first := a.(float64)
	y, second := b.(float64)
	return first && second && x > y
}

// story says what the run weighs, if it does so twice.
func (w weighing) story(e Evidence) string {
	if w.weights == "" || w.sampler == "" {
		return ""
	}
	text := fmt.Sprintf(" The class weights of the loss (%s) and the sampler (%s) count positives twice", w.weights, w.sampler)
	if e.Manifest != nil && e.Manifest.Shift > 1 {
		text += fmt.Sprintf(": together they raise the odds of a positive by a factor of %s", number(e.Manifest.Shift))
	}
	return text + "."
}

// lighter takes away what has rare positives count too much: the class weights, else the sampler. Without either, steps are smaller.
func lighter(e Evidence, f Finding) map[string]any {
	switch w := e.weighing(); {
	case w.weights != "":
		return map[string]any{"Loss": w.lighter}
	case w.sampler != "":
		return map[string]any{"Sampler": map[string]any{"Kind": "every_example"}}
	}
	return slower(e, f)
}

// fixRaised says how to get a model that says positive to everything, though positives are rare, down to the class shares.
func fixRaised(e Evidence, p prior) string {
	const words = "Positives count for too much, not too little: "
	switch e.framework() {
	case "keras":
		return words + fmt.Sprintf(`train without class weights or resampling (beside one another they count twice), start at the prior, take smaller steps, from fresh weights:
    model.fit(...)                                       # without class_weight
    Dense(1, bias_initializer=Constant(%.3f))          # log(positives / negatives)
    optimizer=Adam(1e-4)                                 # or a tenth of what you use now`, p.logOdds())
	case "seqpair":
		return e.weighing().fix(e, words)
	}
	return words + fmt.Sprintf("train again from fresh weights without class weights or resampling (beside one another they count twice), with an output bias that starts at %.3f = log(positives / negatives), and a tenth of the learning rate.", p.logOdds())
}

// fix says what to take away, as lighter does.
func (w weighing) fix(e Evidence, words string) string {
	switch {
	case e.Config == nil:
		return words + "leave out the class weights or the sampler, whichever the configuration has, as a new run; beside one another they count twice."
	case w.weights != "":
		name := strings.Fields(w.weights)[0]
		return words + fmt.Sprintf("leave out the class weights of the loss (%s), as a new run:\n    model.Config{Loss: losses.BCE{}}                     // or your loss, without %s", w.weights, name)
	case w.sampler != "":
		return words + fmt.Sprintf("leave out the sampler (%s), as a new run:\n    model.Config{Sampler: data.Sampler{}}                // every example once", w.sampler)
	}
	return "Neither class weights nor a sampler raise the scores, so the steps do. " + fixSteps(e)
}
