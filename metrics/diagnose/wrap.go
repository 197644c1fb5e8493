package diagnose

import (
	"strings"
	"unicode/utf8"
)

// wrap breaks text into lines of at most width characters. Lines of text are
// paragraphs; one that begins with four spaces is code and stays whole.
func wrap(text string, width int) []string {
	var lines []string
	for _, paragraph := range strings.Split(text, "\n") {
		if strings.HasPrefix(paragraph, "    ") {
			lines = append(lines, strings.TrimRight(paragraph, " "))
			continue
		}
		line := ""
		for _, word := range strings.Fields(paragraph) {
			if line != "" && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > width {
				lines = append(lines, line)
				line = ""
			}
			if line != "" {
				line += " "
			}
			line += word
		}
		if line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}
