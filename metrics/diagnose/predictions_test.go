package diagnose

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/predictions"
	"github.com/seqpair/seqpair/metrics/runs"
)

// table makes n examples, every k-th of them positive, scored by score.
func table(n, k int, score func(i int, positive bool, r *rand.Rand) float64) *predictions.Table {
	r := rand.New(rand.NewPCG(1, 2))
	t := &predictions.Table{Source: "test.csv"}
	for i := range n {
		positive := i%k == 0
		t.Labels = append(t.Labels, positive)
		t.Scores = append(t.Scores, min(1, max(0, score(i, positive, r))))
	}
	return t
}

// withColumn0 adds the other softmax column.
func withColumn0(t *predictions.Table) *predictions.Table {
	for _, s := range t.Scores {
		t.Scores0 = append(t.Scores0, 1-s)
	}
	return t
}

func constant(v float64) func(int, bool, *rand.Rand) float64 {
	return func(int, bool, *rand.Rand) float64 { return v }
}

// normal scores positives around the first mean, negatives around the second.
func normal(positive, negative, deviation float64) func(int, bool, *rand.Rand) float64 {
	return func(_ int, is bool, r *rand.Rand) float64 {
		if is {
			return positive + deviation*r.NormFloat64()
		}
		return negative + deviation*r.NormFloat64()
	}
}

func TestSickPredictions(t *testing.T) {
	for _, c := range []struct {
		name, want, say string
		table           *predictions.Table
	}{
		{"question 1, two columns", "D01 D02 D42", "0.9091", withColumn0(table(1100, 11, constant(0)))},
		{"question 1, one column", "D02 D42", "nothing is ranked", table(1100, 11, constant(0))},
		{"within 1e-7 of 0, no ranking", "D02 D42", "100 %", table(1100, 11, normal(5e-8, 5e-8, 1e-8))},
		{"a constant at the prior", "D02", "0.0909", table(1100, 11, constant(1.0/11))},
		{"a constant, three positives", "D02 D40", "381", table(33, 11, constant(0.1))},
		{"everything positive", "D02", "everything is positive", table(1100, 11, normal(0.8, 0.8, 0.02))},
		{"saturated at 1", "D02 D42", "pile up at 1", table(1100, 11, constant(1))},
		{"no ranking below 0.5", "D02", "below", table(1100, 11, normal(0.1, 0.1, 0.03))},
		{"good ranking below 0.5", "D43", "Keep the model", table(5000, 50, normal(0.3, 0.1, 0.05))},
		{"good ranking above 0.5", "D43", "everything is predicted positive", table(5000, 50, normal(0.85, 0.7, 0.03))},
		{"no skill, both classes predicted", "D46", "rank no better", table(1100, 11, normal(0.5, 0.5, 0.1))},
		{"hard predictions", "D26", "decisions", table(1100, 11, func(i int, is bool, _ *rand.Rand) float64 { return map[bool]float64{is: 1, i%7 == 0: 0}[true] })},
		{"perfect decisions", "D26", "decisions", table(1100, 11, func(_ int, is bool, _ *rand.Rand) float64 { return map[bool]float64{true: 1}[is] })},
		{"the other column", "D57", "other class", table(1100, 11, normal(0.3, 0.7, 0.1))},
		{"no negatives", "D25", "no negatives", table(10, 1, constant(0.9))},
		{"one example", "D25", "no negatives", table(1, 1, constant(0.1))},
		{"three positives", "D40", "too few", table(99, 33, normal(0.2, 0.1, 0.05))},
		{"two rows", "D40", "too few", &predictions.Table{Labels: []bool{true, false}, Scores: []float64{.9, .1}}},
		{"80 % positives", "D59", "the majority", func() *predictions.Table {
			t := table(1000, 5, normal(0.4, 0.8, 0.2))
			for i := range t.Labels {
				t.Labels[i] = !t.Labels[i]
			}
			return t
		}()},
		{"columns that do not sum to one", "D44", "1100 of 1100", func() *predictions.Table {
			t := withColumn0(table(1100, 11, normal(0.7, 0.3, 0.1)))
			for i := range t.Scores0 {
				t.Scores0[i] = max(0, t.Scores0[i]-0.1) + 0.05
			}
			return t
		}()},
	} {
		t.Run(c.name, func(t *testing.T) {
			found := Run(FromPredictions(c.table))
			var b strings.Builder
			if err := Text(&b, found); err != nil {
				t.Fatal(err)
			}
			if got := sorted(found); got != c.want || !strings.Contains(b.String(), c.say) {
				t.Errorf("found %q, want %q, saying %q:\n%s", got, c.want, c.say, &b)
			}
		})
	}
}

