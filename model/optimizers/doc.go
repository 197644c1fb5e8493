// Package optimizers holds the ways in which gradients move weights, as values that print, save and build their graph.
// Learning rate, schedule, weight decay and clipping are the configuration's: they are the same for all.
package optimizers
