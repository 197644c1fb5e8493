package diagnose

import (
	"fmt"
	"math"
)

// clip is a way to keep log(0) out of a loss. On outputs that are exactly 0 or 1
// a right example then costs nothing and a wrong one a constant.
type clip struct {
	columns  int // outputs of the head; 0: any
	how      string
	perError float64
	bound    float64 // outputs are kept in [bound, 1−bound]
}

// The clips in use. In float32, 1 − 1e-7 is 1 − 2⁻²³: the two sides differ.
var clips = []clip{
	// Keras 3 and multi-backend Keras 2, keras.epsilon(): clip, then −log p or −log(1−p).
	{2, "binary cross-entropy on two softmax columns, clipped at 1e-7 in float32 (Keras)",
		(-math.Log(1e-7) + 23*math.Ln2) / 2, 1e-7},
	{2, "binary cross-entropy on two softmax columns, clipped at 1e-7 in float64", -math.Log(1e-7), 1e-7},
	{2, "categorical cross-entropy on two softmax columns, clipped at 1e-7 (Keras)", -math.Log(1e-7), 1e-7},
	// tensorflow/python/keras/backend.py, binary_crossentropy: log(output + epsilon()) after the clip.
	{2, "binary cross-entropy on two softmax columns, 1e-7 added again after the clip (tf.keras 2)",
		(-math.Log(2e-7) - math.Log(0x1p-23+1e-7)) / 2, 1e-7},
	{1, "one sigmoid column stuck at 0, clipped at 1e-7", -math.Log(1e-7), 1e-7},
	{1, "one sigmoid column stuck at 1, clipped at 1e-7 in float32", 23 * math.Ln2, 1e-7},
	// sklearn.metrics.log_loss: 1e-15 until 1.1, then the epsilon of the scores' type.
	{0, "outputs clipped at 1e-15 (scikit-learn before 1.2)", -math.Log(1e-15), 1e-15},
	{0, "outputs clipped at 2.2e-16, float64's epsilon (scikit-learn)", 52 * math.Ln2, 0x1p-52},
	// torch.nn.BCELoss: "we clamp its log function outputs to be greater than or equal to -100".
	{0, "logarithm clamped at -100 (PyTorch's BCELoss)", 100, 0},
}

func (c clip) String() string { return fmt.Sprintf("%s: %.2f", c.how, c.perError) }

// fits says whether the clip belongs to a head of that many columns; 0: unknown.
func (c clip) fits(columns int) bool {
	return columns == 0 || c.columns == 0 || c.columns == columns
}

// saturation is a log whose loss is errors times a clip's constant.
type saturation struct {
	rows     []row
	perError span // loss / (1 − accuracy), on all rows
	clips    []clip
}

const (
	// sharp is the relative half width up to which loss / error proves a clip by
	// itself: the nearest two, 15.94 and 16.03, differ by 0.55 %.
	sharp = 0.005

	// blunt is where it stops to mean anything: the families of clips (1e-7,
	// 1e-15, 2.2e-16, 100) are 4 % apart or more. It is reached at an accuracy of
	// 0.999 printed with four digits.
	blunt = 0.04
)

// clipped looks for the clip whose constant is loss / error on the last epochs,
// at least two, within the rounding of both.
func clipped(rows []row, columns int) (saturation, bool) {
	var best saturation
	for _, c := range clips {
		if !c.fits(columns) {
			continue
		}
		last := final(rows, func(w row) bool {
			per, ok := w.perError()
			return ok && per.has(c.perError)
		})
		switch {
		case len(last) > len(best.rows):
			best = saturation{rows: last, clips: []clip{c}}
		case len(last) > 0 && len(last) == len(best.rows):
			best.clips = append(best.clips, c)
		}
	}
	if len(best.rows) == 0 {
		return saturation{}, false
	}
	best.perError = span{0, math.Inf(1)}
	for _, w := range best.rows {
		per, _ := w.perError()
		best.perError = best.perError.and(per)
	}
	return best, best.within(blunt)
}

// within says whether the constant is known to that relative half width.
func (s saturation) within(half float64) bool {
	return s.perError.hi-s.perError.lo <= 2*half*s.perError.mid()
}

// perError is what a wrong example costs if a right one costs nothing.
func (w row) perError() (span, bool) {
	if !w.loss.known() || !w.accuracy.known() || w.accuracy.hi >= 1 || w.loss.lo <= 0 {
		return span{}, false
	}
	return w.loss.over(w.accuracy.complement()), true
}

// moves counts the different accuracies of rows.
func moves(rows []row) int {
	n, previous := 0, span{2, 2}
	for _, w := range rows {
		if w.accuracy.and(previous).empty() {
			n++
		}
		previous = w.accuracy.span
	}
	return n
}
