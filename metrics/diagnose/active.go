package diagnose

import (
	"fmt"
	"slices"

	"github.com/seqpair/seqpair/metrics"
)

// Active is what experiments on a model said; package model/probe makes them. A nil
// or empty field was not tried.
type Active struct {
	Gradient []GradientError // one for each weight
	OneBatch *OneBatch
	Constant *metrics.Value // ROC AUC on valid of the same network trained on constant inputs
	Permuted *metrics.Value // ROC AUC on valid with permuted labels of the network trained on permuted labels
	Own      *metrics.Value // ROC AUC of the run itself on valid
	Exchange *Change        // of the scores when A and B are exchanged
	EmptyA   *Change        // when A is empty
	EmptyB   *Change        // when B is empty
	Ablated  []Ablation     // one for each weight
}

// GradientError is how far the gradient of a weight is from central differences,
// relative to the greater of the two.
type GradientError struct {
	Weight string
	Error  float64
}

// OneBatch is what a network made of a few examples that it should learn by heart.
type OneBatch struct {
	Examples int
	Epochs   int
	Loss     float64 // at the end
	Start    float64 // entropy of the labels: the loss of a constant
}

// Change is what became of the scores of the same pairs.
type Change struct {
	Mean, Largest float64 // absolute difference of scores
	ROCAUC        float64 // after the change
}

// Ablation is what the model is worth with one weight set to 0.
type Ablation struct {
	Weight string
	ROCAUC metrics.Value
}

// Tried judges the experiments: a wrong gradient (D61), a batch that cannot be
// learned by heart (D62), labels that need not be true (D63), a score that depends on
// the order of the sequences (D64), a sequence that is not used (D65), a layer that does harm
// (D67), and inputs that are not needed (D46).
func Tried(e Evidence) []Finding {
	a := e.Active
	if a == nil {
		return nil
	}
	var found []Finding
	for _, check := range []func(Evidence, *Active) (Finding, bool){wrongGradient, notByHeart, permuted, orderMatters, unusedSide, harmful, inputIndependent} {
		if f, ok := check(e, a); ok {
			found = append(found, f)
		}
	}
	return found
}

// wrongSlope is the relative error of a gradient that float32 and the corners of ReLUs
// do not explain; TheDeepChecker takes 0.01 in float64.
const wrongSlope = 0.05

func wrongGradient(_ Evidence, a *Active) (Finding, bool) {
	if len(a.Gradient) == 0 {
		return Finding{}, false
	}
	worst := slices.MaxFunc(a.Gradient, func(x, y GradientError) int {
		if x.Error < y.Error {
			return -1
		}
		return 1
	})
	if !(worst.Error > wrongSlope) {
		return Finding{}, false
	}
	return Finding{
		ID: "D61", Severity: Error,
		Title:    fmt.Sprintf("The gradient of %s is wrong", worst.Weight),
		Verdict:  "The slope that training follows is not that of the loss: a layer or a loss whose derivative is written by hand, a stopped gradient, or a step function in between.",
		Evidence: fmt.Sprintf("%s: the gradient and central differences of the loss differ by %.2g of their size; below %g is rounding.", worst.Weight, worst.Error, wrongSlope),
		Fix:      "Build the loss and the layer of differentiable operations, and test each by finite differences.",
		Confirm:  "Repeat the experiment: every weight is below the bound.",
		Numbers:  map[string]float64{"error": worst.Error},
	}, true
}

// byHeart is the share of a constant's loss below which a batch counts as learned.
const byHeart = 0.1

func notByHeart(_ Evidence, a *Active) (Finding, bool) {
	b := a.OneBatch
	if b == nil || !(b.Loss > byHeart*b.Start) {
		return Finding{}, false
	}
	return Finding{
		ID: "D62", Severity: Error,
		Title:    fmt.Sprintf("The network cannot learn %d examples by heart", b.Examples),
		Verdict:  "A sound network learns a few examples to a loss of 0, whatever they are. If it does not, it cannot learn more: its inputs are all alike, its loss or gradient is wrong, or its steps are too small.",
		Evidence: fmt.Sprintf("After %d epochs on %d examples the loss is %s; a constant has %s.", b.Epochs, b.Examples, number(b.Loss), number(b.Start)),
		RuledOut: []string{"Too little data: the examples are those that it is judged on."},
		Fix:      "Print the encoded inputs of two different pairs: they differ. Then raise the learning rate tenfold, and take dropout and weight decay out.",
		Confirm:  "Repeat the experiment: the loss is near 0.",
		Numbers:  map[string]float64{"loss": b.Loss, "constant": b.Start, "examples": float64(b.Examples)},
	}, true
}

