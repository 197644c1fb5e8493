package diagnose

import (
	"fmt"
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
			f := oneClassLog(e, t, c)
			if !t.log && e.Contract != nil {
				f.Evidence = fmt.Sprintf("In the history, at its threshold %s, %s", number(e.Contract.Threshold), f.Evidence)
			}
			found = append(found, f)
		}
	}
	return merged(found)
}

// flattenedBy says whether the contract of the run makes the readings of t micro
// averages over two columns.
func (t trail) flattenedBy(e Evidence) bool {
	return !t.log && e.Contract != nil && e.Contract.Averaging == "micro" && e.Contract.Columns == 2
}

// shareText shows a share that is counted: "10/11 = 0.9091" if it is a fraction of small numbers.
func shareText(share float64) string {
	if share > 0 && share < 1 {
		if f, ok := simplest(near(share), smallDenominator); ok {
			return fmt.Sprintf("%d/%d = %s", f.n, f.d, number(share))
		}
	}
	return number(share)
}

func oneClassScores(e Evidence, s scored) Finding {
	share, which, side, predicted := 1-s.prevalence, "negative", "below", 0
	if s.all {
		share, which, side, predicted = s.prevalence, "positive", "at or above", s.examples
	}
	f := Finding{
		ID: "D02", Severity: Error,
		Title:   fmt.Sprintf("The model predicts one class: everything is %s, and accuracy %s is the share of that", which, number(share)),
		Verdict: fmt.Sprintf("Every example gets the same class, and the scores do not rank positives above negatives. Accuracy is the share of that class, %s, which a constant prediction scores.", shareText(share)),
		Evidence: fmt.Sprintf("%s: %d of %d examples are predicted positive at %s; all scores lie %s it, from %s to %s. %s",
			capital(s.name), predicted, s.examples, number(s.threshold), side, number(s.least), number(s.greatest), s.rankingText()),
		RuledOut: []string{"A good ranking with a misplaced threshold: " + s.rankingRuledOut()},
		Fix:      fixPrior(e.framework(), prior{share: share, positive: s.prevalence}),
		Confirm: fmt.Sprintf("Print the same for the training data. If they are one class too, the model learned nothing; if not, training and validation inputs differ.\nAfter the fix, the first epoch's loss is near H(%s) = %s, and average precision rises above %s.",
			number(s.prevalence), number(entropy(s.prevalence)), number(s.prevalence)),
		Numbers: map[string]float64{
			"accuracy": s.confusion.Accuracy().V, "majority_share": max(s.prevalence, 1-s.prevalence), "prevalence": s.prevalence,
			"positives": float64(s.positives), "examples": float64(s.examples), "predicted_positive": float64(predicted),
			"score_least": s.least, "score_greatest": s.greatest, "roc_auc": s.auc.V,
		},
	}
	if s.all && s.least >= 0.5 {
		f.raised(e, prior{positive: s.prevalence})
	}
	if !s.unskilled() || s.positives < 2*fewPositives && !s.constant() {
		f.Severity = Warning
		f.Evidence += fmt.Sprintf(" With %d positives that is not proven; more would tell.", s.positives)
	}
	return f
}

// raised makes f about a model that says positive to everything, if positives are the rarer class: they then count for too much.
func (f *Finding) raised(e Evidence, p prior) {
	if p.positive >= 0.5 {
		return
	}
	f.Evidence += e.weighing().story(e)
	f.Fix = fixRaised(e, p)
	f.Numbers["raised"] = 1
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
	if one(c.rows) {
		f.Numbers["epochs"] = 1
	}
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
	f.Title = fmt.Sprintf("The model predicts one class: %s is %s", w.accuracy.text, p.title())
	f.Verdict = "Every example gets the same class. "
	if c.likely {
		f.Title = "Most likely " + strings.ToLower(f.Title[:1]) + f.Title[1:]
		f.Verdict = "Most likely, every example gets the same class. "
	}
	f.Verdict += p.story(w.accuracy, c.positive) + declared(e, c)
	f.Evidence = c.story(p) + t.beginning(c) + knownShares(e)
	f.RuledOut = c.ruledOut(p)
	f.Fix = fixPrior(e.framework(), p)
	f.Confirm = c.confirm(e, p)
	c.numbers(p, f.Numbers)
	if c.positive {
		f.raised(e, p)
	}
	return f
}

// numbers fills in what the texts say.
func (c collapse) numbers(p prior, into map[string]float64) {
	w := c.rows[len(c.rows)-1]
	into["accuracy"] = w.accuracy.mid()
	into["majority_share"] = p.share
	into["prevalence"] = p.positive
	if p.exact {
		into["fraction_chance"] = p.chance
	}
	if w.loss.known() {
		into["loss"] = w.loss.mid()
		into["loss_of_constant"] = entropy(p.positive)
	}
	if c.auc != nil {
		into["roc_auc_of_class_1"] = c.auc[len(c.auc)-1]
	}
}

// declared compares the log with the prevalence that the user believes in.
func declared(e Evidence, c collapse) string {
	share := e.declaredShare()
	if share == 0 || c.share.has(max(share, 1-share)) {
		return ""
	}
	return fmt.Sprintf(" You declared %s positives: then a constant would score %s. The log was made on other shares (count the labels).",
		number(share), number(max(share, 1-share)))
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
