package diagnose

import (
	"fmt"
	"math"
	"strings"
)

// OneClass finds D02: the model predicts one class, so its accuracy is that
// class's share.
//
// In predictions: every score on one side of the threshold, and a ranking no
// better than chance. In a log: recall 0, or 1 with precision = accuracy; or an
// accuracy that is stuck with the AUC or the loss of a constant.
func OneClass(e Evidence) []Finding {
	var found []Finding
	judged := scores(e)
	collapsedNow := collapsedScores(e)
	for _, s := range collapsedNow {
		found = append(found, oneClassScores(e, s))
	}
	for _, t := range trails(e) {
		if !t.log && len(judged) > 0 && len(collapsedNow) == 0 {
			continue // the weights that were kept predict both classes, whatever the last epochs did
		}
		_, id := identical(t)
		c, ok := collapsed(t, id || t.flattenedBy(e))
		if ok && !c.ranking() && !contradicts(e.Manifest, c) {
			found = append(found, oneClassLog(e, t, c))
		}
	}
	return merged(found)
}

// flattenedBy says whether the contract of the run makes the readings of t micro
// averages over two columns.
func (t trail) flattenedBy(e Evidence) bool {
	return !t.log && e.Contract != nil && e.Contract.Averaging == "micro" && e.Contract.Columns == 2
}

func oneClassScores(e Evidence, s scored) Finding {
	share, which, side, predicted := 1-s.prevalence, "negative", "below", 0
	if s.all {
		share, which, side, predicted = s.prevalence, "positive", "at or above", len(s.table.Scores)
	}
	f := Finding{
		ID: "D02", Severity: Error,
		Title:   fmt.Sprintf("The model predicts one class: everything is %s", which),
		Verdict: fmt.Sprintf("Every example gets the same class, and the scores do not rank positives above negatives. Accuracy is that class's share, %s, which a constant reaches too.", number(share)),
		Evidence: fmt.Sprintf("%s: %d of %d examples are predicted positive at %s; all scores lie %s it, from %s to %s. %s",
			capital(s.name), predicted, len(s.table.Scores), number(s.threshold), side, number(s.least), number(s.greatest), s.rankingText()),
		RuledOut: []string{"A good ranking with a misplaced threshold: " + s.rankingRuledOut()},
		Fix:      fixPrior(e.framework(), prior{share: share, positive: s.prevalence}),
		Confirm: fmt.Sprintf("Print the same for the training data. If they are one class too, the model learned nothing; if not, training and validation inputs differ.\nAfter the fix, the first epoch's loss is near H(%s) = %s, and average precision leaves %s.",
			number(s.prevalence), number(entropy(s.prevalence)), number(s.prevalence)),
		Numbers: map[string]float64{
			"accuracy": s.confusion.Accuracy().V, "majority_share": max(s.prevalence, 1-s.prevalence), "prevalence": s.prevalence,
			"positives": float64(s.positives), "examples": float64(len(s.table.Scores)), "predicted_positive": float64(predicted),
			"score_least": s.least, "score_greatest": s.greatest, "roc_auc": s.auc.V,
		},
	}
	if !s.unskilled() || s.positives < 2*fewPositives && !s.constant() {
		f.Severity = Warning
		f.Evidence += fmt.Sprintf(" With %d positives that is not proven; more would tell.", s.positives)
	}
	return f
}

// rankingText says what the scores are worth as a ranking.
func (s scored) rankingText() string {
	if s.constant() {
		return "All scores are equal: nothing is ranked."
	}
	return fmt.Sprintf("ROC AUC is %s; average precision is %s.", s.auc, s.ap)
}

func (s scored) rankingRuledOut() string {
	if s.constant() {
		return "no threshold can separate equal scores."
	}
	if s.unskilled() {
		return "ROC AUC is no better than 0.5."
	}
	return fmt.Sprintf("ROC AUC is only %s, so no threshold gives much.", number(s.auc.V))
}

func oneClassLog(e Evidence, t trail, c collapse) Finding {
	p := priorOf(c.share, c.positive)
	w := c.rows[len(c.rows)-1]
	f := Finding{ID: "D02", Severity: Error, Numbers: map[string]float64{
		"since_epoch": float64(c.rows[0].epoch), "epochs": float64(len(c.rows)),
	}}
	if c.likely {
		f.Severity = Warning
	}
	if !w.accuracy.known() {
		f.Title = "The model predicts no example positive"
		f.Verdict = "Every example gets the same class; such a model has learned nothing about the other."
		f.Evidence = c.story(p)
		f.Fix = "Print accuracy and the share of positives; then set class weights n / (2 x examples of the class), an output bias of log(positives / negatives), and a tenth of the learning rate."
		f.Confirm = "Print the confusion matrix and the ROC AUC on validation data: expect TP = FP = 0 and an AUC near 0.5. If the AUC is good, only the threshold is wrong."
		return f
	}
	f.Title = fmt.Sprintf("The model predicts one class: %s is the share of the majority, %s", w.accuracy.text, p.fraction())
	if !p.exact {
		f.Title = fmt.Sprintf("The model predicts one class: %s is that class's share", w.accuracy.text)
	}
	f.Verdict = "Every example gets the same class. " + p.story(w.accuracy, c.positive) + declared(e, c, p)
	f.Evidence = c.story(p) + t.beginning(c)
	f.RuledOut = c.ruledOut(p)
	f.Fix = fixPrior(e.framework(), p)
	f.Confirm = c.confirm(e, p)
	f.Numbers["accuracy"] = w.accuracy.mid()
	f.Numbers["majority_share"] = p.share
	f.Numbers["prevalence"] = p.positive
	if p.exact {
		f.Numbers["fraction_chance"] = p.chance
	}
	if w.loss.known() {
		f.Numbers["loss"] = w.loss.mid()
		f.Numbers["loss_of_constant"] = entropy(p.positive)
	}
	if c.auc != nil {
		f.Numbers["roc_auc_of_class_1"] = c.auc[len(c.auc)-1]
	}
	return f
}

