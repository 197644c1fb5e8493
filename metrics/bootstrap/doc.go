// Package bootstrap says how sure the reading of any metric is, by drawing the examples again.
//
// A [State] keeps scored examples. In each replicate every example counts a Poisson(1) number of times:
// 0, 1, 2 … That number is a hash of (seed, replicate, the example's unit) and of nothing else, so all
// metrics read the same replicates; batches, shards and their order change no bit; and two models on the same
// examples, or the choice of a threshold and its use, are drawn together. A unit is one example, or, for a
// cluster bootstrap, all examples of a group, which are then drawn together.
//
// The interval is the percentile interval, expanded for small samples: Hesterberg, The American Statistician
// 69 (2015) 371. That of ROC AUC is the bootstrap-t interval of Efron, Canad. J. Statist. 9 (1981) 139, on the
// logit scale with DeLong's standard error, because near 1 few positives decide and percentiles come out too
// narrow; where so few decide that it is erratic, the interval of [metrics.State.ROCAUC] stands in. Poisson
// counts stand for drawing n of n: Chamandy, Muralidharan, Najmi and Naidu, Estimating Uncertainty for Massive
// Data Streams, Google (2012).
//
// How often 95 % intervals hold the truth, from 300 to 800 samples a figure, so ± 2 percent points (go test -run
// TestCoverageTable -simulations 1000 prints such a table), prevalence 10 % to 0.1 %:
//
//	average precision, 20 to 100 positives               93 to 96 %
//	ROC AUC of 0.76 and 0.86, 20 to 100 positives        94 to 96 %
//	ROC AUC of 0.96 and 0.98, 50 and 100 positives       92 to 94 %
//	ROC AUC of 0.96, 20 positives                        92 %
//	F1 and recall at a fixed threshold, 20 positives     95 to 99 %: they come in steps
//
// Where hardly a positive ranks low, as in the third and fourth line, take an interval of ROC AUC for somewhat
// too narrow. For one proportion the interval that [metrics.Confusion] gives is better and costs nothing. With
// fewer than [MinUnits] units of a class no interval is given.
package bootstrap
