// Package predictions holds what a model said about labelled examples: label, score and, if there are any,
// weight, id and group. It reads and writes CSV, TSV and JSON lines, gzipped or not, of any framework, and
// reads NumPy's NPY and NPZ. Package columnar below it also reads Parquet and zstd.
//
// [Read] returns a table of all rows; [Stream] hands them on in batches, in constant memory, so that files of
// any size and number become one metrics.State. [StreamSource] does so for columns from elsewhere.
//
// Nothing is guessed: the columns, the positive label and whether the scores are logits are declared by
// Columns. In NPZ, arrays are columns, and in a structured NPY, fields; a plain NPY is one column without a
// name, and needs Columns.LabelFile beside it. A file that does not fit is refused with its name, line or
// row, column and a remedy.
package predictions
