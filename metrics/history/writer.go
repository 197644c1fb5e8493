package history

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"

	"github.com/seqpair/seqpair/metrics/internal/text"
)

// Writer appends records to a file, one JSON object per line. Several goroutines may use it at once.
type Writer struct {
	mu   sync.Mutex
	file *os.File
	size int64 // of the whole lines
}

// NewWriter opens the log at path. With resume, records are appended to what is there, after a last line
// that a killed process left cut has been dropped; without, the file starts empty.
func NewWriter(path string, resume bool) (*Writer, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, fmt.Errorf("opening the run log: %w", err)
	}
	w := &Writer{file: file}
	if resume {
		w.size, err = wholeLines(file)
	}
	if err == nil {
		err = w.takeBack()
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("opening the run log %s: %w", path, err), file.Close())
	}
	return w, nil
}

// Record writes r as one line, durable for epochs and the end. A line that cannot be written whole is taken back.
func (w *Writer) Record(r Record) error {
	line, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("encoding a record for %s: %w", w.file.Name(), err)
	}
	line = append(line, '\n')
	if len(line) > text.Limit {
		return fmt.Errorf("a record for %s has %d bytes; %d is the limit: shorten its text", w.file.Name(), len(line), text.Limit)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if _, err := w.file.Write(line); err != nil {
		return errors.Join(fmt.Errorf("writing the run log: %w", err), w.takeBack())
	}
	w.size += int64(len(line))
	if r.Kind == Epoch || r.Kind == End {
		return w.file.Sync()
	}
	return nil
}

// Close makes the log durable and closes it.
func (w *Writer) Close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return errors.Join(w.file.Sync(), w.file.Close())
}

// takeBack cuts the file to its whole lines and goes on behind them.
func (w *Writer) takeBack() error {
	if err := w.file.Truncate(w.size); err != nil {
		return err
	}
	_, err := w.file.Seek(w.size, io.SeekStart)
	return err
}

// wholeLines is the size of the file up to and with its last line break.
func wholeLines(file *os.File) (int64, error) {
	end, err := file.Seek(0, io.SeekEnd)
	if err != nil {
		return 0, err
	}
	buf := make([]byte, 4096)
	for end > 0 {
		n := min(end, int64(len(buf)))
		if _, err := file.ReadAt(buf[:n], end-n); err != nil {
			return 0, err
		}
		for i := n - 1; i >= 0; i-- {
			if buf[i] == '\n' {
				return end - n + i + 1, nil
			}
		}
		end -= n
	}
	return 0, nil
}
