package losses_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/paired"
	"github.com/seqpair/seqpair/model/losses"
)

// torn draws points of two numbers, a fifth of which are positive. The first number is a little higher for positives. The second is
// far higher for two fifths of the positives, and lower than that of the negatives for the others. So a line must
// choose: more of the second number finds some positives with hardly an error, less of it ranks all of them better.
func torn(n int, seed uint64) (points [][]float32, labels []float32) {
	r := rand.New(rand.NewPCG(seed, 7))
	for i := range n {
		positive := i%5 == 0
		a, b, label := r.NormFloat64(), r.NormFloat64(), float32(0)
		if positive {
			label = 1
			a += 1.2
			if r.Float64() < 0.4 {
				b = 4 + 0.5*b
			} else {
				b -= 1.5
			}
		}
		points, labels = append(points, []float32{float32(a), float32(b)}), append(labels, label)
	}
	return points, labels
}

// line fits a line to 300 points by normalised gradient steps, and returns its weights and its intercept.
func line(t *testing.T, l losses.Loss) []float32 {
	t.Helper()
	const steps = 150
	l, err := l.Resolve(losses.Training{Negatives: 240, Positives: 60, Steps: steps})
	if err != nil {
		t.Fatal(err)
	}
	store := model.NewStore()
	weights := store.VariableWithValue("/weights", []float32{0.1, 0.1, -1})
	exec, err := model.NewExec(goBackend(t), store, func(scope *model.Scope, in []*graph.Node) *graph.Node {
		points, labels, rate := in[0], in[1], in[2]
		g := points.Graph()
		store.SetTraining(g, true)
		w := weights.NodeValue(g)
		x := graph.Add(graph.ReduceSum(graph.Mul(points, graph.InsertAxes(graph.SliceAxis(w, 0, graph.AxisRange(0, 2)), 0)), 1), graph.SliceAxis(w, 0, graph.AxisRange(2, 3)))
		loss := l.Graph(scope.In("loss"), losses.Batch{Logits: graph.InsertAxes(x, -1), Labels: labels}).Loss.Value
		d := graph.Gradient(loss, w)[0]
		length := graph.Sqrt(graph.AddScalar(graph.ReduceAllSum(graph.Square(d)), 1e-12))
		weights.SetNodeValue(graph.Sub(w, graph.Mul(rate, graph.Div(d, graph.BroadcastToShape(length, d.Shape())))))
		return loss
	})
	if err != nil {
		t.Fatal(err)
	}
	points, labels := torn(300, 1)
	for step := range steps {
		if _, err := exec.Call(points, labels, float32(0.2*(1-float64(step)/steps))); err != nil {
			t.Fatal(err)
		}
	}
	return weights.MustValue().Value().([]float32)
}

// A loss that is meant for a metric moves that metric: beside cross-entropy on the same 10,000 points, the 95 % interval of the
// paired difference lies on the better side of 0.
func TestLossesMoveTheirMetric(t *testing.T) {
	points, labels := torn(10000, 2)
	score := func(w []float32) []float64 {
		scores := make([]float64, len(points))
		for i, p := range points {
			scores[i] = 1 / (1 + math.Exp(-float64(w[0]*p[0]+w[1]*p[1]+w[2])))
		}
		return scores
	}
	truth := make([]bool, len(labels))
	for i, label := range labels {
		truth[i] = label == 1
	}
	baseline := score(line(t, losses.BCE{}))
	for _, test := range []struct {
		loss   losses.Loss
		metric string
	}{
		{losses.BCE{ClassWeight: losses.Balanced}, "recall@0.5"},
		{losses.LogitAdjusted{}, "recall@0.5"},
		{losses.Dice, "f1@0.5"},
		{losses.SoftFBeta(2), "f2@0.5"},
		{losses.ROCAUC{}, "roc_auc"},
		{losses.AUCMargin{}, "roc_auc"},
		{losses.PartialAUC(0.05), "partial_roc_auc(0.05)"},
		{losses.Constrained{Objective: losses.RecallAtPrecision, Target: 0.95, DualRate: 0.1}, "recall_at_precision(0.95)"},
		{losses.Constrained{Objective: losses.TPRAtFPR, Target: 0.01, DualRate: 0.1}, "tpr_at_fpr(0.01)"},
		{losses.Constrained{Objective: losses.PrecisionAtRecall, Target: 0.9, DualRate: 0.1}, "precision_at_recall(0.9)"},
		{losses.Constrained{Objective: losses.FPRAtTPR, Target: 0.9, DualRate: 0.1}, "fpr_at_tpr(0.9)"},
	} {
		m, err := metrics.ByName(test.metric)
		if err != nil {
			t.Fatal(err)
		}
		w := line(t, test.loss)
		s := paired.New(100, 1)
		if err := s.Update(paired.Batch{Baseline: baseline, Candidate: score(w), Labels: truth}); err != nil {
			t.Fatal(err)
		}
		c := s.Difference(m)[0]
		t.Logf("%v: %s %.3f, cross-entropy %.3f, difference %v; line %.2f", test.loss, test.metric, c.Candidate.V, c.Baseline.V, c.Difference, w)
		if better := c.Difference.Lo > 0 || m.Better == metrics.LowerIsBetter && c.Difference.Hi < 0; !better {
			t.Errorf("%v does not move %s: %v", test.loss, test.metric, c.Difference)
		}
	}
}
