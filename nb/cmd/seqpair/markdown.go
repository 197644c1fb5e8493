package main

import (
	"fmt"
	"html"
	"io"
	"strings"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/nb"
	"github.com/seqpair/seqpair/nb/internal/printable"
)

func writeMarkdown(w io.Writer, results []nb.Result) error {
	var b strings.Builder
	b.WriteString("# Report\n")
	for _, r := range results {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n", plainMarkdown(r.Name), plainMarkdown(summary(r)))
		for _, note := range notes(r) {
			fmt.Fprintf(&b, "%s\n\n", plainMarkdown(note))
		}
		at := r.State.At(r.Threshold)
		fmt.Fprintf(&b, "| | predicted positive | predicted negative |\n|:--|--:|--:|\n| positive | %s | %s |\n| negative | %s | %s |\n",
			digits(at.TP), digits(at.FN), digits(at.FP), digits(at.TN))
		standard, further := readings(r)
		markdownTable(&b, standard)
		b.WriteString("\n### Further readings\n")
		markdownTable(&b, further)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func markdownTable(b *strings.Builder, readings []metrics.Reading) {
	b.WriteString("\n| metric | value | 95 % interval | no skill | |\n|:--|--:|:--|--:|:--|\n")
	for _, r := range readings {
		c := newCells(r)
		fmt.Fprintf(b, "| `%s` | **%s** | %s | %s | %s |\n", c.Name, c.Value, plainMarkdown(c.Interval), c.NoSkill, c.Better)
	}
}

// markdownMarks are characters that mean something in Markdown.
var markdownMarks = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "|", `\|`, "~", `\~`, "!", `\!`, "$", `\$`,
)

// plainMarkdown is text from data that is to be read as it is.
func plainMarkdown(s string) string {
	return html.EscapeString(markdownMarks.Replace(printable.Line(s, 0)))
}
