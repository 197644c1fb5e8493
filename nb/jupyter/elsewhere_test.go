package jupyter

import (
	_ "embed"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

//go:embed testdata/elsewhere.py
var elsewhereProgram string

// TestKernelElsewhere installs the kernel for a user, as .binder/README.md says, and uses it as a program does that knows
// only that folder: VS Code, or Jupyter of another installation.
func TestKernelElsewhere(t *testing.T) {
	p, home := kernelReady(t), t.TempDir()
	caches, err := exec.Command("go", "env", "GOCACHE", "GOMODCACHE").Output() // lie in the home of whoever tests
	if err != nil {
		t.Fatal(explain(err))
	}
	build, modules, _ := strings.Cut(strings.TrimSpace(string(caches)), "\n")
	environment := append(slices.DeleteFunc(os.Environ(), func(v string) bool {
		return strings.HasPrefix(v, "JUPYTER_") || strings.HasPrefix(v, "XDG_") || strings.HasPrefix(v, "HOME=")
	}), "HOME="+home, "GOCACHE="+build, "GOMODCACHE="+modules)
	spec := p.Hidden("venv", "share", "jupyter", "kernels", KernelName)
	install := exec.CommandContext(t.Context(), filepath.Join(p.VenvBin(), "jupyter"), "kernelspec", "install", "--user", spec)
	install.Env = environment
	if output, err := install.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	kernels := filepath.Join(home, ".local", "share", "jupyter", "kernels")
	if runtime.GOOS == "darwin" {
		kernels = filepath.Join(home, "Library", "Jupyter", "kernels")
	}

	use := exec.CommandContext(t.Context(), p.python(), "-I", "-c", elsewhereProgram, kernels, KernelName)
	use.Dir, use.Env, use.Stderr = home, append(environment, "PATH=/usr/bin:/bin"), os.Stderr
	output, err := use.Output()
	if err != nil {
		t.Fatal(err)
	}
	var found struct {
		Printed, Saved []string
		Spec           kernelspec
	}
	if err := json.Unmarshal(output, &found); err != nil {
		t.Fatal(err)
	}
	if strings.Join(found.Printed, "") != "42\n" || strings.Join(found.Saved, "") != "saved\n" {
		t.Errorf("a cell printed %q, an interrupted one %q", found.Printed, found.Saved)
	}
	if s := found.Spec; s.DisplayName != "Go (seqpair)" || s.Language != "go" || s.InterruptMode != "message" || s.Argv[0] != p.tool("gonb") {
		t.Errorf("the kernel is %+v", s)
	}
}
