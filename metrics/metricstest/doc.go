// Package metricstest holds the laws that every accumulator of package metrics keeps, as a harness
// through which any accumulator, a user's own included, can be put:
//
//	func TestLaws(t *testing.T) {
//		metricstest.Run(t, NewThing, metricstest.Options[*Thing]{Read: readThing})
//	}
//
// The laws are property tests: they hold for hundreds of random batches, with ties, scores of 0 and 1,
// one class only, no rows at all, and weights of 0, 1 and anything else. A failure is shrunk to a small example.
package metricstest
