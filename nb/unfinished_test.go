package nb

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/metrics/runs"
)

// TestAnUnfinishedRunIsCalledSo wherever it is read, and is neither better nor worse than a finished one.
func TestAnUnfinishedRunIsCalledSo(t *testing.T) {
	folder := t.TempDir()
	cut := writeRun(t, folder, "cut", 5, func(*runs.Writer) error { return nil }, "valid")
	begun := writeRun(t, folder, "begun", 5, func(*runs.Writer) error { return nil })
	whole := saveRun(t, folder, "whole", 0.5, "valid")
	c := compare(t, cut, whole)
	said := text(t, c)
	for what, text := range map[string]string{
		"Show": text(t, runDir(cut)), "Show without scores": text(t, runDir(begun)), "Compare": said,
		"HTML": c.table().html(), "Markdown": strings.ReplaceAll(c.table().markdown(), `\`, ""),
	} {
		for _, want := range []string{"not finished, 1 of 12 epochs are done", "no threshold has been chosen, and 0.5 stands in for it", "goes on"} {
			if strings.Count(text, want) != 1 {
				t.Errorf("%s does not say once %q:\n%s", what, want, text)
			}
		}
	}
	path := filepath.Join(folder, "compared.csv")
	if err := c.Save(path); err != nil {
		t.Fatal(err)
	}
	if saved, err := os.ReadFile(path); err != nil || strings.Count(string(saved), "1 of 12 epochs are done") != len(c.metricNames()) {
		t.Errorf("%v, or not every row of the unfinished run says so:\n%s", err, saved)
	}
	if strings.Contains(said, "★") || !strings.Contains(said, "cut: Training") || strings.Contains(said, "whole: Training") || len(c.Pairings) == 0 {
		t.Errorf("compared with a finished run:\n%s", said)
	}
	if said := text(t, runDir(whole)); strings.Contains(said, "not finished") {
		t.Errorf("a finished run:\n%s", said)
	}
}

// TestAKilledRunIsUnfinished though all of its epochs are recorded: its checkpoint is there, and its threshold is not.
func TestAKilledRunIsUnfinished(t *testing.T) {
	folder := t.TempDir()
	if err := os.Mkdir(filepath.Join(folder, "last"), 0o755); err != nil {
		t.Fatal(err)
	}
	r := &runs.Run{Path: folder, History: []history.Record{epoch(12, 0.3, true), {Kind: history.End}}}
	if said := Unfinished(r); !strings.Contains(said, "12 of 12 epochs are done: no threshold") {
		t.Error(said)
	}
}

// TestRunsRecordedByHandAreNotCalledUnfinished where nothing says that there is more to come.
func TestRunsRecordedByHandAreNotCalledUnfinished(t *testing.T) {
	for what, records := range map[string][]history.Record{
		"no history": nil,
		"all epochs": {epoch(11, 0.3, true), epoch(12, 0.3, true)},
		"ended":      {epoch(1, 0.3, true), {Kind: history.End}},
	} {
		if said := Unfinished(&runs.Run{Path: filepath.Join("runs", "a"), History: records}); said != "" {
			t.Errorf("%s: %s", what, said)
		}
	}
}
