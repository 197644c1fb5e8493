package diagnose

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/runs"
)

// raisedScores are those of a model that says positive to everything, though one in 11 is.
func raisedScores(_ int, _ bool, r *rand.Rand) float64 { return 0.9087 + 0.0043*r.Float64() }

// TestEverythingPositive: where positives count for too much, the fix takes weights away, and names what the run has.
func TestEverythingPositive(t *testing.T) {
	for _, c := range []struct{ name, config, say, changed string }{
		{"both", `{"LearningRate":0.0015,"Loss":{"Name":"bce","ClassWeight":[1,10]},"Sampler":{"Kind":"oversample","Share":0.5}}`,
			"leave out the class weights of the loss (ClassWeight [1 10])", `{"LearningRate":0.0015,"Loss":{"Name":"bce"},"Sampler":{"Kind":"oversample","Share":0.5}}`},
		{"weights", `{"LearningRate":0.0015,"Loss":{"Name":"focal","Alpha":0.9}}`,
			"leave out the class weights of the loss (Alpha 0.9)", `{"LearningRate":0.0015,"Loss":{"Name":"focal"}}`},
		{"sampler", `{"LearningRate":0.0015,"Loss":{"Name":"bce"},"Sampler":{"Kind":"undersample","Share":0.7}}`,
			"leave out the sampler (undersample, 0.7 positive)", `{"LearningRate":0.0015,"Loss":{"Name":"bce"},"Sampler":{"Kind":"every_example"}}`},
		{"weights of one beside a sampler", `{"LearningRate":0.0015,"Loss":{"Name":"bce","ClassWeight":[1,1]},"Sampler":{"Kind":"undersample","Share":0.7}}`,
			"leave out the sampler", `{"LearningRate":0.0015,"Loss":{"Name":"bce","ClassWeight":[1,1]},"Sampler":{"Kind":"every_example"}}`},
		{"weights by rule", `{"LearningRate":0.0015,"Loss":{"Name":"bce","ClassWeight":"balanced"}}`,
			"leave out the class weights of the loss (ClassWeight balanced)", `{"LearningRate":0.0015,"Loss":{"Name":"bce"}}`},
		{"weight of negatives", `{"LearningRate":0.5,"Loss":{"Name":"bce","ClassWeight":[10,1]}}`,
			"LearningRate: 0.0015", `{"LearningRate":0.0015,"Loss":{"Name":"bce","ClassWeight":[10,1]}}`},
		{"focal, of negatives", `{"LearningRate":0.5,"Loss":{"Name":"focal","Alpha":0.25}}`,
			"LearningRate: 0.0015", `{"LearningRate":0.0015,"Loss":{"Name":"focal","Alpha":0.25}}`},
		{"price of false negatives", `{"LearningRate":0.0015,"Loss":{"Name":"tversky","Alpha":0.2,"Beta":0.8}}`,
			"leave out the class weights of the loss (Beta 0.8 of false negatives, beside Alpha 0.2)", `{"LearningRate":0.0015,"Loss":{"Name":"tversky"}}`},
		{"price of false positives", `{"LearningRate":0.5,"Loss":{"Name":"tversky","Alpha":0.7,"Beta":0.3}}`,
			"LearningRate: 0.0015", `{"LearningRate":0.0015,"Loss":{"Name":"tversky","Alpha":0.7,"Beta":0.3}}`},
		{"neither", `{"LearningRate":0.5,"Loss":{"Name":"bce"}}`,
			"LearningRate: 0.0015", `{"LearningRate":0.0015,"Loss":{"Name":"bce"}}`},
	} {
		e := Evidence{Contract: &soundContract, Manifest: &runs.Manifest{Shift: 40}, Config: json.RawMessage(c.config), Valid: table(1100, 11, raisedScores)}
		found := Run(e)
		if len(found) == 0 || found[0].ID != "D02" {
			t.Errorf("%s: found %s", c.name, ids(found))
			continue
		}
		f := found[0]
		if !strings.Contains(f.Fix, c.say) || strings.Contains(f.Fix, "Balanced") {
			t.Errorf("%s: %s", c.name, f.Fix)
		}
		if twice := strings.Contains(f.Evidence, "count positives twice: together they raise the odds of a positive by a factor of 40"); twice != (c.name == "both") {
			t.Errorf("%s: %s", c.name, f.Evidence)
		}
		if changed, ok := Reconfigured(e, found); !ok || string(changed) != c.changed {
			t.Errorf("%s: %s, want %s", c.name, changed, c.changed)
		}
	}
}

// TestRaisedWithoutARun: in predictions, a log and a matrix too, a rare class that everything is said to be of needs no more weight.
func TestRaisedWithoutARun(t *testing.T) {
	matrix := metrics.NewConfusion(100, 1000, 0, 0)
	for name, e := range map[string]Evidence{
		"predictions": FromPredictions(table(1100, 11, raisedScores)),
		"log": read(t, csv("loss,accuracy,precision,recall,auc",
			"2.1,0.0909,0.0909,1.0000,0.5000", "2.1,0.0909,0.0909,1.0000,0.5000", "2.1,0.0909,0.0909,1.0000,0.5000")),
		"matrix": {Confusion: &matrix},
	} {
		found := Run(e)
		if len(found) == 0 || found[0].ID != "D02" || !strings.HasPrefix(found[0].Fix, "Positives count for too much") {
			t.Errorf("%s: %v", name, found)
		}
	}
	for name, e := range map[string]Evidence{
		"everything negative":             FromPredictions(table(1100, 11, constant(0.1))),
		"a threshold at the class shares": {Contract: &soundContract, Manifest: &runs.Manifest{Threshold: 1.0 / 11}, Valid: table(1100, 11, constant(1.0/11))},
	} {
		if f := Run(e)[0]; f.ID != "D02" || strings.Contains(f.Fix, "too much") {
			t.Errorf("%s: %s %s", name, f.ID, f.Fix)
		}
	}
}