func permuted(_ Evidence, a *Active) (Finding, bool) {
	p := a.Permuted
	if p == nil || p.Undefined != "" || p.NoInterval != "" || p.Lo <= 0.5 || p.V < hopeful {
		return Finding{}, false
	}
	return Finding{
		ID: "D63", Severity: Error,
		Title:    "The metrics are as good on labels drawn at random",
		Verdict:  "With permuted labels there is nothing to learn, and yet the ranking is better than chance: the label leaks into the input, pairs of one part stand in the other, or the metric is wrong.",
		Evidence: fmt.Sprintf("Trained and judged on permuted labels, ROC AUC is %s.", p),
		Fix:      "Look for what is shared:\n    seqpair diagnose -pairs train.tsv -valid valid.tsv",
		Confirm:  "Repeat the experiment: ROC AUC is near 0.5.",
		Numbers:  map[string]float64{"roc_auc": p.V},
	}, true
}

// visible is a mean change of scores that decides some pairs otherwise.
const visible = 0.05

func orderMatters(_ Evidence, a *Active) (Finding, bool) {
	c := a.Exchange
	if c == nil || c.Mean < visible {
		return Finding{}, false
	}
	return Finding{
		ID: "D64", Severity: Info,
		Title:    "The score depends on which sequence comes first",
		Verdict:  "If \"A matches B\" means the same as \"B matches A\", half of what the model learned is noise. If the two sides are of different kinds, all is well.",
		Evidence: fmt.Sprintf("With A and B exchanged, scores change by %s on average, and by %s at most; ROC AUC is then %s.", number(c.Mean), number(c.Largest), number(c.ROCAUC)),
		Fix:      "Use a symmetric architecture, or train on both orders of every pair.",
		Confirm:  "Repeat the experiment: no score changes.",
		Numbers:  map[string]float64{"mean_change": c.Mean, "largest_change": c.Largest, "roc_auc": c.ROCAUC},
	}, true
}

// nothing is a change of scores that is rounding.
const nothing = 1e-4

func unusedSide(_ Evidence, a *Active) (Finding, bool) {
	for _, side := range []struct {
		name string
		c    *Change
	}{{"A", a.EmptyA}, {"B", a.EmptyB}} {
		if side.c == nil || side.c.Largest > nothing {
			continue
		}
		return Finding{
			ID: "D65", Severity: Error,
			Title:    fmt.Sprintf("Sequence %s is not used", side.name),
			Verdict:  "The scores are the same without it, so the model compares nothing: it looks at the other sequence alone, or at neither.",
			Evidence: fmt.Sprintf("With %s empty, no score changes by more than %.1g.", side.name, side.c.Largest),
			Fix:      "Print the encoded inputs of both sides: one of them is the same for all pairs, or cut to nothing. Otherwise the network drops it.",
			Confirm:  "Repeat the experiment: scores change.",
			Numbers:  map[string]float64{"largest_change": side.c.Largest},
		}, true
	}
	return Finding{}, false
}

// harmful finds a weight without which the model ranks better, by more than either interval.
func harmful(_ Evidence, a *Active) (Finding, bool) {
	if a.Own == nil || a.Own.Undefined != "" || a.Own.NoInterval != "" {
		return Finding{}, false
	}
	for _, without := range a.Ablated {
		v := without.ROCAUC
		if v.Undefined != "" || v.NoInterval != "" || v.Lo <= a.Own.Hi {
			continue
		}
		return Finding{
			ID: "D67", Severity: Warning,
			Title:    fmt.Sprintf("The model ranks better without %s", without.Weight),
			Verdict:  "What this weight has learned does harm on new data: it was trained too long or on too little, or its gradient is wrong (D61).",
			Evidence: fmt.Sprintf("With %s set to 0, ROC AUC is %s; as it is, %s.", without.Weight, v, a.Own),
			RuledOut: []string{"Chance: the two intervals do not touch."},
			Fix:      "Take the layer out, or hold it back: more dropout, weight decay, or fewer epochs.",
			Confirm:  "Repeat the experiment after the change: the run is better with every weight than without it.",
			Numbers:  map[string]float64{"roc_auc": a.Own.V, "roc_auc_without": v.V},
		}, true
	}
	return Finding{}, false
}

func inputIndependent(e Evidence, a *Active) (Finding, bool) {
	c, own := a.Constant, a.Own
	if c == nil || own == nil || own.Undefined != "" || own.NoInterval != "" || own.Lo > max(c.V, 0.5) || own.Hi > hopeful+noRanking {
		return Finding{}, false
	}
	return Finding{
		ID: "D46", Severity: Warning,
		Title:    "The model is no better than one that does not see its input",
		Verdict:  "The same network on constant inputs ranks as well. What it sees is lost on the way: in the encoding, or in a layer that gives the same for all.",
		Evidence: fmt.Sprintf("ROC AUC is %s, and %s on constant inputs.", own, c),
		Fix:      "Learn one batch by heart first (D62); print the encoded inputs of two different pairs.",
		Confirm:  "Repeat the experiment: the run is better than the baseline.",
		Numbers:  map[string]float64{"roc_auc": own.V, "roc_auc_constant": c.V},
	}, true
}
