package plot

import (
	"fmt"
	"image/color"
	"math"

	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/nb/internal/printable"
)

// Confusion draws the table of true against predicted class at a threshold. Each cell holds its count
// (summed weights, if examples are weighted) and its share of its row, so that a rare class is not drowned
// by a frequent one, with its 95 % interval where the table has rows; the share also sets the colour: blue for right, vermillion for wrong.
// A threshold of NaN means that it is not known.
func Confusion(c metrics.Confusion, threshold float64) Picture {
	return confusionPanel(c, threshold).picture(confusionText(c, threshold))
}

// ConfusionTitled is Confusion under a title and a subtitle of one's own.
func ConfusionTitled(title, subtitle string, c metrics.Confusion) Picture {
	p := confusionPanel(c, math.NaN())
	p.title, p.subtitle = title, subtitle
	return p.picture(printable.Line(title, 80) + "\n" + printable.Line(subtitle, 110) + "\n" + confusionText(c, math.NaN()))
}

func confusionPanel(c metrics.Confusion, threshold float64) panel {
	positives, total := c.TP+c.FN, c.TP+c.FN+c.TN+c.FP
	subtitle := "no examples"
	if total > 0 {
		subtitle = fmt.Sprintf("%s positive of %s (%s)", count(positives), count(total), percent(positives/total))
	}
	return panel{
		title:    confusionTitle(threshold),
		subtitle: subtitle,
		draw:     func(canvas draw.Canvas) { drawConfusion(canvas, c) },
	}
}

func confusionTitle(threshold float64) string {
	if math.IsNaN(threshold) {
		return "Confusion"
	}
	return "Confusion at threshold " + thresholdText(threshold)
}

// The space in points that a confusion matrix leaves for the names of its rows and columns.
const (
	rowNameWidth     = vg.Length(26)
	columnNameHeight = vg.Length(28)
)

func drawConfusion(c draw.Canvas, m metrics.Confusion) {
	name := textStyle(labelSize, ink, text.XCenter, text.YCenter)
	grid := draw.Crop(c, rowNameWidth, 0, columnNameHeight, -2)
	half := grid.Size().Scale(0.5)
	classes := [2]string{"negative", "positive"}
	cells := [2][2]float64{{m.TN, m.FP}, {m.FN, m.TP}}
	rates := [2][2]metrics.Value{{m.Specificity(), m.FalsePositiveRate()}, {m.FalseNegativeRate(), m.Recall()}}
	for i, row := range cells {
		top := grid.Max.Y - vg.Length(i)*half.Y
		sideways := name
		sideways.Rotation = quarterTurn
		c.FillText(sideways, vg.Point{X: c.Min.X + 19, Y: top - half.Y/2}, classes[i])
		for j, v := range row {
			box := draw.Crop(grid, vg.Length(j)*half.X, -vg.Length(1-j)*half.X, vg.Length(1-i)*half.Y, -vg.Length(i)*half.Y)
			hue := vermillion
			if i == j {
				hue = blue
			}
			drawCell(draw.Crop(box, 1.5, -1.5, 1.5, -1.5), v, row[0]+row[1], rates[i][j], classes[i], hue)
		}
	}
	for j, class := range classes {
		x := grid.Min.X + (vg.Length(j)+0.5)*half.X
		c.FillText(name, vg.Point{X: x, Y: grid.Min.Y - 8}, class)
	}
	axis := bold(textStyle(labelSize, muted, text.XCenter, text.YCenter))
	c.FillText(axis, vg.Point{X: grid.Center().X, Y: c.Min.Y + 5}, "predicted")
	axis.Rotation = quarterTurn
	c.FillText(axis, vg.Point{X: c.Min.X + 5, Y: grid.Center().Y}, "true")
}

func drawCell(c draw.Canvas, v, rowTotal float64, of metrics.Value, class string, hue color.NRGBA) {
	share, rate := "no "+class+"s", 0.0
	if rowTotal > 0 {
		rate = v / rowTotal
		share = percent(rate) + " of " + class + "s"
	}
	background := tint(hue, 0.06+0.84*rate)
	c.SetColor(background)
	c.Fill(c.Rectangle.Path())
	number := bold(textStyle(15, readable(background), text.XCenter, text.YBottom))
	c.FillText(number, c.Center(), count(v))
	rest := textStyle(labelSize, readable(background), text.XCenter, text.YTop)
	c.FillText(rest, vg.Point{X: c.Center().X, Y: c.Center().Y - 4}, share)
	if interval := intervalText(of); interval != "" {
		c.FillText(rest, vg.Point{X: c.Center().X, Y: c.Center().Y - 17}, interval)
	}
}

// intervalText is the 95 % interval of a rate, or nothing.
func intervalText(v metrics.Value) string {
	if !hasInterval(v) {
		return ""
	}
	return fmt.Sprintf("[%.1f, %.1f]", 100*v.Lo, 100*v.Hi)
}

func confusionText(c metrics.Confusion, threshold float64) string {
	share := func(v, total float64) string {
		if total == 0 {
			return "–"
		}
		return percent(v / total)
	}
	row := func(name string, left, right float64) string {
		return fmt.Sprintf("true %s  %12s %-9s %12s %s\n", name,
			count(left), share(left, left+right), count(right), share(right, left+right))
	}
	return fmt.Sprintf("%s\n%-15s %-22s %s\n", confusionTitle(threshold), "", "  predicted negative", "  predicted positive") +
		row("negative", c.TN, c.FP) + row("positive", c.FN, c.TP)
}
