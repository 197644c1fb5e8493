package runs

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// While a checkpoint is replaced, it is for a moment only under its former name.
func formerName(which string) string { return "." + which + ".former" }

func checkWhich(which string) error {
	if which != "best" && which != "last" {
		return fmt.Errorf(`no checkpoint is called %q: use "best" or "last"`, which)
	}
	return nil
}

// Checkpoint replaces the checkpoint "best" or "last" by what write puts into the empty folder it is given.
// The previous one stays until the new one is complete and durable.
func (w *Writer) Checkpoint(which string, write func(dir string) error) error {
	if err := checkWhich(which); err != nil {
		return err
	}
	fresh, err := os.MkdirTemp(w.path, "."+which+".new")
	if err != nil {
		return unwritable(w.path, err)
	}
	defer os.RemoveAll(fresh)
	if err := write(fresh); err != nil {
		return fmt.Errorf("writing the checkpoint %s: %w", filepath.Join(w.path, which), err)
	}
	// MkdirTemp makes folders for their owner alone; a run is as readable as its other files.
	if err := errors.Join(os.Chmod(fresh, 0o755), syncTree(fresh)); err != nil {
		return fmt.Errorf("writing the checkpoint %s: %w", filepath.Join(w.path, which), err)
	}
	if err := w.exchange(which, fresh); err != nil {
		return fmt.Errorf("replacing the checkpoint %s: %w", filepath.Join(w.path, which), err)
	}
	return nil
}

func (w *Writer) exchange(which, fresh string) error {
	current, former := filepath.Join(w.path, which), filepath.Join(w.path, formerName(which))
	if err := os.RemoveAll(former); err != nil {
		return err
	}
	if err := os.Rename(current, former); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Rename(fresh, current); err != nil {
		return errors.Join(err, w.restore(which))
	}
	return errors.Join(syncFolder(w.path), os.RemoveAll(former))
}

// restore ends a replacement that was interrupted: with the new checkpoint if it is in place, else the former.
func (w *Writer) restore(which string) error {
	current, former := filepath.Join(w.path, which), filepath.Join(w.path, formerName(which))
	_, err := os.Stat(current)
	if err == nil {
		return os.RemoveAll(former)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Rename(former, current); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// Checkpoint returns the folder of the checkpoint "best" or "last". It wraps fs.ErrNotExist if there is none.
func (r *Run) Checkpoint(which string) (string, error) {
	if err := checkWhich(which); err != nil {
		return "", err
	}
	for _, name := range []string{which, formerName(which)} {
		path := filepath.Join(r.Path, name)
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			return path, nil
		}
	}
	remedy := "has it finished its first epoch?"
	if r.Manifest.Best.Epoch > 0 {
		remedy = "it was there: restore it, or train again under another name"
	}
	return "", fmt.Errorf("run %s has no checkpoint %q (%w): %s", r.Path, which, fs.ErrNotExist, remedy)
}
