package history

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// ReadTensorBoard reads the scalars of a TensorBoard event file. Each step is an epoch, unless a scalar "epoch"
// says which step belongs to which, as Lightning's does. A last record that was cut is dropped.
func ReadTensorBoard(r io.Reader, source string) (*Log, error) {
	s := scalars{}
	if err := s.read(r, ""); err != nil {
		return nil, fmt.Errorf("%s: %w", source, err)
	}
	return s.log(source)
}

// ReadTensorBoardFolder is [ReadTensorBoard] on every event file below a folder. Files below a folder named
// validation, valid, val or eval, as Keras's callback writes them, give names that begin with val_.
func ReadTensorBoardFolder(path string) (*Log, error) {
	s, found := scalars{}, false
	err := filepath.WalkDir(path, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.Contains(entry.Name(), "tfevents") {
			return err
		}
		found = true
		prefix := ""
		switch filepath.Base(filepath.Dir(name)) {
		case "validation", "valid", "val", "eval":
			prefix = "val_"
		}
		file, err := os.Open(name)
		if err != nil {
			return err
		}
		defer file.Close()
		if err := s.read(file, prefix); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		return nil
	})
	if err == nil && !found {
		err = fmt.Errorf("%s holds no TensorBoard event files (*tfevents*)", path)
	}
	if err != nil {
		return nil, err
	}
	return s.log(path)
}

// scalars are values by step and name.
type scalars struct {
	steps map[int64]map[string]Printed
	count int
}

const (
	recordHead = 12      // bytes before the payload of a record: length and its checksum
	maxEvent   = 1 << 24 // bytes of an event; larger ones hold images or graphs, and are skipped
)

// isTensorBoard says whether head begins a TFRecord file: a length and its checksum.
func isTensorBoard(head []byte) bool {
	return len(head) >= recordHead && masked(head[:8]) == binary.LittleEndian.Uint32(head[8:])
}

// masked is the checksum of TFRecords: CRC-32C, rotated, plus a constant (tensorflow/core/lib/hash/crc32c.h).
func masked(b []byte) uint32 {
	c := crc32.Checksum(b, crc32.MakeTable(crc32.Castagnoli))
	return c>>15 | c<<17 + 0xa282ead8
}

func (s *scalars) read(r io.Reader, prefix string) error {
	b := bufio.NewReader(r)
	head := make([]byte, recordHead)
	var payload []byte
	for n := 0; ; n++ {
		_, err := io.ReadFull(b, head)
		if errors.Is(err, io.EOF) || n > 0 && errors.Is(err, io.ErrUnexpectedEOF) {
			return nil
		}
		if err != nil || !isTensorBoard(head) {
			return fmt.Errorf("record %d is damaged, or this is no event file: copy it again", n+1)
		}
		size := binary.LittleEndian.Uint64(head)
		if size > maxEvent {
			if _, err := io.CopyN(io.Discard, b, int64(min(size, math.MaxInt64-4))+4); err != nil {
				return nil
			}
			continue
		}
		payload = append(payload[:0], make([]byte, size+4)...)
		if _, err := io.ReadFull(b, payload); err != nil {
			return nil // cut while it was written
		}
		if masked(payload[:size]) != binary.LittleEndian.Uint32(payload[size:]) {
			return fmt.Errorf("record %d is damaged: copy the file again", n+1)
		}
		if err := s.addEvent(payload[:size], prefix); err != nil {
			return err
		}
	}
}

func (s *scalars) set(step int64, name string, v float64) error {
	if s.count++; s.count > maxValues {
		return errTooManyValues
	}
	if s.steps == nil {
		s.steps = map[int64]map[string]Printed{}
	}
	if s.steps[step] == nil {
		s.steps[step] = map[string]Printed{}
	}
	p, err := parsePrinted(strconv.FormatFloat(v, 'g', -1, 32))
	if err == nil {
		s.steps[step][name] = p
	}
	return nil
}

func (s *scalars) log(source string) (*Log, error) {
	l := &Log{Source: source, Format: "TensorBoard"}
	for _, step := range slices.Sorted(maps.Keys(s.steps)) {
		values := s.steps[step]
		epoch, known := values["epoch"]
		delete(values, "epoch")
		if len(values) == 0 {
			continue
		}
		number := len(l.Epochs) + 1
		if known && epoch.Value >= 0 && epoch.Value < 1<<31 {
			number = int(epoch.Value) + 1
		}
		if e := l.last(); e == nil || !known || e.Epoch != number {
			if err := l.begin(number, 0); err != nil {
				return nil, fmt.Errorf("%s: %w", source, err)
			}
		}
		l.last().Step = step
		for _, name := range slices.Sorted(maps.Keys(values)) {
			if err := l.set(name, values[name]); err != nil {
				return nil, fmt.Errorf("%s: %w", source, err)
			}
		}
	}
	if len(l.Epochs) == 0 {
		return nil, fmt.Errorf("%s: an event file without scalars: has the run finished its first epoch?", source)
	}
	return l, nil
}
