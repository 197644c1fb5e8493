package jupyter

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Tutorials copies files to where JupyterLab opens them, and returns that folder. A file that was changed
// there since it was copied stays as it is.
func (p Project) Tutorials(files fs.FS) (dir string, err error) {
	dir = p.Hidden("tutorials")
	record := p.Hidden("stamps", "tutorials.json")
	copied := map[string]string{} // hash by name
	content, err := os.ReadFile(record)
	if err == nil {
		err = json.Unmarshal(content, &copied)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		copied = map[string]string{} // a broken record: nothing is known to be unchanged but what is equal
	}
	err = fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		source, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		target := filepath.Join(dir, filepath.FromSlash(name))
		present, readErr := os.ReadFile(target)
		if readErr == nil && (digest(present) != copied[name] || digest(present) == digest(source)) {
			return nil
		}
		copied[name] = digest(source)
		return writeFile(target, source)
	})
	if err != nil {
		return "", fmt.Errorf("copy the tutorials: %w", err)
	}
	if content, err = json.MarshalIndent(copied, "", "  "); err != nil {
		return "", err
	}
	return dir, writeFile(record, content)
}

// TutorialRun returns a folder with a copy of the files in which to run them with these parameters. Other
// files or other parameters have another folder: a run directory belongs to one configuration, and what an
// earlier version or another run left behind must not stop this one. The same ones find their runs again.
func (p Project) TutorialRun(files fs.FS, set map[string]string) (dir string, err error) {
	removeStale(p.Hidden("tutorial-runs"), 30*24*time.Hour)
	contents := map[string][]byte{}
	err = fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			contents[name], err = fs.ReadFile(files, name)
		}
		return err
	})
	if err != nil {
		return "", err
	}
	if set == nil {
		set = map[string]string{}
	}
	key, err := json.Marshal([]any{contents, set}) // maps are in the order of their keys
	if err != nil {
		return "", err
	}
	dir = p.Hidden("tutorial-runs", digest(key)[:12])
	for name, content := range contents {
		if err := writeFile(filepath.Join(dir, filepath.FromSlash(name)), content); err != nil {
			return "", fmt.Errorf("copy the tutorials: %w", err)
		}
	}
	return dir, nil
}

func digest(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}
