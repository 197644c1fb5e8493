// Package diagnose says in words what is wrong with a binary classifier's
// training or with the metrics that describe it.
//
//  1. Evidence is whatever there is: a run directory, predictions, a training log,
//     a confusion matrix, the pairs alone, or several of them (Read, FromRun,
//     FromPredictions, FromLog).
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
// CATALOGUE.md has one section for each: what happens, how it is proven, what to
// change, and which of them our own library refuses before they can happen.
package diagnose
