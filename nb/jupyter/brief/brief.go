package main

import (
	"bytes"
	"errors"
	"io"
	"time"
)

const (
	// lineTime is how long the rest of a line is waited for.
	lineTime = 100 * time.Millisecond

	// lastWordsTime is how long a program may live on after it began what looks like its last words. A trace takes
	// milliseconds.
	lastWordsTime = 2 * time.Second

	// most is how many bytes wait.
	most = 1 << 20
)

// brief writes what a program prints, line by line, and its last words in short.
type brief struct {
	to     io.Writer
	source string // path of the program, in which positions are those of cells; empty: last words stay as long as they are
	held   []byte // last words, or a line that has no end yet
	last   bool   // held are last words
	inLine bool   // what was written has no end yet
}

// copyFrom copies until the program ends.
func (b *brief) copyFrom(from io.Reader) error {
	chunks, failed := make(chan []byte), make(chan error, 1)
	go func() {
		failed <- read(from, chunks)
		close(chunks)
	}()
	var late <-chan time.Time
	for {
		select {
		case chunk, more := <-chunks:
			if !more {
				return errors.Join(b.end(), <-failed)
			}
			wasLast := b.last
			if err := b.add(chunk); err != nil {
				return err
			}
			switch {
			case !b.last:
				late = time.After(lineTime)
			case !wasLast:
				late = time.After(lastWordsTime)
			}
		case <-late:
			if err := b.release(); err != nil {
				return err
			}
		}
	}
}

func read(from io.Reader, chunks chan<- []byte) error {
	for {
		chunk := make([]byte, 1<<15)
		n, err := from.Read(chunk)
		if n > 0 {
			chunks <- chunk[:n]
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// add writes the lines that have their end, up to last words.
func (b *brief) add(chunk []byte) error {
	b.held = append(b.held, chunk...)
	whole := 0
	for !b.last {
		if b.last = !b.inLine && opening.Match(b.held[whole:]); b.last {
			break
		}
		end := bytes.IndexAny(b.held[whole:], "\n\r")
		if end < 0 {
			break
		}
		whole, b.inLine = whole+end+1, false
	}
	lines := b.held[:whole]
	b.held = bytes.Clone(b.held[whole:])
	if err := b.write(lines); err != nil || len(b.held) <= most {
		return err
	}
	return b.release()
}

// end writes what is left.
func (b *brief) end() error {
	if b.last && b.source != "" {
		b.held = report(b.held, b.source)
	}
	return b.release()
}

// release writes what waits.
func (b *brief) release() error {
	text := b.held
	b.held, b.last = nil, false
	return b.write(text)
}

func (b *brief) write(text []byte) error {
	if len(text) == 0 {
		return nil
	}
	b.inLine = !bytes.ContainsAny(text[len(text)-1:], "\n\r")
	_, err := b.to.Write(harmless(text))
	return err
}
