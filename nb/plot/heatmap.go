package plot

import (
	"fmt"
	"strings"

	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/seqpair/seqpair/nb/internal/printable"
)

// Attention draws how strongly each unit of one sequence attends to each of another, or how well they align: a cell
// per pair of units, the darker the more. weights[i][j] belongs to a[i] and b[j]; cells are scaled to the largest. It is
// an error if the sizes disagree or a weight is negative or not finite.
func Attention(a, b []string, weights [][]float64) (Picture, error) {
	most := 0.0
	if len(a) == 0 || len(b) == 0 || len(weights) != len(a) {
		return Picture{}, fmt.Errorf("plot: Attention: %d and %d units but %d rows of weights", len(a), len(b), len(weights))
	}
	for i, row := range weights {
		if len(row) != len(b) {
			return Picture{}, fmt.Errorf("plot: Attention: row %d has %d weights for %d units", i, len(row), len(b))
		}
		for j, w := range row {
			if !(w >= 0 && drawable(w)) {
				return Picture{}, fmt.Errorf("plot: Attention: weight [%d][%d] is %v: weights are finite and not negative", i, j, w)
			}
			most = max(most, w)
		}
	}
	most = max(most, 1e-300)
	p := panel{
		title: "Attention", subtitle: fmt.Sprintf("rows attend to columns; the darkest is %.3g", most),
		draw: func(c draw.Canvas) { paintCells(c, a, b, weights, most) },
	}.picture(attentionText(a, b, weights))
	p.Width, p.Height = min(1200, 140+24*len(b)), min(1200, 140+24*len(a))
	p.Width = max(p.Width, 360)
	return p, nil
}

func paintCells(c draw.Canvas, a, b []string, weights [][]float64, most float64) {
	const names = vg.Length(48)
	grid := draw.Crop(c, names, 0, 0, -names)
	unit := min(grid.Size().X/vg.Length(len(b)), grid.Size().Y/vg.Length(len(a)), 18)
	row, column := textStyle(tickSize, ink, text.XRight, text.YCenter), textStyle(tickSize, ink, text.XLeft, text.YCenter)
	column.Rotation = quarterTurn
	for i, name := range a {
		y := grid.Max.Y - (vg.Length(i)+0.5)*unit
		c.FillText(row, vg.Point{X: grid.Min.X - 4, Y: y}, printable.Line(name, 10))
		for j, w := range weights[i] {
			x := grid.Min.X + vg.Length(j)*unit
			c.SetColor(tint(blue, 0.03+0.97*w/most))
			c.Fill(vg.Rectangle{Min: vg.Point{X: x, Y: y - unit/2 + 0.3}, Max: vg.Point{X: x + unit - 0.3, Y: y + unit/2}}.Path())
		}
	}
	for j, name := range b {
		c.FillText(column, vg.Point{X: grid.Min.X + (vg.Length(j)+0.5)*unit, Y: grid.Max.Y + 4}, printable.Line(name, 10))
	}
}

// attentionText says for each unit of a to which of b it attends most.
func attentionText(a, b []string, weights [][]float64) string {
	var out strings.Builder
	for i, row := range weights {
		best := 0
		for j, w := range row {
			if w > row[best] {
				best = j
			}
		}
		fmt.Fprintf(&out, "%s attends most to %s (%.3g)\n", printable.Line(a[i], 20), printable.Line(b[best], 20), row[best])
	}
	return out.String()
}
