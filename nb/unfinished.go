package nb

import (
	"fmt"

	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/metrics/runs"
)

// Unfinished says how far a run is whose training has not ended, what its threshold is until then, and how to go on.
// It is empty for a run that is finished, and for one without a checkpoint whose history tells of no epochs to come.
func Unfinished(r *runs.Run) string {
	if r.Manifest.Finished {
		return ""
	}
	done, planned, ended := 0, 0, false
	for _, record := range r.History {
		switch record.Kind {
		case history.End:
			ended = true
		case history.Epoch:
			done = record.Epoch
		}
		planned = max(planned, record.Epochs)
	}
	if ended || done >= planned {
		if _, err := r.Checkpoint("last"); err != nil {
			return ""
		}
	}
	return fmt.Sprintf("Training is not finished, %d of %d epochs are done: no threshold has been chosen, and %g stands in for it. The same call, of Fit or seqpair train, goes on from there.",
		done, planned, r.Contract.Threshold)
}
