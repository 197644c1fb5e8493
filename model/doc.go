// Package model trains, opens and applies classifiers of pairs of sequences.
//
//	split, err := pairs.Split(data.Grouped, 7)
//	run, err := model.Fit(ctx, model.Config{Run: "weighted", Loss: losses.BCE{ClassWeight: losses.Balanced}},
//		split.Train, split.Valid)
//	state, err := run.Test(ctx, split.Test)
//
// A run lives in its directory (package metrics/runs), so any later process can [Open] it, and package
// nb can show it, without training again: [Fit] with the same configuration and data returns at once,
// or goes on where an interrupted run stopped.
package model
