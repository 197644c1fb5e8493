package jupyter

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"

	"github.com/google/renameio/v2"
)

// A stamp remembers that a step was completed with the inputs that its key names. A step that was cut
// short leaves no stamp, so that the next set-up does it again.
type stamp struct {
	path string
	key  string
}

func (p Project) stamp(step string, inputs ...string) stamp {
	hash := sha256.New()
	for _, input := range append([]string{p.Root}, inputs...) {
		fmt.Fprintf(hash, "%d:%s\n", len(input), input)
	}
	return stamp{path: p.Hidden("stamps", step), key: hex.EncodeToString(hash.Sum(nil))}
}

// done reports whether the step was completed with these inputs and what it made is still there.
func (s stamp) done(made ...string) bool {
	for _, path := range made {
		if _, err := os.Stat(path); err != nil {
			return false
		}
	}
	key, err := os.ReadFile(s.path)
	return err == nil && string(key) == s.key
}

func (s stamp) clear() error {
	if err := os.Remove(s.path); err != nil && !os.IsNotExist(err) {
		return err
	}
	return nil
}

func (s stamp) set() error { return writeFile(s.path, []byte(s.key)) }

// writeFile writes a file whole or not at all, and makes its folder.
func writeFile(path string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return renameio.WriteFile(path, content, 0o644)
}
