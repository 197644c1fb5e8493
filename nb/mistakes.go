package nb

import (
	"cmp"
	"fmt"
	"html"
	"slices"
	"strings"

	"github.com/seqpair/seqpair/nb/internal/printable"
)

// ScoredPair is a pair of sequences as a model scored it.
type ScoredPair struct {
	ID    string // may be empty
	A, B  string
	Label bool    // true is positive
	Score float64 // P(positive)
}

// Mistakes shows the most confident mistakes: false positives from the highest score down, false negatives from the
// lowest up, the two sequences of each aligned, "·" where one lacks a character, and their differences marked.
type Mistakes struct {
	Pairs     []ScoredPair // not changed
	Threshold float64      // scores >= Threshold count as positive; zero: 0.5
	Most      int          // of each kind; zero: 10
}

func (m Mistakes) views() []view {
	threshold := Result{Threshold: m.Threshold}.threshold()
	var alarms, misses []ScoredPair
	for _, p := range m.Pairs {
		switch alarm := p.Score >= threshold; {
		case alarm && !p.Label:
			alarms = append(alarms, p)
		case !alarm && p.Label:
			misses = append(misses, p)
		}
	}
	slices.SortStableFunc(alarms, func(a, b ScoredPair) int { return cmp.Compare(b.Score, a.Score) })
	slices.SortStableFunc(misses, func(a, b ScoredPair) int { return cmp.Compare(a.Score, b.Score) })
	return []view{
		m.view(fmt.Sprintf("False positives at threshold %.3g", threshold), alarms),
		m.view(fmt.Sprintf("False negatives at threshold %.3g", threshold), misses),
	}
}

func (m Mistakes) view(title string, pairs []ScoredPair) view {
	most := m.Most
	if most == 0 {
		most = 10
	}
	shown := pairs[:min(len(pairs), max(0, most))]
	head := fmt.Sprintf("%s: %d, the most confident %d", title, len(pairs), len(shown))
	var page, text strings.Builder
	page.WriteString(`<div style="margin:4px 0">` + escape(head) + `</div><table style="border-collapse:collapse;margin:4px 0">`)
	text.WriteString(head + "\n")
	for _, p := range shown {
		x, y, differs := aligned(bounded(p.A), bounded(p.B))
		cell := `<td style="padding:4px 10px;text-align:left;vertical-align:top">`
		fmt.Fprintf(&page, `<tr>%s%s</td>%s%s</td>%s<pre style="margin:0;%s">%s
%s</pre></td></tr>`, cell, number(p.Score), cell, escape(p.ID), cell, codeStyle, marked(x, differs), marked(y, differs))
		fmt.Fprintf(&text, "%-7s %s\n%-7s %s\n", number(p.Score), strings.TrimRight(string(x), " "), printable.Line(p.ID, 7), strings.TrimRight(string(y), " "))
	}
	page.WriteString("</table>")
	return view{html: page.String(), text: text.String()}
}

// longest is how many runes of a sequence are aligned: an alignment takes their product in time and memory.
const longest = 400

func bounded(sequence string) []rune { return []rune(printable.Line(sequence, longest)) }

// marked is text in which each run of differences is underlined and coloured.
func marked(text []rune, differs []bool) string {
	var out strings.Builder
	for i := 0; i < len(text); {
		end := i + 1
		for end < len(text) && differs[end] == differs[i] {
			end++
		}
		part := html.EscapeString(string(text[i:end]))
		if differs[i] {
			part = `<span style="background-color:rgba(213,94,0,0.3);text-decoration:underline">` + part + "</span>"
		}
		out.WriteString(part)
		i = end
	}
	return out.String()
}
