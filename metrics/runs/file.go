package runs

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/google/renameio/v2"
)

// replace writes a file whole or not at all: to a temporary file beside it, synced and renamed.
func replace(path string, write func(io.Writer) error) error {
	file, err := renameio.NewPendingFile(path, renameio.WithTempDir(filepath.Dir(path)), renameio.WithPermissions(0o644))
	if err != nil {
		return unwritable(filepath.Dir(path), err)
	}
	defer file.Cleanup()
	if err := write(file); err != nil {
		return fmt.Errorf("%s cannot be written: %w", path, err)
	}
	if err := file.CloseAtomicallyReplace(); err != nil {
		return fmt.Errorf("%s cannot be written: %w", path, err)
	}
	return syncFolder(filepath.Dir(path))
}

// replaceJSON replaces a file by the indented JSON of v.
func replaceJSON(path string, v any) error {
	content, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return fmt.Errorf("%s cannot be written: %w", path, err)
	}
	return replace(path, func(w io.Writer) error {
		_, err := w.Write(append(content, '\n'))
		return err
	})
}

// syncTree makes a folder and all that is in it durable.
func syncTree(folder string) error {
	return filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() || entry.Type().IsRegular() {
			return syncFolder(path)
		}
		return nil
	})
}

// syncFolder makes the entries of a folder, or the content of a file, durable.
func syncFolder(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
