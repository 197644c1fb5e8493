package nb

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/janpfeifer/gonb/gonbui/protocol"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/diagnose"
	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/metrics/predictions"
)

const hostile = "<script>alert(1)</script>\x1b[31m\x00\u202e\"'&"

// state is six examples, two of them positive.
func state(t testing.TB) *metrics.State {
	t.Helper()
	s := metrics.NewState()
	err := s.Update(metrics.Batch{
		Scores: []float64{0.1, 0.2, 0.3, 0.4, 0.7, 0.8},
		Labels: []bool{false, false, false, true, false, true},
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestTextFromDataIsEscaped(t *testing.T) {
	undefined := metrics.Value{Undefined: hostile, NoInterval: hostile, NoBaseline: hostile}
	reading := metrics.Reading{Name: hostile, Value: undefined}
	note := epoch(1, 0.3, true)
	note.Run, note.Text, note.Backend, note.Monitor = hostile, hostile, hostile, hostile
	note.Valid.Readings[0].Name = hostile
	compared := ComparedRun{Name: hostile, Readings: []metrics.Reading{reading}}
	for _, value := range []any{
		Result{Name: hostile, State: state(t)},
		undefined,
		[]metrics.Reading{reading},
		metrics.Curve{Name: hostile, Undefined: hostile},
		diagnose.Finding{ID: hostile, Title: hostile, Verdict: hostile, Evidence: hostile + "\n    " + hostile, Fix: hostile,
			Confirm: hostile, RuledOut: []string{hostile}},
		&Comparison{Split: hostile, Caution: hostile, Runs: []ComparedRun{compared, compared}},
		&predictions.Table{Source: hostile, Labels: []bool{true, false}, Scores: []float64{0.5, 0.25}},
		[]history.Record{note},
		described(hostile + "\n" + hostile),
	} {
		views, err := viewsOf(value)
		if err != nil {
			t.Errorf("%T: %v", value, err)
		}
		for _, v := range views {
			html := v.html
			if v.picture != nil {
				html = string(v.picture.SVG())
			}
			if strings.Contains(html, "<script") || strings.ContainsAny(html, "\x1b\x00\u202e") {
				t.Errorf("%T: unsafe HTML %q", value, html)
			}
			if strings.ContainsAny(v.text, "\x1b\x00\u202e") {
				t.Errorf("%T: unsafe text %q", value, v.text)
			}
		}
	}
	var log trainingLog
	log.add(note)
	if html := log.html(); strings.Contains(html, "<script") || strings.ContainsAny(html, "\x1b\x00\u202e") {
		t.Errorf("unsafe progress %q", html)
	}
}

// What an untrusted notebook drops must not be used.
func TestHTMLSurvivesUntrusted(t *testing.T) {
	var log trainingLog
	log.add(step(5, 10))
	log.add(epoch(1, 0.3, true))
	all := log.html()
	for _, value := range []any{
		Result{State: state(t)},
		diagnose.Finding{Title: "a", Verdict: "b\n    code", RuledOut: []string{"c"}},
	} {
		views, err := viewsOf(value)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range views {
			all += v.html
		}
	}
	for _, dropped := range []string{"<style", "<script", "<svg", "<iframe", " id=", " class=", "http:", "https:", "onclick"} {
		if strings.Contains(all, dropped) {
			t.Errorf("%q would be dropped", dropped)
		}
	}
}

func TestShowSaysWhatItCannotShow(t *testing.T) {
	var out, problems bytes.Buffer
	show(terminal{&out}, &problems, 42, (*metrics.State)(nil), nil, Result{}, metrics.Value{V: 0.5, Baseline: 0.25})
	want := []string{"type int cannot be shown", "*metrics.State is nil", "the value is nil", "has no State", "(no skill 0.250)"}
	for _, w := range want {
		if !strings.Contains(out.String(), w) {
			t.Errorf("%q is missing in:\n%s", w, out.String())
		}
	}
	if problems.Len() > 0 {
		t.Errorf("problems: %s", problems.String())
	}
}

// described is a value that describes itself, as a *model.Search and a *model.Overfit do.
type described string

func (d described) String() string { return string(d) }

func TestShowOfWhatDescribesItself(t *testing.T) {
	const table = "Seed  run\n1     a<b\n"
	views, err := viewsOf(described(table))
	if err != nil {
		t.Fatal(err)
	}
	if views[0].text != table || !strings.Contains(views[0].html, "Seed  run\n1     a&lt;b</pre>") {
		t.Errorf("text %q, HTML %q", views[0].text, views[0].html)
	}
}

func TestTextReturnsErrors(t *testing.T) {
	if err := Text(&bytes.Buffer{}, 42); err == nil {
		t.Error("no error for an int")
	}
	if err := Text(&bytes.Buffer{}, runDir("no such run")); err == nil {
		t.Error("no error for a run that is not there")
	}
}

type runDir string

func (d runDir) RunDir() string { return string(d) }

func TestMain(m *testing.M) {
	if os.Getenv("NB_TEST_SHOW") != "" {
		Show(metrics.Value{V: 0.5, NoInterval: "none", Baseline: 0.25})
		return
	}
	connected() // no: decided before a test pretends to be a kernel, so that examples write text
	os.Exit(m.Run())
}

// A cell must not hang, whatever happened to its kernel.
func TestShowFallsBackToText(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for a kernel that does not answer")
	}
	fifo := filepath.Join(t.TempDir(), "fifo")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, pipe := range []string{"", "/no/such/pipe", fifo} {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), "NB_TEST_SHOW=1", protocol.GONB_PIPE_ENV+"="+pipe, protocol.GONB_PIPE_BACK_ENV+"="+pipe)
		begun := time.Now()
		out, err := cmd.Output()
		if err != nil || !strings.Contains(string(out), "no skill 0.250") {
			t.Errorf("pipe %q: %v, output %q", pipe, err, out)
		}
		if took := time.Since(begun); took > 2*patience {
			t.Errorf("pipe %q: took %v", pipe, took)
		}
	}
}
