package runs

import (
	"fmt"
	"strings"

	"github.com/seqpair/seqpair/metrics"
)

// The values that Contract compares.
const (
	sigmoid = "sigmoid"
	softmax = "softmax"
	binary  = "binary cross-entropy"
	// categorical is also the end of "sparse categorical cross-entropy".
	categorical = "categorical cross-entropy"
	oneHot      = "one-hot"
)

func headColumns(c Contract) *Breach {
	switch {
	case c.Head != sigmoid && c.Head != softmax:
		return &Breach{
			What: fmt.Sprintf("head %q", c.Head),
			Why:  "two classes are scored by one sigmoid or by a softmax over two columns",
			Fix:  `declare "sigmoid" with 1 column, or "softmax" with 2`,
		}
	case c.Head == sigmoid && c.Columns != 1:
		return &Breach{
			What: fmt.Sprintf("sigmoid head with %d columns", c.Columns),
			Why:  "independent sigmoids are a model of several labels at once, and nothing makes the columns agree",
			Fix:  "one sigmoid column, P(positive)",
		}
	case c.Head == softmax && c.Columns == 1:
		return &Breach{
			What: "softmax head with 1 column",
			Why:  "the softmax of a single number is 1 whatever the input: the model cannot learn",
			Fix:  "one sigmoid column, or softmax over 2 columns",
		}
	case c.Head == softmax && c.Columns != 2:
		return &Breach{
			What: fmt.Sprintf("softmax head with %d columns", c.Columns),
			Why:  "there are two classes, so any other column is never a label",
			Fix:  "softmax over 2 columns, or one sigmoid column",
		}
	}
	return nil
}

func headLoss(c Contract) *Breach {
	switch {
	case c.Loss == "":
		return &Breach{What: "no loss", Why: "it decides what the scores mean", Fix: "declare it"}
	case c.Head == softmax && strings.HasPrefix(c.Loss, binary):
		return &Breach{
			What: "binary cross-entropy on a softmax head",
			Why: "the two columns are one number, p and 1-p, so every example is counted twice; where the softmax saturates, " +
				"the clip of the logarithm is all that is left, and the loss stands still at about 16 times the error",
			Fix: "one sigmoid column with binary cross-entropy on its logit, or keep softmax and use categorical cross-entropy",
		}
	case c.Head == sigmoid && strings.HasSuffix(c.Loss, categorical):
		return &Breach{
			What: "categorical cross-entropy on a sigmoid head",
			Why:  "with one column only positive examples have a term, so calling everything positive costs nothing",
			Fix:  "binary cross-entropy, or softmax over 2 columns",
		}
	}
	return nil
}

func outputLoss(c Contract) *Breach {
	switch {
	case c.Output != "logits" && c.Output != "probabilities":
		return &Breach{
			What: fmt.Sprintf("output %q", c.Output),
			Why:  "a loss cannot tell logits from probabilities by looking at them",
			Fix:  `declare what the loss receives: "logits" or "probabilities"`,
		}
	case c.Output == "probabilities" && c.FromLogits:
		return &Breach{
			What: "probabilities given to a loss on logits",
			Why:  "they are squashed a second time, so no score gets beyond 0.73 and the gradient fades",
			Fix:  "give the loss the logits, before sigmoid or softmax",
		}
	case c.Output == "logits" && !c.FromLogits:
		return &Breach{
			What: "logits given to a loss on probabilities",
			Why:  "the logarithm of a number outside [0,1] is clipped or NaN",
			Fix:  "use the loss's form on logits, which is also the more exact one",
		}
	}
	return nil
}

func headLabels(c Contract) *Breach {
	switch {
	case c.Labels != "0/1" && c.Labels != oneHot:
		return &Breach{
			What: fmt.Sprintf("labels %q", c.Labels),
			Why:  "the loss compares the head's columns with the labels'",
			Fix:  `declare "0/1" (one column) or "one-hot" (two)`,
		}
	case c.Head == sigmoid && c.Labels == oneHot:
		return &Breach{
			What: "one-hot labels with a sigmoid head",
			Why:  "two label columns are broadcast against one score, which is then asked to be both 0 and 1",
			Fix:  "labels 0/1",
		}
	case c.Head == softmax && strings.HasPrefix(c.Loss, categorical) && c.Labels != oneHot:
		return &Breach{
			What: "0/1 labels with categorical cross-entropy",
			Why:  "it multiplies the labels with the logarithm of both columns, and a negative example has no term",
			Fix:  "one-hot labels, or sparse categorical cross-entropy",
		}
	}
	return nil
}

