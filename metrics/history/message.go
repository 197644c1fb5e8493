package history

import (
	"regexp"
	"slices"
	"strings"
)

// Message is a line in which a training program says what it decided, or that it could not.
type Message struct {
	Epoch int    `json:"epoch,omitzero"` // the epoch before which or in which it was printed; 0: before the first
	Text  string `json:"text"`
}

const (
	maxMessages = 1000 // kept of one log; what repeats every epoch says the same
	maxMessage  = 400  // bytes kept of one
)

// decisions are the words of Keras callbacks (ModelCheckpoint, EarlyStopping, ReduceLROnPlateau), of scikit-learn's
// warnings and of Lightning's callbacks.
var decisions = regexp.MustCompile(`improved from|did not improve|[Ee]arly stopping|Restoring model weights|Restoring states|` +
	`which is not available|is not available\. Available|Can save best model only|UndefinedMetricWarning|[Oo]nly one class|` +
	`Metric \S+ improved|No positive (?:class|samples)|No negative samples|not in returned list|conditioned on metric|ill-defined|` +
	`dimensional targets|class_weight. is not supported|You cannot .class_weight|dict with keys from 0|not in class_weight|must contain all classes|Class label|` +
	`different to the input size|incompatible|not compatible|broadcast together`)

// decisionWords are parts of what decisions matches: most lines of a log have none, and need no pattern.
var decisionWords = []string{"mproved from", "did not improve", "arly stopping", "Restoring", "available", "Can save best", "UndefinedMetric", "nly one class",
	"Metric ", "No positive", "No negative", "not in returned", "conditioned on", "ill-defined",
	"targets", "keys from 0", "class_weight", "all classes", "Class label", "input size", "compatible", "broadcast together"}

func containsAny(text string, words []string) bool {
	return slices.ContainsFunc(words, func(word string) bool { return strings.Contains(text, word) })
}

// addMessage keeps text if it is a message.
func (l *Log) addMessage(text string) {
	if len(l.Messages) >= maxMessages || !containsAny(text, decisionWords) || !decisions.MatchString(text) {
		return
	}
	text = strings.TrimSpace(quote.ReplaceAllString(text, ""))
	if len(text) > maxMessage {
		text = strings.ToValidUTF8(text[:maxMessage], "")
	}
	m := Message{Text: strings.Clone(text)}
	if e := l.last(); e != nil {
		m.Epoch = e.Epoch
	}
	l.Messages = append(l.Messages, m)
}
