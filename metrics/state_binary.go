package metrics

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// The binary form, all integers uvarints unless said otherwise:
//
//	"SPST", version (1 byte), kind (1 byte: 0 exact, 1 binned), then
//	exact:  positives, negatives; each: n, weighted (0 or 1),
//	        n differences of the scores' IEEE bits in rising order, and if weighted n weights (8 bytes each)
//	binned: bins, positives, negatives, log loss, brier; each class: n, weighted,
//	        n times (difference of bin numbers, rows), and if weighted n times (Σw, Σw²); a loss is 3 sums;
//	        a sum is 2 floats (8 bytes each)
//
// Floats are little endian. Sorted scores differ in few bits: about 5 bytes a score instead of 8.
const (
	magic      = "SPST"
	kindExact  = 0
	kindBinned = 1
)

// MarshalBinary writes the whole State in the compact form: equal exact States write equal bytes.
func (s *State) MarshalBinary() ([]byte, error) {
	out := append([]byte(magic), wireVersion)
	switch kept := s.settled().(type) {
	case *binned:
		out = kept.wire().append(append(out, kindBinned))
	case *exact:
		out = kept.wire().append(append(out, kindExact))
	}
	return out, nil
}

// UnmarshalBinary replaces the State, kind and bins included, by one that MarshalBinary wrote. What no State
// could have written is an error, a newer version too, and leaves the State as it was.
// It allocates no more than a small multiple of len(data), and for bins what NewBinnedState does.
func (s *State) UnmarshalBinary(data []byte) error {
	if len(data) < len(magic)+2 || string(data[:len(magic)]) != magic {
		return errors.New("metrics: these bytes are no State: they do not start with " + magic)
	}
	if err := checkVersion(int(data[len(magic)])); err != nil {
		return err
	}
	kept, err := readStore(&reader{data: data[len(magic)+2:]}, data[len(magic)+1])
	if err != nil {
		return fmt.Errorf("metrics: State: %w", err)
	}
	s.kept = kept
	return nil
}

func readStore(in *reader, kind byte) (store, error) {
	switch kind {
	case kindExact:
		wire := exactWire{Positives: in.column(), Negatives: in.column()}
		if err := in.done(); err != nil {
			return nil, err
		}
		return wire.valid()
	case kindBinned:
		wire := binnedWire{Bins: in.int(MaxBins)}
		wire.Positives, wire.Negatives = in.histogram(), in.histogram()
		wire.LogLoss, wire.Brier = in.moments(), in.moments()
		if err := in.done(); err != nil {
			return nil, err
		}
		return wire.valid()
	}
	return nil, fmt.Errorf("kind %d: want %d (exact) or %d (binned)", kind, kindExact, kindBinned)
}

func (w exactWire) append(out []byte) []byte {
	for _, class := range []columnWire{w.Positives, w.Negatives} {
		out = appendHead(out, len(class.Scores), class.Weights != nil)
		last := uint64(0)
		for _, score := range class.Scores {
			bits := math.Float64bits(score)
			out = binary.AppendUvarint(out, bits-last)
			last = bits
		}
		out = appendFloats(out, class.Weights...)
	}
	return out
}

func (w binnedWire) append(out []byte) []byte {
	out = binary.AppendUvarint(out, uint64(w.Bins))
	for _, class := range []histogramWire{w.Positives, w.Negatives} {
		out = appendHead(out, len(class.Bins), class.Weights != nil)
		last := 0
		for i, bin := range class.Bins {
			out = binary.AppendUvarint(out, uint64(bin-last))
			out = binary.AppendUvarint(out, uint64(class.Rows[i]))
			last = bin
		}
		for i := range class.Weights {
			out = appendFloats(out, class.Weights[i][:]...)
			out = appendFloats(out, class.Squares[i][:]...)
		}
	}
	for _, loss := range []momentsWire{w.LogLoss, w.Brier} {
		for _, s := range loss {
			out = appendFloats(out, s[:]...)
		}
	}
	return out
}

func appendHead(out []byte, n int, weighted bool) []byte {
	out = binary.AppendUvarint(out, uint64(n))
	if weighted {
		return append(out, 1)
	}
	return append(out, 0)
}

func appendFloats(out []byte, xs ...float64) []byte {
	for _, x := range xs {
		out = binary.LittleEndian.AppendUint64(out, math.Float64bits(x))
	}
	return out
}
