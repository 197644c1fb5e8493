package diagnose

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestTextIsNarrow(t *testing.T) {
	var b strings.Builder
	for _, c := range sick {
		if err := Text(&b, Run(read(t, c.log))); err != nil {
			t.Fatal(err)
		}
	}
	for line := range strings.Lines(b.String()) {
		code := strings.HasPrefix(line, textMargin+"    ")
		if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > textWidth && !code || n > 110 {
			t.Errorf("%d characters: %s", n, line)
		}
		if strings.TrimRight(line, " \n")+"\n" != line {
			t.Errorf("blanks at the end of %q", line)
		}
		for _, bad := range []string{"NaN", "Inf", "%!", "undefined:"} {
			if strings.Contains(line, bad) {
				t.Errorf("%s in %q", bad, line)
			}
		}
	}
}

func TestNothingFoundIsNothingWritten(t *testing.T) {
	var b strings.Builder
	if err := errors.Join(Text(&b, nil), Markdown(&b, nil)); err != nil || b.Len() > 0 {
		t.Errorf("%q, %v", b.String(), err)
	}
}

func TestMarkdown(t *testing.T) {
	var b strings.Builder
	if err := Markdown(&b, Run(seed(t))); err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/seed.md", b.String())
}

func TestMarkdownEscapes(t *testing.T) {
	var b strings.Builder
	f := Finding{ID: "X", Title: "<b>*x*</b>", Verdict: "val_acc [a](http://b) `c`", Fix: "do:\n    a_b < c"}
	if err := Markdown(&b, []Finding{f}); err != nil {
		t.Fatal(err)
	}
	want := "### X info: &lt;b&gt;\\*x\\*&lt;/b&gt;\n\nval\\_acc \\[a\\](http://b) \\`c\\`\n\n**Fix**\n\ndo:\n\n    a_b < c\n"
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", &b, want)
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("full") }

func TestTextReportsWriteErrors(t *testing.T) {
	if Text(broken{}, []Finding{{}}) == nil || Markdown(broken{}, []Finding{{}}) == nil {
		t.Error("a failed write goes unsaid")
	}
}
