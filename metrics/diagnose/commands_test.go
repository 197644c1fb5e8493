package diagnose

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// TestCommandsHaveTheirFlags: what a text tells to type is a command of seqpair, with flags that it has.
func TestCommandsHaveTheirFlags(t *testing.T) {
	const commands = "../../nb/cmd/seqpair/"
	declared := regexp.MustCompile(`Var\(&[^,]+, "([a-z0-9-]+)"`)
	flags := map[string]map[string]bool{}
	for command, sources := range map[string][]string{"report": {"report.go"}, "diagnose": {"diagnose.go", "report.go", "pairsorder.go"}} {
		flags[command] = map[string]bool{}
		for _, source := range sources {
			code, err := os.ReadFile(commands + source)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range declared.FindAllStringSubmatch(string(code), -1) {
				flags[command][m[1]] = true
			}
		}
	}
	texts, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile(`seqpair ([a-z]+)((?: -[a-z0-9-]+(?: [A-Zvt][A-Za-z.]+)?)+)`)
	seen := 0
	for _, text := range append(texts, "CATALOGUE.md") {
		code, err := os.ReadFile(text)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range named.FindAllStringSubmatch(string(code), -1) {
			for _, flag := range regexp.MustCompile(` -([a-z0-9-]+)`).FindAllStringSubmatch(m[2], -1) {
				seen++
				if !flags[m[1]][flag[1]] {
					t.Errorf("%s: seqpair %s has no -%s", text, m[1], flag[1])
				}
			}
		}
	}
	if seen < 5 {
		t.Errorf("%d flags are named: does the pattern still read them?", seen)
	}
}
