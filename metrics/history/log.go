package history

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/internal/text"
)

// Log is a training log of any program, reduced to the last values of each epoch.
type Log struct {
	Source string     `json:"source"` // file name or another word for where it came from
	Format string     `json:"format"` // "Keras console", "CSV", "JSON", "TensorBoard", "text" or "seqpair history"
	Epochs []LogEpoch `json:"epochs"` // may be empty if there are messages, reports or confusion matrices

	Messages   []Message           `json:"messages,omitempty"`   // what the program said beside its numbers
	Reports    []ClassReport       `json:"reports,omitempty"`    // scikit-learn's classification_report
	Confusions []metrics.Confusion `json:"confusions,omitempty"` // 2x2 matrices that were printed

	values int    // kept so far, and epochs
	row    string // the first line of a matrix
}

// LogEpoch is one epoch of a Log.
type LogEpoch struct {
	Epoch   int                `json:"epoch"`            // 1-based; as the log numbers it, else counted
	Epochs  int                `json:"epochs,omitzero"`  // planned; 0 if the log does not say
	Step    int64              `json:"step,omitzero"`    // done when the values were printed; less than Steps in a log cut within an epoch
	Steps   int64              `json:"steps,omitzero"`   // planned per epoch; 0 if the log does not say
	Seconds float64            `json:"seconds,omitzero"` // duration; 0 if the log does not say
	Names   []string           `json:"names"`            // in the log's order; a val_ prefix is kept
	Values  map[string]Printed `json:"values"`
}

// maxValues bounds the memory of a Log: 2^20 values are 10,000 epochs of 100 metrics.
const maxValues = 1 << 20

var errTooManyValues = fmt.Errorf("more than %d values: this is no training log, or cut it into parts", maxValues)

// set keeps a value of the log's last epoch, in place of an earlier one of that name.
func (l *Log) set(name string, p Printed) error { return l.setAt(len(l.Epochs)-1, name, p) }

// setAt is set for the epoch at an index.
func (l *Log) setAt(at int, name string, p Printed) error {
	e := &l.Epochs[at]
	if _, ok := e.Values[name]; !ok {
		if l.values++; l.values > maxValues {
			return errTooManyValues
		}
		name = strings.Clone(name)
		e.Names = append(e.Names, name)
	}
	p.Text = strings.Clone(p.Text)
	e.Values[name] = p
	return nil
}

// last is the log's last epoch, or nil.
func (l *Log) last() *LogEpoch {
	if len(l.Epochs) == 0 {
		return nil
	}
	return &l.Epochs[len(l.Epochs)-1]
}

// begin adds an epoch.
func (l *Log) begin(epoch, epochs int) error {
	if l.values++; l.values > maxValues {
		return errTooManyValues
	}
	l.Epochs = append(l.Epochs, LogEpoch{Epoch: epoch, Epochs: epochs, Values: map[string]Printed{}})
	return nil
}

// ReadLog recognises the format of a training log and reads it: a console (Keras, hand-written loops, with
// scikit-learn reports and confusion matrices in between), a CSV file with an epoch or a loss column (Keras,
// Lightning), JSON (ReadJSON), a TensorBoard event file, or a history.jsonl of this package. source names r in
// errors and in the Log. It is an error if r holds none of these.
func ReadLog(r io.Reader, source string) (*Log, error) {
	binary := bufio.NewReaderSize(r, 64<<10)
	if head, _ := binary.Peek(recordHead); isTensorBoard(head) {
		return ReadTensorBoard(binary, source)
	}
	r = binary
	b, err := text.NewReader(r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", source, err)
	}
	// The longest header line that decides is taken to fit into the reader's 64 KiB.
	head, err := b.Peek(b.Size())
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s: %w", source, err)
	}
	first, _, _ := bytes.Cut(bytes.TrimLeft(head, " \t\r\n"), []byte("\n"))
	switch {
	case bytes.HasPrefix(first, []byte("{")) && bytes.Contains(first, []byte(`"kind"`)):
		return readHistory(b, source)
	case bytes.HasPrefix(first, []byte("{")), bytes.HasPrefix(first, []byte("[{")), bytes.Equal(bytes.TrimSpace(first), []byte("[")):
		return ReadJSON(b, source)
	case csvDelimiter(string(first)) != 0:
		return ReadCSVLogger(b, source)
	}
	return ReadKeras(b, source)
}

// readHistory reads the epochs of a run log of this package.
func readHistory(r io.Reader, source string) (*Log, error) {
	l := &Log{Source: source, Format: "seqpair history"}
	err := scan(r, source, l.addRecord)
	if err == nil && len(l.Epochs) == 0 {
		err = fmt.Errorf("%s: no epoch in this run log: has the run finished its first epoch?", source)
	}
	if err != nil {
		return nil, err
	}
	return l, nil
}

func (l *Log) addRecord(r Record) error {
	if r.Kind != Epoch {
		return nil
	}
	if err := l.begin(r.Epoch, r.Epochs); err != nil {
		return err
	}
	if err := l.setSplit("", r.Train); err != nil {
		return err
	}
	return l.setSplit("val_", r.Valid)
}

func (l *Log) setSplit(prefix string, s *Split) error {
	if s == nil {
		return nil
	}
	if err := l.set(prefix+"loss", printFloat(s.Loss)); err != nil {
		return err
	}
	for _, r := range s.Readings {
		if r.Value.Undefined != "" {
			continue
		}
		if err := l.set(prefix+r.Name, printFloat(r.Value.V)); err != nil {
			return err
		}
	}
	return nil
}
