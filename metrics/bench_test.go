package metrics_test

import (
	"math/rand/v2"
	"testing"

	"github.com/seqpair/seqpair/metrics"
)

const million = 1_000_000

func millionRows(weighted bool) metrics.Batch {
	random := rand.New(rand.NewPCG(9, 10))
	var b metrics.Batch
	for range million {
		b.Scores = append(b.Scores, random.Float64())
		b.Labels = append(b.Labels, random.Float64() < 0.05)
		if weighted {
			b.Weights = append(b.Weights, random.ExpFloat64()+0.01)
		}
	}
	return b
}

func BenchmarkUpdate(b *testing.B) {
	rows := millionRows(false)
	for _, c := range []struct {
		name string
		make func() *metrics.State
	}{{"exact", metrics.NewState}, {"binned", func() *metrics.State { return metrics.NewBinnedState(10_000) }}} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				if err := c.make().Update(rows); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkAreas sorts a million scores and reads ROC AUC, its interval and average precision.
func BenchmarkAreas(b *testing.B) {
	for _, c := range []struct {
		name     string
		weighted bool
	}{{"unweighted", false}, {"weighted", true}} {
		b.Run(c.name, func(b *testing.B) {
			rows := millionRows(c.weighted)
			for b.Loop() {
				s := newState(b, rows)
				s.ROCAUC()
				s.AveragePrecision()
			}
		})
	}
}

func BenchmarkReport(b *testing.B) {
	s := newState(b, millionRows(false))
	for b.Loop() {
		metrics.Report(s, 0.5)
	}
}

func BenchmarkMarshalBinary(b *testing.B) {
	s := newState(b, millionRows(false))
	for b.Loop() {
		data, err := s.MarshalBinary()
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(data))/million, "bytes/row")
	}
}

// BenchmarkCounting counts a million float32 scores on one thread.
func BenchmarkCounting(b *testing.B) {
	rows := millionRows(false)
	narrow := metrics.Batch32{Labels: rows.Labels}
	for _, score := range rows.Scores {
		narrow.Scores = append(narrow.Scores, float32(score))
	}
	s := metrics.NewCountingState(1 << 16)
	for b.Loop() {
		if err := s.Update32(narrow); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)*million/b.Elapsed().Seconds()/1e6, "Mscores/s")
}

// BenchmarkCountAt reads the table of a million float32 scores at one threshold.
func BenchmarkCountAt(b *testing.B) {
	rows := millionRows(false)
	narrow := metrics.Batch32{Labels: rows.Labels}
	for _, score := range rows.Scores {
		narrow.Scores = append(narrow.Scores, float32(score))
	}
	for b.Loop() {
		if _, err := metrics.CountAt(narrow, 0.5); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkCurves fills both curves of a million scores with their intervals.
func BenchmarkCurves(b *testing.B) {
	s := newState(b, millionRows(false))
	s.ROCAUC()
	for b.Loop() {
		s.ROC()
		s.PR()
	}
}
