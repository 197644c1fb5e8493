package main

import (
	"encoding/base64"
	"html/template"
	"io"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/nb"
	"github.com/seqpair/seqpair/nb/internal/printable"
	"github.com/seqpair/seqpair/nb/plot"
)

// page is a report as one file: no script, nothing loaded from elsewhere.
var page = template.Must(template.New("report").Parse(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{{range $i, $r := .}}{{if $i}}, {{end}}{{$r.Name}}{{end}} – report</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; max-width: 62em; margin: 2em auto; padding: 0 1em; color: #222; background: #fff }
h1 { font-size: 1.4em; overflow-wrap: anywhere }
h2 { font-size: 1.1em }
img { max-width: 100%; height: auto; display: block; margin: 1em 0 }
table { border-collapse: collapse; font-variant-numeric: tabular-nums }
th, td { padding: 2px 12px 2px 0; text-align: left; border-bottom: 1px solid #ddd }
.n { text-align: right }
.m { color: #666 }
</style>
</head>
<body>
{{define "readings"}}<table>
<tr><th>metric</th><th class="n">value</th><th>95 % interval</th><th class="n">no skill</th><th></th></tr>
{{range .}}<tr><td>{{.Name}}</td><td class="n"><b>{{.Value}}</b></td><td>{{.Interval}}</td><td class="n">{{.NoSkill}}</td><td class="m">{{.Better}}</td></tr>
{{end}}</table>{{end}}{{range .}}<h1>{{.Name}}</h1>
<p>{{.Summary}}</p>
{{range .Notes}}<p>{{.}}</p>
{{end}}{{template "readings" .Standard}}
{{range .Pictures}}<img src="{{.Source}}" width="{{.Width}}" height="{{.Height}}" alt="{{.Text}}">
{{end}}<h2>Further readings</h2>
{{template "readings" .Further}}
{{end}}</body>
</html>
`))

// pageResult is a result in the page.
type pageResult struct {
	Name, Summary     string
	Notes             []string
	Standard, Further []cells
	Pictures          []pagePicture
}

type pagePicture struct {
	Source        template.URL
	Width, Height int
	Text          string
}

func writeHTML(w io.Writer, results []nb.Result) error {
	var all []pageResult
	for _, r := range results {
		standard, further := readings(r)
		all = append(all, pageResult{
			Name: printable.Line(r.Name, 0), Summary: summary(r), Notes: notes(r),
			Standard: newRows(standard), Further: newRows(further),
			Pictures: []pagePicture{
				newPagePicture(r.Picture()), newPagePicture(plot.Scores(r.State, r.Threshold)),
			},
		})
	}
	return page.Execute(w, all)
}

func newRows(readings []metrics.Reading) []cells {
	rows := make([]cells, len(readings))
	for i, r := range readings {
		rows[i] = newCells(r)
	}
	return rows
}

func newPagePicture(p plot.Picture) pagePicture {
	source := "data:image/svg+xml;base64," + base64.StdEncoding.EncodeToString(p.SVG())
	return pagePicture{Source: template.URL(source), Width: p.Width, Height: p.Height, Text: p.Text}
}
