package diagnose

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
)

// Weights finds class weights that do something else than was meant: they never
// reached the loss (D07), or those of one class did not (D08), reached no metric (D10), scale the learning rate (D11), are missing from the
// validation loss (D09), count twice (D58), or weigh the rare class down (D29).
func Weights(e Evidence) []Finding {
	var found []Finding
	if c := e.Contract; c != nil && strings.Contains(c.Weights, "class") && strings.Contains(c.Weights, "sample") {
		found = append(found, weightedTwice(fmt.Sprintf("The run declares weights: %s.", c.Weights)))
	}
	if f, ok := focalAlpha(e); ok {
		found = append(found, f)
	}
	if e.ClassWeights == [2]float64{} {
		return found
	}
	for _, s := range scores(e) {
		for _, check := range []func(Evidence, scored) (Finding, bool){lossWeights, lostKey, unweightedMetrics} {
			if f, ok := check(e, s); ok {
				found = append(found, f)
			}
		}
	}
	if f, ok := scaledRate(e); ok {
		found = append(found, f)
	}
	return mergedByID(found)
}

// focalAlpha finds a focal loss whose alpha makes rare positives count less.
func focalAlpha(e Evidence) (Finding, bool) {
	var config struct {
		Loss struct {
			Name  string
			Alpha float64
		}
	}
	if e.Manifest == nil || json.Unmarshal(e.Config, &config) != nil || config.Loss.Name != "focal" {
		return Finding{}, false
	}
	p, alpha := e.Manifest.Splits["train"], config.Loss.Alpha
	if alpha <= 0 || alpha >= 0.5 || p.Examples == 0 || 2*p.Positives >= p.Examples {
		return Finding{}, false
	}
	share := float64(p.Positives) / float64(p.Examples)
	return Finding{
		ID: "D29", Severity: Warning,
		Title:    fmt.Sprintf("Focal alpha %s weighs the rare positives down", number(alpha)),
		Verdict:  "Alpha is the weight of class 1. The usual 0.25 comes from detectors, in which gamma already leaves few easy negatives; with rare positives it takes from them what gamma gives.",
		Evidence: fmt.Sprintf("A positive counts %s times as much as a negative, and %s of the training data are positive.", number(alpha/(1-alpha)), number(share)),
		Fix:      fmt.Sprintf("Leave alpha out, or weigh the rare class up:\n    losses.Focal{Gamma: 2, Alpha: %.2g}", 1-alpha),
		Confirm:  "Print the weight of a positive over that of a negative: it is above 1.",
		Numbers:  map[string]float64{"alpha": alpha, "ratio": alpha / (1 - alpha), "prevalence": share},
	}, true
}

func weightedTwice(evidence string) Finding {
	return Finding{
		ID: "D58", Severity: Error,
		Title:    "Rare examples are weighted twice: by class weights and by sample weights",
		Verdict:  "The two multiply. Positives that were weighted up to balance are weighted up again, and the model predicts far too many.",
		Evidence: evidence,
		Fix:      "Choose one:\n    model.fit(x, y, class_weight={0: w0, 1: w1})         # or sample_weight, not both",
		Confirm:  "Print the sum of the weights of each class: what you meant, equal for balance.",
	}
}

// nearLoss is how near a logged loss must be to a computed one, relatively: it is a
// mean over batches in float32.
const nearLoss = 0.005

