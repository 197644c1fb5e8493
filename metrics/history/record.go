package history

import "github.com/seqpair/seqpair/metrics"

// Kind says what a Record reports.
type Kind string

// The kinds of record, in the order in which a run writes them.
const (
	Start Kind = "start" // the run begins: Text says with what
	Step  Kind = "step"  // some steps later
	Epoch Kind = "epoch" // an epoch is over: Train and Valid are filled
	Note  Kind = "note"  // something worth a line: Text
	End   Kind = "end"   // the run is over: Text says why
)

// Record is one line of a run log. Fields that a kind does not use stay zero.
// A number that does not exist (a loss that diverged) is NaN here and null in JSON.
type Record struct {
	Kind              Kind    `json:"kind"`
	Run               string  `json:"run,omitzero"`                 // name of the run
	Backend           string  `json:"backend,omitzero"`             // what computes, in words
	Epoch             int     `json:"epoch,omitzero"`               // 1-based
	Epochs            int     `json:"epochs,omitzero"`              // planned
	Step              int64   `json:"step,omitzero"`                // done, over the whole run
	Steps             int64   `json:"steps,omitzero"`               // planned, over the whole run
	Seconds           float64 `json:"seconds,omitzero"`             // since the run began
	Loss              float64 `json:"loss,omitzero"`                // running mean of the training loss
	LearningRate      float64 `json:"learning_rate,omitzero"`       // of the latest step
	GradientNorm      float64 `json:"gradient_norm,omitzero"`       // L2 norm over all weights, of an epoch's last step
	InitialLoss       float64 `json:"initial_loss,omitzero"`        // of the untrained weights, every example counting once; on the first epoch
	Layers            []Layer `json:"layers,omitempty"`             // of the latest step, from the input to the head
	ExamplesPerSecond float64 `json:"examples_per_second,omitzero"` // training throughput
	Positives         int64   `json:"positives,omitzero"`           // positive examples trained on so far in this epoch
	Train             *Split  `json:"train,omitzero"`
	Valid             *Split  `json:"valid,omitzero"`
	Monitor           string  `json:"monitor,omitzero"` // the metric that decides which epoch is best
	Best              bool    `json:"best,omitzero"`    // this epoch is the best so far
	Text              string  `json:"text,omitzero"`
}

// Layer is what the latest step did to one layer. A number that was not measured is NaN here and null in JSON.
type Layer struct {
	Name         string  `json:"name"`
	GradientNorm float64 `json:"gradient_norm"` // L2 norm over its weights
	UpdateRatio  float64 `json:"update_ratio"`  // L2 norm of the change over that of the weights
	DeadShare    float64 `json:"dead_share"`    // share of its units that no valid example activates, in [0,1]
}

// Split is what an epoch is worth on one part of the data.
type Split struct {
	Loss           float64           `json:"loss"`            // as trained: with its weights; NaN if unknown
	UnweightedLoss float64           `json:"unweighted_loss"` // every example counts once; NaN if unknown
	Threshold      float64           `json:"threshold"`       // of the confusion table
	Confusion      metrics.Confusion `json:"confusion"`       // full counts, so that any metric can be recomputed
	Readings       []metrics.Reading `json:"readings,omitempty"`
	// LossReadings are what the loss says of itself, by name: duals, biases, label priors; bounds per example. Means over the
	// examples: of train over the epoch, of valid as they stood at its end.
	LossReadings map[string]float64 `json:"loss_readings,omitempty"`
}

// Reading returns what a metric reads, by its name, and whether the split has it. A nil split has none.
func (s *Split) Reading(name string) (metrics.Value, bool) {
	if s == nil {
		return metrics.Value{}, false
	}
	for _, r := range s.Readings {
		if r.Name == name {
			return r.Value, true
		}
	}
	return metrics.Value{}, false
}

// Recorder receives the records of a run in order, one at a time, though not all on one goroutine. It must not keep the pointers of a
// Record that it changes.
type Recorder interface {
	Record(Record) error
}
