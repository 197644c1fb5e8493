// Package diagnose says in words what is wrong with a binary classifier's
// training or with the metrics that describe it.
//
//  1. Evidence is whatever there is: a run directory, predictions, or only a
//     pasted training log (FromRun, FromPredictions, FromLog).
//  2. Each Check looks for one family of failures and returns Findings, or
//     nothing. Run applies them in a fixed order.
//  3. A Finding is a verdict with its evidence, the explanations that were ruled
//     out, the change to make, and the numbers to print to confirm it. Text,
//     Markdown and encoding/json render it.
//
// Checks are silent on healthy evidence, and on evidence that cannot tell. A
// number from a log is worth the digits that were printed: every comparison is
// interval arithmetic on their rounding.
//
// # Findings
//
//	D01  accuracy = precision = recall = F1: micro-averaged over one-hot columns
//	D02  the model predicts one class: accuracy is the majority share
//	D42  the output is saturated: the loss is errors times the clip's constant
//	D43  the ranking is good, but the threshold puts every example on one side
//	D44  two softmax columns do not sum to one
package diagnose
