package multiclass

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/internal/sums"
	"github.com/seqpair/seqpair/metrics/internal/wire"
)

// wireVersion is the version of all written forms of this package. Readers refuse newer ones.
const wireVersion = 1

// confusionWire is what a Confusion is written as: its cells that hold examples, in rising order. What is read
// is trusted only after valid.
type confusionWire struct {
	Version int          `json:"version"`
	Classes []string     `json:"classes"`
	Cells   []int        `json:"cells"` // K × true class + predicted class
	Rows    []int64      `json:"rows"`
	Weights [][2]float64 `json:"weights,omitempty"` // high and low part; absent: all ones
	Squares [][2]float64 `json:"squares,omitempty"`
}

func (c *Confusion) wire() confusionWire {
	w := confusionWire{Version: wireVersion, Classes: c.Classes(), Cells: []int{}, Rows: []int64{}}
	for cell, rows := range c.rows {
		if rows == 0 {
			continue
		}
		w.Cells, w.Rows = append(w.Cells, cell), append(w.Rows, rows)
		if c.weight != nil {
			w.Weights = append(w.Weights, [2]float64{c.weight[cell].Hi, c.weight[cell].Lo})
			w.Squares = append(w.Squares, [2]float64{c.squares[cell].Hi, c.squares[cell].Lo})
		}
	}
	return w
}

func (w confusionWire) valid() (*Confusion, error) {
	if err := checkClasses(w.Classes, 2); err != nil {
		return nil, err
	}
	n := len(w.Cells)
	if len(w.Rows) != n || w.Weights != nil && len(w.Weights) != n || len(w.Squares) != len(w.Weights) {
		return nil, errors.New("multiclass: columns differ in length")
	}
	c := newConfusion(w.Classes)
	if len(w.Weights) > 0 {
		c.weigh()
	}
	last := -1
	for i, cell := range w.Cells {
		rows := w.Rows[i]
		if cell <= last || cell >= len(c.rows) || rows < 1 || rows > maxRows-c.total {
			return nil, fmt.Errorf("multiclass: cell %d after cell %d of %d holds %d examples", cell, last, len(c.rows), rows)
		}
		last = cell
		c.rows[cell] = rows
		c.total += rows
		if c.weight == nil {
			continue
		}
		c.weight[cell] = sums.Sum{Hi: w.Weights[i][0], Lo: w.Weights[i][1]}
		c.squares[cell] = sums.Sum{Hi: w.Squares[i][0], Lo: w.Squares[i][1]}
		if of := (tally{rows, c.weight[cell].Value(), c.squares[cell].Value()}); !of.plausible() {
			return nil, fmt.Errorf("multiclass: cell %d: no %d weights have the sum %v and the sum of squares %v",
				cell, rows, of.weight, of.squares)
		}
	}
	return c, nil
}

// plausible says whether some weights have these sums: each in its range, and n·Σw² ≥ (Σw)² ≥ Σw².
func (t tally) plausible() bool {
	const slack = 1 + 1e-9
	n, square := float64(t.rows), t.weight*t.weight
	return t.weight*slack >= n*metrics.MinWeight && t.weight <= n*metrics.MaxWeight*slack &&
		t.squares*n*slack >= square && t.squares <= square*slack
}

// MarshalJSON writes the whole table.
func (c *Confusion) MarshalJSON() ([]byte, error) { return json.Marshal(c.wire()) }

// UnmarshalJSON replaces the table, classes included, by one that MarshalJSON wrote. What no table could have
// written is an error, a newer version too, and leaves the table as it was.
func (c *Confusion) UnmarshalJSON(data []byte) error {
	if bytes.Equal(bytes.TrimSpace(data), []byte("null")) {
		return nil
	}
	var w confusionWire
	if err := json.Unmarshal(data, &w); err != nil {
		return fmt.Errorf("multiclass: Confusion: %w", err)
	}
	if err := wire.CheckVersion("multiclass: Confusion", w.Version, wireVersion); err != nil {
		return err
	}
	return c.replace(w)
}

func (c *Confusion) replace(w confusionWire) error {
	read, err := w.valid()
	if err != nil {
		return err
	}
	*c = *read
	return nil
}

const confusionLetters = "SPMC"

// MarshalBinary writes the whole table in a compact form.
func (c *Confusion) MarshalBinary() ([]byte, error) {
	w := c.wire()
	out := wire.AppendTexts(wire.Head(confusionLetters, wireVersion), w.Classes)
	out = wire.AppendFlag(wire.AppendInts(out, len(w.Cells)), w.Weights != nil)
	last := 0
	for i, cell := range w.Cells {
		out = wire.AppendInts(wire.AppendInts(out, cell-last), w.Rows[i])
		last = cell
	}
	for i := range w.Weights {
		out = wire.AppendFloats(wire.AppendFloats(out, w.Weights[i][:]...), w.Squares[i][:]...)
	}
	return out, nil
}

// UnmarshalBinary replaces the table, classes included, by one that MarshalBinary wrote. What no table could
// have written is an error, a newer version too, and leaves the table as it was. It allocates what
// NewConfusion does for the classes and no more than a small multiple of len(data) beside.
func (c *Confusion) UnmarshalBinary(data []byte) error {
	in, err := wire.Open(data, "multiclass: Confusion", confusionLetters, wireVersion)
	if err != nil {
		return err
	}
	w := confusionWire{Classes: in.Texts()}
	n := in.Length(2)
	weighted := in.Flag()
	w.Cells, w.Rows = make([]int, n), make([]int64, n)
	cell := 0
	for i := range w.Cells {
		cell += in.Int(MaxClasses * MaxClasses)
		w.Cells[i], w.Rows[i] = cell, int64(in.Int(maxRows))
	}
	if weighted {
		for sum := in.Floats(4 * n); len(sum) > 0; sum = sum[4:] {
			w.Weights = append(w.Weights, [2]float64(sum[:2]))
			w.Squares = append(w.Squares, [2]float64(sum[2:4]))
		}
	}
	if err := in.Done(); err != nil {
		return fmt.Errorf("multiclass: Confusion: %w", err)
	}
	return c.replace(w)
}
