package nb

import (
	"fmt"
	"html"
	"strings"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/diagnose"
	"github.com/seqpair/seqpair/nb/internal/printable"
	"github.com/seqpair/seqpair/nb/plot"
)

func findingViews(findings []diagnose.Finding) []view {
	if len(findings) == 0 {
		return []view{noteView("No findings: nothing that the checks know is wrong here.")}
	}
	var views []view
	drawn := map[*metrics.State]bool{}
	for _, f := range findings {
		views = append(views, findingView(f))
		if p := f.Proof; p != nil && (p.State == nil || !drawn[p.State]) {
			views = append(views, pictureView(proofPicture(p)))
			drawn[p.State] = true // several findings about the same scores are shown by one picture
		}
	}
	return views
}

// proofPicture draws what proves a finding: the scores of both classes, or lines over epochs.
func proofPicture(p *diagnose.Proof) plot.Picture {
	if p.State != nil {
		return plot.Scores(p.State, p.Threshold)
	}
	chart := plot.Chart{Title: "What the log says", X: "epoch", Y: "value"}
	for _, l := range p.Lines {
		chart.Series = append(chart.Series, plot.Series{Name: l.Name, X: l.X, Y: l.Y})
	}
	return plot.Lines(chart)
}

func findingView(f diagnose.Finding) view {
	var text strings.Builder
	if err := diagnose.Text(&text, []diagnose.Finding{f}); err != nil {
		return noteView(err.Error())
	}
	return view{html: findingCard(f), text: printable.Lines(text.String())}
}

// severityColor is of the palette of Okabe and Ito, as in the pictures; the severity also stands there as a word.
func severityColor(s diagnose.Severity) string {
	switch s {
	case diagnose.Error:
		return "#D55E00"
	case diagnose.Warning:
		return "#E69F00"
	default:
		return "#0072B2"
	}
}

func findingCard(f diagnose.Finding) string {
	var out strings.Builder
	color := severityColor(f.Severity)
	fmt.Fprintf(&out, `<div style="border-left:5px solid %s;padding:4px 14px;margin:8px 0;max-width:60em">`, color)
	fmt.Fprintf(&out, `<div style="font-size:1.15em;font-weight:bold;margin:2px 0">%s</div>`, escape(f.Title))
	fmt.Fprintf(&out, `<div style="margin:2px 0"><span style="color:%s;font-weight:bold">%s</span> <span style="opacity:0.7">%s</span></div>`,
		color, escape(f.Severity.String()), escape(f.ID))
	out.WriteString(paragraphs(f.Verdict))
	for _, part := range []struct{ name, text string }{
		{"Evidence", f.Evidence}, {"Fix", f.Fix}, {"Confirm", f.Confirm},
	} {
		if part.text != "" {
			fmt.Fprintf(&out, `<div style="font-weight:bold;margin:8px 0 0 0">%s</div>%s`, part.name, paragraphs(part.text))
		}
	}
	if len(f.RuledOut) > 0 {
		out.WriteString(`<details style="margin:8px 0 2px 0"><summary>Ruled out</summary><ul style="margin:4px 0">`)
		for _, r := range f.RuledOut {
			out.WriteString("<li>" + escape(r) + "</li>")
		}
		out.WriteString("</ul></details>")
	}
	if f.Page != "" {
		fmt.Fprintf(&out, `<div style="margin:8px 0 2px 0"><a href="%s">%s in the catalogue</a></div>`, escape(f.Page), escape(f.ID))
	}
	out.WriteString("</div>")
	return out.String()
}

// paragraphs makes one paragraph of each line, and one block of code of consecutive lines that begin with
// four spaces.
func paragraphs(text string) string {
	var out strings.Builder
	var code []string
	flush := func() {
		if len(code) > 0 {
			out.WriteString(`<pre style="margin:4px 0;padding:6px 10px;border:1px solid rgba(128,128,128,0.4);` + codeStyle + `">` +
				html.EscapeString(strings.Join(code, "\n")) + "</pre>")
			code = nil
		}
	}
	for line := range strings.Lines(text) {
		line = printable.Line(strings.TrimRight(line, "\r\n"), 0)
		if rest, ok := strings.CutPrefix(line, "    "); ok {
			code = append(code, rest)
			continue
		}
		flush()
		if line != "" {
			out.WriteString(`<div style="margin:3px 0">` + html.EscapeString(line) + "</div>")
		}
	}
	flush()
	return out.String()
}
