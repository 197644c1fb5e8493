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
// narrow. Poisson counts stand for drawing n of n: Chamandy, Muralidharan, Najmi and Naidu, Estimating
// Uncertainty for Massive Data Streams, Google (2012).
//
// What it promises, measured by the package's coverage tests (go test -run TestCoverageTable -simulations 1000
// prints them): from 20 positives on, down to a prevalence of 0.1 %, 95 % intervals of average precision and
// of ROC AUC hold the truth in 93 to 97 % of samples. Two things it cannot do. Where less than about two of the
// positives times 1-AUC are left, so 20 positives at an AUC of 0.96, the interval of ROC AUC holds it in about
// 91 %. And readings that a few counts make up, F1 and recall of 20 positives, come in steps, so that their
// intervals hold the truth in up to 99 %: for one proportion the interval that [metrics.Confusion] gives is better
// and costs nothing. With fewer than [MinUnits] units of a class no interval is given.
package bootstrap
