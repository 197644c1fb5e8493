package printable_test

import (
	"testing"
	"unicode/utf8"

	"github.com/seqpair/seqpair/nb/internal/printable"
)

func TestLine(t *testing.T) {
	check := func(in string, width int, want string) {
		t.Helper()
		if got := printable.Line(in, width); got != want {
			t.Errorf("Line(%q, %d) = %q, want %q", in, width, got, want)
		}
	}
	check("weighted", 0, "weighted")
	check("naïve 漢字", 20, "naïve 漢字")
	check("a\tb\nc", 0, "a b c")
	check("\x1b[31mred\x07", 0, "\uFFFD[31mred\uFFFD")
	check("left\u202eright", 0, "left\uFFFDright")
	check("bad\xff\xfebytes", 0, "bad\uFFFDbytes")
	check("abcdef", 4, "abc…")
	check("abcd", 4, "abcd")
}

func TestLinesKeepsLineBreaks(t *testing.T) {
	if got, want := printable.Lines("a\x1b\r\nb\n\tc"), "a\uFFFD\nb\n c"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func FuzzLine(f *testing.F) {
	f.Add("a\x00b", 3)
	f.Add("\xf0\x28", 1)
	f.Fuzz(func(t *testing.T, s string, width int) {
		got := printable.Line(s, width)
		if !utf8.ValidString(got) {
			t.Fatalf("Line(%q, %d) = %q is not UTF-8", s, width, got)
		}
		if width > 0 && utf8.RuneCountInString(got) > width {
			t.Fatalf("Line(%q, %d) = %q is too long", s, width, got)
		}
		if again := printable.Line(got, width); again != got {
			t.Fatalf("not stable: %q, then %q", got, again)
		}
	})
}
