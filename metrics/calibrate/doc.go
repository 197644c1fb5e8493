// Package calibrate turns scores into probabilities that mean what they say: of the examples scored 0.3, three in ten are positive.
//
// A [Calibrator] is fitted on scores that the model was not trained on, such as those of valid, and applied to others. All but
// [Isotonic] are strictly increasing, so no metric of the ranking changes;
// isotonic regression ties scores, which costs ROC AUC and average precision a little, and needs about 1000 examples
// (Niculescu-Mizil and Caruana 2005).
//
// Where the shift of the odds is known, from the class weights or the sampler of training, or from another prevalence where
// the model is used, [PriorShift] undoes it without any data.
package calibrate
