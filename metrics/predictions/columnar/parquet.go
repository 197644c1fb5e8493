package columnar

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/parquet-go/parquet-go"

	"github.com/seqpair/seqpair/metrics/predictions"
)

// readBuffer is the buffer of each column: pages are commonly up to 1 MiB.
const readBuffer = 256 << 10

func (r reading) parquet(file *os.File, name string) error {
	if r.columns.LabelFile != "" {
		return fault(name, "holds named columns, and a file of labels is given beside it", "leave the file of labels out", nil)
	}
	s, err := openParquet(file)
	if err != nil {
		return fault(name, err.Problem, err.Remedy, err.Err)
	}
	defer s.close()
	return r.source(s, name)
}

// parquetSource reads row groups column by column.
type parquetSource struct {
	groups  []parquet.RowGroup // not begun
	leaves  []leaf
	columns []*column // opened, in the order of Open
	cells   []predictions.Cells
}

func openParquet(file *os.File) (s *parquetSource, problem *predictions.Error) {
	defer func() {
		if r := recover(); r != nil {
			problem = damaged(fmt.Errorf("%v", r))
		}
	}()
	info, err := file.Stat()
	if err != nil {
		return nil, damaged(err)
	}
	f, err := parquet.OpenFile(file, info.Size(), parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true), parquet.ReadBufferSize(readBuffer))
	if err != nil {
		return nil, damaged(err)
	}
	s = &parquetSource{groups: f.RowGroups()}
	for _, path := range f.Schema().Columns() {
		found, ok := f.Schema().Lookup(path...)
		if !ok {
			return nil, damaged(fmt.Errorf("no column %q", path))
		}
		s.leaves = append(s.leaves, leaf{found, strings.Join(path, ".")})
	}
	return s, nil
}

func damaged(err error) *predictions.Error {
	return &predictions.Error{Problem: fmt.Sprintf("is damaged or cut Parquet (%.200v)", err), Remedy: "copy or write it again", Err: err}
}

func (s *parquetSource) Columns() []string {
	names := make([]string, len(s.leaves))
	for i, l := range s.leaves {
		names[i] = l.name
	}
	return names
}

func (s *parquetSource) Open(positions []int) error {
	for _, position := range positions {
		l := s.leaves[position]
		if problem := l.check(); problem != nil {
			return problem
		}
		s.columns = append(s.columns, &column{leaf: l})
	}
	s.cells = make([]predictions.Cells, len(positions))
	return nil
}

// Next returns the rows up to the next end of a page of any column. Broken files make the Parquet package
// panic here and there.
func (s *parquetSource) Next() (cells []predictions.Cells, err error) {
	defer func() {
		if r := recover(); r != nil {
			cells, err = nil, damaged(fmt.Errorf("%v", r))
		}
	}()
	for {
		n, err := s.available()
		if err != nil {
			return nil, err
		}
		if n > 0 {
			for i, c := range s.columns {
				s.cells[i] = c.take(n)
			}
			return s.cells, nil
		}
		if len(s.groups) == 0 {
			return nil, io.EOF
		}
		s.close()
		chunks := s.groups[0].ColumnChunks()
		for _, c := range s.columns {
			c.begin(chunks[c.leaf.ColumnIndex])
		}
		s.groups = s.groups[1:]
	}
}

// available is how many rows every column can give now; 0 is the end of the row group.
func (s *parquetSource) available() (int, error) {
	least, most := -1, 0
	for _, c := range s.columns {
		n, err := c.fill()
		if err != nil {
			return 0, err
		}
		if least < 0 || n < least {
			least = n
		}
		most = max(most, n)
	}
	if least == 0 && most > 0 {
		return 0, damaged(errors.New("its columns have unequal lengths"))
	}
	return least, nil
}

func (s *parquetSource) close() {
	for _, c := range s.columns {
		c.end()
	}
}
