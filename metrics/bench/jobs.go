package main

import (
	"slices"

	"github.com/seqpair/seqpair/metrics"
)

// job is one line of the table. Ours starts from the columns; so does each of theirs.
type job struct {
	name   string
	theirs []string
	ours   func() error
}

// sortJob is the yardstick: the radix sort of all keys in one column.
const sortJob = "radix sort of the keys"

func (d *data) jobs() []job {
	areas := func(b metrics.Batch32) func() error {
		return func() error {
			s, err := state(b)
			s.ROCAUC()
			s.AveragePrecision()
			return err
		}
	}
	curves := func(b metrics.Batch32) func() error {
		return func() error {
			s, err := state(b)
			s.ROC()
			s.PR()
			return err
		}
	}
	report := func(b metrics.Batch32) func() error {
		return func() error {
			s, err := state(b)
			metrics.Report(s, 0.5)
			return err
		}
	}
	counting := metrics.NewCountingState(1 << 16)
	return []job{
		{sortJob, nil, func() error { radixSort(slices.Clone(d.keys)); return nil }},
		{"confusion at a threshold", []string{"confusion_matrix"}, func() error { _, err := metrics.CountAt(d.plain, 0.5); return err }},
		{"counting state, 2^16 bins", nil, func() error { return counting.Update32(d.plain) }},
		{"ROC AUC + AP", []string{"roc_auc_score", "average_precision_score"}, areas(d.plain)},
		{"ROC AUC + AP + both curves", []string{"roc_auc_score", "average_precision_score", "roc_curve", "precision_recall_curve"}, curves(d.plain)},
		{"report", []string{"roc_auc_score", "average_precision_score", "log_loss", "brier_score_loss", "precision_recall_f1"}, report(d.plain)},
		{"weighted ROC AUC + AP", []string{"weighted roc_auc_score", "weighted average_precision_score"}, areas(d.weighted)},
		{"weighted report", nil, report(d.weighted)},
	}
}

func state(b metrics.Batch32) (*metrics.State, error) {
	s := metrics.NewState()
	return s, s.Update32(b)
}
