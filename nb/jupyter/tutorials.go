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
)

// Tutorials copies files into the project's hidden folder and returns the copy's path. A file that was
// changed there since it was copied stays as it is.
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

func digest(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}
