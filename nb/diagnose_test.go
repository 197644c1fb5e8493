package nb

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const kerasLog = `Epoch 1/2
4026/4026 [==============================] - 17s 4ms/step - loss: 1.4511 - acc: 0.9044 - f1: 0.9044 - auc: 0.8999 - precision: 0.9044 - recall: 0.9044
Epoch 2/2
4026/4026 [==============================] - 15s 4ms/step - loss: 1.4573 - acc: 0.9091 - f1: 0.9091 - auc: 0.9087 - precision: 0.9091 - recall: 0.9091
`

func TestDiagnoseTakesRunPredictionsAndLog(t *testing.T) {
	folder := t.TempDir()
	log := filepath.Join(folder, "keras.txt")
	if err := os.WriteFile(log, []byte(kerasLog), 0o600); err != nil {
		t.Fatal(err)
	}
	scores := filepath.Join(folder, "scores.csv")
	if err := scoredTable(4).Write(scores); err != nil {
		t.Fatal(err)
	}
	for _, source := range []string{log, scores, saveRun(t, folder, "weighted", 4, "valid")} {
		findings, err := Diagnose(source)
		if err != nil {
			t.Errorf("%s: %v", source, err)
		}
		if source == log && len(findings) == 0 {
			t.Error("nothing found in the log of flattened metrics")
		}
	}
}

func TestDiagnoseRefusesOtherFiles(t *testing.T) {
	folder := t.TempDir()
	other := filepath.Join(folder, "other.txt")
	if err := os.WriteFile(other, []byte("hello\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Diagnose(other); err == nil || !strings.Contains(err.Error(), "other.txt") {
		t.Errorf("a text: %v", err)
	}
	if _, err := Diagnose(filepath.Join(folder, "none")); err == nil {
		t.Error("a run that does not exist: no error")
	}
}
