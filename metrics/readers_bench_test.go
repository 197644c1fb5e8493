package metrics_test

import (
	"testing"

	"github.com/seqpair/seqpair/metrics"
)

// BenchmarkFullReport reads all that has a name from a settled State of a million examples; ROCAUC and
// AveragePrecision are what it is compared with.
func BenchmarkFullReport(b *testing.B) {
	for _, bench := range []struct {
		name     string
		weighted bool
	}{{"plain", false}, {"weighted", true}} {
		s := newState(b, millionRows(bench.weighted))
		s.ROCAUC() // sorts
		b.Run(bench.name+"/full", func(b *testing.B) {
			for b.Loop() {
				metrics.FullReport(s, 0.5)
			}
		})
		b.Run(bench.name+"/areas", func(b *testing.B) {
			for b.Loop() {
				s.ROCAUC()
				s.AveragePrecision()
			}
		})
	}
}
