// Package paired compares two models on the same examples, a baseline and a candidate.
//
// What is hard for one model is mostly hard for the other, so the difference of their readings is far better
// known than two separate intervals suggest. A [State] takes both scores of each example and reads
//
//   - [State.Difference]: any metric, by a bootstrap that draws the same examples for both models
//   - [State.DeLong]: ROC AUC, in closed form
//   - [State.McNemar]: right and wrong at one threshold, exactly
//   - [State.Flips]: which predictions change their class, and [State.PredictionDifference]: how far scores move
//
// Differences are candidate less baseline. Swapping the models turns their sign and changes nothing else, and
// a model differs from itself by 0. DeLong and McNemar take examples for independent: where units repeat they
// give no answer, and the bootstrap, which draws whole units, does.
package paired
