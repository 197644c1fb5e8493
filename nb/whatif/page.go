package whatif

import (
	"bytes"
	_ "embed"
	"html/template"
	"strings"

	"github.com/seqpair/seqpair/nb/internal/printable"
)

//go:embed page.html
var pageText string

var page = template.Must(template.New("what if").Parse(pageText))

// Page is the analysis as one HTML file with its data and its script in it: it asks no network for anything. It
// is an error if an assumption cannot be.
func (a *Analysis) Page() ([]byte, error) {
	if err := a.check(); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err := page.Execute(&out, struct {
		Title, Subtitle, Table string
		Sliders                []slider
		Ahead, Consequences    template.JS
	}{
		printable.Line(a.title(), 0), a.subtitle(), a.csv(), a.sliders(), script(a.ahead()), script(a.consequences()),
	})
	return out.Bytes(), err
}

// script are the formulas as statements. They hold numbers and names of this package, nothing from data.
func script(formulas []formula) template.JS {
	var out strings.Builder
	for _, f := range formulas {
		out.WriteString("  datum." + f.field + " = " + f.expression + ";\n")
	}
	return template.JS(out.String())
}
