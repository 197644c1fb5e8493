package nb

import (
	"fmt"

	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/metrics/runs"
)

// Unfinished says how far a run is whose training has not ended, what its threshold is until then, and how to go on.
// It is empty for a run that is finished, and for one whose history tells of no epochs to come.
func Unfinished(r *runs.Run) string {
	done, planned := 0, 0
	for _, record := range r.History {
		switch record.Kind {
		case history.End:
			return ""
		case history.Epoch:
			done = record.Epoch
		}
		planned = max(planned, record.Epochs)
	}
	if r.Manifest.Finished || done >= planned {
		return ""
	}
	return fmt.Sprintf("Training is not finished, %d of %d epochs are done: no threshold has been chosen, and %g stands in for it. The same call, of Fit or seqpair train, goes on from there.",
		done, planned, r.Contract.Threshold)
}
