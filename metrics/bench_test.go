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
			fresh := newState(b, millionRows(c.weighted))
			for b.Loop() {
				s := fresh.Clone()
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
