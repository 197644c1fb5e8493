package multiclass_test

import (
	"encoding/json"
	"math"
	"os"
	"testing"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/multiclass"
)

// golden is a case of testdata/golden.json: values that other libraries compute and document.
type golden struct {
	Name     string
	Inputs   map[string]any
	Expected any
	Tol      float64
}

// numbers flattens nested lists.
func numbers(v any) []float64 {
	switch v := v.(type) {
	case []any:
		var all []float64
		for _, x := range v {
			all = append(all, numbers(x)...)
		}
		return all
	case float64:
		return []float64{v}
	}
	return []float64{math.NaN()}
}

func (g golden) column(name string) []float64 {
	if v, ok := g.Inputs[name].([]any); ok {
		return numbers(v)
	}
	return nil
}

// confusion is the table of columns of class numbers; one column of probabilities is decided at ½.
func (g golden) confusion(t *testing.T) *multiclass.Confusion {
	truth, predicted := g.column("y_true"), g.column("y_pred")
	if truth == nil {
		truth, predicted = g.column("target"), g.column("preds")
	}
	if len(truth) == 0 || len(truth) != len(predicted) {
		t.Fatalf("%v", g.Inputs)
	}
	negative := 0.0
	for _, x := range append(truth, predicted...) {
		negative = math.Min(negative, x)
	}
	d := multiclass.Decisions{Weights: g.column("sample_weight")}
	class := func(x float64) int { return int(math.Round((x - negative) / (1 - negative))) } // -1 and 1 are 0 and 1
	k := 2
	for i := range truth {
		d.Truth, d.Predicted = append(d.Truth, class(truth[i])), append(d.Predicted, class(predicted[i]))
		k = max(k, d.Truth[i]+1, d.Predicted[i]+1)
	}
	return newConfusion(t, d, multiclass.Numbered(k)...)
}

// labels is one row per list of the inputs.
func (g golden) labels(t *testing.T) *multiclass.Labels {
	scores := numbers(g.Inputs["y_pred"])
	var b multiclass.LabelBatch
	for i, y := range numbers(g.Inputs["y_true"]) {
		b.Labels, b.Scores = append(b.Labels, y == 1), append(b.Scores, scores[i])
	}
	return newLabels(t, b, multiclass.Numbered(3)...)
}

