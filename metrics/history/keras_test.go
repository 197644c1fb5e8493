package history

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"
)

// summary is a Log on one line per epoch: epoch/epochs step/steps seconds name=text …
func summary(l *Log) string {
	var b strings.Builder
	for _, e := range l.Epochs {
		fmt.Fprintf(&b, "%d/%d %d/%d %gs", e.Epoch, e.Epochs, e.Step, e.Steps, e.Seconds)
		for _, name := range e.Names {
			fmt.Fprintf(&b, " %s=%s", name, e.Values[name].Text)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func checkKeras(t *testing.T, name, log string, want ...string) {
	t.Helper()
	l, err := ReadKeras(strings.NewReader(log), "train.log")
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	if got, want := summary(l), strings.Join(want, "\n")+"\n"; got != want {
		t.Errorf("%s: read\n%swant\n%s", name, got, want)
	}
}

// The shapes are those of Keras 1.2, 2.0 to 2.15 and 3.x (progbar.py / generic_utils.py), and of pastes of them.
func TestReadKerasShapes(t *testing.T) {
	const one = "4026/4026 [==============================] - 17s 4ms/step - loss: 1.4511 - acc: 0.9044"
	const two = "4026/4026 [==============================] - 15s 4ms/step - loss: 1.4573 - acc: 0.9091"
	const wantOne, wantTwo = "1/5 4026/4026 17s loss=1.4511 acc=0.9044", "2/5 4026/4026 15s loss=1.4573 acc=0.9091"
	check := func(name, log string, want ...string) { t.Helper(); checkKeras(t, name, log, want...) }

	check("plain", "Epoch 1/5\n"+one+"\nEpoch 2/5\n"+two+"\n", wantOne, wantTwo)
	check("CRLF", "Epoch 1/5\r\n"+one+"\r\nEpoch 2/5\r\n"+two+"\r\n", wantOne, wantTwo)
	check("quoted", "> Epoch 1/5\n> "+one+"\n> > Epoch 2/5\n  > "+two, wantOne, wantTwo)
	check("indented", "\t Epoch 1/5\n    "+one+"\n    Epoch 2/5\n    "+two, wantOne, wantTwo)
	check("on one line", "Epoch 1/5 "+one+" Epoch 2/5 "+two, wantOne, wantTwo)
	check("byte order mark", "\ufeffEpoch 1/5\n"+one, wantOne)
	check("time stamps", "2024-05-01 12:00:00 Epoch 1/5\n2024-05-01 12:00:17 "+one, wantOne)
	check("broken UTF-8", "Gr\xfc\xdfe\nEpoch 1/5\n"+one+"\xff", "1/5 4026/4026 17s loss=1.4511")
	check("no Epoch lines", one+"\n"+two+"\n", "1/0 4026/4026 17s loss=1.4511 acc=0.9044", "2/0 4026/4026 15s loss=1.4573 acc=0.9091")
	check("no Epoch lines, one line", one+" "+two, "1/0 4026/4026 17s loss=1.4511 acc=0.9044", "2/0 4026/4026 15s loss=1.4573 acc=0.9091")
	check("start cut away", one+"\nEpoch 5/5\n"+two, "4/0 4026/4026 17s loss=1.4511 acc=0.9044", "5/5 4026/4026 15s loss=1.4573 acc=0.9091")
	check("two fits", "Epoch 1/1\n"+one+"\nEpoch 1/1\n"+two, "1/1 4026/4026 17s loss=1.4511 acc=0.9044", "1/1 4026/4026 15s loss=1.4573 acc=0.9091")
	check("cut within an epoch", "Epoch 1/5\n 100/4026 [>.....] - ETA: 1:03 - loss: 1.9000 - acc: 0.8000", "1/5 100/4026 0s loss=1.9000 acc=0.8000")
	check("unknown total", "Epoch 1/5\n    469/Unknown - 5s 10ms/step - loss: 0.5000", "1/5 469/0 5s loss=0.5000")
	check("unknown total in Keras 3", "Epoch 1/5\n    468/Unknown \x1b[1m4s\x1b[0m 10ms/step - loss: 0.6000\b\b\r    469/Unknown \x1b[1m5s\x1b[0m 10ms/step - loss: 0.5000\n", "1/5 469/0 5s loss=0.5000")
	check("not numbers", "Epoch 1/5\n10/10 [====] - 1s - loss: nan - f1: inf - auc: -inf - lr: 1.0000e-04", "1/5 10/10 1s loss=nan f1=inf auc=-inf lr=1.0000e-04")
	check("verbose=2", "Epoch 1/5\n4026/4026 - 17s - loss: 1.4511 - acc: 0.9044 - 17s/epoch - 4ms/step\n", wantOne)
	check("verbose=2 of Keras 2.0", "Epoch 1/5\n - 17s - loss: 1.4511 - acc: 0.9044\n", "1/5 0/0 17s loss=1.4511 acc=0.9044")
	check("only metrics", "loss: 1.4511 - acc: 0.9044\nloss: 1.4573 - acc: 0.9091\n", "1/0 0/0 0s loss=1.4511 acc=0.9044", "2/0 0/0 0s loss=1.4573 acc=0.9091")
	check("header and metrics on one line", "Epoch 1/5 - loss: 1.4511 - acc: 0.9044", "1/5 0/0 0s loss=1.4511 acc=0.9044")
	check("colours lost their ESC", "Epoch 1/5\n[1m4026/4026[0m [32m━━━━━━━━━━[0m[37m[0m [1m17s[0m 4ms/step - acc: 0.9044 - loss: 1.4511", "1/5 4026/4026 17s acc=0.9044 loss=1.4511")
	check("bars through a wrong code page", "Epoch 1/5\n4026/4026 ΓöüΓöüΓöüΓöü 17s 4ms/step - loss: 1.4511 - acc: 0.9044", wantOne)
}

func TestReadKerasUpdates(t *testing.T) {
	check := func(name, log string, want ...string) { t.Helper(); checkKeras(t, name, log, want...) }
	const want = "1/2 60000/60000 9s loss=0.5000 acc=0.9000 val_loss=0.4000 val_acc=0.9500"
	check("backspaces", "Epoch 1/2\n  128/60000 [....] - ETA: 1:23 - loss: 2.3000 - acc: 0.1000"+strings.Repeat("\b", 60)+
		"60000/60000 [====] - ETA: 0s - loss: 0.5000 - acc: 0.9000"+strings.Repeat("\b", 60)+"\r"+
		"60000/60000 [====] - 9s 150us/step - loss: 0.5000 - acc: 0.9000 - val_loss: 0.4000 - val_acc: 0.9500\n", want)
	check("backspaces lost", "Epoch 1/2\n  128/60000 [....] - ETA: 1:23 - loss: 2.3000 - acc: 0.1000"+
		"60000/60000 [====] - ETA: 0s - loss: 0.5000 - acc: 0.9000 "+
		"60000/60000 [====] - 9s 150us/step - loss: 0.5000 - acc: 0.9000 - val_loss: 0.4000 - val_acc: 0.9500\n", want)
	check("line breaks instead", "Epoch 1/2\n128/60000 [....] - ETA: 1:23 - loss: 2.3000 - acc: 0.1000\n"+
		"60000/60000 [====] - ETA: 0s - loss: 0.5000 - acc: 0.9000\n"+
		"60000/60000 [====] - 9s 150us/step - loss: 0.5000 - acc: 0.9000 - val_loss: 0.4000 - val_acc: 0.9500\n", want)
	check("Keras 3", "Epoch 1/2\n\x1b[1m   1/4026\x1b[0m \x1b[37m━━━━━━━━━━━━━━━━━━━━\x1b[0m \x1b[1m12:34\x1b[0m 187ms/step - accuracy: 0.5000 - loss: 0.7000"+
		strings.Repeat("\b", 70)+"\r\x1b[1m4026/4026\x1b[0m \x1b[32m━━━━━━━━━━━━━━━━━━━━\x1b[0m\x1b[37m\x1b[0m \x1b[1m0s\x1b[0m 4ms/step - accuracy: 0.9000 - loss: 0.5000"+
		strings.Repeat("\b", 70)+"\r\x1b[1m4026/4026\x1b[0m \x1b[32m━━━━━━━━━━━━━━━━━━━━\x1b[0m\x1b[37m\x1b[0m \x1b[1m17s\x1b[0m 4ms/step - accuracy: 0.9044 - loss: 1.4511 - val_accuracy: 0.9050 - val_loss: 1.4000\n",
		"1/2 4026/4026 17s accuracy=0.9044 loss=1.4511 val_accuracy=0.9050 val_loss=1.4000")
	check("no Epoch lines, validation follows", "10/10 [==] - ETA: 0s - loss: 0.5000\n10/10 [==] - 1s - loss: 0.5000 - val_loss: 0.4000\n10/10 [==] - 1s - loss: 0.3000 - val_loss: 0.2000\n",
		"1/0 10/10 1s loss=0.5000 val_loss=0.4000", "2/0 10/10 1s loss=0.3000 val_loss=0.2000")
	check("evaluation and prediction after it", "Epoch 1/2\n10/10 [==] - 1s - loss: 0.5000 - acc: 0.9000\n"+
		"3/3 [==] - 0s 2ms/step - loss: 9.0000 - acc: 0.1000\n5/5 [==] - 0s 1ms/step\nTest loss: 9.0\nloss: 9.0 - acc: 0.1\n",
		"1/2 10/10 1s loss=0.5000 acc=0.9000")
	check("a callback's line", "Epoch 1/2\n10/10 [==] - 1s - loss: 0.5000\n - val_f1: 0.3100 - val_recall: 0.2000\nEpoch 00001: val_loss improved from inf to 0.40000, saving model to best.h5\n",
		"1/2 10/10 1s loss=0.5000 val_f1=0.3100 val_recall=0.2000")
	check("prose", "Model: 3 layers - depth: 4\nTotal params: 12\n2024-01-01 12:00 INFO: 5\nEpoch 1/2\n10/10 [==] - 1s - loss: 0.5000\n", "1/2 10/10 1s loss=0.5000")
}

func TestReadKerasCutAndWrappedLines(t *testing.T) {
	check := func(name, log string, want ...string) { t.Helper(); checkKeras(t, name, log, want...) }
	const bar = "Epoch 1/5\n4026/4026 [=====] - 17s 4ms/step - loss: 1.4511 - acc: "
	const short, full = "1/5 4026/4026 17s loss=1.4511", "1/5 4026/4026 17s loss=1.4511 acc=0.9044"
	check("cut in a number", bar+"0.90", short)
	check("cut at the point", bar+"0.", short)
	check("cut before a number", bar, short)
	check("cut in an exponent", bar+"0.9044 - lr: 1.0000e-0", full)
	check("cut in a name", bar+"0.9044 - prec", full)
	check("wrapped in a number", bar+"0.90\n44 - f1: 0.9044\n", full+" f1=0.9044")
	check("wrapped at its end", bar+"0.90\n44\nEpoch 2/5\n", full)
	check("wrapped before a number", bar+"\n0.9044 - f1: 0.9044\n", full+" f1=0.9044")
	check("wrapped before an item", "> "+bar+"0.9044\n> - f1: 0.9044\n", full+" f1=0.9044")
	check("wrapped after a dash", bar+"0.9044 -\nf1: 0.9044\n", full+" f1=0.9044")
	check("wrapped in a name", bar+"0.9044 - prec\nision: 0.9044 - recall: 0.9044\n", full+" precision=0.9044 recall=0.9044")
}

func TestReadKerasPastedLog(t *testing.T) {
	file, err := os.Open("testdata/all_metrics_equal.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	l, err := ReadLog(file, "all_metrics_equal.txt")
	if err != nil {
		t.Fatal(err)
	}
	const want = "1/5 4026/4026 17s loss=1.4511 acc=0.9044 f1=0.9044 auc=0.8999 precision=0.9044 recall=0.9044\n" +
		"2/5 4026/4026 15s loss=1.4573 acc=0.9091 f1=0.9091 auc=0.9087 precision=0.9091 recall=0.9091\n" +
		"3/5 4026/4026 15s loss=1.4573 acc=0.9091 f1=0.9091 auc=0.9083 precision=0.9091 recall=0.9091\n"
	if got := summary(l); got != want || l.Format != "Keras console" {
		t.Errorf("read %s\n%swant\n%s", l.Format, got, want)
	}
	if p := l.Epochs[1].Values["loss"]; p.Value != 1.4573 || p.Decimals != 4 {
		t.Errorf("loss = %+v, want 1.4573 with 4 decimals", p)
	}
}

// endless yields n bytes of a repeated text.
type endless struct {
	text string
	n    int
	at   int
}

func (e *endless) Read(p []byte) (int, error) {
	if e.n <= 0 {
		return 0, io.EOF
	}
	n := copy(p[:min(len(p), e.n)], e.text[e.at:])
	e.at = (e.at + n) % len(e.text)
	e.n -= n
	return n, nil
}

func TestReadKerasBoundsMemory(t *testing.T) {
	for _, text := range []string{"loss: 0.5 - ", "1/2 [=", "x", "[1"} {
		if _, err := ReadLog(&endless{text: text, n: 5 << 20}, "one line"); err == nil {
			t.Errorf("an endless line of %q passed as a log", text)
		}
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	l, err := ReadKeras(&endless{text: "   10/4026 [>...] - ETA: 1:03 - loss: 1.9000\b\b\b\r", n: 5 << 20}, "progress")
	runtime.GC()
	runtime.ReadMemStats(&after)
	if err != nil || len(l.Epochs) != 1 || int64(after.HeapAlloc)-int64(before.HeapAlloc) > 1<<20 {
		t.Errorf("5 MB of progress: %v, %v, %d bytes kept", l, err, int64(after.HeapAlloc)-int64(before.HeapAlloc))
	}
}

func TestLogRefusesTooManyValues(t *testing.T) {
	l := &Log{values: maxValues - 1}
	if err := l.begin(1, 1); err != nil {
		t.Error(err)
	}
	if err := l.set("loss", Printed{}); err == nil {
		t.Error("the value beyond the limit was kept")
	}
}

func ExampleReadLog() {
	pasted := strings.NewReader(`
> Epoch 1/5
> 4026/4026 [==============================] - 17s 4ms/step - loss: 1.4511 - acc: 0.9044
> Epoch 2/5
> 4026/4026 [==============================] - 15s 4ms/step - loss: 1.4573 - acc: 0.9091
`)
	l, err := ReadLog(pasted, "pasted")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, e := range l.Epochs {
		fmt.Println(e.Epoch, e.Values["loss"].Text, e.Values["acc"].Value)
	}
	// Output:
	// 1 1.4511 0.9044
	// 2 1.4573 0.9091
}

// A file of lines that all go on with the line before takes no more time than another.
func TestReadKerasManyWrappedLines(t *testing.T) {
	log := "Epoch 1/5\n1/1 [==] - 1s - loss: 1.0 - acc: 0.5\n" + strings.Repeat("- a: 1\n", 100_000)
	l, err := ReadKeras(strings.NewReader(log), "x")
	if err != nil || len(l.Epochs) != 1 || l.Epochs[0].Values["a"].Value != 1 {
		t.Fatalf("read %+v, %v", l, err)
	}
}

func FuzzReadKeras(f *testing.F) {
	f.Add("Epoch 1/5\n4026/4026 [=====] - 17s 4ms/step - loss: 1.4511 - acc: 0.9044\n")
	f.Add("1/2 [>] - ETA: 0s - loss: 1.0\b\b\r2/2 [==] - 1s - loss: nan - lr: 1.0000e-0\n- f1: 0.1")
	f.Add("\x1b[1m1/2\x1b[0m ━━ 0s - loss: .5\nloss: 1. - acc:\n0.3")
	f.Fuzz(func(t *testing.T, text string) { checkLog(t, text, ReadKeras) })
}

func FuzzReadCSVLogger(f *testing.F) {
	f.Add("epoch,loss,acc\n0,0.5,0.9\n1,nan,NA\n")
	f.Add("epoch;step;\"loss\"\n3;;1e-5\n3;2;\n")
	f.Fuzz(func(t *testing.T, text string) { checkLog(t, text, ReadCSVLogger) })
}

// checkLog checks what holds for every log that a reader accepts: no epoch without number or values map, names
// and values that match, digits that give the value, and a JSON round trip.
func checkLog(t *testing.T, text string, read func(io.Reader, string) (*Log, error)) {
	l, err := read(strings.NewReader(text), "fuzz")
	if err != nil {
		return
	}
	if len(l.Epochs) == 0 {
		t.Fatalf("%q: neither an epoch nor an error", text)
	}
	for _, e := range l.Epochs {
		if e.Epoch < 0 || len(e.Names) != len(e.Values) || e.Steps > 0 && e.Step > e.Steps {
			t.Errorf("%q: epoch %+v", text, e)
		}
		for _, name := range e.Names {
			p := e.Values[name]
			again, err := parsePrinted(p.Text)
			if err != nil || again != p && !math.IsNaN(p.Value) || !utf8.ValidString(name) {
				t.Errorf("%q: %q is %+v and reads back as %+v, %v", text, name, p, again, err)
			}
		}
	}
	encoded, err := json.Marshal(l)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	var back Log
	if err := json.Unmarshal(encoded, &back); err != nil || summary(&back) != summary(l) {
		t.Errorf("%q: JSON gives %v\n%swant\n%s", text, err, summary(&back), summary(l))
	}
}
