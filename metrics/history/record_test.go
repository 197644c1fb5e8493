package history

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seqpair/seqpair/metrics"
)

func epochRecord() Record {
	return Record{
		Kind: Epoch, Run: "weighted", Epoch: 2, Epochs: 5, Step: 20, Steps: 50, Seconds: 1.5, Loss: math.NaN(),
		LearningRate: 1e-3, GradientNorm: math.NaN(), InitialLoss: 0.69, ExamplesPerSecond: 1e4, Positives: 7,
		Layers:  []Layer{{Name: "embedding", GradientNorm: math.NaN(), UpdateRatio: 1e-3}, {Name: "head", DeadShare: 0.25}},
		Monitor: "average_precision", Best: true,
		Train: &Split{Loss: 0.25, UnweightedLoss: math.NaN(), Threshold: 0.5},
		Valid: &Split{Loss: math.NaN(), UnweightedLoss: 0.5, Threshold: 0.5, Confusion: metrics.NewConfusion(1, 2, 3, 4),
			Readings: []metrics.Reading{{Name: "roc_auc", Value: metrics.Value{V: 0.75, Lo: 0.5, Hi: 1, N: 10, Weight: 10, Baseline: 0.5}}}},
	}
}

func TestRecordRoundTrip(t *testing.T) {
	for _, want := range []Record{{Kind: Start, Text: "<b>\n\"x\"</b>"}, epochRecord()} {
		encoded, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.ContainsAny(encoded, "\n") || bytes.Contains(encoded, []byte("NaN")) {
			t.Errorf("encoded as %s", encoded)
		}
		var got Record
		if err := json.Unmarshal(encoded, &got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got, cmpopts.EquateNaNs()); diff != "" {
			t.Errorf("%s: %s", encoded, diff)
		}
	}
	encoded, _ := json.Marshal(Record{Kind: Step, Loss: math.Inf(1)})
	if string(encoded) != `{"kind":"step","loss":null}` {
		t.Errorf("an infinite loss is encoded as %s", encoded)
	}
}

func newWriter(t *testing.T, path string, resume bool) *Writer {
	t.Helper()
	w, err := NewWriter(path, resume)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestWriterResumesAfterCutLine(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history.jsonl")
	const whole = `{"kind":"epoch","epoch":1}` + "\n"
	for _, cut := range []string{"", `{"kind":"epo`, strings.Repeat("x", 10_000), "\x00\x00\x00"} {
		if err := os.WriteFile(path, []byte(whole+cut), 0o644); err != nil {
			t.Fatal(err)
		}
		if records, err := ReadFile(path); err != nil || len(records) != 1 {
			t.Errorf("after %.20q: read %v, %v; want one record", cut, records, err)
		}
		w := newWriter(t, path, true)
		if err := errors.Join(w.Record(Record{Kind: End, Text: "done"}), w.Close()); err != nil {
			t.Fatal(err)
		}
		if got, _ := os.ReadFile(path); string(got) != whole+`{"kind":"end","text":"done"}`+"\n" {
			t.Errorf("after %.20q: the log is %q", cut, got)
		}
	}
	w := newWriter(t, path, false)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if got, _ := os.ReadFile(path); len(got) != 0 {
		t.Errorf("a new log begins with %q", got)
	}
}

func TestWriterFromManyGoroutines(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history.jsonl")
	w := newWriter(t, path, false)
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			for range 50 {
				if err := w.Record(Record{Kind: Note, Text: strings.Repeat("y", 3000)}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wait.Wait()
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if records, err := ReadFile(path); err != nil || len(records) != 400 {
		t.Errorf("read %d records, %v; want 400", len(records), err)
	}
}

func TestWriterErrors(t *testing.T) {
	if _, err := NewWriter(filepath.Join(t.TempDir(), "missing", "history.jsonl"), false); err == nil {
		t.Error("opened a log in a folder that does not exist")
	}
	w := newWriter(t, filepath.Join(t.TempDir(), "history.jsonl"), false)
	if err := w.Record(Record{Kind: Note, Text: strings.Repeat("z", 2<<20)}); err == nil || !strings.Contains(err.Error(), "shorten") {
		t.Errorf("a record that could not be read back: %v", err)
	}
}

func TestReadNamesTheBrokenLine(t *testing.T) {
	records, err := Read(strings.NewReader(`{"kind":"start"}` + "\n\n" + `{"kind":` + "\n" + `{"kind":"end"}` + "\n"))
	line, ok := errors.AsType[*LineError](err)
	if !ok || line.Line != 3 || len(records) != 1 {
		t.Errorf("read %v, %v; want one record and an error in line 3", records, err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"kind":"start"}` + "\n" + `{"kind":"epoch","loss":null,"valid":{"loss":1}}` + "\n" + `{"kind":`))
	f.Fuzz(func(t *testing.T, log []byte) {
		records, _ := Read(bytes.NewReader(log))
		for _, r := range records {
			if _, err := json.Marshal(r); err != nil || r.Kind == "" {
				t.Errorf("%q: record %+v, %v", log, r, err)
			}
		}
	})
}

func ExampleWriter() {
	folder, _ := os.MkdirTemp("", "history")
	defer os.RemoveAll(folder)
	path := filepath.Join(folder, "history.jsonl")
	w, err := NewWriter(path, false)
	if err != nil {
		fmt.Println(err)
		return
	}
	w.Record(Record{Kind: Epoch, Epoch: 1, Epochs: 5, Loss: 0.25})
	w.Close()
	records, err := ReadFile(path)
	fmt.Println(records[0].Epoch, records[0].Loss, err)
	// Output: 1 0.25 <nil>
}
