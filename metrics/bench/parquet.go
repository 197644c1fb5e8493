package main

import (
	"errors"
	"io"
	"os"

	"github.com/parquet-go/parquet-go"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/predictions"
	"github.com/seqpair/seqpair/metrics/predictions/columnar"
)

// scored is a row of the Parquet file.
type scored struct {
	Label bool    `parquet:"label"`
	Score float32 `parquet:"score"`
}

// groupRows are those of a row group.
const groupRows = 1 << 20

func (d *data) writeParquet(path string) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer file.Close()
	w := parquet.NewGenericWriter[scored](file, parquet.MaxRowsPerRowGroup(groupRows), parquet.Compression(&parquet.Snappy))
	rows := make([]scored, 0, 1<<16)
	for i, score := range d.plain.Scores {
		rows = append(rows, scored{d.plain.Labels[i], score})
		if len(rows) < cap(rows) && i+1 < len(d.plain.Scores) {
			continue
		}
		if _, err := w.Write(rows); err != nil {
			return err
		}
		rows = rows[:0]
	}
	return w.Close()
}

// readColumns decodes both columns and does nothing with them.
func readColumns(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	f, err := parquet.OpenFile(file, info.Size(), parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return err
	}
	for _, group := range f.RowGroups() {
		for _, chunk := range group.ColumnChunks() {
			if err := readPages(chunk.Pages()); err != nil {
				return err
			}
		}
	}
	return nil
}

func readPages(pages parquet.Pages) error {
	defer pages.Close()
	for {
		page, err := pages.ReadPage()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		parquet.Release(page)
	}
}

func countParquet(path string) error {
	s := metrics.NewCountingState(1 << 16)
	return columnar.Update(s, path, predictions.Columns{}, func(int) error { return nil })
}
