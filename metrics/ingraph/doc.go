// Package ingraph counts scored examples inside GoMLX graphs, during training and evaluation steps, and reads the
// counts back as a binned [metrics.State].
//
// A [State] lives in variables of a model's store: a histogram of each class in 64-bit integers (float32 counters
// stall at 2^24), weights and losses in compensated float64. Its bins are those of [metrics.NewBinnedState]: each
// score falls where the host would have put it, whatever the backend's sigmoid rounds to, so counts are equal to
// the last one. Nothing leaves the device until [State.Read].
//
// In a loop of one's own, call [State.Update] in the graph, [State.Read] after an epoch, [State.Reset] before the
// next. With GoMLX's trainer, [State.Metrics] gives metrics that share the State. Training and evaluation need a
// State each, since the trainer resets its metrics before every evaluation.
//
// This is the one package below metrics that links GoMLX.
package ingraph
