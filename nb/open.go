package nb

import "github.com/seqpair/seqpair/metrics/runs"

// Open reads the run of that name (in the folder runs) or path.
func Open(run string) (*runs.Run, error) { return runs.Open(runs.Resolve(run)) }
