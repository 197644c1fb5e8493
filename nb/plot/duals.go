package plot

import (
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/seqpair/seqpair/metrics/history"
)

// Duals draws what a constrained loss says of itself while it trains: its dual variables, biases and bounds, a line for
// each reading, by epoch, of the training part.
func Duals(records []history.Record) Picture {
	names := map[string]bool{}
	var epochs []history.Record
	chart := Chart{Title: "Readings of the loss", Subtitle: "dual variables and what else the loss keeps, by epoch", X: "Epoch", Y: "Value"}
	for _, r := range records {
		if r.Kind != history.Epoch || r.Train == nil {
			continue
		}
		epochs = append(epochs, r)
		for name := range r.Train.LossReadings {
			names[name] = true
		}
		if r.Best {
			chart.Marks = []Mark{{Name: "best epoch", X: float64(r.Epoch)}}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		line := Series{Name: strings.ReplaceAll(name, "_", " ")}
		for _, r := range epochs {
			v, ok := r.Train.LossReadings[name]
			if !ok {
				v = math.NaN()
			}
			line.X, line.Y = append(line.X, float64(r.Epoch)), append(line.Y, v)
		}
		chart.Series = append(chart.Series, line)
	}
	return Lines(chart)
}
