// Package data holds labelled pairs of sequences: reading, writing, splitting without leakage, and
// encoding into fixed-size ids. It knows nothing of graphs or training.
//
// Every text in a Pairs is valid UTF-8; equal texts are stored once. Errors of the readers name the
// file, the line and what to do about it.
package data
