package metrics

// NewTinySpillingState spills every few rows.
func NewTinySpillingState(dir string, limit int64) *State {
	return &State{kept: &spilled{dir: dir, limit: limit, memory: newExact()}}
}

// Runs is how many files a spilling State has.
func (s *State) Runs() int { return len(s.kept.(*spilled).runs) }
