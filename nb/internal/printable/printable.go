// Package printable makes text from data safe to draw, print and align.
package printable

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Line returns s as one line of at most width runes: control characters, escape sequences, invisible
// formatting and broken UTF-8 become U+FFFD, line breaks and tabs become spaces, and a cut is marked by "…".
// A width of 0 or less means no limit.
func Line(s string, width int) string {
	s = strings.Map(visible, strings.ToValidUTF8(s, "\uFFFD"))
	if width <= 0 || utf8.RuneCountInString(s) <= width {
		return s
	}
	return string([]rune(s)[:width-1]) + "…"
}

// Lines is Line without a limit for each line of s.
func Lines(s string) string {
	lines := strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n")
	for i, line := range lines {
		lines[i] = Line(line, 0)
	}
	return strings.Join(lines, "\n")
}

func visible(r rune) rune {
	switch {
	case r == '\n' || r == '\t' || unicode.Is(unicode.Zs, r):
		return ' '
	case unicode.IsPrint(r):
		return r
	default:
		return '\uFFFD'
	}
}