func averaging(c Contract) *Breach {
	switch {
	case c.Averaging == "micro" && c.Columns > 1:
		return &Breach{
			What: "micro-averaged metrics over the columns of a softmax head",
			Why: "each example has one true and one predicted column, so false positives and false negatives are equal in number: " +
				"accuracy, precision, recall and F1 are the same number for every model, near the share of the majority class",
			Fix: `metrics of the positive column alone ("binary")`,
		}
	case c.Averaging != "binary" && c.Averaging != "macro" && c.Averaging != "micro":
		return &Breach{
			What: fmt.Sprintf("averaging %q", c.Averaging),
			Why:  "precision and recall are of one class, and averages of them are other numbers",
			Fix:  `declare "binary": metrics of the positive class`,
		}
	}
	return nil
}

func weights(c Contract) *Breach {
	switch {
	case c.Weights == "none", c.Weights == "class", c.Weights == "sample":
		return nil
	case strings.Contains(c.Weights, "class") && strings.Contains(c.Weights, "sample"):
		return &Breach{
			What: "class weights and sample weights at once",
			Why:  "they multiply, so rare examples that were weighted up already are weighted up again",
			Fix:  "choose one, or put the class weight into the sample weights yourself",
		}
	}
	return &Breach{
		What: fmt.Sprintf("weights %q", c.Weights),
		Why:  "a weighted loss is compared with weighted losses only",
		Fix:  `declare "none", "class" or "sample"`,
	}
}

// balanced are the losses by name that class weights do nothing good to, and why.
var balanced = map[string]string{
	"roc_auc":              "every pair of a positive and a negative weighs the same product, so the weights cancel out",
	"auc_margin":           "it compares the classes by their means, so the weights cancel out",
	"average_precision":    "weights would change the share of positives, and average precision with it",
	"precision_recall_auc": "its duals weigh positives against negatives",
	"recall_at_precision":  "its dual weighs positives against negatives",
	"precision_at_recall":  "its dual weighs positives against negatives",
	"tpr_at_fpr":           "its dual weighs positives against negatives",
	"fpr_at_tpr":           "its dual weighs positives against negatives",
	"logit_adjusted":       "it takes the prior away already, and weights would do so again",
	"tversky":              "alpha and beta weigh false positives against false negatives",
}

func classWeights(c Contract) *Breach {
	name, _, _ := strings.Cut(c.Loss, " ")
	why, known := balanced[name]
	if !known || c.Weights != "class" {
		return nil
	}
	return &Breach{
		What: fmt.Sprintf("class weights with the loss %s", name),
		Why:  why,
		Fix:  "drop the class weights, or use cross-entropy or focal loss with them",
	}
}

func positive(c Contract) *Breach {
	if strings.TrimSpace(c.Positive) != "" {
		return nil
	}
	return &Breach{
		What: "no positive class",
		Why:  "precision, recall and average precision of the other class are other numbers",
		Fix:  `say what is positive, such as "label 1: a match"`,
	}
}

func monitor(c Contract) *Breach {
	metric, err := metrics.ByName(c.Monitor)
	switch {
	case err != nil:
		return &Breach{
			What: fmt.Sprintf("monitor %q", c.Monitor),
			Why:  err.Error(),
			Fix:  "average_precision suits rare positives",
		}
	case c.Better != metric.Better.String():
		return &Breach{
			What: fmt.Sprintf("%s with direction %q", c.Monitor, c.Better),
			Why:  fmt.Sprintf("%s is better, so early stopping would keep the worst epoch", metric.Better),
			Fix:  fmt.Sprintf("declare %q", metric.Better),
		}
	}
	return nil
}

func threshold(c Contract) *Breach {
	if c.Threshold > 0 && c.Threshold < 1 {
		return nil
	}
	return &Breach{
		What: fmt.Sprintf("threshold %g", c.Threshold),
		Why:  "scores are probabilities, so one outside (0,1) calls every example the same",
		Fix:  "0.5 to begin with; then choose it on the validation split",
	}
}
