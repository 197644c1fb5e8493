package main

import (
	"slices"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/bootstrap"
)

// job is one line of the table. Ours starts from the columns; so does each of theirs.
type job struct {
	name   string
	theirs []string
	ours   func() error
}

// sortJob is the yardstick: the radix sort of all keys in one column.
const sortJob = "radix sort of the keys"

// reads makes a job that fills an exact State and reads it.
func reads(b metrics.Batch32, read func(*metrics.State)) func() error {
	return func() error {
		s := metrics.NewState()
		err := s.Update32(b)
		read(s)
		return err
	}
}

func areas(s *metrics.State) {
	s.ROCAUC()
	s.AveragePrecision()
}

func curves(s *metrics.State) {
	areas(s)
	s.ROC()
	s.PR()
}

// points reads every point of both curves, as whoever draws them does.
func points(s *metrics.State) {
	for _, c := range []metrics.Curve{s.ROC(), s.PR()} {
		c.Columns()
	}
}

func report(s *metrics.State) { metrics.Report(s, 0.5) }

func fullReport(s *metrics.State) { metrics.FullReport(s, 0.5) }

func (d *data) jobs() []job {
	counting := metrics.NewCountingState(1 << 16)
	ofAreas := []string{"roc_auc_score", "average_precision_score"}
	ofCurves := append(ofAreas, "roc_curve", "precision_recall_curve")
	return []job{
		{sortJob, nil, func() error { radixSort(slices.Clone(d.keys)); return nil }},
		{"confusion at a threshold", []string{"confusion_matrix"}, func() error { _, err := metrics.CountAt(d.plain, 0.5); return err }},
		{countingJob, nil, func() error { return counting.Update32(d.plain) }},
		{"ROC AUC + AP", ofAreas, reads(d.plain, areas)},
		{"ROC AUC + AP + both curves", ofCurves, reads(d.plain, curves)},
		{"the same, and every point as float64", ofCurves, reads(d.plain, points)},
		{"report", []string{"roc_auc_score", "average_precision_score", "log_loss", "brier_score_loss", "precision_recall_f1"}, reads(d.plain, report)},
		{"full report", nil, reads(d.plain, fullReport)},
		{"weighted ROC AUC + AP", []string{"weighted roc_auc_score", "weighted average_precision_score"}, reads(d.weighted, areas)},
		{"weighted ROC AUC + AP + both curves", nil, reads(d.weighted, curves)},
		{"weighted, the same, and every point as float64", nil, reads(d.weighted, points)},
		{"weighted full report", nil, reads(d.weighted, fullReport)},
		{columnsJob, nil, func() error { return readColumns(d.parquet) }},
		{parquetJob, nil, func() error { return countParquet(d.parquet) }},
		{"bootstrap of AUC, AP, F1: 100 x 100,000 rows", []string{"bootstrap"}, d.bootstrap},
	}
}

// parquetJob does what columnsJob does and counts.
const (
	columnsJob = "Parquet: both columns alone"
	parquetJob = "Parquet: into a counting state"
)

// countingJob updates on one thread.
const countingJob = "counting state, 2^16 bins"

// replicates are a tenth of what the bootstrap usually takes, as many as the peer's loop makes.
const replicates = 100

// bootstrapRows are the first of the data.
const bootstrapRows = 100_000

func (d *data) bootstrap() error {
	n := min(bootstrapRows, len(d.plain.Scores))
	b := metrics.Batch{Labels: d.plain.Labels[:n]}
	for _, score := range d.plain.Scores[:n] {
		b.Scores = append(b.Scores, float64(score))
	}
	s := bootstrap.New(replicates, 7)
	if err := s.Update(b); err != nil {
		return err
	}
	s.Read(metrics.ROCAUC(), metrics.AveragePrecision(), metrics.F1(0.5))
	return nil
}
