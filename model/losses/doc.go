// Package losses holds training losses as plain values: they print, save as JSON, compare, and their
// method Loss is a loss function of GoMLX. Logits go in, never probabilities: nothing is clipped.
package losses
