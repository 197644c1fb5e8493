// Package series holds the network that reads pairs of numeric sequences, such as two time series: pair.Siamese,
// pair.Decomposable, pair.Interaction without n-grams, or an ensemble of them, over standardised steps in the place of
// ids. model.FitExamples trains it.
//
//	train, valid, test, err := series.Split(7)
//	config := model.Config{Run: "gru", Network: series.Network{Architecture: pair.Siamese{Encoder: pair.GRU}}}
//	run, err := model.FitExamples(ctx, config, train.Examples(), valid.Examples())
//	state, err := run.TestExamples(ctx, test.Examples())
package series
