// Package multiclass reads what a classifier of many classes, or of many labels per example, is worth.
//
// Three accumulators stream, merge and travel as JSON or as a compact binary form:
//
//   - [Confusion] is the K by K table of decisions. Its memory does not grow with the examples.
//   - [State] keeps K scores an example, exactly, and one class is right: accuracy at k, losses, areas.
//   - [Labels] keeps L scores an example, and any number of labels is right.
//
// Every binary reader of package metrics works on each class against the rest: Confusion.Class gives the
// two by two table, State.Class and Labels.Label give the [metrics.State]. An average over classes
// takes such a reader:
//
//	table.Average(metrics.Confusion.F1, multiclass.Macro)
//	table.Average(metrics.Confusion.Precision, multiclass.Weighted)
//
// A class in which the reader is undefined (no example of it, or nothing predicted as it) is left out of the
// average and named with its reason in [Average].Absent; [Average.WithAbsentAs] gives the average that
// counts it as 0 or 1, as others do silently.
//
// READERS.md says how each reader is called in scikit-learn, Keras, torchmetrics and imbalanced-learn, and
// where their answer differs.
package multiclass
