package metrics

import "errors"

// NewTinySpillingState spills every few rows.
func NewTinySpillingState(dir string, limit int64) *State {
	return &State{kept: &spilled{dir: dir, limit: limit, memory: newExact()}}
}

// Runs is how many files a spilling State has.
func (s *State) Runs() int { return len(s.kept.(*spilled).runs) }

// TruncateRuns cuts all files to half their length.
func (s *State) TruncateRuns() error {
	var errs []error
	for _, run := range s.kept.(*spilled).runs {
		info, err := run.file.Stat()
		if err == nil {
			err = run.file.Truncate(info.Size() / 2)
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}
