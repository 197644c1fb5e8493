package metrics

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// reader takes the binary form apart. After the first error it yields zeros, and done reports the error.
type reader struct {
	data []byte
	err  error
}

var errShort = errors.New("the bytes end too early")

func (r *reader) fail(err error) {
	if r.err == nil {
		r.err = err
	}
	r.data = nil
}

// done is the first error, or that bytes are left over.
func (r *reader) done() error {
	if r.err == nil && len(r.data) > 0 {
		return fmt.Errorf("%d bytes are left over", len(r.data))
	}
	return r.err
}

func (r *reader) uvarint() uint64 {
	x, n := binary.Uvarint(r.data)
	if n <= 0 {
		r.fail(errShort)
		return 0
	}
	r.data = r.data[n:]
	return x
}

// int is a uvarint of at most limit.
func (r *reader) int(limit int) int {
	x := r.uvarint()
	if x > uint64(limit) {
		r.fail(fmt.Errorf("%d is more than %d", x, limit))
		return 0
	}
	return int(x)
}

func (r *reader) flag() bool { return r.int(1) == 1 }

func (r *reader) float() float64 {
	if len(r.data) < 8 {
		r.fail(errShort)
		return 0
	}
	x := math.Float64frombits(binary.LittleEndian.Uint64(r.data))
	r.data = r.data[8:]
	return x
}

// length is a number of rows, of which each takes at least one byte of what is left.
func (r *reader) length() int {
	rows := r.uvarint()
	if rows > uint64(len(r.data)) {
		r.fail(errShort)
		return 0
	}
	return int(rows)
}

func (r *reader) wideColumn() columnWire { return r.column(math.MaxUint64, math.Float64frombits) }

func (r *reader) narrowColumn() columnWire {
	return r.column(math.MaxUint32, func(bits uint64) float64 { return float64(math.Float32frombits(uint32(bits))) })
}

// column has keys of at most limit.
func (r *reader) column(limit uint64, score func(bits uint64) float64) columnWire {
	n := r.length()
	weighted := r.flag()
	w := columnWire{Scores: make([]float64, n)}
	bits := uint64(0)
	for i := range w.Scores {
		step := r.uvarint()
		if step > limit-bits {
			r.fail(errors.New("a score is out of range"))
			break
		}
		bits += step
		w.Scores[i] = score(bits)
	}
	if weighted && r.err == nil {
		w.Weights = r.floats(n)
	}
	return w
}

func (r *reader) floats(n int) []float64 {
	if len(r.data) < 8*n {
		r.fail(errShort)
		return nil
	}
	xs := make([]float64, n)
	for i := range xs {
		xs[i] = r.float()
	}
	return xs
}

func (r *reader) histogram() histogramWire {
	n := r.length()
	weighted := r.flag()
	w := histogramWire{Bins: make([]int, n), Rows: make([]int64, n)}
	bin := 0
	for i := range w.Bins {
		bin += r.int(MaxBins)
		w.Bins[i], w.Rows[i] = bin, int64(r.int(maxRows))
	}
	if !weighted || len(r.data) < 4*8*n {
		if weighted {
			r.fail(errShort)
		}
		return w
	}
	w.Weights, w.Squares = make([]sumWire, n), make([]sumWire, n)
	for i := range w.Weights {
		w.Weights[i], w.Squares[i] = r.sum(), r.sum()
	}
	return w
}

func (r *reader) sum() sumWire { return sumWire{r.float(), r.float()} }

func (r *reader) moments() momentsWire { return momentsWire{r.sum(), r.sum(), r.sum()} }
