package bootstrap_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/bootstrap"
)

func ExampleDifference() {
	baseline, candidate := bootstrap.New(1000, 42), bootstrap.New(1000, 42)
	rows := binormal(rand.New(rand.NewPCG(1, 2)), 1000, 0.1)
	better := metrics.Batch{Labels: rows.Labels}
	for i, score := range rows.Scores {
		if rows.Labels[i] {
			score = (1 + 4*score) / 5
		}
		better.Scores = append(better.Scores, score)
	}
	if err := baseline.Update(rows); err != nil {
		fmt.Println(err)
	}
	if err := candidate.Update(better); err != nil {
		fmt.Println(err)
	}
	contrasts, err := bootstrap.Difference(baseline, candidate, metrics.ROCAUC())
	fmt.Println("apart:     ", contrasts[0].Baseline, "and", contrasts[0].Candidate)
	fmt.Println("difference:", contrasts[0].Difference, err)
	// Output:
	// apart:      0.845 [0.80, 0.88] (no skill 0.500) and 0.919 [0.90, 0.94] (no skill 0.500)
	// difference: 0.0748 [0.057, 0.095] <nil>
}

// TestDifferenceOfTheUndefined has no number anywhere.
func TestDifferenceOfTheUndefined(t *testing.T) {
	s := fill(t, bootstrap.New(100, 1), binormal(rand.New(rand.NewPCG(1, 2)), 20, 0), nil)
	contrasts, err := bootstrap.Difference(s, s, metrics.ROCAUC())
	if err != nil {
		t.Fatal(err)
	}
	c := contrasts[0]
	for _, v := range []metrics.Value{c.Baseline, c.Candidate, c.Difference, c.P} {
		if v.Undefined != metrics.NoPositives || v.V != 0 || v.NoInterval == "" || v.NoBaseline == "" && v.Baseline != 0.5 {
			t.Errorf("%+v", v)
		}
	}
}

// TestContrastJSON holds null for what does not exist and no NaN.
func TestContrastJSON(t *testing.T) {
	for _, prevalence := range []float64{0, 0.5} {
		s := fill(t, bootstrap.New(100, 1), binormal(rand.New(rand.NewPCG(1, 2)), 50, prevalence), nil)
		contrasts, err := bootstrap.Difference(s, s, several...)
		if err != nil {
			t.Fatal(err)
		}
		data, err := json.Marshal(contrasts)
		if err != nil {
			t.Fatal(err)
		}
		var read []bootstrap.Contrast
		if err := json.Unmarshal(data, &read); err != nil || !slices.Equal(read, contrasts) {
			t.Errorf("prevalence %v: %v, %s", prevalence, err, data)
		}
	}
}
