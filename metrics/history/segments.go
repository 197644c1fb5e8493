package history

import (
	"bufio"
	"errors"
	"io"
	"regexp"
	"strings"

	"github.com/seqpair/seqpair/metrics/internal/text"
)

// segment is console text between two movements of the cursor to the start of a line.
type segment struct {
	text    string // without control sequences, valid UTF-8
	newLine bool   // it begins a line; false: it overwrites the segment before, after \r or \b
}

// maxSegment bounds a segment. Progress lines have some hundred bytes; longer segments are skipped.
const maxSegment = text.Limit

var (
	// escape is an ANSI control sequence.
	escape = regexp.MustCompile(`\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])`)
	// colour is what is left of a colour code when a paste has lost its ESC.
	colour = regexp.MustCompile(`\[\d+(?:;\d+)*m`)
)

// eachSegment calls use with the segments of r that are not blank.
func eachSegment(r *bufio.Reader, use func(segment) error) error {
	var buf []byte
	newLine := true
	flush := func() error {
		if len(buf) > maxSegment {
			buf = buf[:0]
			return nil
		}
		content := strings.ToValidUTF8(string(buf), "\ufffd")
		if strings.Contains(content, "\x1b") {
			content = escape.ReplaceAllLiteralString(content, "")
		}
		if strings.Contains(content, "[") {
			content = colour.ReplaceAllLiteralString(content, "")
		}
		buf = buf[:0]
		if strings.TrimSpace(content) == "" {
			return nil
		}
		s := segment{content, newLine}
		newLine = false
		return use(s)
	}
	for {
		c, err := r.ReadByte()
		if errors.Is(err, io.EOF) {
			return flush()
		}
		if err != nil {
			return err
		}
		switch c {
		case '\n', '\r', '\b':
			if err := flush(); err != nil {
				return err
			}
			newLine = newLine || c == '\n'
		default:
			if len(buf) <= maxSegment {
				buf = append(buf, c)
			}
		}
	}
}

var (
	quote = regexp.MustCompile(`^[\s>|]+`)
	// cutNumber is a line that begins in the middle of a number or right before one.
	cutNumber = regexp.MustCompile(`^[\d.]+(?:e-?\d+)?(?:\s+-\s|\s*$)`)
	// cutItem is a line that begins with an item of the line before, and not with a duration.
	cutItem = regexp.MustCompile(`^-\s+[A-Za-z_]`)
	// cutName is a line that ends in the middle of a name.
	cutName = regexp.MustCompile(`\s-\s+[A-Za-z_]\w*$`)
)

// unwrapper joins the lines that a mail program or a terminal has wrapped, and drops the progress that is
// overwritten by later progress: of a long log nearly all.
type unwrapper struct {
	held segment
	use  func(segment) error
}

func (u *unwrapper) add(s segment) error {
	if s.newLine {
		if joint, ok := unwrap(u.held.text, s.text); ok {
			u.held.text = joint
			return nil
		}
	}
	held := u.held
	u.held = s
	if overwrites(s, held) {
		u.held.newLine = held.newLine
		return nil
	}
	return u.emit(held)
}

func (u *unwrapper) end() error { return u.emit(u.held) }

func (u *unwrapper) emit(s segment) error {
	if s.text == "" {
		return nil
	}
	return u.use(s)
}

// overwrites says whether s shows the same progress bar as before, later, with no fewer values.
func overwrites(s, before segment) bool {
	values := strings.Count(before.text, ": ")
	return !s.newLine && values > 0 && strings.Count(s.text, ": ") >= values &&
		!strings.Contains(before.text, "poch") && total(s.text) != "" && total(s.text) == total(before.text)
}

// total is what stands behind the slash of a segment that begins with "100/4026", else nothing.
func total(text string) string {
	done, rest, _ := strings.Cut(strings.TrimLeft(text, " "), "/")
	total, _, _ := strings.Cut(rest, " ")
	if strings.Trim(done, "0123456789") != "" || strings.Trim(total, "0123456789") != "" {
		return ""
	}
	return total
}

// maxWrapped bounds what is joined, in bytes: each joint is searched as a whole, and so without a bound a file of
// lines that all go on would take the square of its length.
const maxWrapped = 8 << 10

// unwrap joins two lines if the second goes on with the metrics of the first.
func unwrap(a, b string) (string, bool) {
	if !mayProgress(a) {
		return "", false
	}
	a, b = strings.TrimRight(a, " \t"), strings.TrimRight(quote.ReplaceAllString(b, ""), " \t")
	if len(a)+len(b) > maxWrapped || !progress.MatchString(a) || progress.MatchString(b) {
		return "", false
	}
	switch {
	case cutItem.MatchString(b), strings.HasSuffix(a, " -"), strings.HasSuffix(a, ":"):
		return a + " " + b, true
	case cutNumber.MatchString(b) && a[len(a)-1] >= '0' && a[len(a)-1] <= '9', strings.HasSuffix(a, "."):
		return a + b, cutNumber.MatchString(b)
	case cutName.MatchString(a) && strings.Contains(b, ": "):
		return a + b, true
	}
	return "", false
}
