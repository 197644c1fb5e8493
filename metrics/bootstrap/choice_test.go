package bootstrap_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/bootstrap"
)

func bestF1(s *metrics.State) (float64, metrics.Value) { return s.BestThreshold(metrics.Confusion.F1) }

func ExampleChooseThreshold() {
	random := rand.New(rand.NewPCG(1, 2))
	validation, test := bootstrap.New(400, 42), bootstrap.New(400, 42)
	for _, split := range []*bootstrap.State{validation, test} {
		if err := split.Update(binormal(random, 1000, 0.1)); err != nil {
			fmt.Println(err)
		}
	}
	choice, err := bootstrap.ChooseThreshold(validation, test, bestF1, metrics.Confusion.F1)
	fmt.Println("threshold:", choice.Threshold, err)
	fmt.Println("test F1:  ", choice.Test)
	// Output:
	// threshold: 0.600 [0.52, 0.70] <nil>
	// test F1:   0.469 [0.35, 0.53] (no skill 0.193)
}

// TestChoiceIsWider: the interval that knows of the choice holds the one at a fixed threshold, or nearly so.
func TestChoiceIsWider(t *testing.T) {
	random := rand.New(rand.NewPCG(6, 2))
	validation := fill(t, bootstrap.New(400, 1), binormal(random, 300, 0.1), nil)
	test := fill(t, bootstrap.New(400, 1), binormal(random, 3000, 0.1), nil)
	choice, err := bootstrap.ChooseThreshold(validation, test, bestF1, metrics.Confusion.F1)
	if err != nil {
		t.Fatal(err)
	}
	fixed := test.Read(metrics.F1(choice.Threshold.V))[0].Value
	if fixed.V != choice.Test.V || choice.Test.Hi-choice.Test.Lo <= fixed.Hi-fixed.Lo {
		t.Errorf("chosen: %v, fixed: %v", choice.Test, fixed)
	}
	if v := choice.Threshold; v.NoInterval != "" || v.Lo > v.V || v.Hi < v.V || v.Lo == v.Hi {
		t.Errorf("threshold: %v", v)
	}
}

// TestChoiceFixed: a choice that never changes has no interval, and the test reading is that at a fixed threshold, drawn from
// numbers of its own: row 7 of validation is not row 7 of test.
func TestChoiceFixed(t *testing.T) {
	b := binormal(rand.New(rand.NewPCG(6, 3)), 1000, 0.1)
	always := func(*metrics.State) (float64, metrics.Value) { return 0.5, metrics.Value{} }
	for _, c := range []struct {
		named bool
	}{{false}, {true}} {
		var units []string
		if c.named {
			for i := range b.Scores {
				units = append(units, fmt.Sprint(i))
			}
		}
		s := fill(t, bootstrap.New(400, 1), b, units)
		choice, err := bootstrap.ChooseThreshold(s, s, always, metrics.Confusion.F1)
		if err != nil {
			t.Fatal(err)
		}
		if choice.Threshold.V != 0.5 || choice.Threshold.NoInterval != bootstrap.EqualReplicates {
			t.Errorf("%+v", choice.Threshold)
		}
		alone := s.Read(metrics.F1(0.5))[0].Value
		if same := alone == choice.Test; same != c.named {
			t.Errorf("named %v: %v, alone: %v", c.named, choice.Test, alone)
		}
		if math.Abs(alone.Lo-choice.Test.Lo) > 0.01 {
			t.Errorf("named %v: %v, alone: %v", c.named, choice.Test, alone)
		}
	}
}

func TestChoiceUndefined(t *testing.T) {
	random := rand.New(rand.NewPCG(6, 4))
	validation := fill(t, bootstrap.New(100, 1), binormal(random, 30, 0), nil)
	test := fill(t, bootstrap.New(100, 1), binormal(random, 30, 0.5), nil)
	choice, err := bootstrap.ChooseThreshold(validation, test, bestF1, metrics.Confusion.F1)
	if err != nil || choice.Threshold.Undefined != metrics.NoPositives || choice.Test.Undefined != metrics.NoPositives {
		t.Errorf("%+v, %v", choice, err)
	}
	if _, err := bootstrap.ChooseThreshold(validation, bootstrap.New(100, 2), bestF1, metrics.Confusion.F1); err == nil {
		t.Error("other seed: no error")
	}
}
