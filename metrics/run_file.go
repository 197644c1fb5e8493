package metrics

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"os"
	"sync/atomic"
)

// runFile holds sorted rows of both classes in a temporary file, from the highest score down. A row is the
// difference of its key (the score's bits as float32 if the run is narrow, else as float64) from the row
// above, times two, plus one if a count follows because rows repeat; then that count; then, in a weighted
// class, the weight (8 bytes). Integers are uvarints.
type runFile struct {
	file    *os.File
	owners  atomic.Int32
	narrow  bool
	classes [2]runClass // positives, negatives
}

type runClass struct {
	start, size int64 // in the file, bytes
	rows        int64
	weighted    bool
}

// newRunFile makes a file that vanishes with the program where a file that is open may be removed.
func newRunFile(dir string) (*runFile, error) {
	file, err := os.CreateTemp(dir, "seqpair-scores-*.run")
	if err != nil {
		return nil, err
	}
	_ = os.Remove(file.Name()) // where this fails, release removes it
	run := &runFile{file: file}
	run.owners.Store(1)
	return run, nil
}

// release gives up one owner's share; the last closes and removes the file.
func (f *runFile) release() error {
	if f.owners.Add(-1) > 0 {
		return nil
	}
	err := f.file.Close()
	if gone := os.Remove(f.file.Name()); gone != nil && !errors.Is(gone, os.ErrNotExist) {
		err = errors.Join(err, gone)
	}
	return err
}

func release(runs []*runFile) error {
	var errs []error
	for _, run := range runs {
		errs = append(errs, run.release())
	}
	return errors.Join(errs...)
}

func held(runs []*runFile) []*runFile {
	for _, run := range runs {
		run.owners.Add(1)
	}
	return runs
}

// writeRun writes the rows of a settled store to a file of their own.
func writeRun(dir string, from memoryStore) (*runFile, error) {
	return encodeRun(dir, from.narrow(), from.weightedClasses(), func(class int, yield func(row) bool) error {
		return drain(from.cursor(class), yield)
	})
}

// mergeFiles writes the rows of several runs to one.
func mergeFiles(dir string, runs []*runFile) (*runFile, error) {
	narrow, weighted := true, [2]bool{}
	for _, run := range runs {
		narrow = narrow && run.narrow
		for class := range weighted {
			weighted[class] = weighted[class] || run.classes[class].weighted
		}
	}
	return encodeRun(dir, narrow, weighted, func(class int, yield func(row) bool) error {
		cursors := make([]rowCursor, len(runs))
		for i, run := range runs {
			cursors[i] = run.cursor(class)
		}
		return mergeRows(cursors, yield)
	})
}

func encodeRun(dir string, narrow bool, weighted [2]bool, rows func(class int, yield func(row) bool) error) (*runFile, error) {
	run, err := newRunFile(dir)
	if err != nil {
		return nil, err
	}
	if err := run.fill(narrow, weighted, rows); err != nil {
		return nil, errors.Join(err, run.release())
	}
	return run, nil
}

func (f *runFile) fill(narrow bool, weighted [2]bool, rows func(class int, yield func(row) bool) error) error {
	f.narrow = narrow
	out := bufio.NewWriterSize(f.file, runBuffer)
	end := int64(0)
	for class := range f.classes {
		encoder := runEncoder{out: out, narrow: narrow, class: runClass{start: end, weighted: weighted[class]}}
		err := rows(class, func(r row) bool { encoder.add(r); return encoder.err == nil })
		encoder.flush()
		if err = errors.Join(err, encoder.err); err != nil {
			return err
		}
		end += encoder.class.size
		f.classes[class] = encoder.class
	}
	return out.Flush()
}

// runBuffer is how much of a class of a run is read or written at once.
const runBuffer = 1 << 15

type runEncoder struct {
	out     *bufio.Writer
	narrow  bool
	class   runClass
	last    uint64 // key
	pending row
	err     error
	scratch [2*binary.MaxVarintLen64 + 8]byte
}

func (e *runEncoder) add(r row) {
	if e.pending.count > 0 && r.bits == e.pending.bits && r.weight == e.pending.weight {
		e.pending.count += r.count
		return
	}
	e.flush()
	e.pending = r
}

func (e *runEncoder) flush() {
	r := e.pending
	if r.count == 0 {
		return
	}
	key := r.bits
	if e.narrow {
		key = uint64(math.Float32bits(float32(math.Float64frombits(r.bits))))
	}
	step := uint64(0)
	if e.class.rows > 0 {
		step = e.last - key
	} else {
		step = topKey(e.narrow) - key
	}
	e.last = key
	out := binary.AppendUvarint(e.scratch[:0], step<<1|uint64(bit(r.count > 1)))
	if r.count > 1 {
		out = binary.AppendUvarint(out, uint64(r.count))
	}
	if e.class.weighted {
		out = appendFloats(out, r.weight)
	}
	e.class.rows += r.count
	e.class.size += int64(len(out))
	if _, err := e.out.Write(out); err != nil && e.err == nil {
		e.err = err
	}
	e.pending.count = 0
}

// topKey is the key of 1, the highest score.
func topKey(narrow bool) uint64 {
	if narrow {
		return uint64(math.Float32bits(1))
	}
	return math.Float64bits(1)
}

// runCursor reads a class of a run.
type runCursor struct {
	in     *bufio.Reader
	class  runClass
	narrow bool
	left   int64
	key    uint64
}

func (f *runFile) cursor(class int) rowCursor {
	c := f.classes[class]
	return &runCursor{
		in:    bufio.NewReaderSize(io.NewSectionReader(f.file, c.start, c.size), runBuffer),
		class: c, narrow: f.narrow, left: c.rows, key: topKey(f.narrow),
	}
}

func (c *runCursor) next() (row, bool, error) {
	if c.left == 0 {
		return row{}, false, nil
	}
	step, err := binary.ReadUvarint(c.in)
	if err != nil {
		return row{}, false, err
	}
	c.key -= step >> 1
	r := row{bits: c.key, weight: 1, count: 1}
	if c.narrow {
		r.bits = math.Float64bits(float64(math.Float32frombits(uint32(c.key))))
	}
	if step&1 == 1 {
		count, err := binary.ReadUvarint(c.in)
		if err != nil {
			return row{}, false, err
		}
		r.count = int64(count)
	}
	if c.class.weighted {
		var bytes [8]byte
		if _, err := io.ReadFull(c.in, bytes[:]); err != nil {
			return row{}, false, err
		}
		r.weight = math.Float64frombits(binary.LittleEndian.Uint64(bytes[:]))
	}
	c.left -= r.count
	return r, true, nil
}
