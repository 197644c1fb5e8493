package plot

import (
	"fmt"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/slices"
)

// Slices draws what a metric reads on each slice of the data, beside what the rest reads. Slices that are not
// read are named, with the reason in the text.
func Slices(metric string, read []slices.Slice) Picture {
	l := Levels{Title: metric + " by slice", Subtitle: "each slice and the rest of the data, with 95 % intervals"}
	var mine, rest []metrics.Value
	for _, s := range read {
		l.Names = append(l.Names, fmt.Sprintf("%s (%s positive of %s)", s.Group, count(float64(s.Positives)), count(float64(s.Rows))))
		mine, rest = append(mine, s.Value), append(rest, s.Rest)
	}
	l.Metrics = []LevelMetric{{"slice", mine}, {"rest", rest}}
	return Effect(l)
}
