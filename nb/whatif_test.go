package nb

import (
	"errors"
	"io/fs"
	"strings"
	"testing"

	"github.com/janpfeifer/gonb/gonbui/protocol"
)

func TestWhatIfInANotebook(t *testing.T) {
	k := kernel(t)
	run := saveRun(t, t.TempDir(), "weighted", 3, "valid", "test")
	analysis, err := WhatIf(run)
	if err != nil {
		t.Fatal(err)
	}
	if analysis.Name != "weighted" || analysis.Threshold != 0.5 {
		t.Errorf("name %q, threshold %v", analysis.Name, analysis.Threshold)
	}
	before := len(k.shown())
	show(notebook{}, testWriter{t}, analysis)
	shown := k.shown()[before:]
	if len(shown) != 1 {
		t.Fatalf("%d outputs, want 1", len(shown))
	}
	data := shown[0].Data
	if text, _ := data[mimeVegaLite].(string); !strings.HasPrefix(text, "data:application/json;base64,") {
		t.Error("JupyterLab gets no specification")
	}
	if text, _ := data[mimePage].(string); !strings.HasPrefix(text, "<!doctype html>") {
		t.Error("an exported page gets no sliders")
	}
	for _, static := range []protocol.MIMEType{protocol.MIMEImagePNG, protocol.MIMEImageSVG, protocol.MIMETextPlain} {
		if data[static] == nil {
			t.Errorf("no %s for where nothing moves", static)
		}
	}
	if data[protocol.MIMETextHTML] != nil {
		t.Error("HTML would be shown in place of the sliders")
	}
}

// testWriter fails the test for whatever it gets.
type testWriter struct{ t *testing.T }

func (w testWriter) Write(text []byte) (int, error) {
	w.t.Errorf("problem: %s", text)
	return len(text), nil
}

func TestWhatIfNeedsBothParts(t *testing.T) {
	run := saveRun(t, t.TempDir(), "untested", 3, "valid")
	if _, err := WhatIf(run); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "test") {
		t.Errorf("without a test part: %v", err)
	}
	if _, err := WhatIf("no such run"); err == nil {
		t.Error("no error for a run that is not there")
	}
}
