// Package whatif lets a reader move the assumptions of a deployment and see what follows.
//
// The assumptions are a threshold, the costs of the two kinds of mistake, the prevalence where the model will
// work, and how many alerts people can review. What follows are the confusion matrix, the metrics with their
// intervals, the expected cost and the alerts, at the reader's own threshold and at the one that is cheapest on
// the validation part within the capacity. Both are judged on the test part, which chose neither.
//
// What an [Analysis] writes holds at most 450 operating points, that of its threshold, and no data beside them, so
// that it travels in a notebook:
// [Analysis.VegaLite] is interactive in JupyterLab without a kernel, [Analysis.Page] in any browser without a
// network, and [Analysis.Picture] shows the assumptions that it was made with wherever neither runs.
package whatif