func TestHealthyPredictionsAreSilent(t *testing.T) {
	weighted := table(1100, 11, normal(0.7, 0.3, 0.1))
	for i := range weighted.Scores {
		weighted.Weights = append(weighted.Weights, float64(i%3))
	}
	for name, table := range map[string]*predictions.Table{
		"skilled":                      table(1100, 11, normal(0.7, 0.3, 0.1)),
		"skilled, two columns":         withColumn0(table(1100, 11, normal(0.7, 0.3, 0.1))),
		"weak, both classes predicted": table(1100, 11, normal(0.5, 0.45, 0.1)),
		"confident negatives at 1e-9": table(1100, 11, func(_ int, is bool, r *rand.Rand) float64 {
			return map[bool]float64{true: r.Float64(), false: 1e-9}[is]
		}),
		"negatives only": table(0, 1, nil),
		"balanced":       table(1000, 2, normal(0.6, 0.4, 0.1)),
		"weighted":       weighted,
		"softmax columns with three digits": func() *predictions.Table {
			t := table(1100, 11, normal(0.7, 0.3, 0.1))
			for i, s := range t.Scores {
				t.Scores[i] = math.Round(s*1000) / 1000
				t.Scores0 = append(t.Scores0, math.Round((1-s)*1000+0.3)/1000)
			}
			return t
		}(),
		"empty": {},
	} {
		if found := Run(FromPredictions(table)); len(found) > 0 {
			t.Errorf("%s: found %s: %s", name, ids(found), found[0].Evidence)
		}
	}
	if found := Run(FromPredictions(nil)); len(found) > 0 {
		t.Errorf("nothing: found %s", ids(found))
	}
}

// TestUpsideDown: the scores of a run that declares its positive class are not those of the other one, whatever they rank.
func TestUpsideDown(t *testing.T) {
	e := FromPredictions(table(1100, 11, normal(0.3, 0.7, 0.1)))
	e.Contract = &soundContract
	if got := sorted(Run(e)); got != "D57" {
		t.Errorf("nothing is declared: found %q, want D57", got)
	}
	declared := soundContract
	declared.Positive = "label 1"
	e.Contract = &declared
	if found := Run(e); sorted(found) != "D46" || !strings.Contains(found[0].Title, "upside down") {
		t.Errorf("a positive class is declared: found %q, want D46 about a ranking upside down", sorted(found))
	}
	e.Valid = table(1100, 11, normal(0.5, 0.5, 0.1))
	if got := sorted(Run(e)); got != "D46" {
		t.Errorf("noise beside it: found %q, want D46 alone", got)
	}
}

// A threshold that was chosen for rare positives is not 0.5.
func TestChosenThresholdIsUsed(t *testing.T) {
	e := FromPredictions(table(5000, 50, normal(0.3, 0.1, 0.05)))
	e.Manifest = &runs.Manifest{Threshold: 0.22}
	if found := Run(e); len(found) > 0 {
		t.Errorf("found %s: %s", ids(found), found[0].Evidence)
	}
}

// The AUC over both columns of a model that predicts one class gives the AUC of
// the positive class away.
func TestFlattenedAUC(t *testing.T) {
	for _, d := range []float64{0, 0.02, 0.1} {
		s, err := table(1100, 11, normal(0.2+d, 0.2, 0.05)).State()
		if err != nil {
			t.Fatal(err)
		}
		share := 1 - s.Prevalence().V
		micro := metrics.OneHotMicro(s).ROCAUC().V
		got := 0.5 + (micro-share)/(2*share*(1-share))
		if want := s.ROCAUC().V; math.Abs(got-want) > 1e-9 {
			t.Errorf("AUC of class 1 from the flattened %g is %g, want %g", micro, got, want)
		}
	}
}
