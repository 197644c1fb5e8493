package text

import (
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"testing"
)

func TestNewReaderRefusesWhatIsNoText(t *testing.T) {
	for _, content := range []string{"\xff\xfea\x00", "\xfe\xff\x00a", "a\x00b\x00", "PAR1\x00"} {
		var p *Problem
		if _, err := NewReader(strings.NewReader(content)); !errors.As(err, &p) || p.Remedy == "" {
			t.Errorf("NewReader(%q) = %v, want a *Problem with a remedy", content, err)
		}
	}
}

func TestNewReaderDropsByteOrderMark(t *testing.T) {
	r, err := NewReader(strings.NewReader("\xef\xbb\xbfid"))
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := io.ReadAll(r); string(got) != "id" {
		t.Errorf("read %q, want %q", got, "id")
	}
}

func TestLines(t *testing.T) {
	r, _ := NewReader(strings.NewReader("a\r\n\nlast"))
	l := NewLines(r)
	check := func(want string, number int, whole bool) {
		t.Helper()
		got, err := l.Next()
		if err != nil || string(got) != want || l.Number != number || l.Whole != whole {
			t.Errorf("Next() = %q, %v, line %d, whole %v; want %q, line %d, whole %v", got, err, l.Number, l.Whole, want, number, whole)
		}
	}
	check("a", 1, true)
	check("", 2, true)
	check("last", 3, false)
	if _, err := l.Next(); err != io.EOF {
		t.Errorf("at the end: %v, want io.EOF", err)
	}
}

func TestLimit(t *testing.T) {
	fits, long := strings.Repeat("x", Limit), strings.Repeat("x", Limit+3)
	for content, want := range map[string]error{fits: nil, fits + "\r\n": nil, long: ErrLong} {
		r, _ := NewReader(strings.NewReader(content))
		if _, err := NewLines(r).Next(); err != want {
			t.Errorf("line of %d bytes: %v, want %v", len(content), err, want)
		}
	}
	if _, err := csv.NewReader(NewRows(strings.NewReader(`"` + strings.Repeat("x\n", Limit)))).Read(); !errors.Is(err, ErrLong) {
		t.Errorf("unclosed quote: %v, want ErrLong", err)
	}
}
