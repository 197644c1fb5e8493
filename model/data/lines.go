package data

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// maxLine bounds the memory that one line, or one quoted CSV record, can take.
const maxLine = 16 << 20

// lines reads text line by line: plain or gzip, UTF-8 with or without a byte order mark.
type lines struct {
	r      *bufio.Reader
	zipped bool
	number int    // of the last line read, from 1
	line   []byte // reused
	peeked bool   // next returns the last line again
}

func newLines(r io.Reader) (*lines, error) {
	l := &lines{r: bufio.NewReaderSize(r, 64<<10)}
	if magic, _ := l.r.Peek(2); bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		z, err := gzip.NewReader(l.r)
		if err != nil {
			return nil, errGzip(err)
		}
		l.r, l.zipped = bufio.NewReaderSize(z, 64<<10), true
	}
	start, _ := l.r.Peek(3)
	switch {
	case bytes.Equal(start, []byte("\xef\xbb\xbf")):
		if _, err := l.r.Discard(3); err != nil {
			return nil, err
		}
	case bytes.HasPrefix(start, []byte("\xff\xfe")), bytes.HasPrefix(start, []byte("\xfe\xff")):
		return nil, errors.New("the text is UTF-16: save it as UTF-8 (for example iconv -f UTF-16 -t UTF-8)")
	}
	return l, nil
}

// next returns the next line without its \n, and io.EOF after the last. The bytes are valid until
// the following call.
func (l *lines) next() ([]byte, error) {
	if l.peeked {
		l.peeked = false
		return l.line, nil
	}
	l.number++
	l.line = l.line[:0]
	for {
		piece, err := l.r.ReadSlice('\n')
		l.line = append(l.line, piece...)
		switch {
		case len(l.line) > maxLine:
			return nil, fmt.Errorf("the line is longer than %d MiB: put one pair on a line, and check that this is a text file", maxLine>>20)
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err != nil && !errors.Is(err, io.EOF):
			return nil, l.readError(err)
		case err != nil && len(l.line) == 0:
			return nil, io.EOF
		}
		l.line = bytes.TrimSuffix(l.line, []byte("\n"))
		if !utf8.Valid(l.line) {
			return nil, errBrokenUTF8
		}
		return l.line, nil
	}
}

// nextFilled is next without the empty lines, and without the \r of a \r\n.
func (l *lines) nextFilled() (string, error) {
	for {
		line, err := l.next()
		if err != nil {
			return "", err
		}
		if line = bytes.TrimSuffix(line, []byte("\r")); len(line) > 0 {
			return string(line), nil
		}
	}
}

// peekFilled is nextFilled, and the line stays the next one.
func (l *lines) peekFilled() (string, error) {
	line, err := l.nextFilled()
	l.peeked = err == nil
	return line, err
}

func (l *lines) readError(err error) error {
	if l.zipped {
		return errGzip(err)
	}
	return err
}

func errGzip(err error) error {
	return fmt.Errorf("the gzip content is cut off or damaged (%w): copy the file again", err)
}
