package diagnose

import (
	"fmt"
	"math"
	"slices"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/calibrate"
)

// Ranking finds scores that are no scores: decisions (D26), noise or a ranking upside
// down (D46), those of the other class (D57), logits that nobody declared (D16, D27), or
// probabilities that were declared as logits or came out of a sigmoid twice (D16). Of a run of ours that diverged (D49), two scores are what is left of its network;
// of one with isotonic calibration, they are its steps.
func Ranking(e Evidence) []Finding {
	var found []Finding
	for _, s := range scores(e) {
		switch {
		case s.decisions() && e.Manifest == nil:
			found = append(found, decisionsFinding(s))
		case s.decisions() && !e.diverged() && !e.isotonic():
			found = append(found, twoScoresFinding(e, s))
		case s.decisions():
		case s.inverted() && e.declaresPositive():
			found = append(found, upsideDownFinding(s))
		case s.inverted():
			found = append(found, invertedFinding(e, s))
		case s.noise() && !misordered(e, s):
			found = append(found, noiseFinding(e, s))
		}
		if s.squashedTwice() && !e.calibrated() {
			found = append(found, squashedTwiceFinding(e, s))
		}
	}
	if e.Logits {
		found = append(found, logits(e)...)
	}
	if e.Probabilities {
		found = append(found, probabilities(e)...)
	}
	return mergedByID(found)
}

// isotonic says whether the scores of a run went through steps, of which there may be two.
func (e Evidence) isotonic() bool {
	if e.Manifest == nil {
		return false
	}
	c, err := calibrate.Decode(e.Manifest.Calibrator)
	_, steps := c.(calibrate.Isotonic)
	return err == nil && steps
}

// manyRows: among fewer, two distinct scores may be chance.
const manyRows = 20

func (s scored) decisions() bool {
	return s.distinct == 2 && s.examples >= manyRows && !s.oneClass()
}

// hopeful is an AUC that a model worth mending has: if the interval ends below,
// the scores are known not to rank.
const hopeful = 0.6

// noise says whether the scores are known to rank no better than chance: the
// interval of the ROC AUC holds 0.5 and ends below 0.6.
func (s scored) noise() bool {
	return !s.oneClass() && !s.constant() && s.positives >= fewPositives && s.auc.NoInterval == "" &&
		s.auc.Lo <= 0.5 && s.auc.Hi < hopeful
}

func decisionsFinding(s scored) Finding {
	c := s.confusion
	return Finding{
		ID: "D26", Severity: Warning,
		Title: "The scores are decisions: there are only two of them",
		Verdict: "The file holds classes, not scores. Every curve has one corner, ROC AUC is the balanced accuracy, average precision and log loss mean nothing, and no threshold can be chosen. " +
			"Usually predict was called instead of predict_proba, or the scores were rounded.",
		Evidence: fmt.Sprintf("%s: %d examples share the scores %s and %s. ROC AUC %s = balanced accuracy %s.",
			capital(s.name), s.examples, number(s.least), number(s.greatest), number(s.auc.V), number(c.BalancedAccuracy().V)),
		RuledOut: []string{"A constant (D02): both classes are predicted."},
		Fix: "Save the probability of the positive class:\n    model.predict_proba(x)[:, 1]                         # scikit-learn; not predict(x)\n" +
			"    model.predict(x)[:, -1]                              # Keras, without > 0.5 or argmax",
		Confirm: "Count the different scores: there are about as many as examples, and ROC AUC is higher than the balanced accuracy.",
		Numbers: map[string]float64{"distinct_scores": 2, "roc_auc": s.auc.V, "balanced_accuracy": c.BalancedAccuracy().V, "examples": float64(s.examples)},
	}
}

// twoScoresFinding is about a run of ours, which saves scores: its network tells no more apart.
func twoScoresFinding(e Evidence, s scored) Finding {
	f := decisionsFinding(s)
	f.Title = "The network gives only two different scores"
	f.Verdict = "Every curve has one corner, ROC AUC is the balanced accuracy, average precision and log loss mean little, and no threshold can be chosen. " +
		"Usually steps were too large, and the units of the network are dead or saturated; or there are only two different inputs."
	f.Fix = fixSteps(e)
	return f
}

func invertedFinding(e Evidence, s scored) Finding {
	f := Finding{
		ID: "D57", Severity: Error,
		Title:   fmt.Sprintf("The scores are those of the other class: ROC AUC is %s", number(s.auc.V)),
		Verdict: "Positives score lower than negatives, by far more than chance. Such a ranking is good for something: for the other class. Either column 0 was saved instead of column 1, or the labels count the other class as positive.",
		Evidence: fmt.Sprintf("%s: ROC AUC is %s, all of its interval below 0.5. With 1 - score it is %s.",
			capital(s.name), s.auc, number(1-s.auc.V)),
		RuledOut: []string{"A model that learned nothing: its ROC AUC would be near 0.5."},
		Fix:      fixSwap(e.framework()),
		Confirm:  fmt.Sprintf("Print the label and the score of ten examples. Exchanged, ROC AUC is %s, and every table at a threshold is mirrored.", number(1-s.auc.V)),
		Numbers:  map[string]float64{"roc_auc": s.auc.V, "roc_auc_exchanged": 1 - s.auc.V, "positives": float64(s.positives)},
	}
	if s.table.Scores0 != nil {
		f.Evidence += " The file has two columns, and the one named as the score of the positive class is the wrong one."
	}
	return f
}