func newConfusion(t testing.TB, d multiclass.Decisions, classes ...string) *multiclass.Confusion {
	t.Helper()
	c, err := multiclass.NewConfusion(classes...)
	if err == nil {
		err = c.Update(d)
	}
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func newState(t testing.TB, b multiclass.Batch, classes ...string) *multiclass.State {
	t.Helper()
	s, err := multiclass.NewState(classes...)
	if err == nil {
		err = s.Update(b)
	}
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func newLabels(t testing.TB, b multiclass.LabelBatch, labels ...string) *multiclass.Labels {
	t.Helper()
	l, err := multiclass.NewLabels(labels...)
	if err == nil {
		err = l.Update(b)
	}
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// number is a Value in the references' terms, where undefined is NaN.
func number(v metrics.Value) float64 {
	if v.Undefined != "" {
		return math.NaN()
	}
	return v.V
}

func near(got, want, tolerance float64) bool {
	return got == want || math.IsNaN(got) && math.IsNaN(want) || math.Abs(got-want) <= tolerance*math.Max(1, math.Abs(want))
}

// each are single classes' numbers.
func each(readings []multiclass.ClassReading) []float64 {
	var values []float64
	for _, reading := range readings {
		values = append(values, number(reading.Value))
	}
	return values
}

func beta(b float64) multiclass.Reader {
	return func(c metrics.Confusion) metrics.Value { return c.FBeta(b) }
}

// gMean and iba are imbalanced-learn's of two classes.
func gMean(sensitivity, specificity float64) float64 { return math.Sqrt(sensitivity * specificity) }

func iba(sensitivity, specificity float64) float64 {
	return (1 + 0.1*(sensitivity-specificity)) * sensitivity * specificity
}

func of(xs ...float64) []float64 { return xs }

// collapsed is ten negatives and one positive that are all answered "negative" with certainty.
func collapsed(t *testing.T) *multiclass.State {
	var b multiclass.Batch
	for i := range 11 {
		b.Truth, b.Scores = append(b.Truth, i/10), append(b.Scores, 1, 0)
	}
	return newState(t, b, "no", "yes")
}

func argmax(s *multiclass.State) *multiclass.Confusion {
	c, _ := s.Confusion()
	return c
}

// constant is that many of two classes, and a model that always says (0.7, 0.3).
func constant(t *testing.T, negatives, positives int) *multiclass.State {
	var b multiclass.Batch
	for i := range negatives + positives {
		class := 0
		if i < positives {
			class = 1
		}
		b.Truth, b.Scores = append(b.Truth, class), append(b.Scores, 0.7, 0.3)
	}
	return newState(t, b, "no", "yes")
}

type reader = func(*testing.T, golden) []float64

// average reads an average of decisions.
func average(read multiclass.Reader, over multiclass.Averaging) reader {
	return func(t *testing.T, g golden) []float64 { return of(number(g.confusion(t).Average(read, over).Value)) }
}

func single(read multiclass.Reader) reader {
	return func(t *testing.T, g golden) []float64 { return of(number(read(g.confusion(t).Class(1)))) }
}

func none(read multiclass.Reader) reader {
	return func(t *testing.T, g golden) []float64 { return each(g.confusion(t).Each(read)) }
}

func labelled(read multiclass.Reader) reader {
	return func(t *testing.T, g golden) []float64 {
		table, err := g.labels(t).At(0.5)
		if err != nil {
			t.Fatal(err)
		}
		return each(table.Each(read))
	}
}

func accuracy(t *testing.T, g golden) []float64 { return of(number(g.confusion(t).Accuracy())) }

func bothRates(over multiclass.Averaging) reader {
	return func(t *testing.T, g golden) []float64 {
		c := g.confusion(t)
		return of(c.Average(metrics.Confusion.Recall, over).Value.V, c.Average(metrics.Confusion.Specificity, over).Value.V)
	}
}

func gMeanOf(over multiclass.Averaging) reader {
	return func(t *testing.T, g golden) []float64 {
		rates := bothRates(over)(t, g)
		return of(gMean(rates[0], rates[1]))
	}
}

var goldens = map[string]reader{
	"sklearn.f1_score/macro":             average(metrics.Confusion.F1, multiclass.Macro),
	"sklearn.f1_score/weighted":          average(metrics.Confusion.F1, multiclass.Weighted),
	"sklearn.f1_score/None":              none(metrics.Confusion.F1),
	"sklearn.fbeta_score(0.5)/macro":     average(beta(0.5), multiclass.Macro),
	"sklearn.fbeta_score(0.5)/micro":     average(beta(0.5), multiclass.Micro),
	"sklearn.fbeta_score(0.5)/None":      none(beta(0.5)),
	"sklearn.precision_score/macro":      average(metrics.Confusion.Precision, multiclass.Macro),
	"sklearn.precision_score/micro":      average(metrics.Confusion.Precision, multiclass.Micro),
	"sklearn.recall_score/weighted":      average(metrics.Confusion.Recall, multiclass.Weighted),
	"sklearn.recall_score/None":          none(metrics.Confusion.Recall),
	"sklearn.accuracy_score":             accuracy,
	"sklearn.accuracy/weighted":          accuracy,
	"keras.Accuracy/weighted":            accuracy,
	"sklearn.recall/weighted":            single(metrics.Confusion.Recall),
	"sklearn.f1/weighted":                single(metrics.Confusion.F1),
	"COLLAPSE sklearn.f1":                single(metrics.Confusion.F1),
	"sklearn.matthews_corrcoef":          func(t *testing.T, g golden) []float64 { return of(number(g.confusion(t).MCC())) },
	"sklearn.matthews_corrcoef/weighted": func(t *testing.T, g golden) []float64 { return of(number(g.confusion(t).MCC())) },
	"sklearn.balanced_accuracy/weighted": func(t *testing.T, g golden) []float64 {
		return of(number(g.confusion(t).BalancedAccuracy().Value))
	},
	"torchmetrics.binary_cohen_kappa":     kappa,
	"EDGE kappa, one class only, perfect": kappa,
	"COLLAPSE sklearn.kappa":              kappa,
	"COLLAPSE sklearn.gmean": func(t *testing.T, g golden) []float64 {
		return of(g.confusion(t).GMean(0).Value.V)
	},

	"keras.F1Score(threshold=0.5)":           labelled(metrics.Confusion.F1),
	"keras.FBetaScore(beta=2,threshold=0.5)": labelled(beta(2)),
	"keras.F1Score/macro": func(t *testing.T, g golden) []float64 {
		table, err := g.labels(t).At(0.5)
		if err != nil {
			t.Fatal(err)
		}
		return of(table.Average(metrics.Confusion.F1, multiclass.Macro).Value.V)
	},
	"keras.CategoricalAccuracy": func(t *testing.T, g golden) []float64 {
		b := multiclass.Batch{Scores: numbers(g.Inputs["y_pred"]), Truth: []int{2, 1}}
		return of(argmax(newState(t, b, "a", "b", "c")).Accuracy().V)
	},

	"imblearn.geometric_mean_score/micro":               gMeanOf(multiclass.Micro),
	"imblearn.geometric_mean_score/weighted":            gMeanOf(multiclass.Weighted),
	"imblearn.sensitivity_specificity_support/micro":    bothRates(multiclass.Micro),
	"imblearn.sensitivity_specificity_support/weighted": bothRates(multiclass.Weighted),
	"imblearn.specificity_score/None":                   none(metrics.Confusion.Specificity),
	"imblearn.geometric_mean_score/None": none(func(c metrics.Confusion) metrics.Value {
		v := c.Recall()
		v.V = gMean(v.V, c.Specificity().V)
		return v
	}),
	"imblearn.geometric_mean_score/correction=0.001": func(t *testing.T, g golden) []float64 {
		return of(g.confusion(t).GMean(0.001).Value.V)
	},
	"imblearn.make_index_balanced_accuracy(gmean)": none(func(c metrics.Confusion) metrics.Value {
		v := c.Recall()
		v.V = iba(v.V, c.Specificity().V)
		return v
	}),
	"imblearn.macro_averaged_mean_absolute_error/balanced": func(t *testing.T, g golden) []float64 {
		return of(g.confusion(t).MacroMAE().Value.V)
	},
	"imblearn.classification_report_imbalanced(class 0: pre,rec,spe,f1,geo,iba,sup)": func(t *testing.T, g golden) []float64 {
		c := g.confusion(t).Class(0)
		recall, specificity := c.Recall().V, c.Specificity().V
		return of(c.Precision().V, recall, specificity, c.F1().V,
			gMean(recall, specificity), iba(recall, specificity), float64(c.Rows.TP+c.Rows.FN))
	},
	"TRAP imbalanced-learn specificity_score, one class only": func(t *testing.T, g golden) []float64 {
		return of(number(g.confusion(t).Class(1).Specificity()))
	},

	"COLLAPSE keras.CategoricalAccuracy on one-hot softmax-2": func(t *testing.T, g golden) []float64 {
		return of(argmax(collapsed(t)).Accuracy().V)
	},
	"COLLAPSE keras.BinaryAccuracy on one-hot softmax-2": func(t *testing.T, g golden) []float64 {
		return of(collapsed(t).Flattened().At(0.5).Accuracy().V)
	},
	"COLLAPSE keras.Recall on one-hot softmax-2": func(t *testing.T, g golden) []float64 {
		return of(argmax(collapsed(t)).Average(metrics.Confusion.Recall, multiclass.Micro).Value.V)
	},
	"COLLAPSE keras.Recall(class_id=1) on one-hot softmax-2": func(t *testing.T, g golden) []float64 {
		return of(collapsed(t).Class(1).At(0.5).Recall().V)
	},
	"COLLAPSE keras.F1Score(macro) on one-hot softmax-2": func(t *testing.T, g golden) []float64 {
		return of(argmax(collapsed(t)).Average(metrics.Confusion.F1, multiclass.Macro).Value.V)
	},
	"COLLAPSE keras.AUC(multi_label) on one-hot softmax-2": func(t *testing.T, g golden) []float64 {
		return of(collapsed(t).OneVsRestAUC(multiclass.Macro).Value.V)
	},
}

func kappa(t *testing.T, g golden) []float64 {
	return of(number(g.confusion(t).Kappa(multiclass.Nominal)))
}

func TestGolden(t *testing.T) {
	data, err := os.ReadFile("testdata/golden.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []golden
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	for _, g := range cases {
		t.Run(g.Name, func(t *testing.T) {
			if check, ok := special[g.Name]; ok {
				check(t, g)
				return
			}
			read, ok := goldens[g.Name]
			if !ok {
				t.Fatal("no test reads this case")
			}
			got, want := read(t, g), numbers(g.Expected)
			if expected, ok := g.Expected.(map[string]any); ok {
				want = numbers(expected["exact"])
			}
			if len(got) != len(want) {
				t.Fatalf("got %v, want %v", got, want)
			}
			for i := range got {
				if !near(got[i], want[i], g.Tol) {
					t.Errorf("number %d: got %v, want %v", i, got[i], want[i])
				}
			}
		})
	}
}
