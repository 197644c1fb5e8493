package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/seqpair/seqpair/metrics/predictions"
)

// input is a file or standard input whose first line can be looked at before it is read.
type input struct {
	*bufio.Reader
	name string
	file io.Closer
}

// headBytes is how much of an input is looked at: more than the longest header of predictions.
const headBytes = 64 << 10

func openInput(path string) (*input, error) {
	if path == "-" {
		return &input{bufio.NewReaderSize(os.Stdin, headBytes), "standard input", os.Stdin}, nil
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("%w: give a training log, a file of predictions, or a run", err)
	}
	return &input{bufio.NewReaderSize(file, headBytes), path, file}, nil
}

func (in *input) Close() error { return in.file.Close() }

// text is the input, decompressed if it is gzipped.
func (in *input) text() (io.Reader, error) {
	if !in.gzipped() {
		return in, nil
	}
	text, err := gzip.NewReader(in)
	if err != nil {
		return nil, fmt.Errorf("%s: the gzip content is damaged (%w): copy the file again", in.name, err)
	}
	return text, nil
}

func (in *input) gzipped() bool {
	magic, _ := in.Peek(2)
	return bytes.Equal(magic, []byte{0x1f, 0x8b})
}

// firstLine is the first line that is not empty, cut to headBytes.
func (in *input) firstLine() string {
	head, _ := in.Peek(headBytes)
	if in.gzipped() {
		if text, err := gzip.NewReader(bytes.NewReader(head)); err == nil {
			head, _ = io.ReadAll(io.LimitReader(text, headBytes))
		}
	}
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	line, _, _ := strings.Cut(string(head), "\n")
	return line
}

// holdsPredictions tells predictions from a training log: by named columns, else by the first line. A log
// in columns has one named epoch, a log in JSON lines the key kind.
func (in *input) holdsPredictions(columns predictions.Columns) bool {
	line := in.firstLine()
	if columns != (predictions.Columns{}) {
		return true
	}
	if strings.HasPrefix(line, "{") {
		return !strings.Contains(line, `"kind"`) || strings.Contains(line, `"label"`)
	}
	names := strings.FieldsFunc(strings.ToLower(line), func(r rune) bool { return strings.ContainsRune(",;\t\"\r ", r) })
	if slices.Contains(names, "epoch") {
		return false
	}
	extension := filepath.Ext(strings.TrimSuffix(strings.ToLower(in.name), ".gz"))
	return slices.Contains(names, "label") && slices.Contains(names, "score") || extension == ".csv" || extension == ".tsv"
}
