package diagnose

import (
	"testing"

	"github.com/seqpair/seqpair/metrics"
)

func TestExperiments(t *testing.T) {
	good, chance := metrics.Value{V: 0.9, Lo: 0.85, Hi: 0.95}, metrics.Value{V: 0.5, Lo: 0.45, Hi: 0.55}
	sound := func() *Active {
		own, constant, permuted := good, metrics.Value{V: 0.5, Lo: 0.5, Hi: 0.5}, chance
		return &Active{
			Gradient: []GradientError{{"dense", 1e-3}, {"head", 2e-3}}, OneBatch: &OneBatch{Examples: 32, Epochs: 200, Loss: 1e-3, Start: 0.69},
			Own: &own, Constant: &constant, Permuted: &permuted,
			Exchange: &Change{Mean: 0.01, Largest: 0.2, ROCAUC: 0.9}, EmptyA: &Change{Mean: 0.2, Largest: 0.9}, EmptyB: &Change{Mean: 0.3, Largest: 0.8},
		}
	}
	check := func(want string, change func(*Active)) {
		t.Helper()
		a := sound()
		change(a)
		if got := ids(Run(Evidence{Active: a})); got != want {
			t.Errorf("found %q, want %q", got, want)
		}
	}
	check("", func(*Active) {})
	check("", func(a *Active) { *a = Active{} })
	check("D61", func(a *Active) { a.Gradient[1].Error = 0.4 })
	check("D62", func(a *Active) { a.OneBatch.Loss = 0.5 })
	check("D63", func(a *Active) { *a.Permuted = good })
	check("D64", func(a *Active) { a.Exchange.Mean = 0.2 })
	check("D65", func(a *Active) { a.EmptyA = &Change{} })
	check("D65", func(a *Active) { a.EmptyB = &Change{Largest: 1e-6} })
	check("D46", func(a *Active) { *a.Own = chance })
	check("", func(a *Active) { a.Ablated = []Ablation{{"dense", chance}, {"bias", good}} })
	check("D67", func(a *Active) {
		a.Ablated = []Ablation{{"dense", chance}, {"bias", metrics.Value{V: 0.97, Lo: 0.96, Hi: 0.98}}}
	})
}
