// Package data holds what networks learn from: pairs of texts and of numeric sequences, features and images, with labels or without.
// It reads, writes, splits without leakage, encodes into numbers, and says in what order an epoch shows them. It knows nothing of graphs.
//
// Every text in a Pairs is valid UTF-8; equal texts are stored once. Errors of the readers name the
// file, the line and what to do about it.
package data
