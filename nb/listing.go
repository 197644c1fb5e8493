package nb

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/seqpair/seqpair/metrics/runs"
)

// Runs are the paths of the runs in a folder, in alphabetical order; "" is the folder runs. What is no run is left
// out. Give them to Compare or TradeOff.
func Runs(folder string) ([]string, error) {
	if folder == "" {
		folder = runs.Root
	}
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("nb: no folder %s: nothing has been trained here yet", folder)
	}
	if err != nil {
		return nil, fmt.Errorf("nb: %w", err)
	}
	var found []string
	for _, entry := range entries {
		path := filepath.Join(folder, entry.Name())
		if _, err := runs.Open(path); err == nil {
			found = append(found, path)
		}
	}
	return found, nil
}