// declaresPositive says whether the run declares its positive class: then its scores are not those of the other one.
func (e Evidence) declaresPositive() bool { return e.Contract != nil && e.Contract.Positive != "" }

func upsideDownFinding(s scored) Finding {
	return Finding{
		ID: "D46", Severity: Warning,
		Title: fmt.Sprintf("The ranking is upside down: ROC AUC is %s", number(s.auc.V)),
		Verdict: "Positives score lower than negatives, by more than chance. Too few steps, or too small ones, leave a network where it began, " +
			"and a siamese network may begin with its distances the wrong way round. A network that has trained was shown the contrary of what it is judged on: " +
			"labels or the positive class are exchanged in one part of the data, or the negatives drawn for training are more alike than its positives.",
		Evidence: fmt.Sprintf("%s: ROC AUC is %s, all of its interval below 0.5.", capital(s.name), s.auc),
		RuledOut: []string{"Scores of the other class (D57): the run declares which class is positive, and scores that one."},
		Fix: "Train for longer, or with a larger learning rate (the default is 0.0015), as a new run:\n    model.Config{LearningRate: 0.0015, Epochs: 10}\n" +
			"If it was trained enough, read ten positives of each part beside ten negatives, and draw fewer hard negatives.",
		Confirm: "Print ROC AUC of the training data after each epoch: it rises above 0.5. If it is high there and low on other data, labels are exchanged in one of them.",
		Numbers: map[string]float64{"roc_auc": s.auc.V, "roc_auc_low": s.auc.Lo, "roc_auc_high": s.auc.Hi, "positives": float64(s.positives)},
	}
}

func noiseFinding(e Evidence, s scored) Finding {
	return Finding{
		ID: "D46", Severity: Warning,
		Title: "The scores rank no better than chance",
		Verdict: "The model predicts both classes, but where it says positive has nothing to do with where positives are: a model that does not see its input does as well. " +
			"Either it learned nothing, or these labels do not belong to these rows (D32).",
		Evidence: fmt.Sprintf("%s: %d positives of %d; ROC AUC is %s, its interval %s and ends below %g. Average precision is %s.",
			capital(s.name), s.positives, s.examples, s.auc, begins(s.auc), hopeful, s.ap),
		RuledOut: []string{"Too few positives to tell: the interval would be wider."},
		Fix: "Look at the data before the model: train on 32 examples until the loss is near 0 (else the model or its inputs are broken), then compare with a run whose inputs are all zero. " +
			fixPriorStart(e.framework(), s.prevalence),
		Confirm: fmt.Sprintf("Print the same for the training data: ROC AUC near 0.5 there too means that nothing was learned; a high one means rows out of order, or other inputs. After the fix, average precision exceeds %s.", number(s.prevalence)),
		Numbers: map[string]float64{"roc_auc": s.auc.V, "roc_auc_low": s.auc.Lo, "roc_auc_high": s.auc.Hi, "average_precision": s.ap.V, "prevalence": s.prevalence},
	}
}

// begins says on which side of 0.5 the interval of an AUC begins that ends in vain.
func begins(auc metrics.Value) string {
	if auc.Hi < 0.5 {
		return "lies below 0.5"
	}
	return "holds 0.5"
}

// torchBatch is the usual batch of an evaluation loop, in rows.
const torchBatch = 32

// logits finds D16, and D27 where single batches would pass for probabilities.
func logits(e Evidence) []Finding {
	var found []Finding
	for _, p := range e.tables() {
		outside, above, hidden, batches := 0, 0, 0, 0
		for i := 0; i < len(p.table.Scores); i += torchBatch {
			within := true
			for _, q := range p.table.Scores[i:min(i+torchBatch, len(p.table.Scores))] {
				// A logit in [0,1] is a probability in [0.5, 0.731].
				if q < 0.5 || q > sigmoid(1) {
					outside++
					within = false
				}
				if q > sigmoid(0.5) {
					above++
				}
			}
			batches++
			if within && i+torchBatch <= len(p.table.Scores) {
				hidden++
			}
		}
		f := Finding{
			ID: "D16", Severity: Error,
			Title:   "The scores are logits, and are read as probabilities",
			Verdict: "A logit is log(p / (1 - p)). Metrics that expect probabilities take it as it is: the threshold 0.5 then means p = 0.62, AUCs over thresholds in [0,1] clip what lies outside, and log loss is nan or nonsense.",
			Evidence: fmt.Sprintf("%s: %d of %d scores lie outside [0,1]. %d are above 0.5 as they stand; as probabilities, %d are.",
				capital(p.name), outside, len(p.table.Scores), above, atLeastHalf(p.table.Scores)),
			Fix:     "Declare them, or squash them once:\n    seqpair report -logits FILE\n    keras.metrics.AUC(from_logits=True), Precision(thresholds=0)\n    p = 1 / (1 + exp(-logit))",
			Confirm: "Print the least and the greatest score: they lie in [0,1], and the rest of this report then holds for them.",
			Numbers: map[string]float64{"outside": float64(outside), "examples": float64(len(p.table.Scores))},
		}
		found = append(found, f)
		if hidden > 0 {
			found = append(found, Finding{
				ID: "D27", Severity: Warning,
				Title:    "Some batches of these logits look like probabilities",
				Verdict:  "torchmetrics applies a sigmoid to a batch only if it holds a value outside [0,1]. Batches without one are taken as they are, and their rows are ranked on another scale.",
				Evidence: fmt.Sprintf("%s: of %d batches of %d rows, %d lie wholly in [0,1].", capital(p.name), batches, torchBatch, hidden),
				Fix:      "Squash before the metric, always:\n    metric.update(torch.sigmoid(logits), target)",
				Confirm:  "Compute the metric once over all rows in one batch, and batch by batch: the two agree.",
				Numbers:  map[string]float64{"batches": float64(batches), "batches_within": float64(hidden)},
			})
		}
	}
	return found
}

