package nb

import (
	"html"
	"strings"
	"unicode/utf8"

	"github.com/seqpair/seqpair/nb/internal/printable"
)

// table is rows under named columns, to be shown as HTML or as aligned text.
type table struct {
	title, footnote string
	notes           []string // below the title, a line each
	columns         []column
	rows            [][]cell
}

type column struct {
	name  string
	right bool // align right, as numbers are
}

type cell struct {
	text          string
	strong, muted bool
}

func (t table) view() view { return view{html: t.html(), text: t.text()} }

// Only inline styles survive in an untrusted notebook. Colours are left to the theme, but for transparency.
func (t table) html() string {
	var out strings.Builder
	if t.title != "" {
		out.WriteString(`<div style="margin:4px 0">` + escape(t.title) + "</div>")
	}
	for _, note := range t.notes {
		out.WriteString(`<div style="margin:4px 0;font-weight:bold">` + escape(note) + "</div>")
	}
	out.WriteString(`<table style="border-collapse:collapse;margin:4px 0"><tr>`)
	for _, c := range t.columns {
		out.WriteString(`<th style="` + c.style() + `">` + escape(c.name) + "</th>")
	}
	out.WriteString("</tr>")
	for _, row := range t.rows {
		out.WriteString("<tr>")
		for i, c := range row {
			out.WriteString(`<td style="` + t.columns[i].style() + c.style() + `">` + escape(c.text) + "</td>")
		}
		out.WriteString("</tr>")
	}
	out.WriteString("</table>")
	if t.footnote != "" {
		out.WriteString(`<div style="opacity:0.7;margin:4px 0">` + escape(t.footnote) + "</div>")
	}
	return out.String()
}

func (c column) style() string {
	if c.right {
		return "padding:2px 10px;text-align:right;"
	}
	return "padding:2px 10px;text-align:left;"
}

func (c cell) style() string {
	switch {
	case c.strong:
		return "font-weight:bold"
	case c.muted:
		return "opacity:0.7"
	default:
		return ""
	}
}

// codeStyle makes a <pre> stand in columns on the ground of its surroundings, neither of which JupyterLab leaves it.
const codeStyle = "font-family:monospace;background:none"

// escape makes text from data safe to stand in HTML.
func escape(s string) string { return html.EscapeString(printable.Line(s, 0)) }

// text aligns the columns with spaces.
func (t table) text() string {
	lines := make([][]cell, 0, 1+len(t.rows))
	head := make([]cell, len(t.columns))
	for i, c := range t.columns {
		head[i].text = c.name
	}
	lines = append(append(lines, head), t.rows...)
	widths := make([]int, len(t.columns))
	for _, line := range lines {
		for i, c := range line {
			widths[i] = max(widths[i], utf8.RuneCountInString(printable.Line(c.text, 0)))
		}
	}
	var out strings.Builder
	if t.title != "" {
		out.WriteString(printable.Line(t.title, 0) + "\n")
	}
	for _, note := range t.notes {
		out.WriteString(printable.Line(note, 0) + "\n")
	}
	for _, line := range lines {
		var row strings.Builder
		for i, c := range line {
			content := printable.Line(c.text, 0)
			space := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(content))
			if t.columns[i].right {
				row.WriteString(space + content + "  ")
			} else {
				row.WriteString(content + space + "  ")
			}
		}
		out.WriteString(strings.TrimRight(row.String(), " ") + "\n")
	}
	if t.footnote != "" {
		out.WriteString(printable.Line(t.footnote, 0) + "\n")
	}
	return out.String()
}
