package diagnose

import (
	"fmt"
	"strings"
	"testing"
)

// question1Rows are the three epochs of question 1: loss, acc, f1, auc, precision, recall.
var question1Rows = [][6]float64{
	{1.4511, .9044, .9044, .8999, .9044, .9044}, {1.4573, .9091, .9091, .9087, .9091, .9091}, {1.4573, .9091, .9091, .9083, .9091, .9091},
}

var question1Names = []string{"loss", "acc", "f1", "auc", "precision", "recall"}

// joinedRow is a row as one line of items.
func joinedRow(row [6]float64, item, between string) string {
	var items []string
	for i, name := range question1Names {
		items = append(items, fmt.Sprintf(item, name, row[i]))
	}
	return strings.Join(items, between)
}

// Question 1 as people paste it: every shape has the whole verdict, with the clip's constant and the fraction.
func TestQuestion1InEveryShape(t *testing.T) {
	lines := func(format, item, between string) string {
		var b strings.Builder
		for i, row := range question1Rows {
			fmt.Fprintf(&b, format, i+1, joinedRow(row, item, between))
		}
		return b.String()
	}
	shapes := map[string]string{
		"Keras 1":             lines("Epoch %d/5\n128832/128832 [==============================] - 15s 117us/step - %s\n", "%s: %.4f", " - "),
		"Keras 2, verbose=2":  lines("Epoch %d/5\n4026/4026 - 15s - %s - 15s/epoch - 4ms/step\n", "%s: %.4f", " - "),
		"Keras 3, verbose=2":  lines("Epoch %d/5\n4026/4026 - 15s - 4ms/step - %s\n", "%s: %.4f", " - "),
		"Keras 3, colours":    lines("Epoch %d/5\n\x1b[1m4026/4026\x1b[0m \x1b[32m━━━━━━━━━━━━━━━━━━━━\x1b[0m\x1b[37m\x1b[0m \x1b[1m15s\x1b[0m 4ms/step - %s\n", "%s: %.4f", " - "),
		"overwritten":         lines("Epoch %d/5\n\r   1/4026 [..............] - ETA: 30:01 - loss: 0.7100 - acc: 0.5000\r4026/4026 [==============================] - 15s 4ms/step - %s\n", "%s: %.4f", " - "),
		"numbered names":      strings.NewReplacer("auc", "auc_3", "precision", "precision_3", "recall", "recall_3").Replace(lines("Epoch %d/5\n4026/4026 [====] - 15s 4ms/step - %s\n", "%s: %.4f", " - ")),
		"quoted in a mail":    lines("> Epoch %d/5\n> 4026/4026 [====] - 15s 4ms/step - %s\n", "%s: %.4f", " - "),
		"a loop":              lines("Epoch %d: %s\n", "%s: %.4f", ", "),
		"a loop, equals":      lines("epoch %d %s\n", "%s=%.4f", " "),
		"a loop, words alone": lines("Epoch %d | %s |\n", "%s %.4f", " | "),
		"a logger":            lines("2021-05-09 10:11:12,123 INFO trainer: Epoch %d/5 - %s\n", "%s: %.4f", " - "),
		"CSV":                 "epoch,loss,acc,f1,auc,precision,recall\n0,1.4511,0.9044,0.9044,0.8999,0.9044,0.9044\n1,1.4573,0.9091,0.9091,0.9087,0.9091,0.9091\n2,1.4573,0.9091,0.9091,0.9083,0.9091,0.9091\n",
		"Markdown":            "| epoch | loss | acc | f1 | auc | precision | recall |\n|---|---|---|---|---|---|---|\n" + lines("| %d | %s |\n", "%[2]v", " | "),
		"a frame of pandas":   "     loss     acc      f1     auc  precision  recall\n" + lines("%d  %s\n", "%[2]v", "  "),
		"Python's dictionary": "{'loss': [1.4511, 1.4573, 1.4573], 'acc': [0.9044, 0.9091, 0.9091], 'f1': [0.9044, 0.9091, 0.9091], 'auc': [0.8999, 0.9087, 0.9083], 'precision': [0.9044, 0.9091, 0.9091], 'recall': [0.9044, 0.9091, 0.9091]}\n",
		"JSON lines":          lines("{\"epoch\": %d, %s}\n", "%q: %.4f", ", "),
		"the last line":       joinedRow(question1Rows[2], "%s: %.4f", " - ") + "\n",
		"in prose":            "I get " + joinedRow(question1Rows[2], "%s: %.4f", ", ") + " in every epoch.\n",
		"evaluate":            "1259/1259 [==============================] - 2s 2ms/step - " + joinedRow(question1Rows[2], "%s: %.4f", " - ") + "\n",
	}
	for name, log := range shapes {
		found := Run(read(t, log))
		if got := sorted(found); got != "D01 D02 D42" {
			t.Errorf("%s: found %q in\n%s", name, got, log)
			continue
		}
		said := ""
		for _, f := range found {
			said += f.Title + f.Verdict + f.Evidence
		}
		for _, want := range []string{"micro-averaged", "10/11", "16.03"} {
			if !strings.Contains(said, want) {
				t.Errorf("%s: does not say %q", name, want)
			}
		}
	}
}
