package segmentation

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"github.com/seqpair/seqpair/metrics/internal/wire"
	"github.com/seqpair/seqpair/metrics/multiclass"
)

// wireVersion is the version of both written forms. Readers refuse newer ones.
const wireVersion = 1

const letters = "SPSG"

// stateWire is what a State is written as. What is read is trusted only after replace.
type stateWire struct {
	Version int                   `json:"version"`
	Void    []int                 `json:"void,omitempty"`
	Pixels  *multiclass.Confusion `json:"pixels"`
	Images  []overlap             `json:"images"`
}

// MarshalJSON writes the whole State.
func (s *State) MarshalJSON() ([]byte, error) {
	if s.pixels == nil {
		return nil, errNoClasses
	}
	return json.Marshal(stateWire{Version: wireVersion, Void: s.void, Pixels: s.pixels, Images: append([]overlap{}, s.images...)})
}

// UnmarshalJSON replaces the State, options included, by one that MarshalJSON wrote. What no State could have
// written is an error, a newer version too, and leaves the State as it was.
func (s *State) UnmarshalJSON(data []byte) error {
	if bytes.Equal(bytes.TrimSpace(data), []byte("null")) {
		return nil
	}
	var w stateWire
	if err := json.Unmarshal(data, &w); err != nil {
		return fmt.Errorf("segmentation: State: %w", err)
	}
	if err := wire.CheckVersion("segmentation: State", w.Version, wireVersion); err != nil {
		return err
	}
	return s.replace(w)
}

func (s *State) replace(w stateWire) error {
	if w.Pixels == nil || len(w.Pixels.Classes()) == 0 {
		return errors.New("segmentation: State: no table of pixels")
	}
	k := len(w.Pixels.Classes())
	var pixels int64
	for at, image := range w.Images {
		if err := image.valid(k); err != nil {
			return fmt.Errorf("segmentation: State: image %d (from 0): %w", at, err)
		}
		if pixels += image.Pixels; pixels > w.Pixels.Rows() {
			break
		}
	}
	if pixels != w.Pixels.Rows() {
		return fmt.Errorf("segmentation: State: the images have other pixels than the %d of their table", w.Pixels.Rows())
	}
	read := &State{pixels: w.Pixels, images: w.Images, void: w.Void, k: k}
	if err := read.agree(); err != nil {
		return err
	}
	*s = *read
	return nil
}

func (o overlap) valid(k int) error {
	if len(o.Hit) != k || len(o.Missed) != k || len(o.Alarms) != k {
		return fmt.Errorf("want %d classes", k)
	}
	missed, alarms := 0.0, 0.0
	for class := range k {
		for _, x := range []float64{o.Hit[class], o.Missed[class], o.Alarms[class]} {
			if !(x >= 0) || math.IsInf(x, 1) {
				return fmt.Errorf("class %d has the weight %v", class, x)
			}
		}
		missed, alarms = missed+o.Missed[class], alarms+o.Alarms[class]
	}
	if o.Pixels < 1 || !near(missed, alarms) || o.weight() == 0 {
		return errors.New("its weights are those of no pixels")
	}
	return nil
}

// near allows for the rounding of sums.
func near(a, b float64) bool { return math.Abs(a-b) <= 1e-9*math.Max(a, b) }

// agree says whether the images sum to the table.
func (s *State) agree() error {
	for class := range s.k {
		var hit, missed, alarms float64
		for _, image := range s.images {
			hit, missed, alarms = hit+image.Hit[class], missed+image.Missed[class], alarms+image.Alarms[class]
		}
		if c := s.pixels.Class(class); !near(hit, c.TP) || !near(missed, c.FN) || !near(alarms, c.FP) {
			return fmt.Errorf("segmentation: State: the images do not sum to the table of class %d", class)
		}
	}
	return nil
}

// MarshalBinary writes the whole State in a compact form.
func (s *State) MarshalBinary() ([]byte, error) {
	if s.pixels == nil {
		return nil, errNoClasses
	}
	pixels, err := s.pixels.MarshalBinary()
	if err != nil {
		return nil, err
	}
	out := wire.Head(letters, wireVersion)
	out = wire.AppendInts(out, len(s.void))
	for _, void := range s.void {
		out = wire.AppendInts(wire.AppendFlag(out, void < 0), max(void, -(void+1)))
	}
	out = append(wire.AppendInts(out, len(pixels)), pixels...)
	out = wire.AppendInts(out, len(s.images))
	for _, image := range s.images {
		out = wire.AppendInts(out, image.Pixels)
		out = wire.AppendFloats(wire.AppendFloats(wire.AppendFloats(out, image.Hit...), image.Missed...), image.Alarms...)
	}
	return out, nil
}

// UnmarshalBinary replaces the State, options included, by one that MarshalBinary wrote. What no State could have
// written is an error, a newer version too, and leaves the State as it was.
func (s *State) UnmarshalBinary(data []byte) error {
	in, err := wire.Open(data, "segmentation: State", letters, wireVersion)
	if err != nil {
		return err
	}
	w := stateWire{Void: make([]int, in.Length(2)), Pixels: new(multiclass.Confusion)}
	for i := range w.Void {
		if negative := in.Flag(); negative {
			w.Void[i] = -in.Int(math.MaxInt) - 1
		} else {
			w.Void[i] = in.Int(math.MaxInt)
		}
	}
	if err := w.Pixels.UnmarshalBinary(in.Bytes(in.Length(1))); err != nil {
		if in.Failed() {
			err = in.Done()
		}
		return fmt.Errorf("segmentation: State: %w", err)
	}
	k := len(w.Pixels.Classes())
	w.Images = make([]overlap, in.Length(1+3*8*k))
	for i := range w.Images {
		w.Images[i].Pixels = int64(in.Int(1 << 53))
		w.Images[i].Hit, w.Images[i].Missed, w.Images[i].Alarms = in.Floats(k), in.Floats(k), in.Floats(k)
	}
	if err := in.Done(); err != nil {
		return fmt.Errorf("segmentation: State: %w", err)
	}
	return s.replace(w)
}
