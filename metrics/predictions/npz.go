package predictions

import (
	"archive/zip"
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// npyColumns is a Source over arrays of NumPy's format, read side by side.
type npyColumns struct {
	names  []string
	picked []npyPick   // what Open opened, as asked for
	arrays []*npyArray // each of them once
	cells  []Cells
	open   func(position int) (npyPick, error)
}

// npyPick is a column: a field of an array.
type npyPick struct {
	array *npyArray
	field npyField
}

func (s *npyColumns) Columns() []string { return s.names }

func (s *npyColumns) Open(positions []int) error {
	for _, position := range positions {
		pick, err := s.open(position)
		if err == nil {
			err = inColumn(pick.field.check(), s.names[position])
		}
		if err != nil {
			return err
		}
		if len(s.arrays) == 0 || s.arrays[len(s.arrays)-1] != pick.array {
			s.arrays = append(s.arrays, pick.array)
		}
		s.picked = append(s.picked, pick)
		if first := s.arrays[0]; pick.array.npyHeader.rows != first.npyHeader.rows {
			return &Error{
				Column:  s.names[position],
				Problem: fmt.Sprintf("has %d rows, and %q has %d", pick.array.npyHeader.rows, s.names[positions[0]], first.npyHeader.rows),
				Remedy:  "save arrays of the same examples",
			}
		}
	}
	s.cells = make([]Cells, len(positions))
	return nil
}

func (s *npyColumns) Next() ([]Cells, error) {
	n := s.arrays[0].most()
	for _, a := range s.arrays {
		n = min(n, a.most())
	}
	for _, a := range s.arrays {
		if n == 0 {
			if err := a.finish(); err != nil {
				return nil, err
			}
		} else if err := a.load(n); err != nil {
			return nil, err
		}
	}
	if n == 0 {
		return nil, io.EOF
	}
	for i, pick := range s.picked {
		var err error
		if s.cells[i], err = pick.array.cells(pick.field, s.cells[i]); err != nil {
			return nil, err
		}
	}
	return s.cells, nil
}

// readNPY reads a structured array, or a plain one and its labels.
func (b *builder) readNPY(r *bufio.Reader) error {
	a, err := openNPY(r, "", columnsHeader)
	if err != nil {
		return err
	}
	if !a.structured {
		return b.readLabelled(a)
	}
	if b.columns.LabelFile != "" {
		return errLabelFile
	}
	s := &npyColumns{open: func(position int) (npyPick, error) { return npyPick{a, a.fields[position]}, nil }}
	for _, f := range a.fields {
		s.names = append(s.names, f.name)
	}
	return b.readSource(s)
}

var errLabelFile = &Error{
	Problem: "holds named columns, and a file of labels is given beside it",
	Remedy:  "leave the file of labels out, or give scores as a plain .npy",
}

// readLabelled reads scores, and labels from Columns.LabelFile.
func (b *builder) readLabelled(scores *npyArray) error {
	path := b.columns.LabelFile
	if path == "" {
		return npyFault("is one array without names, so it has no labels",
			"give its labels as another .npy (LabelFile, seqpair report -labels), or save both: numpy.savez(path, label=y, score=p)")
	}
	file, err := os.Open(path)
	if err != nil {
		return &Error{File: path, Problem: "cannot be opened", Remedy: err.Error(), Err: err}
	}
	defer file.Close()
	labels, err := openNPY(file, "", columnsHeader)
	if err == nil && labels.structured {
		err = npyFault("has named fields, and plain labels are needed", "save its labels with numpy.save")
	}
	if err != nil {
		return describe(err, path, 0)
	}
	names, _ := b.columns.wanted()
	arrays := []*npyArray{labels, scores}
	labels.name, scores.name = names[label], names[score]
	return b.readSource(&npyColumns{
		names: []string{labels.name, scores.name},
		open:  func(position int) (npyPick, error) { return npyPick{arrays[position], arrays[position].fields[0]}, nil },
	})
}

// readNPZ reads the arrays of an archive.
func (b *builder) readNPZ(r io.Reader) error {
	if b.columns.LabelFile != "" {
		return errLabelFile
	}
	archive, err := openArchive(r)
	if err != nil {
		return err
	}
	var open []io.Closer
	defer func() {
		for _, c := range open {
			c.Close()
		}
	}()
	s := &npyColumns{}
	for _, member := range archive.File {
		s.names = append(s.names, strings.TrimSuffix(member.Name, ".npy"))
	}
	s.open = func(position int) (npyPick, error) {
		content, err := archive.File[position].Open()
		if err != nil {
			return npyPick{}, damaged(err)
		}
		open = append(open, content)
		a, err := openNPY(content, s.names[position], columnsHeader)
		if err == nil && a.structured {
			err = inColumn(npyFault("has fields", "save each as an array of its own"), s.names[position])
		}
		if err != nil {
			return npyPick{}, err
		}
		return npyPick{a, a.fields[0]}, nil
	}
	return b.readSource(s)
}

func openArchive(r io.Reader) (*zip.Reader, error) {
	file, ok := r.(interface {
		io.ReaderAt
		io.Seeker
	})
	if !ok {
		return nil, errNoFile
	}
	size, err := file.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, errNoFile
	}
	archive, err := zip.NewReader(file, size)
	if errors.Is(err, zip.ErrFormat) {
		return nil, npyFault("is an NPZ archive that is cut, or no zip archive", "copy or save it again")
	}
	if err != nil {
		return nil, damaged(err)
	}
	return archive, nil
}

var errNoFile = npyFault("is an NPZ archive, which cannot be read from a pipe or compressed", "give it as a file")
