package jupyter

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/seqpair/seqpair/notebooks"
)

// surface is JavaScript for where a panel is moved and read.
type surface struct {
	name    string
	sliders string // elements
	values  string // texts: where the sliders stand, which is not what an input between two steps says, and the end of the last
	words   string // texts: what it says of each model, first at the reader's threshold, then at the cheapest
}

// slides moves each slider of each chart and holds the numbers beside it against package metrics.
func (v visitor) slides(t *testing.T, panels []panel) {
	t.Helper()
	for i, p := range panels {
		embed := fmt.Sprintf(`document.querySelectorAll(".vega-embed")[%d]`, i)
		sliders := embed + `.querySelectorAll(".vega-bind input")`
		p.move(t, v.page, surface{
			name: fmt.Sprintf("chart %d", i+1), sliders: sliders, words: p.words(t, embed),
			values: fmt.Sprintf(`[...Array.from(%[1]s, e => e.nextSibling.textContent), %[1]s[4].max]`, sliders),
		})
	}
}

// pageSurface is that of a page.
var pageSurface = surface{
	name: "page", sliders: `document.querySelectorAll("#sliders input")`, values: `[...sliders.map(s => String(s.value)), String(mostAlerts)]`,
	words: `[1, 3].map(column => Array.from(document.querySelectorAll("#rows tr"),
		row => row.dataset.name.replace("expected ", "") + "  " + row.cells[column].textContent.replace(/(\d),(?=\d{3})/g, "$1")).join("\n"))`,
}

// words is JavaScript for what a chart says of its models.
func (p panel) words(t *testing.T, embed string) string {
	t.Helper()
	if len(p.models) == 1 {
		return fmt.Sprintf(`[0, 1].map(i => {
			const texts = view => Array.from(%s.querySelectorAll("g." + view + "_marks text"), e => e.textContent);
			const counts = ["true negatives", "false positives", "false negatives", "true positives"];
			return [...texts("numbers" + i), ...texts("confusion" + i + "_layer_1").map((n, cell) => counts[cell] + "  " + n.replaceAll(",", ""))].join("\n");
		})`, embed)
	}
	var names []string
	for _, m := range p.models {
		names = append(names, m.name+":")
	}
	listed, err := json.Marshal(names)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf(`%s.flatMap(name => ["#D55E00", "#0072B2"].map(hue => Array.from(%s.querySelectorAll("g.numbers_marks text"))
		.filter(e => e.textContent.startsWith(name) && e.getAttribute("fill") == hue).map(e => e.textContent).join("\n")))`, listed, embed)
}

// move puts each slider in three places. Every number must be that of package metrics, and some must change.
func (p panel) move(t *testing.T, page context.Context, at surface) {
	t.Helper()
	before := p.hold(t, page, at)
	for i := range 5 {
		changed := false
		for _, share := range []float64{0.02, 0.2 + 0.1*float64(i), 0.8 - 0.1*float64(i)} { // capacity cuts only near its left end
			drag(t, page, fmt.Sprintf("%s[%d]", at.sliders, i), share)
			after := p.hold(t, page, at)
			changed = changed || !slices.Equal(before, after)
			before = after
		}
		if !changed {
			t.Errorf("slider %d of %s moves nothing", i+1, at.name)
		}
	}
}

// hold compares what is shown now with what package metrics reads, and returns it.
func (p panel) hold(t *testing.T, page context.Context, at surface) (shown []string) {
	t.Helper()
	var values []string
	do(t, page, "read "+at.name, chromedp.Evaluate(at.values, &values), chromedp.Evaluate(at.words, &shown))
	if len(shown) != 2*len(p.models) {
		t.Fatalf("%s says %q", at.name, shown)
	}
	a := assumedBy(t, values)
	for i, m := range p.models {
		valid, test := m.deployed(t, a)
		for which, among := range [][]float64{m.nearest(a), m.cheapest(valid, a)} {
			if err := m.reads(shown[2*i+which], among, test, a); err != nil {
				t.Errorf("%s, sliders at %v, %s: %v", at.name, values, m.name, err)
			}
		}
	}
	return shown
}

// TestPagesInBrowser opens the pages that stand in exported tutorials in the place of their charts.
func TestPagesInBrowser(t *testing.T) {
	page, folder := browser(t), t.TempDir()
	if err := os.CopyFS(folder, notebooks.Files()); err != nil {
		t.Fatal(err)
	}
	for _, name := range tutorialNames(t, "all") {
		t.Run(name, func(t *testing.T) {
			for _, p := range panelsOf(t, filepath.Join(folder, name)) {
				if p.page == "" {
					continue
				}
				path := filepath.Join(folder, "page.html")
				if err := os.WriteFile(path, []byte(p.page), 0o600); err != nil {
					t.Fatal(err)
				}
				do(t, page, "open "+path, chromedp.Navigate("file://"+path), chromedp.WaitVisible("#rows tr", chromedp.ByQuery))
				p.move(t, page, pageSurface)
			}
		})
	}
}
