package metrics

import (
	"errors"
	"fmt"
	"os"
	"sync/atomic"
)

const (
	// MinSpillLimit is the least memory that a spilling State may be given.
	MinSpillLimit = 1 << 20
	// mergeWidth is how many runs are merged at once, each with a buffer for each class.
	mergeWidth = 64
)

// NewSpillingState is an exact State that keeps at most about limit bytes of scores in memory, and the rest
// in sorted runs in temporary files in dir ("" is the system's place for them): 1 to 3 bytes for a float32
// score, 8 more if weighted. It reads, merges and is written as any exact State, to the last bit. One Update
// may go over the limit by its own rows.
//
// Update and Merge fail, and leave the State as it was, when the disk is full. Call [State.Close] when done:
// the files have no names where the system allows that, so that they do not outlive the program, and
// elsewhere Close removes them. Ask [State.Err] when everything is read.
func NewSpillingState(dir string, limit int64) (*State, error) {
	if limit < MinSpillLimit {
		return nil, fmt.Errorf("metrics: NewSpillingState: limit of %d bytes: give at least %d", limit, MinSpillLimit)
	}
	if dir == "" {
		dir = os.TempDir()
	}
	probe, err := newRunFile(dir)
	if err != nil {
		return nil, spillError(dir, err)
	}
	if err := probe.release(); err != nil {
		return nil, spillError(dir, err)
	}
	return &State{kept: &spilled{dir: dir, limit: limit, memory: newExact()}}, nil
}

// SpillError says that scores could not be written to or read back from temporary files.
type SpillError struct {
	Dir string
	Err error
}

// Error names the directory and a remedy.
func (e *SpillError) Error() string {
	return fmt.Sprintf("metrics: scores cannot be kept in temporary files in %s: %v; make room there or give another directory", e.Dir, e.Err)
}

// Unwrap returns what the system said.
func (e *SpillError) Unwrap() error { return e.Err }

func spillError(dir string, err error) error { return &SpillError{Dir: dir, Err: err} }

// Err is a *[SpillError] once a spilling State could not read its scores back: the disk failed, or someone cut a file
// short. What was being read when that happened means nothing, and everything after is undefined as of no examples; the
// reports and the readers of [ByName] say so by themselves. It is nil for all other States.
func (s *State) Err() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if kept, ok := s.kept.(*spilled); ok {
		return kept.err()
	}
	return nil
}

// Unreadable is why nothing can be read from a State whose [State.Err] is not nil.
const Unreadable Reason = "scores in temporary files cannot be read back"

// Close gives back the temporary files of a spilling State, which is then empty, and does nothing to others.
func (s *State) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if kept, ok := s.kept.(*spilled); ok {
		return kept.close()
	}
	return nil
}

// spilled keeps rows in memory until they reach the limit, and then in runs. Runs do not change, so that
// States share them.
type spilled struct {
	dir     string
	limit   int64
	memory  memoryStore
	runs    []*runFile
	memo    memo
	failure atomic.Pointer[SpillError]
}

func (s *spilled) update(b columns) (store, error) {
	if err := s.err(); err != nil {
		return nil, err
	}
	if err := s.makeRoom(int64(b.rows())); err != nil {
		return nil, err
	}
	memory, err := s.memory.update(b)
	if err != nil {
		return nil, err
	}
	s.memo.clear()
	s.memory = memory.(memoryStore)
	return s, nil
}

// makeRoom spills what is in memory if so many rows more would exceed the limit. The State holds the same
// rows afterwards, on error too.
func (s *spilled) makeRoom(rows int64) error {
	pos, neg := s.memory.rows()
	const copies = 2 // sorting needs the rows twice
	if pos+neg == 0 || (pos+neg+rows)*s.memory.rowBytes()*copies <= s.limit {
		return nil
	}
	s.memory.settle()
	run, err := writeRun(s.dir, s.memory)
	if err != nil {
		return spillError(s.dir, err)
	}
	runs := append(s.runs[:len(s.runs):len(s.runs)], run)
	if len(runs) >= mergeWidth {
		merged, err := mergeFiles(s.dir, runs)
		if err != nil {
			return errors.Join(spillError(s.dir, err), run.release())
		}
		err = release(runs)
		runs = []*runFile{merged}
		if err != nil {
			s.runs, s.memory = runs, newExact()
			return spillError(s.dir, err)
		}
	}
	s.runs, s.memory = runs, newExact()
	return nil
}

func (s *spilled) merge(other store) (store, error) {
	memory := other
	var runs []*runFile
	if o, ok := other.(*spilled); ok {
		if err := o.err(); err != nil {
			return nil, err
		}
		memory, runs = o.memory, held(o.runs)
	}
	pos, neg := memory.rows()
	if err := s.makeRoom(pos + neg); err != nil {
		return nil, errors.Join(err, release(runs))
	}
	joined, err := s.memory.merge(memory)
	if err != nil {
		return nil, errors.Join(err, release(runs))
	}
	s.memo.clear()
	s.memory = joined.(memoryStore)
	s.runs = append(s.runs[:len(s.runs):len(s.runs)], runs...)
	return s, nil
}

func (s *spilled) clone() store {
	c := &spilled{dir: s.dir, limit: s.limit, memory: s.memory.clone().(memoryStore), runs: held(s.runs)}
	c.failure.Store(s.failure.Load())
	return c
}

func (s *spilled) close() error {
	err := release(s.runs)
	s.runs, s.memory = nil, newExact()
	s.memo.clear()
	s.failure.Store(nil)
	return err
}

func (s *spilled) settle() { s.memory.settle() }

func (s *spilled) rows() (pos, neg int64) {
	if s.err() != nil {
		return 0, 0
	}
	pos, neg = s.memory.rows()
	for _, run := range s.runs {
		pos += run.classes[0].rows
		neg += run.classes[1].rows
	}
	return pos, neg
}

// gathered is the same rows in memory; of a store that failed, none.
func (s *spilled) gathered() memoryStore {
	var all store = newExact()
	for class, positive := range [2]bool{true, false} {
		batch := Batch{}
		s.eachRow(class, func(r row) bool {
			for range r.count {
				batch.Scores, batch.Labels = append(batch.Scores, r.score()), append(batch.Labels, positive)
				batch.Weights = append(batch.Weights, r.weight)
			}
			return true
		})
		all, _ = all.update(batch) // in memory, which does not fail
	}
	if s.err() != nil {
		return newExact()
	}
	all.settle()
	return all.(memoryStore)
}

func (s *spilled) wire() exactWire          { return s.gathered().wire() }
func (s *spilled) binary(out []byte) []byte { return s.gathered().binary(out) }
func (s *spilled) widened() *exact[uint64]  { return s.gathered().widened() }

// flattened fails as the store does.
func (s *spilled) flattened() store {
	flat := s.gathered().flattened()
	if err := s.failure.Load(); err != nil {
		failed := &spilled{dir: s.dir, limit: s.limit, memory: newExact()}
		failed.failure.Store(err)
		return failed
	}
	return flat
}
