package history

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/seqpair/seqpair/metrics/internal/text"
)

// ReadCSVLogger reads a CSV file with a header and an epoch column, delimited by comma, semicolon or tab, as
// the Keras CSVLogger and Lightning's CSVLogger write it. Epochs that count from 0 are counted from 1. Without an
// epoch column but with one of a loss, as pandas writes History.history, every row is an epoch.
// Rows of the same epoch are one epoch; of each column its last value counts. Empty cells and NA are absent, and so is a last row that was cut.
func ReadCSVLogger(r io.Reader, source string) (*Log, error) {
	b, err := text.NewReader(r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", source, err)
	}
	rows := text.NewRows(b)
	head, _ := b.Peek(b.Size())
	first, _, _ := strings.Cut(strings.TrimLeft(string(head), " \t\r\n"), "\n")
	c := &csvLog{Log: &Log{Source: source, Format: "CSV"}, Reader: csv.NewReader(rows)}
	if c.Comma = csvDelimiter(first); c.Comma == 0 {
		return nil, fmt.Errorf("%s: no epoch and no loss column in the header %.80q: name the columns in the first line", source, first)
	}
	c.TrimLeadingSpace = true
	if c.names, err = c.Read(); err != nil {
		return nil, fmt.Errorf("%s: %w", source, err)
	}
	for i, name := range c.names {
		c.names[i] = strings.ToValidUTF8(strings.TrimSpace(name), "\ufffd")
	}
	for {
		rows.Renew()
		row, err := c.Read()
		if errors.Is(err, io.EOF) || len(c.Epochs) > 0 && c.cut(row, err) {
			break
		}
		if err == nil {
			err = c.add(row)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", source, err)
		}
	}
	return c.finish()
}

// csvDelimiter is the delimiter of a header that has an epoch or a loss column and another, or 0.
func csvDelimiter(header string) rune {
	for _, d := range []rune{',', ';', '\t'} {
		cells := strings.Split(header, string(d))
		if len(cells) > 1 && (slices.ContainsFunc(cells, isEpochColumn) || slices.ContainsFunc(cells, isLossColumn)) {
			return d
		}
	}
	return 0
}

// LooksLikeLog says whether a header of delimited columns is one of a training log.
func LooksLikeLog(header string) bool { return csvDelimiter(header) != 0 }

func isLossColumn(name string) bool {
	name = strings.ToLower(strings.Trim(name, " \r\""))
	return strings.HasSuffix(name, "loss") && !strings.ContainsAny(name, ":= ")
}

func isEpochColumn(name string) bool {
	return strings.EqualFold(strings.Trim(name, " \r\""), "epoch")
}

type csvLog struct {
	*Log
	*csv.Reader
	names []string
	zero  bool // an epoch 0 was seen
}

// cut says whether a row is the last one and lacks cells: the program was killed while it wrote.
func (c *csvLog) cut(row []string, err error) bool {
	if !errors.Is(err, csv.ErrFieldCount) || len(row) >= len(c.names) {
		return false
	}
	_, next := c.Read()
	return errors.Is(next, io.EOF)
}

func (c *csvLog) add(row []string) error {
	line, _ := c.FieldPos(0)
	number := float64(len(c.Epochs) + 1)
	if at := slices.IndexFunc(c.names, isEpochColumn); at >= 0 {
		var err error
		number, err = strconv.ParseFloat(row[at], 64)
		if err != nil || number != float64(int32(number)) || number < 0 {
			return fmt.Errorf("line %d: epoch %.40q is no whole number", line, row[at])
		}
	}
	c.zero = c.zero || number == 0
	if e := c.last(); e == nil || e.Epoch != int(number) {
		if err := c.begin(int(number), 0); err != nil {
			return err
		}
	}
	for i, cell := range row {
		if err := c.addCell(c.names[i], cell); err != nil {
			return fmt.Errorf("line %d, column %.80q: %w", line, c.names[i], err)
		}
	}
	return nil
}

func (c *csvLog) addCell(name, cell string) error {
	cell = strings.TrimSpace(cell)
	switch {
	case cell == "", name == "", strings.EqualFold(cell, "NA"), strings.EqualFold(cell, "None"), isEpochColumn(name):
		return nil
	}
	p, err := parsePrinted(cell)
	if err != nil {
		return fmt.Errorf("%w: remove the column, or leave the cell empty", err)
	}
	if strings.EqualFold(name, "step") && p.Value < 1<<53 {
		c.last().Step = int64(p.Value)
		return nil
	}
	return c.set(name, p)
}

func (c *csvLog) finish() (*Log, error) {
	if len(c.Epochs) == 0 {
		return nil, fmt.Errorf("%s: a header without rows: has the run finished its first epoch?", c.Source)
	}
	if c.zero {
		for i := range c.Epochs {
			c.Epochs[i].Epoch++
		}
	}
	return c.Log, nil
}
