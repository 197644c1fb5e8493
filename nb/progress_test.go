package nb

import (
	"bytes"
	"errors"
	"math"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/history"
)

// recordingArea keeps what is drawn into it.
type recordingArea struct {
	mu     sync.Mutex
	ids    []string
	html   []string
	text   []string
	synced int
	err    error
}

func (a *recordingArea) update(id, html, text string) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.ids, a.html, a.text = append(a.ids, id), append(a.html, html), append(a.text, text)
	return a.err
}

func (a *recordingArea) sync() { a.synced++ }

func (a *recordingArea) drawings() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.ids)
}

// clock ticks only when it is told to.
type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

func step(i, n int64) history.Record {
	return history.Record{Kind: history.Step, Run: "weighted", Epoch: 1, Epochs: 2, Step: i, Steps: n, Seconds: float64(i) / 100,
		Loss: 1 / float64(i), Positives: i / 40, ExamplesPerSecond: 6400}
}

func epoch(e int, ap float64, best bool) history.Record {
	v := metrics.Value{V: ap, Lo: ap - 0.05, Hi: ap + 0.05, Baseline: 0.023}
	return history.Record{Kind: history.Epoch, Run: "weighted", Epoch: e, Epochs: 12, Step: int64(e) * 20, Steps: 240,
		Seconds: 1.5 * float64(e), Positives: 283, Monitor: "average_precision", Best: best,
		Train: &history.Split{Loss: 0.25},
		Valid: &history.Split{Loss: 0.375, Readings: []metrics.Reading{{Name: "average_precision", Value: v}}}}
}

func record(t *testing.T, r history.Recorder, records ...history.Record) {
	t.Helper()
	for _, one := range records {
		if err := r.Record(one); err != nil {
			t.Fatal(err)
		}
	}
}

func TestProgressRedrawsOneOutputAtMostFourTimesASecond(t *testing.T) {
	area, clock := &recordingArea{}, &clock{at: time.Unix(0, 0)}
	progress := newLive(area, "x", clock.now)
	const steps = 1000
	for i := int64(1); i <= steps; i++ {
		clock.at = clock.at.Add(5 * time.Millisecond)
		record(t, progress, step(i, steps))
	}
	record(t, progress, history.Record{Kind: history.End, Text: "done", Step: steps, Steps: steps})
	elapsed := steps * 5 * time.Millisecond
	if n, most := area.drawings(), int(elapsed/redrawEvery)+2; n > most {
		t.Errorf("%d drawings in %v, want at most %d", n, elapsed, most)
	}
	for _, id := range area.ids {
		if id != area.ids[0] {
			t.Errorf("drawn into %q and %q, want one output", area.ids[0], id)
		}
	}
	if area.synced != 1 {
		t.Errorf("waited %d times for the last drawing, want once", area.synced)
	}
}

