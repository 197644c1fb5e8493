package diagnose

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Saturated finds D42: outputs of exactly 0 or 1, which get no gradient.
//
// In predictions: one class is predicted, at the very end of the scale. In a
// log: loss / (1 − accuracy) is the constant of a clip on the last epochs, within
// the rounding of both numbers; beside it something else must be wrong (D01,
// D02), or the accuracy move while the constant stays, because a well trained
// model can come near some constant by chance.
func Saturated(e Evidence) []Finding {
	var found []Finding
	for _, t := range trails(e) {
		_, id := identical(t)
		id = id || t.flattenedBy(e)
		columns, rows := 0, t.main()
		if id {
			columns, rows = 2, twice(t.main())
		}
		s, ok := clipped(rows, columns)
		if !ok {
			continue
		}
		c, collapse := collapsed(t, id)
		if id || collapse || s.within(sharp) && moves(s.rows) >= 3 {
			found = append(found, saturatedLog(e, t, s, c, collapse))
		}
	}
	for _, s := range collapsedScores(e) {
		if s.saturated() {
			found = append(found, saturatedScores(e, s))
		}
	}
	return merged(found)
}

const saturatedVerdict = "The output says 0 or 1 with full confidence. A right example costs nothing, a wrong one the constant of the clip that keeps log(0) away; " +
	"where the clip holds, the gradient is zero, so the network cannot learn its way back."

func saturatedLog(e Evidence, t trail, s saturation, c collapse, collapse bool) Finding {
	w := s.rows[len(s.rows)-1]
	known := s.clips[0]
	per := s.perError
	f := Finding{
		ID: "D42", Severity: Error,
		Title:   fmt.Sprintf("The output is saturated: every error costs %.2f, the constant of %s", per.mid(), s.bound()),
		Verdict: saturatedVerdict,
		Evidence: fmt.Sprintf("%s / (1 - %s) = %s / (1 - %s) lies between %s on %s, given the rounding of both.",
			w.loss.name, w.accuracy.name, w.loss.text, w.accuracy.text, per.bounds(), epochs(s.rows)),
		Fix: fixSaturation(e),
		Confirm: showScores(e.framework()) +
			"\nExpect all of them within 1e-6 of 0 or 1.",
		Numbers: map[string]float64{
			"loss": w.loss.mid(), "accuracy": w.accuracy.mid(),
			"loss_per_error": per.mid(), "loss_per_error_low": per.lo, "loss_per_error_high": per.hi,
		},
	}
	f.Evidence += "\n" + s.explanation()
	if len(s.clips) == 1 {
		f.Numbers["clip"] = known.bound
		f.Numbers["clip_loss_per_error"] = known.perError
	}
	if rows := t.main(); len(rows) > len(s.rows) {
		if before, ok := rows[len(rows)-len(s.rows)-1].perError(); ok {
			f.Evidence += fmt.Sprintf("\nBefore, %s: %.2f; it still averages steps with softer outputs.", epochs(rows[len(rows)-len(s.rows)-1:len(rows)-len(s.rows)]), before.mid())
		}
	}
	f.RuledOut = s.ruledOut()
	if collapse {
		p := priorOf(c.share, c.positive)
		h := entropy(p.positive)
		f.RuledOut = append(f.RuledOut, fmt.Sprintf("One class without saturation, a constant at the class share: loss H(%s) = %s.", p.rare(), number(h)))
		f.Confirm += fmt.Sprintf(" After the fix, epoch 1 starts near a loss of H(%s) = %s.", p.rare(), number(h))
	}
	return f
}

// bounds shows both ends with as many decimals, two or more, as it takes to tell
// them apart.
func (s span) bounds() string {
	text := ""
	for decimals := 2; decimals <= 6; decimals++ {
		lo, hi := fmt.Sprintf("%.*f", decimals, s.lo), fmt.Sprintf("%.*f", decimals, s.hi)
		text = lo + " and " + hi
		if lo != hi {
			break
		}
	}
	return text
}

// bound names the clip in a title.
func (s saturation) bound() string {
	for _, c := range s.clips[1:] {
		if c.bound != s.clips[0].bound {
			return "a clip"
		}
	}
	if s.clips[0].bound == 0 {
		return "a clamped logarithm"
	}
	return "the " + exponent(s.clips[0].bound) + " clip"
}

// exponent shows a small number as people write it: 1e-7, not 1e-07.
func exponent(v float64) string {
	return strings.Replace(strconv.FormatFloat(v, 'g', 2, 64), "e-0", "e-", 1)
}

// explanation says which clips have this constant.
func (s saturation) explanation() string {
	var names []string
	for _, c := range s.clips {
		names = append(names, c.String())
	}
	if len(s.clips) > 1 {
		return "It fits, and the log cannot tell which: " + strings.Join(names, "; ") + "."
	}
	text := "It is that of " + names[0] + "."
	if s.clips[0] == clips[0] {
		text += fmt.Sprintf(" Of the two columns of a wrong example, one costs -ln(1e-7) = %.3f and the other -ln(1 - 0.99999988) = %.3f; their mean is %.3f.",
			-math.Log(1e-7), 23*math.Ln2, clips[0].perError)
	}
	return text
}

// ruledOut lists the clips whose constant lies outside.
func (s saturation) ruledOut() []string {
	var all []string
	for _, c := range clips {
		if !s.perError.has(c.perError) {
			all = append(all, capital(c.String())+".")
		}
	}
	return all
}

func saturatedScores(e Evidence, s scored) Finding {
	end := "0"
	if s.all {
		end = "1"
	}
	f := Finding{
		ID: "D42", Severity: Error,
		Title:   fmt.Sprintf("The output is saturated: scores pile up at %s", end),
		Verdict: saturatedVerdict,
		Evidence: fmt.Sprintf("%s: %.3g %% of the scores, of both classes, lie within 1e-6 of %s; they range from %s to %s.",
			capital(s.name), 100*s.edge, end, number(s.least), number(s.greatest)),
		RuledOut: []string{"A confident model that is right: the positives and the negatives have the same scores."},
		Fix:      fixSaturation(e),
		Confirm:  "Print the logits, before sigmoid or softmax: expect them beyond ±14, where the gradient of the sigmoid is below 1e-6.",
		Numbers:  map[string]float64{"share_at_edge": s.edge, "score_least": s.least, "score_greatest": s.greatest},
	}
	if s.table.Scores0 != nil {
		wrong := 1 - s.confusion.Accuracy().V
		f.Evidence += fmt.Sprintf(" Binary cross-entropy over the two columns, clipped at 1e-7 in float32 (Keras), prints %s x %.2f = %.4f for them.", number(wrong), clips[0].perError, wrong*clips[0].perError)
		f.Numbers["keras_loss"] = wrong * clips[0].perError
	}
	return f
}