// story says what the share is and what class ratio it implies.
func (p prior) story(accuracy reading, positive bool) string {
	if !p.exact {
		return fmt.Sprintf("A constant prediction is right on that class's share, and %s is it; the other class is then %.3g %% of the data.", accuracy.text, 100*(1-p.share))
	}
	odds := ""
	if one := p.ratio.d - p.ratio.n; one == 1 && p.ratio.n > 1 {
		k, d := p.ratio.n, min(accuracy.decimals, 4)
		odds = fmt.Sprintf(", 1 : %d (1 : %d would print %.*f)", k, k-1, d, float64(k-1)/float64(k))
	}
	word := "positives are the other "
	if positive {
		word = "they are the positives; negatives are the other "
	}
	return fmt.Sprintf("Accuracy is high because %s, the share of the majority, is what a constant prediction scores: %s = %s%s; %s%.3g %%.",
		p.fraction(), accuracy.text, p.fraction(), odds, word, 100*(1-p.share))
}

// declared compares the log with the prevalence that the user believes in.
func declared(e Evidence, c collapse, p prior) string {
	if e.Prevalence <= 0 || e.Prevalence >= 1 || c.share.has(max(e.Prevalence, 1-e.Prevalence)) {
		return ""
	}
	return fmt.Sprintf(" You declared %s positives: then a constant would score %s. The log was made on other shares (count the labels).",
		number(e.Prevalence), number(max(e.Prevalence, 1-e.Prevalence)))
}

// story is the evidence, trace by trace.
func (c collapse) story(p prior) string {
	when := epochs(c.rows)
	w := c.rows[len(c.rows)-1]
	still := fmt.Sprintf("%s stays at %s over %s", w.accuracy.name, w.accuracy.text, when)
	if loss := list(texts(c.rows, func(w row) reading { return w.loss })...); w.loss.known() && !strings.Contains(loss, "and") {
		still += fmt.Sprintf(", and %s at %s", w.loss.name, loss)
	}
	still += ": nothing is learned any more. "
	switch c.trace {
	case noneRecalled:
		return fmt.Sprintf("%s is %s over %s: no positive is found. %s", w.recall.name, w.recall.text, when, c.rankingText())
	case allRecalled:
		return fmt.Sprintf("%s is %s and %s = %s = %s over %s: no negative is predicted (else accuracy would exceed precision). %s",
			w.recall.name, w.recall.text, w.precision.name, w.accuracy.name, w.accuracy.text, when, c.rankingText())
	case chanceLoss:
		return still + fmt.Sprintf("The loss is H(%s) = %s, that of a constant at the class share.", p.rare(), number(entropy(p.positive)))
	case clippedLoss:
		return still + "The loss is errors times the constant of a clip (D42): the output is 0 or 1, and does not move."
	case onlyStuck:
		return still + "Print the AUC of class 1 to be sure: 0.5 proves it."
	}
	if !c.flattened {
		return still + c.rankingText()
	}
	return still + fmt.Sprintf("%s (%s) follows accuracy instead of a ranking: over flattened columns a model that predicts one class reads s + 2s(1-s)(A - 0.5), with s its accuracy and A the AUC of class 1, so A = %s: chance.",
		w.auc.name, list(texts(c.rows, func(w row) reading { return w.auc })...), list(decimals3(c.auc)...))
}

func decimals3(values []float64) []string {
	var all []string
	for _, v := range values {
		all = append(all, fmt.Sprintf("%.3f", v))
	}
	return all
}

// rankingText says what the AUC of the positive class tells.
func (c collapse) rankingText() string {
	if c.auc == nil {
		return "The log has no AUC: print it. 0.5 means that nothing was learned, 0.7 or more that only the threshold is wrong."
	}
	w := c.rows[len(c.rows)-1]
	return fmt.Sprintf("%s is %s: no ranking.", w.auc.name, list(texts(c.rows, func(w row) reading { return w.auc })...))
}

// beginning explains the first epoch, which averages what came before the
// collapse: at an accuracy of one half until then, a share of it.
func (t trail) beginning(c collapse) string {
	rows := t.main()
	if len(rows) <= len(c.rows) || len(rows) == 0 || !c.flattened || len(t.train) == 0 {
		return ""
	}
	w := rows[0]
	s := c.share.mid()
	part := (s - w.accuracy.mid()) / (s - 0.5)
	if rows[1].epoch != c.rows[0].epoch || !(part > 0 && part < 0.5) {
		return ""
	}
	text := fmt.Sprintf("\nEpoch %d fits: %s is the mean of the steps before the collapse and after. At accuracy 0.5 until then, it came after %.1f %% of the epoch", w.epoch, w.accuracy.text, 100*part)
	if w.steps > 0 {
		text += fmt.Sprintf(", near step %.0f of %d", math.Ceil(part*float64(w.steps)), w.steps)
	}
	return text + "."
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