func TestProgressDrawsWhatCameTooSoon(t *testing.T) {
	area, clock := &recordingArea{}, &clock{at: time.Unix(0, 0)}
	progress := newLive(area, "x", clock.now)
	record(t, progress, step(1, 10), step(2, 10), step(3, 10))
	for range 100 {
		if area.drawings() >= 2 {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	if n := area.drawings(); n != 2 {
		t.Fatalf("%d drawings, want the first at once and the third soon after", n)
	}
	if last := area.text[1]; !strings.Contains(last, "step 3 of 10") {
		t.Errorf("the last drawing says %q", last)
	}
}

func TestProgressStaysSmall(t *testing.T) {
	area, clock := &recordingArea{}, &clock{at: time.Unix(0, 0)}
	progress := newLive(area, "x", clock.now)
	const steps = 100_000
	for i := int64(1); i <= steps; i++ {
		r := step(i, steps)
		r.Loss += math.Sin(float64(i))
		record(t, progress, r)
	}
	for e := range 200 {
		record(t, progress, epoch(e+1, 0.3, e == 50))
	}
	record(t, progress, history.Record{Kind: history.End, Text: "done"})
	if n := len(area.html[len(area.html)-1]); n > 60_000 {
		t.Errorf("the saved output has %d bytes", n)
	}
	if n := len(progress.log.steps); n > maxSteps {
		t.Errorf("%d steps are kept", n)
	}
	final := area.html[len(area.html)-1]
	if strings.Contains(final, "<progress") {
		t.Error("a finished run still has a bar")
	}
	if !strings.Contains(final, ">51</td>") || !strings.Contains(final, ">200</td>") {
		t.Error("the table lacks the best or the last epoch")
	}
}

// TestProgressMarksEpochsLeftOut: the table has the best and the latest epochs, and a row where others are left out.
func TestProgressMarksEpochsLeftOut(t *testing.T) {
	for _, c := range []struct {
		epochs, best int
		want         string
	}{
		{10, 3, "1 2 3 4 5 6 7 8 9 10"},
		{12, 3, "… 3 4 5 6 7 8 9 10 11 12"},
		{12, 1, "1 … 3 4 5 6 7 8 9 10 11 12"},
		{40, 3, "… 3 … 31 32 33 34 35 36 37 38 39 40"},
	} {
		var log trainingLog
		for e := range c.epochs {
			log.add(epoch(e+1, 0.3, e+1 == c.best))
		}
		var shown []string
		for _, row := range log.table().rows {
			shown = append(shown, row[0].text)
		}
		if got := strings.Join(shown, " "); got != c.want {
			t.Errorf("of %d epochs, the best %d, the table shows %s, want %s", c.epochs, c.best, got, c.want)
		}
	}
}

func TestProgressShowsBarTimeLeftAndPositives(t *testing.T) {
	var log trainingLog
	log.add(step(25, 100))
	html := log.html()
	for _, want := range []string{`<progress style="width:100%" value="25" max="100">`, "0.8 s left", "0 positives seen",
		`src="data:image/svg+xml;base64,`, "6400 examples/s"} {
		if !strings.Contains(html, want) {
			t.Errorf("%q is missing in %q", want, html)
		}
	}
}

func TestProgressNeverFails(t *testing.T) {
	area, clock := &recordingArea{err: errors.New("broken pipe")}, &clock{at: time.Unix(0, 0)}
	progress := newLive(area, "x", clock.now)
	for i := range 10 {
		clock.at = clock.at.Add(time.Second)
		record(t, progress, step(int64(i+1), 10))
	}
	if n := area.drawings(); n != 1 {
		t.Errorf("%d attempts to draw into a broken output, want 1", n)
	}
}

func TestProgressFromManyGoroutines(t *testing.T) {
	progress := newLive(&recordingArea{}, "x", time.Now)
	var all sync.WaitGroup
	for g := range 4 {
		all.Go(func() {
			for i := range 50 {
				if err := progress.Record(step(int64(g*50+i+1), 200)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if progress.log.seen != 200 {
		t.Errorf("%d records, want 200", progress.log.seen)
	}
}

func TestLinesHaveNoControlCharactersOutsideATerminal(t *testing.T) {
	var out bytes.Buffer
	progress := ProgressTo(&out)
	record(t, progress,
		history.Record{Kind: history.Start, Run: "weighted\x1b[31m", Text: "12,000 pairs\r"},
		step(1, 10), step(10, 10), epoch(1, 0.3, true),
		history.Record{Kind: history.End, Text: "stopped early"})
	if strings.ContainsAny(out.String(), "\x1b\r") {
		t.Errorf("control characters in %q", out.String())
	}
	if n := strings.Count(out.String(), "\n"); n != 3 {
		t.Errorf("%d lines, want start, epoch and end:\n%s", n, out.String())
	}
}

func TestLinesOnATerminalOverwriteTheSteps(t *testing.T) {
	var out bytes.Buffer
	progress := &lines{w: &out, terminal: true}
	record(t, progress, step(5, 10), epoch(1, 0.3, true))
	want := "\r\x1b[K"
	if n := strings.Count(out.String(), want); n != 2 {
		t.Errorf("the line is erased %d times, want 2: %q", n, out.String())
	}
	if !strings.HasSuffix(out.String(), "best\n") {
		t.Errorf("the epoch has no line of its own: %q", out.String())
	}
}