// lossWeights finds out how the logged loss of the scored split was weighted.
func lossWeights(e Evidence, s scored) (Finding, bool) {
	rows := withLoss(rowsOf(e, s))
	if len(rows) == 0 {
		return Finding{}, false
	}
	plain, byN, bySum := s.losses(e.ClassWeights)
	r := rows[len(rows)-1].loss
	distinct := math.Abs(plain/byN-1) > 4*nearLoss && math.Abs(plain/bySum-1) > 4*nearLoss
	if !distinct || !r.nearLoss(plain) || r.nearLoss(byN) || r.nearLoss(bySum) {
		return Finding{}, false
	}
	numbers := map[string]float64{"loss": r.mid(), "unweighted": plain, "weighted_by_n": byN, "weighted_by_sum": bySum}
	evidence := fmt.Sprintf("%s: from the scores the loss is %s without weights, %s with them divided by the examples, %s divided by their sum; the log prints %s = %s.",
		capital(s.name), number(plain), number(byN), number(bySum), r.name, r.text)
	if split, _ := parse(r.name); split == 0 {
		return Finding{
			ID: "D07", Severity: Error,
			Title:    "The class weights never reached the loss",
			Verdict:  "The loss is that without weights. class_weight given as a list or an array, with keys that are no classes (after one-hot encoding, or as strings), or to a data loader, is ignored without a word.",
			Evidence: evidence,
			Fix:      fmt.Sprintf("Give a dictionary with integer classes as keys:\n    model.fit(..., class_weight={0: %.3g, 1: %.3g})", e.ClassWeights[0], e.ClassWeights[1]),
			Confirm:  fmt.Sprintf("The loss of the same weights of the model becomes %s.", number(byN)),
			Numbers:  numbers,
		}, true
	}
	return Finding{
		ID: "D09", Severity: Info,
		Title:    fmt.Sprintf("%s carries no class weights: it is another quantity than the training loss", r.name),
		Verdict:  "Class weights reach the training loss alone. The two losses cannot be compared, and an early stop on the validation loss favours the majority.",
		Evidence: evidence,
		Fix:      "Stop by a metric of the ranking, or weight both:\n    EarlyStopping(monitor=\"val_pr_auc\", mode=\"max\")\n    model.fit(..., validation_data=(x, y, w))",
		Confirm:  fmt.Sprintf("Weighted, the validation loss is %s.", number(byN)),
		Numbers:  numbers,
	}, true
}

// losses are the cross-entropies of the scores: plain, weighted by class and divided
// by N, and divided by the sum of weights. Scores are clipped at 1e-7, as Keras does.
func (s scored) losses(weights [2]float64) (plain, byN, bySum float64) {
	var sum, weighted, total float64
	for i, p := range s.table.Scores {
		p = min(max(p, 1e-7), 1-1e-7)
		l, w := -math.Log1p(-p), weights[0]
		if s.table.Labels[i] {
			l, w = -math.Log(p), weights[1]
		}
		sum, weighted, total = sum+l, weighted+w*l, total+w
	}
	n := float64(len(s.table.Scores))
	return sum / n, weighted / n, weighted / total
}

// farRate is how far from 1 the mean weight may be: a factor of two in the learning
// rate is what one tries first anyway.
const farRate = 2

func scaledRate(e Evidence) (Finding, bool) {
	share := e.declaredShare()
	for _, c := range e.counts() {
		if share == 0 || c.train {
			share = c.prevalence()
		}
	}
	mean := (1-share)*e.ClassWeights[0] + share*e.ClassWeights[1]
	if share == 0 || mean < farRate && mean > 1.0/farRate {
		return Finding{}, false
	}
	return Finding{
		ID: "D11", Severity: Warning,
		Title:    fmt.Sprintf("The class weights multiply the loss, and with it the learning rate, by %s", number(mean)),
		Verdict:  "The weighted loss is divided by the number of examples, not by the sum of weights. Weights with another mean than 1 scale every gradient; plain SGD takes steps so much larger or smaller, and clipping and weight decay change their meaning.",
		Evidence: fmt.Sprintf("Weights %s and %s at a share of positives of %s have the mean %s.", number(e.ClassWeights[0]), number(e.ClassWeights[1]), number(share), number(mean)),
		Fix: fmt.Sprintf("Divide the weights by their mean, or the loss by their sum:\n    class_weight={0: %.3g, 1: %.3g}\n    BinaryCrossentropy(reduction=\"mean_with_sample_weight\")\n    losses.BCE{ClassWeight: losses.Balanced}             // divides by the sum of weights",
			e.ClassWeights[0]/mean, e.ClassWeights[1]/mean),
		Confirm: "The mean weight over the training data is 1.",
		Numbers: map[string]float64{"mean_weight": mean, "prevalence": share},
	}, true
}
