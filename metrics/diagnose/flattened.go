package diagnose

import (
	"fmt"
	"strings"

	"github.com/seqpair/seqpair/metrics"
)

// Flattened finds D01: accuracy, precision, recall and F-beta that are micro
// averages over one-hot columns and therefore one number, whatever the model.
//
// It holds by the contract (micro averaging over two columns), or by a log whose
// readings agree to the printed digit on at least two epochs.
func Flattened(e Evidence) []Finding {
	var found []Finding
	if c := e.Contract; c != nil && c.Averaging == "micro" && c.Columns == 2 {
		found = append(found, flattenedContract(e))
	}
	for _, t := range trails(e) {
		if id, ok := identical(t); ok {
			found = append(found, flattenedLog(e, t, id))
		}
	}
	for _, s := range collapsedScores(e) {
		if s.table.Scores0 != nil {
			found = append(found, flattenedScores(e, s))
		}
	}
	return merged(found)
}

const (
	flattenedTitle = "Accuracy, precision, recall and F1 are one number, for every model"

	flattenedVerdict = "They are equal because they are micro-averaged over the two one-hot columns. " + flattenedIdentity

	flattenedIdentity = "Flattened, every example is one positive cell and one predicted-positive cell, so false positives = false negatives " +
		"and accuracy = precision = recall = F1. That is an identity: it holds for good and bad models alike, " +
		"and says nothing about your positive class. An AUC over both columns is inflated in the same way."
)

func flattenedFinding(e Evidence, severity Severity) Finding {
	return Finding{
		ID: "D01", Severity: severity, Title: flattenedTitle, Verdict: flattenedVerdict,
		Fix: fixHead(e.framework()), Confirm: confirmHead(e.framework()),
	}
}

func flattenedContract(e Evidence) Finding {
	f := flattenedFinding(e, Error)
	labels := e.Contract.Labels
	if labels == "" {
		labels = "undeclared"
	}
	f.Evidence = fmt.Sprintf("The run declares it: averaging micro over 2 columns of a %s head, labels %s.", e.Contract.Head, labels)
	f.Numbers = map[string]float64{"columns": 2}
	return f
}

func flattenedLog(e Evidence, t trail, id identity) Finding {
	c, collapse := collapsed(t, true)
	s, saturated := clipped(twice(t.main()), 2)
	keras := strings.HasPrefix(e.formatOf(t), "Keras") && id.last.precision.known() && id.last.recall.known()
	two := saturated || collapse && !c.likely || keras || t.flattenedBy(e)
	f := flattenedFinding(e, Error)
	digits := "the last printed digit"
	if !t.log {
		digits = "six digits"
	}
	f.Evidence = fmt.Sprintf("%s agree to %s on %s, at %s (%s).",
		list(id.names()...), digits, t.printed(id.rows), count(len(id.values), "value"), short(id.values...))
	f.RuledOut = append(f.RuledOut, "A skilled model whose precision and recall happen to be equal: for class 1 alone, "+
		"accuracy = precision = recall needs TP = TN and FP = FN, that is as many positives as negatives and equal errors on every epoch.")
	if len(id.last.shared) < 3 && aucFollows(t.main()) {
		f.Evidence += " So does the AUC."
		f.RuledOut = append(f.RuledOut, "A model that calls every example positive, whose precision is its accuracy, too: its AUC would be 0.5.")
	}
	switch {
	case saturated:
		f.RuledOut = append(f.RuledOut, fmt.Sprintf("More than two columns: with K of them an error would cost 2/K of %.2f (D42).", s.clips[0].perError))
	case keras:
		f.RuledOut = append(f.RuledOut, "More than two columns: Keras counts a column above 0.5 as predicted; of three or more, some rows have none, and recall falls below precision.")
	case !two:
		f.Severity = Warning
		f.Evidence += " Only if the task has more than two classes is this no mistake: micro averages then restate accuracy."
	}
	if id.single {
		f.Severity = Warning
		f.Evidence += " One epoch cannot tell: a model of class 1 has these numbers too if exactly half of the examples are positive and its errors are equal. " +
			"The share of positives tells: unless it is 1/2, the metrics are flattened."
	}
	f.Numbers = map[string]float64{"epochs": float64(id.rows), "values": float64(len(id.values)), "accuracy": id.last.shared[0].mid()}
	if auc := id.last.auc; auc.known() && !collapse {
		f.Confirm += fmt.Sprintf("\nPrint the AUC of class 1, too: if %s (%s) is over both columns, it counts the mirrored column as ranked right, and class 1 alone is lower.", auc.name, auc.text)
	}
	if collapse {
		p := priorOf(c.share, false)
		f.Confirm += fmt.Sprintf("\nIf the model predicts one class (D02): TP = FP = 0, recall 0, precision undefined, AUC 0.5, average precision %s, balanced accuracy 0.5, macro F1 %.3f.",
			number(p.positive), p.share/(1+p.share))
	}
	return f
}

// printed says on how many lines the readings of t agree.
func (t trail) printed(n int) string {
	what := "epochs"
	if len(t.train) > 0 && len(t.valid) > 0 {
		what = "readings of training and validation data"
	}
	if n == 1 {
		return "the one epoch"
	}
	if n == 2 {
		return "both " + what
	}
	return fmt.Sprintf("all %d %s", n, what)
}

// formatOf is the format of the log that t was read from.
func (e Evidence) formatOf(t trail) string {
	if t.log {
		return e.Log.Format
	}
	return "seqpair history"
}

func flattenedScores(e Evidence, s scored) Finding {
	f := flattenedFinding(e, Warning)
	both := metrics.OneHotMicro(s.state)
	accuracy, auc := both.At(0.5).Accuracy().V, both.ROCAUC().V
	f.Title = fmt.Sprintf("Metrics over both columns read %s here, whatever they are called", number(accuracy))
	f.Verdict = "If your metrics take both columns, as Keras's Precision, Recall and AUC do unless told otherwise, they are micro averages over one-hot columns. " + flattenedIdentity
	f.Evidence = fmt.Sprintf("%s: two score columns. Flattened, accuracy = precision = recall = F1 = %s and AUC = %s; of class 1 alone, recall is %s and AUC %s.",
		capital(s.name), number(accuracy), number(auc), number(s.confusion.Recall().V), number(s.auc.V))
	f.Numbers = map[string]float64{"accuracy": accuracy, "flattened_roc_auc": auc}
	return f
}

func confirmHead(framework string) string {
	code := "."
	switch framework {
	case "keras":
		code = ":\n    print(confusion_matrix(y_valid[:, 1], model.predict(x_valid)[:, 1] > 0.5))   # sklearn.metrics"
	case "seqpair":
		code = ":\n    nb.Show(state.At(0.5))                               // state: the scores of column 1"
	}
	return "Print the confusion matrix of class 1 alone, on validation data" + code +
		"\nPrecision and recall from its cells differ from accuracy, and from each other."
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d different %ss", n, what)
}
