// Package predictions holds what a model said about labelled examples: label, score and, if there are any,
// weight, id and group. It reads and writes CSV, TSV and JSON lines, gzipped or not, of any framework.
//
// Nothing is guessed: the columns, the positive label and whether the scores are logits are declared by
// Columns. A file that does not fit is refused with its name, line, column and a remedy.
package predictions
