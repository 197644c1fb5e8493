package data

import (
	"errors"
	"fmt"
)

// Images are pictures of one size, with a label for every pixel. Optional columns are nil.
type Images struct {
	Height, Width, Channels int

	Pixels  []float32 // [N, Height, Width, Channels], finite
	Masks   []bool    // [N, Height, Width], true is the positive class; nil: nobody knows them, and the images can only be scored
	Weights []float64 // of the pixels, [N, Height, Width], finite and >= 0; nil: ones
	Counts  []bool    // the pixels that count, [N, Height, Width]; others are neither learned nor judged; nil: all
	Groups  []string  // of the images, [N], what a split must not tear; an empty one stands alone; nil: no groups
	IDs     []string  // of the images, [N]; nil: 1, 2, 3, …
	Source  string    // for messages
}

// Len is the number of images.
func (m *Images) Len() int { return len(m.Pixels) / max(1, m.Area()*m.Channels) }

// Area is the number of pixels of an image.
func (m *Images) Area() int { return m.Height * m.Width }

// Check returns an error that names what does not fit together, and the first number that is none.
func (m *Images) Check() error {
	if err := m.check(); err != nil {
		return fmt.Errorf("%s: %w", m.source(), err)
	}
	return nil
}

func (m *Images) check() error {
	area := m.Area()
	switch {
	case m.Height < 1 || m.Width < 1 || m.Channels < 1:
		return fmt.Errorf("images of %d x %d pixels with %d channels: each is 1 at least", m.Height, m.Width, m.Channels)
	case len(m.Pixels) == 0:
		return errors.New("there are no images")
	case len(m.Pixels)%(area*m.Channels) != 0:
		return fmt.Errorf("%d numbers are no whole images of %d x %d pixels with %d channels: Pixels is [N, Height, Width, Channels], channels last", len(m.Pixels), m.Height, m.Width, m.Channels)
	case m.Counts != nil && len(m.Counts) != m.Len()*area:
		return fmt.Errorf("%d marks of what counts for %d pixels: give each one, or none (nil)", len(m.Counts), m.Len()*area)
	}
	if err := errors.Join(checkOptional(m.Len()*area, "pixels", m.Masks, m.Weights, nil, nil), checkOptional(m.Len(), "images", nil, nil, m.Groups, m.IDs)); err != nil {
		return err
	}
	for i, v := range m.Pixels {
		if !finite(v) {
			image, pixel := i/m.Channels/area, i/m.Channels%area
			return fmt.Errorf("image %d (%s): row %d, column %d, channel %d is %v: fill it in, or leave the image out",
				image+1, idOf(m.IDs, image), pixel/m.Width+1, pixel%m.Width+1, i%m.Channels+1, v)
		}
	}
	return nil
}

func (m *Images) source() string {
	if m.Source == "" {
		return "images"
	}
	return m.Source
}

// Subset returns the images at the given positions, in that order. It panics if one is outside [0, Len).
func (m *Images) Subset(images []int) *Images {
	s := &Images{
		Height: m.Height, Width: m.Width, Channels: m.Channels,
		Groups: pick(m.Groups, images), IDs: pickIDs(m.IDs, images), Source: m.Source,
	}
	area := m.Area()
	for _, i := range images {
		s.Pixels = append(s.Pixels, part(m.Pixels, i, area*m.Channels)...)
		s.Masks = append(s.Masks, part(m.Masks, i, area)...)
		s.Weights = append(s.Weights, part(m.Weights, i, area)...)
		s.Counts = append(s.Counts, part(m.Counts, i, area)...)
	}
	return s
}

// part is piece i of a column of pieces of one size; nil of an optional column that is not there.
func part[V any](column []V, i, size int) []V {
	if column == nil {
		return nil
	}
	return column[i*size : (i+1)*size : (i+1)*size]
}

// Split divides the images into 60 % train, 20 % valid and 20 % test, the same for the same seed. Images of one group, and
// copies of an image, stay together; every part comes as near as it can to its share of the pixels of both
// classes. The error says why no such split is possible.
func (m *Images) Split(seed int64) (train, valid, test *Images, err error) {
	if err := errors.Join(m.Check(), checkLabelled(m.source(), "images", m.Masks, m.Len())); err != nil {
		return nil, nil, nil, err
	}
	rows, err := dealRows(m.Groups, seed, m.Len(), m.count, copies(m.Pixels, m.Area()*m.Channels))
	if err != nil {
		return nil, nil, nil, fmt.Errorf("%s: %w", m.source(), err)
	}
	return m.Subset(rows[0]), m.Subset(rows[1]), m.Subset(rows[2]), nil
}

// count is how many pixels of each class count in image i.
func (m *Images) count(i int) [2]int {
	var n [2]int
	counts := part(m.Counts, i, m.Area())
	for j, positive := range part(m.Masks, i, m.Area()) {
		if counts != nil && !counts[j] {
			continue
		}
		n[0] += count(positive)[0]
		n[1] += count(positive)[1]
	}
	return n
}

// Examples are what a network reads: the column [ColumnX], float32 [Height, Width, Channels], and a label for each pixel,
// row by row. Scores that are kept carry the image's id as their group, or its group if it has one, so that
// doubt can be counted in images. The slices are shared. A network of package dense standardises the channels itself.
func (m *Images) Examples() *Examples {
	e := &Examples{
		Columns:   []Column{{Name: ColumnX, Shape: []int{m.Height, m.Width, m.Channels}, Floats: m.Pixels}},
		Positions: m.Area(), Labels: m.Masks, Weights: m.Weights, Counts: m.Counts, IDs: m.IDs, Source: m.source(),
	}
	for i := range m.Len() {
		group := e.ID(i)
		if m.Groups != nil && m.Groups[i] != "" {
			group = m.Groups[i]
		}
		e.Groups = append(e.Groups, group)
	}
	return e
}
