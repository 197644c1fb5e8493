// Package losses holds training losses as plain values: they print, save as JSON, compare, and build their graph. Logits go in, never
// probabilities, so nothing is clipped; a softmax head's two logits become the one that they stand for, z₁ − z₀.
//
// For what, whether the scores are probabilities, whether class weights apply, and whether every batch needs both classes, which a
// data.Sampler of balanced batches sees to:
//
//	BCE                      probabilities              proper   weights
//	LogitAdjusted            balanced classes           shifted  -
//	Focal                    hard examples              -        weights, α
//	GeneralizedCrossEntropy  noisy labels               -        weights
//	LDAM                     margins of the rare class  -        weights, deferred
//	Tversky, Dice, SoftFBeta F-beta at a threshold      -        α, β         both classes
//	ROCAUC, PartialAUC       ROC AUC, all or up to FPR  -        cancel out   both classes
//	AUCMargin                ROC AUC                    -        cancel out
//	AveragePrecision         average precision          -        -            both classes
//	PrecisionRecallAUC       average precision          -        duals
//	Constrained              a rate at another rate     -        duals
//
// [BCE.Loss] and its like are loss functions of GoMLX; the other losses have variables of their own and build on [Loss.Graph].
// [Contrastive] and [Triplet] are losses on encodings.
package losses
