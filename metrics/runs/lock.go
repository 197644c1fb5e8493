package runs

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// lockName is the file that a writer locks. It stays there, unlocked, when the writer is done: the system
// drops the lock of a killed process by itself.
const lockName = ".lock"

// owner is what the lock file says about who holds it.
type owner struct {
	PID     int       `json:"pid"`
	Host    string    `json:"host"`
	Program string    `json:"program"`
	Since   time.Time `json:"since"`
}

func (o owner) String() string {
	if o.PID == 0 {
		return "another process"
	}
	return fmt.Sprintf("process %d on %s (%s) since %s", o.PID, o.Host, o.Program, o.Since.Format(time.DateTime))
}

// lock locks the run directory at path, or returns a *LockedError.
func lock(path string) (*flock.Flock, error) {
	file := filepath.Join(path, lockName)
	l := flock.New(file, flock.SetPermissions(0o644))
	locked, err := l.TryLock()
	if err != nil {
		return nil, unwritable(path, err)
	}
	if !locked {
		var o owner
		if content, err := os.ReadFile(file); err == nil {
			// A half-written owner is no reason to fail otherwise than for the lock.
			_ = json.Unmarshal(content, &o)
		}
		return nil, &LockedError{Path: path, Owner: o.String()}
	}
	host, _ := os.Hostname()
	content, err := json.Marshal(owner{os.Getpid(), host, filepath.Base(os.Args[0]), time.Now().Truncate(time.Second)})
	if err == nil {
		err = os.WriteFile(file, content, 0o644)
	}
	if err != nil {
		return nil, unwritable(path, errors.Join(err, l.Close()))
	}
	return l, nil
}

func unwritable(path string, err error) error {
	return fmt.Errorf("the run directory %s cannot be written: %w: choose a place with write permission and space, or another name", path, err)
}
