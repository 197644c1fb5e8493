package main

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"
)

const source = "/p/tmp/gonb_1/main.go"

// What Go 1.26, must v0.2.0 and GoMLX v0.28.2 print.
var reports = []struct{ name, printed, want string }{
	{"nothing", "", ""},
	{"no last words", "one\ntwo", "one\ntwo"},
	{"panic", "before\npanic: boom\n\ngoroutine 1 [running]:\nmain.f(...)\n\t/p/tmp/gonb_1/main.go:8\nmain.main()\n\t/p/tmp/gonb_1/main.go:14 +0xa5\n",
		"before\n/p/tmp/gonb_1/main.go:8: panic: boom\n"},
	{"signal", "panic: runtime error: invalid memory address or nil pointer dereference\n[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x4]\n\ngoroutine 1 [running]:\nmain.main()\n\t/p/tmp/gonb_1/main.go:14 +0xa5\n",
		"/p/tmp/gonb_1/main.go:14: panic: runtime error: invalid memory address or nil pointer dereference\n"},
	{"deadlock", "fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [select (no cases)]:\nmain.main()\n\t/p/tmp/gonb_1/main.go:3 +0x1\n",
		"/p/tmp/gonb_1/main.go:3: fatal error: all goroutines are asleep - deadlock!\n"},
	{"elsewhere", "panic: boom\n\ngoroutine 7 [running]:\nother.f(...)\n\t/other/main.go:8\n", "panic: boom\n"},
	{"must", "2026/11/26 04:38:12 Must not error: open nofile: no such file or directory\nPanicking ...\n\npanic: open nofile: no such file or directory\n\ngoroutine 1 [running]:\nmust.M1[...](...)\n\t/must.go:41\nmain.main()\n\t/p/tmp/gonb_1/main.go:25 +0x82\n",
		"/p/tmp/gonb_1/main.go:25: panic: open nofile: no such file or directory\n"},
	{"must with a stack", "Must not error: bad shape\ngraph.Mul\n\t/gomlx/ops.go:1\nmain.init.func1\n\t/p/tmp/gonb_1/main.go:9\nPanicking ...\n\npanic: bad shape\n\ngoroutine 1 [running]:\nmain.main()\n\t/p/tmp/gonb_1/main.go:25 +0x82\n",
		"/p/tmp/gonb_1/main.go:9: panic: bad shape\n"},
	{"position known", "2026/11/26 04:38:12 Must not error: run x: bad shape, at /p/tmp/gonb_1/main.go:9\nPanicking ...\n\npanic: run x: bad shape, at /p/tmp/gonb_1/main.go:9\n\ngoroutine 1 [running]:\nmain.main()\n\t/p/tmp/gonb_1/main.go:25 +0x82\n",
		"/p/tmp/gonb_1/main.go:9: panic: run x: bad shape\n"},
	{"graph", "panic: failed during graph construction/compilation: compilation failed for Exec \"Exec:main.main.func1\": graphFn for \"Exec:main.main.func1\" panicked: bad shape\n\ngoroutine 1 [running]:\nmain.main()\n\t/p/tmp/gonb_1/main.go:21 +0xb1\n",
		"/p/tmp/gonb_1/main.go:21: panic: bad shape\n"},
	{"said before", "panic: not really\ngone on\npanic: boom\n\ngoroutine 1 [running]:\nmain.main()\n\t/p/tmp/gonb_1/main.go:2 +0xb1\n",
		"panic: not really\ngone on\n/p/tmp/gonb_1/main.go:2: panic: boom\n"},
	{"what kills the kernel", "2026/11/26 04:38:12 main.go:7: hello\n\t/x/main.go:8 +0x1\na: main.go:1 b/main_test.go:2\nmain.go:3: and main.go:4\n",
		"2026/11/26 04:38:12 main.go line 7: hello\n\t/x/main.go:8 +0x1\na: main.go line 1 b/main_test.go line 2\nmain.go:3: and main.go line 4\n"},
	{"only said", "panic: not really\ngone on\n", "panic: not really\ngone on\n"},
	{"long", "panic: a\n\tb\n\tc\n\td\n\ngoroutine 1 [running]:\n", "panic: a\n\tb\n\tc\n"},
}

// TestBrief gives each report as a whole and byte by byte, as the runtime does nearly.
func TestBrief(t *testing.T) {
	for _, c := range reports {
		for name, from := range map[string]io.Reader{"whole": strings.NewReader(c.printed), "bytes": iotest.OneByteReader(strings.NewReader(c.printed))} {
			t.Run(c.name+"/"+name, func(t *testing.T) {
				var got bytes.Buffer
				if err := (&brief{to: &got, source: source}).copyFrom(from); err != nil {
					t.Fatal(err)
				}
				if got.String() != c.want {
					t.Errorf("got\n%s\nwant\n%s", &got, c.want)
				}
			})
		}
	}
}

// TestBriefLosesNothing says something long that is never followed by a trace.
func TestBriefLosesNothing(t *testing.T) {
	printed := "panic: " + strings.Repeat("x", most) + "\nand on\n"
	var got bytes.Buffer
	if err := (&brief{to: &got, source: source}).copyFrom(strings.NewReader(printed)); err != nil || got.String() != printed {
		t.Errorf("%v, %d of %d bytes", err, got.Len(), len(printed))
	}
	got.Reset()
	if err := (&brief{to: &got}).copyFrom(strings.NewReader(reports[2].printed)); err != nil || got.String() != reports[2].printed {
		t.Errorf("%v, without a source:\n%s", err, &got)
	}
	if err := (&brief{to: &got}).copyFrom(iotest.ErrReader(io.ErrClosedPipe)); err == nil {
		t.Error("a read error is not told")
	}
}

// TestBriefDoesNotWait holds nothing back that cannot be last words, and what can only for a while.
func TestBriefDoesNotWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		from, printed := io.Pipe()
		var got bytes.Buffer
		ended := make(chan error)
		go func() { ended <- (&brief{to: &got, source: source}).copyFrom(from) }()
		for _, c := range []struct {
			say, want string
			after     time.Duration
		}{
			{"12 %\r", "12 %\r", 0},
			{"a line\nand", "a line\n", 0},
			{" more", "", lineTime / 2},
			{"", "and more", lineTime / 2},
			{"panic: in a line\npan", "panic: in a line\n", 0},
			{"cake", "", 0},
			{"\n2026/11/26 04:38:12 as usual\n", "pancake\n2026/11/26 04:38:12 as usual\n", 0},
			{"panic: said", "", lineTime},
			{" only", "panic: said only", lastWordsTime},
		} {
			got.Reset()
			_, _ = io.WriteString(printed, c.say)
			time.Sleep(c.after)
			synctest.Wait()
			if got.String() != c.want {
				t.Errorf("after %q: got %q, want %q", c.say, &got, c.want)
			}
		}
		printed.Close()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}
