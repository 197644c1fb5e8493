package jupyter

import (
	"errors"
	"testing"
)

// The outputs below are what GoNB v0.11.4 gave for such cells.
func TestCellError(t *testing.T) {
	stderr := func(text text) output { return output{Type: "stream", Name: "stderr", Text: text} }
	failure := func(value string, traceback ...string) output {
		return output{Type: "error", ErrorName: "ERROR", Error: value, Traceback: traceback}
	}
	for _, c := range []struct {
		name    string
		outputs []output
		want    string
	}{
		{"compilation", []output{failure("# gonb_fe\n./main.go:11:1: declared and not used: x\n", "# gonb_fe",
			"Cell[1]: Line 2\n\nfunc main() {\nx := 1\n^\n\ndeclared and not used: x", "")},
			"n.ipynb, cell 1: line 2: declared and not used: x"},
		{"several faults, one in an earlier cell", []output{failure("…",
			"Cell[1]: Line 2\nx := 1\n^\n\ndeclared and not used: x", "Cell[7]: Line 4\nbar()\n^\n\n}\n\nundefined: bar", "")},
			"n.ipynb, cell 1\n  line 2: declared and not used: x\n  line 4 of cell 7: undefined: bar"},
		{"panic", []output{stderr("panic: boom\n\tsecond\n\ngoroutine 1 [running]:\nmain.f(...)\n\t \x1b[7m[[ Cell [1] Line 3 ]]\x1b[0m /x/main.go:8\nmain.main()\n\t \x1b[7m[[ Cell [1] Line 4 ]]\x1b[0m /x/main.go:14 +0xa5\nexit status 2\n"), failure("exit status 2")},
			"n.ipynb, cell 1: line 3: panic: boom\n\tsecond"},
		{"panic without a known line", []output{stderr("panic: assignment to entry in nil map\n\ngoroutine 1 [running]:\nmain.main()\n\t/x/main.go:11 +0x67\nexit status 2\n"), failure("exit status 2")},
			"n.ipynb, cell 1: panic: assignment to entry in nil map"},
		{"deadlock", []output{stderr("fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [select (no cases)]:\nmain.main()\nexit status 2\n"), failure("exit status 2")},
			"n.ipynb, cell 1: panic: all goroutines are asleep - deadlock!"},
		{"one line", []output{stderr(" \x1b[7m[[ Cell [1] Line 5 ]]\x1b[0m /x/main.go:9: panic: a\n\tb\nexit status 2\n"), failure("exit status 2")},
			"n.ipynb, cell 1: line 5: panic: a\n\tb"},
		{"one line without a known place", []output{stderr("/x/main.go:9: panic: boom\nexit status 2\n"), failure("exit status 2")},
			"n.ipynb, cell 1: panic: boom"},
		{"missing package", []output{failure("failed to run \"/usr/local/go/bin/go get\": exit status 1\n\ngo: gonb_1 imports\n\tgithub.com/a/b: cannot find module providing package github.com/a/b\n")},
			"n.ipynb, cell 1: no module of the project provides the package github.com/a/b: run `go get github.com/a/b` in the project and restart the kernel"},
		{"exit", []output{stderr("one\ntwo\nthree\nfour\nexit status 3\n"), failure("exit status 3")},
			"n.ipynb, cell 1: exit status 3: two\nthree\nfour"},
		{"silent exit", []output{stderr("exit status 3\n"), failure("exit status 3")}, "n.ipynb, cell 1: exit status 3"},
		{"interrupt", []output{failure("signal: interrupt")}, "n.ipynb, cell 1: signal: interrupt"},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := notebook{Cells: []cell{{Type: "code", Source: "x", Outputs: c.outputs}}}
			if got := n.cellError("n.ipynb", 0); got.Error() != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestCellErrorIsShort(t *testing.T) {
	long := make([]byte, 1<<20)
	for i := range long {
		long[i] = "Ã\n"[i%3]
	}
	n := notebook{Cells: []cell{{Type: "code", Source: "x", Outputs: []output{{Type: "error", Error: string(long)}}}}}
	var e error = n.cellError("n.ipynb", 0)
	if failed := new(CellError); !errors.As(e, &failed) || len(e.Error()) > 1000 {
		t.Errorf("%d bytes", len(e.Error()))
	}
}
