package diagnose

import (
	"fmt"
	"html"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// textWidth is the width of a terminal report, its margin included; code may be
// wider.
const (
	textWidth  = 96
	textMargin = "            " // as wide as the longest heading and its gap
)

// Text writes findings for a terminal, in lines of at most 96 characters (code
// excepted). It writes nothing if there are none.
func Text(w io.Writer, findings []Finding) error {
	var b strings.Builder
	for i, f := range findings {
		if i > 0 {
			b.WriteByte('\n')
		}
		label := strings.ToUpper(f.Severity.String()) + " " + f.ID
		section(&b, label, f.Title)
		b.WriteByte('\n')
		section(&b, "Verdict", f.Verdict)
		section(&b, "Evidence", f.Evidence)
		section(&b, "Ruled out", bulleted(f.RuledOut))
		section(&b, "Fix", f.Fix)
		section(&b, "Confirm", f.Confirm)
		section(&b, "Numbers", numbers(f))
		section(&b, "Read more", f.Page)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// section writes text beside its heading.
func section(b *strings.Builder, heading, text string) {
	if text == "" {
		return
	}
	head := fmt.Sprintf("%-*s", len(textMargin), heading)
	for _, item := range strings.Split(text, "\n") {
		hang := ""
		if strings.HasPrefix(item, "- ") {
			hang = "  "
		}
		for i, line := range wrap(item, textWidth-len(textMargin)-len(hang)) {
			if i > 0 {
				line = hang + line
			}
			b.WriteString(strings.TrimRight(head+line, " ") + "\n")
			head = textMargin
		}
	}
}

func bulleted(items []string) string {
	if len(items) == 0 {
		return ""
	}
	return "- " + strings.Join(items, "\n- ")
}

// numbers lists a finding's numbers by name.
func numbers(f Finding) string {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(f.Numbers)) {
		all = append(all, name+"="+strconv.FormatFloat(f.Numbers[name], 'g', 6, 64))
	}
	return strings.Join(all, "  ")
}

// Markdown writes findings as Markdown, one section each; names from the
// evidence are escaped. It writes nothing if there are none.
func Markdown(w io.Writer, findings []Finding) error {
	var b strings.Builder
	for i, f := range findings {
		if i > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "### %s %s: %s\n", f.ID, f.Severity, prose(f.Title))
		for _, part := range []struct{ heading, text string }{
			{"", f.Verdict}, {"Evidence", f.Evidence}, {"Ruled out", bulleted(f.RuledOut)}, {"Fix", f.Fix}, {"Confirm", f.Confirm},
		} {
			markdownSection(&b, part.heading, part.text)
		}
		if f.Page != "" {
			fmt.Fprintf(&b, "\n[%s in the catalogue](%s)\n", f.ID, f.Page)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func markdownSection(b *strings.Builder, heading, text string) {
	if text == "" {
		return
	}
	b.WriteByte('\n')
	if heading != "" {
		fmt.Fprintf(b, "**%s**\n\n", heading)
	}
	previous := ""
	for _, line := range strings.Split(text, "\n") {
		switch code, before := strings.HasPrefix(line, "    "), strings.HasPrefix(previous, "    "); {
		case code && !before, !code && before:
			b.WriteByte('\n') // an indented block stands between empty lines
			fallthrough
		case code:
			b.WriteString(markdownLine(line) + "\n")
		default:
			if previous != "" && !strings.HasPrefix(line, "- ") {
				b.WriteByte('\n')
			}
			b.WriteString(markdownLine(line) + "\n")
		}
		previous = line
	}
}

func markdownLine(line string) string {
	if strings.HasPrefix(line, "    ") {
		return line // code is shown as it is
	}
	return prose(line)
}

// prose escapes what HTML and Markdown would read as markup.
func prose(s string) string {
	return strings.NewReplacer("*", `\*`, "_", `\_`, "`", "\\`", "[", `\[`, "]", `\]`).Replace(html.EscapeString(s))
}
