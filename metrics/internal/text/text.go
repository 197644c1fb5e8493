// Package text reads text of unknown origin in bounded memory: lines and rows have a length limit, and what
// is not UTF-8 text is refused with a remedy.
package text

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// Limit is the longest line or row accepted, in bytes. Rows of predictions and log lines stay far below it.
const Limit = 1 << 20

// Problem is a fault of a text and what to do about it.
type Problem struct {
	What, Remedy string
}

func (p *Problem) Error() string { return p.What + ": " + p.Remedy }

// ErrLong is a line or row beyond Limit.
var ErrLong error = &Problem{
	What:   fmt.Sprintf("is longer than %d bytes", Limit),
	Remedy: "look for a missing line break or an unclosed quote; this may be another kind of file",
}

// sniffed is how much of the start is searched for zero bytes: git looks no further either.
const sniffed = 8000

// NewReader returns a reader of r without a UTF-8 byte order mark. UTF-16, UTF-32 and binary content are a *Problem.
func NewReader(r io.Reader) (*bufio.Reader, error) {
	b := bufio.NewReaderSize(r, 64<<10)
	head, err := b.Peek(sniffed)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, bufio.ErrBufferFull) {
		return nil, err
	}
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		return nil, &Problem{"is UTF-16 text", "save it as UTF-8, for example with: iconv -f UTF-16 -t UTF-8"}
	case bytes.IndexByte(head, 0) >= 0:
		return nil, &Problem{"holds zero bytes, so it is no UTF-8 text", "export it as text (CSV, TSV or JSON lines; a log as UTF-8)"}
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		_, err := b.Discard(3)
		return b, err
	}
	return b, nil
}

// Lines reads lines of at most Limit bytes.
type Lines struct {
	Number int  // of the line last returned, 1-based
	Whole  bool // it ended in a line break

	r   *bufio.Reader
	buf []byte
}

// NewLines returns a Lines on r.
func NewLines(r *bufio.Reader) *Lines { return &Lines{r: r} }

// Next returns the next line without its break, valid until the next call. At the end it returns io.EOF,
// at a longer line ErrLong.
func (l *Lines) Next() ([]byte, error) {
	l.buf = l.buf[:0]
	l.Number++
	for {
		part, err := l.r.ReadSlice('\n')
		l.buf = append(l.buf, part...)
		if len(l.buf) > Limit+2 {
			return nil, ErrLong
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case errors.Is(err, io.EOF) && len(l.buf) > 0, err == nil:
			l.Whole = err == nil
			return bytes.TrimSuffix(bytes.TrimSuffix(l.buf, []byte("\n")), []byte("\r")), nil
		}
		return nil, err
	}
}

// Rows is a reader that yields at most Limit bytes between two calls of Renew: put under a csv.Reader and
// renewed after each record, it bounds a record even where an unclosed quote swallows the line breaks.
type Rows struct {
	r    io.Reader
	left int
}

// NewRows returns a Rows on r.
func NewRows(r io.Reader) *Rows { return &Rows{r: r, left: Limit} }

// Renew allows another Limit bytes.
func (r *Rows) Renew() { r.left = Limit }

// Read implements io.Reader.
func (r *Rows) Read(p []byte) (int, error) {
	if r.left <= 0 {
		return 0, ErrLong
	}
	n, err := r.r.Read(p[:min(len(p), r.left)])
	r.left -= n
	return n, err
}
