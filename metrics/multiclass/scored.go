package multiclass

import (
	"slices"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/internal/doubt"
)

// ScoreReader is a reader of a binary State, such as (*metrics.State).AveragePrecision.
type ScoreReader = func(*metrics.State) metrics.Value

// Each is what every class reads against the rest: averaging "none".
func (s *State) Each(read ScoreReader) []ClassReading { return eachState(s.classes, s.Class, read) }

// Average is a reader of single classes against the rest, averaged; micro reads [State.Flattened]. It has no
// interval, because the classes share their examples: [State.OneVsRestAUC] has one.
func (s *State) Average(read ScoreReader, over Averaging) Average {
	return averageStates(s.classes, s.settled().tally(), over, s.Class, s.Flattened, read)
}

func eachState(classes []string, of func(int) *metrics.State, read ScoreReader) []ClassReading {
	readings := make([]ClassReading, len(classes))
	for c, class := range classes {
		readings[c] = ClassReading{Class: class, Value: read(of(c))}
	}
	return readings
}

func averageStates(classes []string, all tally, over Averaging, of func(int) *metrics.State,
	flattened func() *metrics.State, read ScoreReader,
) Average {
	a := Average{Value: doubt.Undefined(UnknownAverage)}
	switch {
	case all.rows == 0:
		a.Value = doubt.Undefined(metrics.NoExamples)
	case over == Micro:
		a = Average{Value: read(flattened()), Classes: len(classes)}
		if a.Value.Undefined == "" {
			a.Value = doubt.Without(a.Value, SharedExamples)
		}
	case over == Macro || over == Weighted:
		values, weights := make([]metrics.Value, len(classes)), slices.Repeat([]float64{1}, len(classes))
		for c := range classes {
			state := of(c)
			values[c] = doubt.Without(read(state), SharedExamples)
			if over == Weighted {
				weights[c] = state.PositiveWeight()
			}
		}
		a = collect(classes, values, weights, nil)
	}
	a.Over = over
	if a.Value.Undefined == "" {
		a.Value.N, a.Value.Weight = all.rows, all.weight
	}
	return a
}
