package metrics

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// The binary form, all integers uvarints unless said otherwise:
//
//	"SPST", version (1 byte), kind (1 byte: 0 exact, 1 binned, 2 exact and every score and weight a float32, 3 counts), then
//	exact:  positives, negatives; each: n, weighted (0 or 1),
//	        n differences of the scores' IEEE bits (of float64, or of float32) in rising order,
//	        and if weighted n weights (8 bytes each)
//	binned: bins, positives, negatives, log loss, brier; each class: n, weighted,
//	        n times (difference of bin numbers, rows), and if weighted n times (Σw, Σw²); a loss is 3 sums;
//	        a sum is 2 floats (8 bytes each)
//
//	counts: as binned, without the losses
//
// Floats are little endian. Sorted scores differ in few bits: of a million float32 scores each takes about
// 2 bytes, of a million float64 scores 6.
const (
	magic      = "SPST"
	kindExact  = 0
	kindBinned = 1
	kindNarrow = 2
	kindCounts = 3
)

// MarshalBinary writes the whole State in the compact form: equal exact States write equal bytes.
func (s *State) MarshalBinary() ([]byte, error) {
	out := append([]byte(magic), wireVersion)
	switch kept := s.settled().(type) {
	case *binned:
		out = kept.wire().append(append(out, kindBinned))
	case *counts:
		out = kept.wire().appendCounts(append(out, kindCounts))
	case exactStore:
		out = kept.binary(out)
	}
	return out, s.Err()
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
	s.kept, s.given = kept, false
	return nil
}

func readStore(in *reader, kind byte) (store, error) {
	switch kind {
	case kindExact:
		wire := exactWire{Positives: in.wideColumn(), Negatives: in.wideColumn()}
		if err := in.done(); err != nil {
			return nil, err
		}
		return wire.valid()
	case kindNarrow:
		wire := exactWire{Positives: in.narrowColumn(), Negatives: in.narrowColumn()}
		if err := in.done(); err != nil {
			return nil, err
		}
		return wire.valid()
	case kindCounts:
		wire := binnedWire{Bins: in.int(MaxBins)}
		wire.Positives, wire.Negatives = in.histogram(), in.histogram()
		if err := in.done(); err != nil {
			return nil, err
		}
		return wire.validCounts()
	case kindBinned:
		wire := binnedWire{Bins: in.int(MaxBins)}
		wire.Positives, wire.Negatives = in.histogram(), in.histogram()
		wire.LogLoss, wire.Brier = in.moments(), in.moments()
		if err := in.done(); err != nil {
			return nil, err
		}
		return wire.valid()
	}
	return nil, fmt.Errorf("kind %d: want 0 to %d", kind, kindCounts)
}

func (e *exact[K]) binary(out []byte) []byte {
	if wide[K]() {
		out = append(out, kindExact)
	} else {
		out = append(out, kindNarrow)
	}
	for _, class := range []*column[K]{&e.pos, &e.neg} {
		out = appendHead(out, len(class.keys), class.weights != nil)
		last := K(0)
		for _, k := range class.keys {
			out = binary.AppendUvarint(out, uint64(k-last))
			last = k
		}
		out = appendFloats(out, numbersOf(class.weights)...)
	}
	return out
}

func (w binnedWire) append(out []byte) []byte {
	out = w.appendCounts(out)
	for _, loss := range []momentsWire{w.LogLoss, w.Brier} {
		for _, s := range loss {
			out = appendFloats(out, s[:]...)
		}
	}
	return out
}

func (w binnedWire) appendCounts(out []byte) []byte {
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
