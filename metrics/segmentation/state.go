package segmentation

import (
	"errors"
	"fmt"
	"slices"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/multiclass"
)

// Options say what the pixels mean.
type Options struct {
	Classes []string // their names, in the order of the indices: two to multiclass.MaxClasses
	Void    []int    // true values of pixels that do not count, such as 255; nil: all count
}

// State is what images read, in 24 bytes a class and image. Make one with [New].
// Readers may run beside each other, but not beside Update, Merge, Reset or an unmarshalling.
type State struct {
	pixels *multiclass.Confusion // of all images
	images []overlap             // those that have pixels
	void   []int
	k      int
}

// New is an empty State.
func New(o Options) (*State, error) {
	pixels, err := multiclass.NewConfusion(o.Classes...)
	if err != nil {
		return nil, fmt.Errorf("segmentation: %w", err)
	}
	return &State{pixels: pixels, void: slices.Clone(o.Void), k: len(o.Classes)}, nil
}

var errNoClasses = errors.New("segmentation: a State without classes: make it with New")

// Classes are the names, in the order of the indices. The caller owns the slice.
func (s *State) Classes() []string {
	if s.pixels == nil {
		return nil
	}
	return s.pixels.Classes()
}

// Images is the number of images that have pixels which count.
func (s *State) Images() int { return len(s.images) }

// Update adds images. On error, which names the image and the pixel, the State is as it was.
func (s *State) Update(images ...Image) error {
	if s.pixels == nil {
		return errNoClasses
	}
	whole, err := multiclass.NewConfusion(s.Classes()...)
	if err != nil {
		return err
	}
	var added []overlap
	for at, image := range images {
		d, err := image.pixels(s.void)
		if err == nil {
			err = whole.Update(d)
		}
		if err != nil {
			return fmt.Errorf("segmentation: image %d (from 0): pixels count as rows: %w", at, err)
		}
		if o := overlapOf(d, s.k); o.Pixels > 0 {
			added = append(added, o)
		}
	}
	if err := s.pixels.Merge(whole); err != nil {
		return err
	}
	s.images = append(s.images, added...)
	return nil
}

// Merge adds everything that other has seen, which stays as it is. It fails, and changes nothing, if other is nil or
// has other classes or other void values.
func (s *State) Merge(other *State) error {
	if other == nil || s.pixels == nil || other.pixels == nil {
		return errNoClasses
	}
	if !slices.Equal(s.void, other.void) {
		return fmt.Errorf("segmentation: cannot merge: void is %v in one and %v in the other", s.void, other.void)
	}
	if err := s.pixels.Merge(other.pixels); err != nil {
		return err
	}
	s.images = append(s.images, other.images...)
	return nil
}

// Reset forgets every image and keeps the options.
func (s *State) Reset() {
	if s.pixels != nil {
		s.pixels.Reset()
	}
	s.images = nil
}

// Clone is a State of its own that has seen the same.
func (s *State) Clone() *State {
	c := &State{images: slices.Clone(s.images), void: s.void, k: s.k}
	if s.pixels != nil {
		c.pixels = s.pixels.Clone()
	}
	return c
}

// Pixels is the K by K table of all pixels; the caller owns it. Its intervals would take pixels for independent: use
// the readers of the State.
func (s *State) Pixels() *multiclass.Confusion { return s.pixels.Clone() }

// Image is the two by two table of a class in one image, in weights only: its readers give no intervals, because
// pixels are not independent. It panics if there is no such image or class.
func (s *State) Image(image, class int) metrics.Confusion { return s.images[image].table(class) }
