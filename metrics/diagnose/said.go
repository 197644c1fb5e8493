package diagnose

import (
	"fmt"
	"regexp"

	"github.com/seqpair/seqpair/metrics/history"
)

// Said finds what a framework refused or warned of in so many words: class weights of positions (D06), keys that are
// no classes (D08), and shapes that were broadcast or do not fit (D19).
func Said(e Evidence) []Finding {
	if e.Log == nil {
		return nil
	}
	var found []Finding
	for _, m := range e.Log.Messages {
		for _, w := range words {
			if w.said.MatchString(m.Text) {
				f := w.finding
				f.Evidence = quoted(m)
				found = append(found, f)
			}
		}
	}
	return mergedByID(found)
}

// quoted is a message and where it stands.
func quoted(m history.Message) string {
	if m.Epoch == 0 {
		return fmt.Sprintf("Before the first epoch the log says: %.240s", m.Text)
	}
	return fmt.Sprintf("In epoch %d the log says: %.240s", m.Epoch, m.Text)
}

// words are what Keras 2 and 3 (data_adapter, trainer), scikit-learn (compute_class_weight) and PyTorch (loss functions)
// say, and what it means.
var words = []struct {
	said    *regexp.Regexp
	finding Finding
}{
	{regexp.MustCompile(`not supported for \S+ dimensional targets`), Finding{
		ID: "D06", Severity: Error,
		Title:   "Class weights do not go with a label per position",
		Verdict: "The labels have rank 3: one for each position. Keras weighs by class only where an example has one label; releases that do not refuse take the argmax over the last axis, which may be time.",
		Fix:     "Weigh the positions, with 0 where they are padding:\n    model.fit(x, y, sample_weight=numpy.where(y[..., 0] == 1, w1, w0) * mask)",
		Confirm: "Print the shape of the weights: it is that of the labels without their last axis; their sum over positives equals that over negatives.",
	}},
	{regexp.MustCompile("Argument `class_weight` is not supported for"), Finding{
		ID: "D07", Severity: Error,
		Title:   "The class weights never reach the loss: the data come from a loader",
		Verdict: "Keras takes class_weight for arrays alone. A torch DataLoader, a grain dataset or a Python generator brings its own weights, or none.",
		Fix:     "Yield the weight of each example as a third array:\n    yield x, y, numpy.where(y == 1, w1, w0)",
		Confirm: "Print the sums of the weights of both classes: they are what you meant.",
	}},
	{regexp.MustCompile("You cannot `class_weight` and `sample_weight`"), weightedTwice("")},
	{regexp.MustCompile(`to be a dict with keys from 0|are not in class_weight|class_weight.{0,40}must contain all classes|Class label .{0,40} not present`), Finding{
		ID: "D08", Severity: Error,
		Title:   "The keys of the class weights are no classes",
		Verdict: "Keys must be the integers 0 and 1, as the labels are. Strings, one-hot columns or labels before encoding match nothing, and where that is not refused a missing key counts as 1.",
		Fix:     "Give integer classes as keys:\n    class_weight={0: w0, 1: w1}",
		Confirm: "Print sorted(class_weight) and numpy.unique(y): they are equal.",
	}},
	{regexp.MustCompile(`Using a target size .{0,80}different to the input size|Shapes? \([^)]*\) and \([^)]*\) (?:are|is) (?:incompatible|not compatible)|could not be broadcast together`), Finding{
		ID: "D19", Severity: Error,
		Title:   "Labels and outputs have different shapes",
		Verdict: "Of (n) against (n, 1) broadcasting makes n x n: every label is compared with every output, and loss and metrics are means over pairs that do not belong together.",
		Fix:     "Give both the same shape:\n    loss(output.squeeze(1), target)                      # or target.unsqueeze(1)",
		Confirm: "Print both shapes before the loss: they are equal.",
	}},
}
