package whatif

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/seqpair/seqpair/metrics"
)

// scored are n examples, about one in 30 positive, that an ordinary model has scored; weights follow if asked for.
func scored(t testing.TB, seed uint64, n int, weighted bool) *metrics.State {
	t.Helper()
	random := rand.New(rand.NewPCG(seed, 5))
	var b metrics.Batch
	for i := range n {
		positive := random.IntN(30) == 0 || i == 0
		logit := -3.4 + 1.3*random.NormFloat64()
		if positive {
			logit += 3
		}
		b.Scores = append(b.Scores, 1/(1+math.Exp(-logit)))
		b.Labels = append(b.Labels, positive)
		if weighted {
			b.Weights = append(b.Weights, 0.25+random.Float64())
		}
	}
	s := metrics.NewState()
	if err := s.Update(b); err != nil {
		t.Fatal(err)
	}
	return s
}

// TestFormulasReadAsMetrics holds what the pages compute against what package metrics reads of the test part,
// reweighted to the prevalence.
func TestFormulasReadAsMetrics(t *testing.T) {
	for _, weighted := range []bool{false, true} {
		valid, test := scored(t, 1, 2000, weighted), scored(t, 2, 1500, weighted)
		a, err := New(valid, test)
		if err != nil {
			t.Fatal(err)
		}
		a.Costs = metrics.Costs{FP: 3, FN: 17}
		for _, prevalence := range []float64{0.002, a.Prevalence, 0.3} {
			a.Prevalence = prevalence
			shifted, err := test.AtPrevalence(prevalence)
			if err != nil {
				t.Fatal(err)
			}
			for i := 0; i < len(a.points); i += 7 {
				p := a.points[i]
				got := a.evaluated(t, p)
				table := shifted.At(p.threshold)
				check := func(name string, v metrics.Value, scale float64) {
					t.Helper()
					if v.Undefined != "" {
						if !math.IsNaN(got[name]) {
							t.Errorf("%s at %v is %v, want NaN: %s", name, p.threshold, got[name], v.Undefined)
						}
						return
					}
					near(t, fmt.Sprintf("%s at %v", name, p.threshold), got[name], scale*v.V)
					near(t, name+" without skill", got[name+"_0"], scale*v.Baseline)
					if v.NoInterval == "" {
						near(t, fmt.Sprintf("lower limit of %s at %v", name, p.threshold), got[name+"_lo"], scale*v.Lo)
						near(t, fmt.Sprintf("upper limit of %s at %v", name, p.threshold), got[name+"_hi"], scale*v.Hi)
					}
				}
				check("precision", table.Precision(), 1)
				check("recall", table.Recall(), 1)
				check("specificity", table.Specificity(), 1)
				check("f1", table.F1(), 1)
				check("cost", table.ExpectedCost(a.Costs), perThousand)
				rate := table.PredictedPositiveRate()
				near(t, "alerts", got["alerts"], perThousand*rate.V)
				near(t, "lower limit of the alerts", got["alerts_lo"], perThousand*rate.Lo)
				near(t, "upper limit of the alerts", got["alerts_hi"], perThousand*rate.Hi)
				near(t, "cost on valid", got["valid_cost"], a.cost(p))
				near(t, "alerts on valid", got["valid_alerts"], a.valid.alerts(p.valid, prevalence))
			}
		}
	}
}

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if !(math.Abs(got-want) <= 1e-9*(1+math.Abs(want))) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// evaluated are the fields that the formulas give an operating point.
func (a *Analysis) evaluated(t *testing.T, p point) map[string]float64 {
	t.Helper()
	values := map[string]float64{
		"vtp": p.valid.TP, "vfp": p.valid.FP, "tp": p.test.TP, "fp": p.test.FP,
		"prevalence": a.Prevalence, "false_alarm_cost": a.Costs.FP, "miss_cost": a.Costs.FN,
	}
	for _, f := range append(a.ahead(), a.consequences()...) {
		parsed, err := parser.ParseExpr(f.expression)
		if err != nil {
			t.Fatalf("%s: %v", f.expression, err)
		}
		values[f.field] = evaluate(t, parsed, values)
	}
	return values
}

func evaluate(t *testing.T, e ast.Expr, values map[string]float64) float64 {
	t.Helper()
	switch e := e.(type) {
	case *ast.ParenExpr:
		return evaluate(t, e.X, values)
	case *ast.BasicLit:
		v, err := strconv.ParseFloat(e.Value, 64)
		if err != nil {
			t.Fatal(err)
		}
		return v
	case *ast.Ident:
		return known(t, e.Name, values)
	case *ast.SelectorExpr:
		return known(t, e.Sel.Name, values)
	case *ast.BinaryExpr:
		x, y := evaluate(t, e.X, values), evaluate(t, e.Y, values)
		return map[token.Token]float64{token.ADD: x + y, token.SUB: x - y, token.MUL: x * y, token.QUO: x / y}[e.Op]
	case *ast.CallExpr:
		x := evaluate(t, e.Args[0], values)
		switch e.Fun.(*ast.Ident).Name {
		case "sqrt":
			return math.Sqrt(x)
		case "min":
			return math.Min(x, evaluate(t, e.Args[1], values))
		case "max":
			return math.Max(x, evaluate(t, e.Args[1], values))
		}
	}
	t.Fatalf("%T is not in the language of the formulas", e)
	return 0
}

func known(t *testing.T, name string, values map[string]float64) float64 {
	t.Helper()
	v, ok := values[name]
	if !ok {
		t.Fatalf("nothing gives %q", name)
	}
	return v
}
