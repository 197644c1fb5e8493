package losses_test

import (
	"fmt"

	"github.com/seqpair/seqpair/model/losses"
)

func ExampleBCE() {
	plain := losses.BCE{}
	weighted := losses.BCE{ClassWeight: losses.Balanced}
	fmt.Println(plain)
	fmt.Println(weighted)

	// Nine negatives for each positive: a positive weighs nine times as much.
	resolved, err := weighted.Resolve(losses.Training{Negatives: 900, Positives: 100})
	if err != nil {
		fmt.Println(err)
	}
	fmt.Printf("%.3f\n", resolved.(losses.BCE).ClassWeight)
	// Output:
	// binary cross-entropy on logits
	// binary cross-entropy on logits, class weights balanced
	// [0.556 5.000]
}

func ExampleWeights() {
	loss := losses.BCE{ClassWeight: losses.Weights{0: 1, 1: 9}}
	fmt.Println(loss)
	_, err := losses.BCE{ClassWeight: losses.Weights{1: 9}}.Resolve(losses.Training{Negatives: 900, Positives: 100})
	fmt.Println(err)
	// Output:
	// binary cross-entropy on logits, class weights {0: 1, 1: 9}
	// class weights: class 0 weighs 0; give both classes a finite weight above 0, such as losses.Weights{0: 1, 1: 9}
}

func ExampleParse() {
	for _, text := range []string{"focal:alpha=0.25", "recall_at_precision:target=0.9", "soft_f_beta:beta=2", "hinge"} {
		l, err := losses.Parse(text)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(l)
	}
	// Output:
	// focal loss, γ 2, α 0.25 of the positive class: a positive counts 0.333 times a negative of equal pₜ
	// recall_at_precision at 0.9, logistic surrogate, dual rate 0.01
	// Tversky loss, a false positive costs 0.2 and a false negative 0.8
	// loss "hinge": unknown name; the losses are bce, focal, generalized_cross_entropy, ldam, logit_adjusted, balanced_softmax, tversky, dice, soft_f_beta, roc_auc, partial_auc, auc_margin, average_precision, precision_recall_auc, recall_at_precision, precision_at_recall, tpr_at_fpr, fpr_at_tpr, contrastive
}

func ExampleConstrained() {
	loss := losses.Constrained{Objective: losses.TPRAtFPR, Target: 0.01}
	fmt.Println(loss)
	fmt.Println(loss.Traits().Readings)
	fmt.Println(losses.Constrained{Objective: losses.TPRAtFPR}.Check())
	// Output:
	// tpr_at_fpr at 0.01, logistic surrogate, dual rate 0.01
	// [dual label_prior true_positives_lower_bound false_positives_upper_bound]
	// losses.Constrained: Target of tpr_at_fpr is 0, want a rate in (0, 1]
}

func ExampleROCAUC() {
	fmt.Println(losses.ROCAUC{})
	fmt.Println(losses.PartialAUC(0.1))
	fmt.Println(losses.ROCAUC{}.Traits().BothClasses)
	// Output:
	// pairwise ROC AUC, logistic surrogate
	// pairwise ROC AUC, logistic surrogate, up to a false positive rate of 0.1
	// true
}

func ExampleTversky() {
	fmt.Println(losses.Dice)
	fmt.Println(losses.SoftFBeta(2))
	fmt.Println(losses.Tversky{Alpha: 0.3, Beta: 0.7})
	// Output:
	// Tversky loss, a false positive costs 0.5 and a false negative 0.5
	// Tversky loss, a false positive costs 0.2 and a false negative 0.8
	// Tversky loss, a false positive costs 0.3 and a false negative 0.7
}

func ExampleLogitAdjusted() {
	resolved, err := losses.BalancedSoftmax.Resolve(losses.Training{Negatives: 980, Positives: 20})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(resolved)
	// The odds of its scores are 49 times those of the training examples.
	fmt.Printf("%.0f\n", resolved.Traits().Shift)
	// Output:
	// cross-entropy on adjusted logits, τ 1, prior 0.02
	// 49
}
