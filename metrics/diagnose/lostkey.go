package diagnose

import (
	"fmt"
	"math"
)

// lostKey finds a loss in which one of the two class weights counted as 1 (D08): its key was no class.
func lostKey(e Evidence, s scored) (Finding, bool) {
	rows := withLoss(rowsOf(e, s))
	if len(rows) == 0 {
		return Finding{}, false
	}
	r := rows[len(rows)-1].loss
	plain, both, _ := s.losses(e.ClassWeights)
	for class := range 2 {
		partly := e.ClassWeights
		partly[class] = 1
		_, v, _ := s.losses(partly)
		told := math.Abs(v/plain-1) > 4*nearLoss && math.Abs(v/both-1) > 4*nearLoss
		if !told || !r.nearLoss(v) || r.nearLoss(plain) || r.nearLoss(both) {
			continue
		}
		return Finding{
			ID: "D08", Severity: Error,
			Title:   fmt.Sprintf("The weight of class %d counted as 1", class),
			Verdict: "The loss is that of one class weight: the key of the other matched no class (a string, or a label before encoding), and what has no weight counts as 1.",
			Evidence: fmt.Sprintf("%s: from the scores the loss is %s with both weights, %s with that of class %d as 1, %s with none; the log prints %s = %s.",
				capital(s.name), number(both), number(v), class, number(plain), r.name, r.text),
			Fix:     fmt.Sprintf("Give integer classes as keys:\n    class_weight={0: %.3g, 1: %.3g}", e.ClassWeights[0], e.ClassWeights[1]),
			Confirm: fmt.Sprintf("The loss of the same weights of the model becomes %s.", number(both)),
			Numbers: map[string]float64{"loss": r.mid(), "with_both": both, "with_one": v, "unweighted": plain},
		}, true
	}
	return Finding{}, false
}

// nearLoss says whether a logged loss is v, given its rounding.
func (r reading) nearLoss(v float64) bool {
	return v > 0 && math.Abs(r.mid()/v-1) < nearLoss+(r.hi-r.lo)/v
}

// unweightedMetrics says, where weights are declared, that the logged accuracy does not have them (D10).
func unweightedMetrics(e Evidence, s scored) (Finding, bool) {
	c := s.confusion
	w := e.ClassWeights
	plain := c.Accuracy().V
	weighted := (w[1]*c.TP + w[0]*c.TN) / (w[1]*(c.TP+c.FN) + w[0]*(c.TN+c.FP))
	if math.Abs(plain-weighted) < distant || s.table.Weights != nil {
		return Finding{}, false
	}
	for _, row := range rowsOf(e, s) {
		if a := row.accuracy; a.known() && a.near(plain) {
			return Finding{
				ID: "D10", Severity: Info,
				Title:    fmt.Sprintf("%s does not have the class weights that the loss has", a.name),
				Verdict:  "Loss and metrics speak of different data: the loss of classes as they are weighed, the metrics of classes as they come. That is usual, and often right; it must be known when one falls and the other does not rise.",
				Evidence: fmt.Sprintf("%s: accuracy from the scores is %s without weights, as %s = %s in epoch %d, and %s with weights %s and %s.", capital(s.name), number(plain), a.name, a.text, row.epoch, number(weighted), number(w[0]), number(w[1])),
				Fix:      "Say it in the name, or weigh both:\n    model.compile(metrics=[\"accuracy\"], weighted_metrics=[BinaryAccuracy(name=\"weighted_accuracy\")])",
				Confirm:  fmt.Sprintf("Print both: the weighted one is %s.", number(weighted)),
				Numbers:  map[string]float64{"accuracy": plain, "weighted_accuracy": weighted},
			}, true
		}
	}
	return Finding{}, false
}
