package jupyter

import (
	"strings"
	"testing"
)

func TestSetParameters(t *testing.T) {
	const source = "import \"fmt\"\n// how long\nvar steps = 10 // at most\nvar seed = int64(7)\nconst rate float64 = 0.5\nvar (\n\tname = \"plain\"\n\tdeep = false\n)\nvar a, b = 1, -2\nvar words = []string{\"x\"}\nvar unset int\n%%\nlocal := `raw`\nfmt.Println(steps)\n"
	for _, c := range []struct{ name, value, want string }{
		{"steps", "3", "var steps = 3 // at most"},
		{"steps", "0x10", "var steps = 0x10 // at most"},
		{"seed", "8", "var seed = int64(8)"},
		{"rate", "0.1", "const rate float64 = 0.1"},
		{"rate", "1", "const rate float64 = 1.0"},
		{"rate", "1e-3", "const rate float64 = 1e-3"},
		{"name", "it's \"new\"", `name = "it's \"new\""`},
		{"name", `"quoted"`, `name = "quoted"`},
		{"name", "", `name = ""`},
		{"deep", "true", "deep = true"},
		{"a", "5", "var a, b = 5, -2"},
		{"b", "-7", "var a, b = 1, -7"},
		{"words", `[]string{"p", "q"}`, `var words = []string{"p", "q"}`},
		{"local", "now", `local := "now"`},
	} {
		got, err := setParameters(source, map[string]string{c.name: c.value})
		if err != nil {
			t.Errorf("%s=%s: %v", c.name, c.value, err)
			continue
		}
		if !strings.Contains(got, c.want) {
			t.Errorf("%s=%s: want %q in\n%s", c.name, c.value, c.want, got)
		}
		if before, after := strings.Count(source, "\n"), strings.Count(got, "\n"); before != after {
			t.Errorf("%s=%s: %d lines became %d", c.name, c.value, before, after)
		}
	}
}

func TestSetSeveralParameters(t *testing.T) {
	got, err := setParameters("var a = 1\nvar b = 2\nvar c = 3\n", map[string]string{"a": "1000", "c": "0"})
	if want := "var a = 1000\nvar b = 2\nvar c = 0\n"; err != nil || got != want {
		t.Errorf("got %q, %v; want %q", got, err, want)
	}
}

func TestSetParametersRefuses(t *testing.T) {
	for _, c := range []struct{ source, name, value, want string }{
		{"var steps = 1\nvar rate = 2.", "stpes", "3", "there is no parameter stpes: this notebook has rate, steps"},
		{"import \"fmt\"", "steps", "3", "this notebook has none"},
		{"var unset int", "unset", "3", "this notebook has none"},
		{"var steps = 1", "steps", "many", `parameter steps: "many" is not an integer`},
		{"var steps = 1", "steps", "1.5", "not an integer"},
		{"var steps = 1", "steps", "1; panic(0)", "not an integer"},
		{"var rate = 1.", "rate", "NaN", "not a number"},
		{"var rate = 1.", "rate", "+Inf", "not a number"},
		{"var deep = true", "deep", "1", "neither true nor false"},
		{"var words = []int{1}", "words", "[]int{", "not a Go value"},
		{"var steps =", "steps", "1", "the cell tagged parameters is not Go"},
	} {
		got, err := setParameters(c.source, map[string]string{c.name: c.value})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q, %s=%s: got %q, %v; want an error with %q", c.source, c.name, c.value, got, err, c.want)
		}
	}
}

func FuzzSetParameters(f *testing.F) {
	f.Add("var steps = 10\n%%\nx := 1\n", "steps", "3")
	f.Add("%% -a\ny := \"ä\"", "y", "ö")
	f.Add("!ls\n%main\nvar z = f(1)", "z", "g(2)")
	f.Fuzz(func(t *testing.T, source, name, value string) {
		got, err := setParameters(source, map[string]string{name: value})
		if err != nil {
			return
		}
		again, err := setParameters(got, map[string]string{name: value})
		if err != nil || again != got {
			t.Errorf("set twice: %q, then %q, %v", got, again, err)
		}
	})
}
