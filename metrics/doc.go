// Package metrics reads what an imbalanced binary classifier is worth.
//
// The work goes in five steps:
//
//  1. A [Batch] is a column view of scored examples: P(positive), label and optional weight.
//  2. A [State] takes batches in any order and any chunking. NewState keeps every score and is exact;
//     NewBinnedState needs constant memory and states the error of its areas. States merge, so that
//     shards read the same as the whole, and they travel as JSON or as a compact binary form.
//  3. A reader turns a State into a [Value] or a [Curve]. [Confusion] holds the table at one threshold.
//     A [Metric] is a reader with a name and a declared direction.
//  4. [Report] is the standard table, [FullReport] everything; [ByName] finds each by its name.
//  5. A [Rule] chooses a threshold on one State, and the [Choice] is reported on another.
//
// READERS.md sets every reader beside its like in Keras, torchmetrics, scikit-learn, imbalanced-learn and TFMA.
//
// A Value is never a bare number: it stands beside its 95 % interval, its support and what a model
// without skill would read. What cannot be computed is undefined for a stated [Reason], never 0:
//
//	precision                         nothing predicted positive
//	recall, F-beta, average precision no positive examples
//	specificity                       no negative examples
//	ROC AUC, balanced accuracy        one class is missing
//	MCC                               one class is missing, or never predicted
//	likelihood and odds ratios        nothing to divide by
//	precision at a recall, …          no threshold meets the constraint
//	every reading                     no examples
//
// Scores that are NaN, infinite or outside [0,1] are refused, never guessed to be logits. A row of
// weight 0 is absent from every reading. A score equal to the threshold counts as positive.
package metrics