// probabilities finds D16 the other way round.
func probabilities(e Evidence) []Finding {
	var found []Finding
	for _, p := range e.tables() {
		least, greatest := slices.Min(p.table.Scores), slices.Max(p.table.Scores)
		found = append(found, Finding{
			ID: "D16", Severity: Warning,
			Title: "The scores are probabilities, and are declared as logits",
			Verdict: "Logits of a trained model lie on both sides of 0 and go beyond 1. Squashed again, probabilities lie between 0.5 and 0.73: everything is positive at 0.5, and log loss means nothing. " +
				"What else is found holds for the scores as they stand.",
			Evidence: fmt.Sprintf("%s: all %d scores lie in [0,1], from %s to %s. As logits they would be probabilities from %s to %s.",
				capital(p.name), len(p.table.Scores), number(least), number(greatest), number(sigmoid(least)), number(sigmoid(greatest))),
			Fix:     "Leave the declaration out:\n    seqpair report FILE                                  # without -logits\n    keras.metrics.AUC(from_logits=False)",
			Confirm: "Print the mean score: it is near the share of positives.",
			Numbers: map[string]float64{"least": least, "greatest": greatest, "examples": float64(len(p.table.Scores))},
		})
	}
	return found
}

// squashedTwice says whether the scores are such as a sigmoid makes of probabilities: from 0.5, where those of the negatives pile up, to 0.731.
// Rare positives are why most are near 0.5.
func (s scored) squashedTwice() bool {
	const (
		floor = 0.51 // of a probability of 0.04: the least of many is below
		high  = 0.6  // of 0.4: the greatest of a model that learned something is above
	)
	return s.examples >= manyRows && s.distinct > 2 && s.prevalence < 0.5 && s.least >= 0.5 && s.least < floor && s.greatest > high && s.greatest <= sigmoid(1)+1e-9
}

// calibrated says whether the scores of a run are not those of its network.
func (e Evidence) calibrated() bool { return e.Manifest != nil && e.Manifest.Calibrated() }

// unsquashed is the logit of a probability.
func unsquashed(p float64) float64 { return math.Log(p / (1 - p)) }

func squashedTwiceFinding(e Evidence, s scored) Finding {
	fix := "Give the loss and the metrics the logits, and squash once:\n    Dense(1); BinaryCrossentropy(from_logits=True)          # or sigmoid, and from_logits=False\n    torch: BCEWithLogitsLoss on the output without sigmoid"
	if e.Manifest != nil {
		fix = "Return logits from your function or network: leave out its last sigmoid, and train again under another name. The head squashes them:\n    return graph.Add(graph.Dot(x, w), b)                  # not graph.Sigmoid of it"
	}
	return Finding{
		ID: "D16", Severity: Error,
		Title:   "The scores went through a sigmoid twice",
		Verdict: "The sigmoid of a probability lies between 0.5 and 0.731. So everything is positive at 0.5, no score says how probable a positive is, and of the cross-entropy a negative costs 0.69 at least and a positive 0.31: there is little to learn.",
		Evidence: fmt.Sprintf("%s: %d scores lie between %s and %s, and the share of positives is %s. With one sigmoid taken back they go from %s to %s, as probabilities do.",
			capital(s.name), s.examples, number(s.least), number(s.greatest), number(s.prevalence), number(unsquashed(s.least)), number(unsquashed(s.greatest))),
		Fix:     fix,
		Confirm: "Print the least score of the new model: it lies below 0.5.",
		Numbers: map[string]float64{"least": s.least, "greatest": s.greatest, "examples": float64(s.examples)},
	}
}

func atLeastHalf(scores []float64) int {
	n := 0
	for _, s := range scores {
		if s >= 0.5 {
			n++
		}
	}
	return n
}
