package jupyter

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

func TestKernelspec(t *testing.T) {
	p := Project{Root: "/home/me/a $b", Module: "mine"}
	content, err := json.Marshal(p.kernelspec("/usr/local/go", goFlags, p.PluginDir()+"/pjrt_c_api_cpu_plugin.so", ""))
	if err != nil {
		t.Fatal(err)
	}
	var spec struct {
		Argv          []string
		DisplayName   string            `json:"display_name"`
		InterruptMode string            `json:"interrupt_mode"`
		Env           map[string]string `json:"env"`
	}
	if err := json.Unmarshal(content, &spec); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"/home/me/a $b/.seqpair/bin/gonb", "{connection_file}", "-raw_error=true", "-go_work=/home/me/a $b"} {
		if !slices.Contains(spec.Argv, want) {
			t.Errorf("argv lacks %q: %q", want, spec.Argv)
		}
	}
	for name, want := range map[string]string{
		"PATH":                     "/home/me/a $$b/.seqpair/bin:/usr/local/go/bin:${PATH}",
		"GOPROXY":                  "off",
		"GOFLAGS":                  goFlags,
		"TMPDIR":                   "/home/me/a $$b/.seqpair/tmp",
		"GOMLX_NO_AUTO_INSTALL":    "1",
		"PJRT_PLUGIN_LIBRARY_PATH": "/home/me/a $$b/.seqpair/xla",
	} {
		if spec.Env[name] != want {
			t.Errorf("%s is %q, want %q", name, spec.Env[name], want)
		}
	}
	if spec.DisplayName != "Go (seqpair)" || spec.InterruptMode != "message" {
		t.Errorf("display name %q, interrupt mode %q", spec.DisplayName, spec.InterruptMode)
	}
	if _, set := p.kernelspec("/go", goFlags, "/usr/lib/pjrt_c_api_cpu_plugin.so", "").Env["PJRT_PLUGIN_LIBRARY_PATH"]; set {
		t.Error("a plugin that lies elsewhere was found without the variable")
	}
	if _, set := spec.Env["GOEXPERIMENT"]; set {
		t.Error("beside a plugin GOEXPERIMENT is set")
	}
	if got := p.kernelspec("/go", goFlags, "", simd).Env["GOEXPERIMENT"]; got != simd {
		t.Errorf("GOEXPERIMENT is %q, want simd", got)
	}
}

// TestExperiment sets a project up in which a plugin is wanted: cells use vectors until there is one.
func TestExperiment(t *testing.T) {
	if runtime.GOARCH != "amd64" {
		t.Skip("Go has no vectors for " + runtime.GOARCH)
	}
	plugin := filepath.Join(t.TempDir(), "plugin.so")
	s := Setup{Project: Project{Root: t.TempDir()}, Plugin: func(context.Context, string, io.Writer) (string, error) { return plugin, nil }}
	var toolchain goToolchain
	if s.vectorsStep(toolchain).done() || s.experiment(toolchain) != "" {
		t.Error("vectors that nothing was compiled for are done")
	}
	if err := errors.Join(writeFile(s.Project.Hidden("goflags"), nil), s.Project.warmStamp(toolchain, simd).set()); err != nil {
		t.Fatal(err)
	}
	if got := s.experiment(toolchain); got != simd {
		t.Errorf("without a plugin the experiment is %q, want simd", got)
	}
	if err := errors.Join(os.WriteFile(plugin, nil, 0o644), s.pluginStep().run(t.Context(), io.Discard)); err != nil {
		t.Fatal(err)
	}
	if got := s.experiment(toolchain); got != "" || !s.vectorsStep(toolchain).done() {
		t.Errorf("with a plugin the experiment is %q, want none", got)
	}
	unwanted := Setup{Project: Project{Root: t.TempDir()}}
	if got := unwanted.experiment(toolchain); got != "" || !unwanted.vectorsStep(toolchain).done() {
		t.Errorf("where no plugin is wanted the experiment is %q, want none", got)
	}
}

// TestPins compares the kernel with the package that cells talk to it through.
func TestPins(t *testing.T) {
	version := func(content []byte) string {
		return string(regexp.MustCompile(`github\.com/janpfeifer/gonb (v\S+)`).FindSubmatch(content)[1])
	}
	mod, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	if kernel, library := version(toolsMod), version(mod); kernel != library {
		t.Errorf("pins/gonb.mod has gonb %s, go.mod has %s", kernel, library)
	}
	for _, direct := range directRequirements {
		if !slices.Contains(strings.Fields(string(requirements)), direct) {
			t.Errorf("pins/requirements.txt lacks %s", direct)
		}
	}
	for _, line := range strings.Fields(string(requirements)) {
		if !strings.Contains(line, "==") {
			t.Errorf("pins/requirements.txt: %s has no version", line)
		}
	}
}

func TestStamp(t *testing.T) {
	p := Project{Root: t.TempDir()}
	made := filepath.Join(p.Root, "made")
	s := p.stamp("step", "a", "b")
	if s.done() {
		t.Error("done before it was set")
	}
	if err := s.set(); err != nil {
		t.Fatal(err)
	}
	if !s.done() {
		t.Error("not done after it was set")
	}
	if s.done(made) {
		t.Error("done although what it made is missing")
	}
	for name, other := range map[string]stamp{
		"other inputs": p.stamp("step", "a", "c"), "inputs joined": p.stamp("step", "ab"),
		"other step": p.stamp("other", "a", "b"), "moved": {path: s.path, key: (Project{Root: "/elsewhere"}).stamp("step", "a", "b").key},
	} {
		if other.done() {
			t.Errorf("%s: done", name)
		}
	}
	if err := errors.Join(s.clear(), s.clear()); err != nil || s.done() {
		t.Errorf("after clear: %v, done %v", err, s.done())
	}
}

func TestSteps(t *testing.T) {
	p := Project{Root: t.TempDir()}
	var order, shown bytes.Buffer
	make := func(name string, err error) step {
		return step{name: name, done: func() bool { return false }, run: func(context.Context, io.Writer) error {
			order.WriteString(name)
			return err
		}}
	}
	s := newSteps(t.Context(), p, &shown)
	a := s.start(make("A", nil))
	b := s.start(make("B", optional{errors.New("not here")}), a)
	s.start(make("C", nil), a, b)
	if err := s.wait(); err != nil || order.String() != "ABC" {
		t.Errorf("got %v in the order %s", err, &order)
	}
	if !strings.Contains(shown.String(), "B: not available: not here") {
		t.Errorf("shown:\n%s", &shown)
	}

	order.Reset()
	s = newSteps(t.Context(), p, nil)
	a = s.start(make("A", errors.New("broken")))
	s.start(make("B", nil), a)
	if err := s.wait(); err == nil || err.Error() != "set-up, A: broken" || order.String() != "A" {
		t.Errorf("got %v in the order %s", err, &order)
	}
}

func TestStepsEndWithTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := newSteps(ctx, Project{Root: t.TempDir()}, nil)
	s.start(step{name: "A", done: func() bool { return false }, run: func(ctx context.Context, log io.Writer) error {
		cancel()
		return run(command(ctx, log, "", "sleep", "60"))
	}})
	began := time.Now()
	if err := s.wait(); !errors.Is(err, context.Canceled) || time.Since(began) > 20*time.Second {
		t.Errorf("got %v after %v", err, time.Since(began))
	}
}

func TestTutorials(t *testing.T) {
	p := Project{Root: t.TempDir()}
	files := fstest.MapFS{"a.ipynb": {Data: []byte("1")}, "data/d.txt": {Data: []byte("d")}}
	copied := func() (a, d string) {
		t.Helper()
		dir, err := p.Tutorials(files)
		if err != nil {
			t.Fatal(err)
		}
		first, _ := os.ReadFile(filepath.Join(dir, "a.ipynb"))
		second, _ := os.ReadFile(filepath.Join(dir, "data", "d.txt"))
		return string(first), string(second)
	}
	if a, d := copied(); a != "1" || d != "d" {
		t.Fatalf("got %q, %q", a, d)
	}
	files["a.ipynb"].Data = []byte("2")
	if a, _ := copied(); a != "2" {
		t.Errorf("a new version did not replace an untouched file: %q", a)
	}
	if err := os.WriteFile(p.Hidden("tutorials", "a.ipynb"), []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	files["a.ipynb"].Data = []byte("3")
	if a, _ := copied(); a != "mine" {
		t.Errorf("a file that was worked on was replaced by %q", a)
	}
	if err := os.Remove(p.Hidden("tutorials", "a.ipynb")); err != nil {
		t.Fatal(err)
	}
	if a, _ := copied(); a != "3" {
		t.Errorf("a removed file came back as %q", a)
	}
}

func TestTutorialRun(t *testing.T) {
	p := Project{Root: t.TempDir()}
	files := fstest.MapFS{"a.ipynb": {Data: []byte("1")}, "data/d.txt": {Data: []byte("d")}}
	folder := func(set map[string]string) string {
		t.Helper()
		dir, err := p.TutorialRun(files, set)
		if err != nil {
			t.Fatal(err)
		}
		if content, _ := os.ReadFile(filepath.Join(dir, "data", "d.txt")); string(content) != "d" {
			t.Errorf("the data are %q", content)
		}
		return dir
	}
	plain := folder(nil)
	if again := folder(map[string]string{}); again != plain {
		t.Errorf("the same run has the folders %s and %s", plain, again)
	}
	one := folder(map[string]string{"epochs": "1", "seed": "2"})
	files["a.ipynb"].Data = []byte("2")
	newer := folder(nil)
	if plain == one || plain == newer || one == newer {
		t.Errorf("other parameters, or another version, share a folder: %s, %s, %s", plain, one, newer)
	}
	if name := p.executedName(filepath.Join(one, "a.ipynb")); name != "a" {
		t.Errorf("it is executed as %s", name)
	}
}

func TestExecutedName(t *testing.T) {
	p := Project{Root: "/p"}
	for path, want := range map[string]string{"/p/a.ipynb": "a", "/p/x/a.ipynb": "x/a", "/elsewhere/x/a.ipynb": "a", "/p/.seqpair/tutorials/a.ipynb": "a"} {
		if got := p.executedName(path); got != want {
			t.Errorf("%s: got %s, want %s", path, got, want)
		}
	}
}

func TestFind(t *testing.T) {
	root := t.TempDir()
	root, err := filepath.EvalSymlinks(root)
	if err != nil {
		t.Fatal(err)
	}
	deep := filepath.Join(root, "a", "b")
	if err := os.MkdirAll(deep, 0o755); err != nil {
		t.Fatal(err)
	}
	mod := func(content string) {
		if err := os.WriteFile(filepath.Join(root, "go.mod"), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := Find(deep); !errors.Is(err, ErrNoModule) {
		t.Errorf("no go.mod: got %v", err)
	}
	mod("module mine\n\nrequire github.com/seqpair/seqpair v0.1.0\n")
	if p, err := Find(deep); err != nil || p != (Project{Root: root, Module: "mine"}) {
		t.Errorf("got %+v, %v", p, err)
	}
	mod("module github.com/seqpair/seqpair\n")
	if p, err := Find(root); err != nil || !p.Home {
		t.Errorf("the repository: got %+v, %v", p, err)
	}
	mod("module mine\n")
	if _, err := Find(deep); err == nil || !strings.Contains(err.Error(), "run `go get -tool github.com/seqpair/seqpair/nb/cmd/seqpair` there") {
		t.Errorf("seqpair is not required: got %v", err)
	}
	mod("modul mine\n")
	if _, err := Find(deep); err == nil || !strings.Contains(err.Error(), "go.mod") {
		t.Errorf("broken go.mod: got %v", err)
	}
}

func TestCreate(t *testing.T) {
	source := Source{Dir: filepath.Join("..", "..")}
	source.Dir, _ = filepath.Abs(source.Dir)
	dir := filepath.Join(t.TempDir(), "My Pairs!")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "first.ipynb"), []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	p, err := Create(t.Context(), dir, source)
	if err != nil {
		t.Fatal(err)
	}
	if p.Module != "my-pairs" || p.Home {
		t.Errorf("got %+v", p)
	}
	if kept, _ := os.ReadFile(filepath.Join(dir, "first.ipynb")); string(kept) != "mine" {
		t.Error("a file was written over")
	}
	entries, _ := os.ReadDir(dir)
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	if want := []string{"first.ipynb", "go.mod", "go.sum"}; !slices.Equal(names, want) {
		t.Errorf("the folder holds %q, want %q", names, want)
	}
	list := exec.Command("go", append([]string{"list", "-mod=readonly", "-deps"}, cellImports...)...)
	list.Dir, list.Env = dir, append(os.Environ(), "GOPROXY=off", "GOWORK=off", "GOFLAGS=")
	if output, err := list.CombinedOutput(); err != nil {
		t.Errorf("what cells import does not resolve: %v\n%s", err, output)
	}
}

func TestCreateRefuses(t *testing.T) {
	home, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("HOME", home)
	code := t.TempDir()
	if err := os.WriteFile(filepath.Join(code, "a.go"), []byte("package a\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for dir, want := range map[string]string{home: "no place for a project", "/": "no place for a project", code: "holds Go files but no go.mod"} {
		if _, err := Create(t.Context(), dir, Source{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", dir, err, want)
		}
	}
}

func TestModuleName(t *testing.T) {
	for folder, want := range map[string]string{"pairs-2": "pairs-2", "My Pairs!": "my-pairs", "données": "donn-es", "***": "pairs", ".x": "x"} {
		if got := moduleName(folder); got != want {
			t.Errorf("%q: got %q, want %q", folder, got, want)
		}
	}
}

// TestCommandLinksWhatCellsImport: `go get -tool` of the command then completes a module's go.mod and go.sum.
func TestCommandLinksWhatCellsImport(t *testing.T) {
	output, err := exec.Command("go", "list", "-deps", ModulePath+"/nb/cmd/seqpair").Output()
	if err != nil {
		t.Fatal(explain(err))
	}
	linked := strings.Fields(string(output))
	for _, path := range cellImports {
		if strings.Contains(path, ".") && !slices.Contains(linked, path) {
			t.Errorf("cells import %s, the command does not", path)
		}
	}
}

// TestKernelGo builds with a go command that makes a cell which fails, and runs it as the kernel does.
func TestKernelGo(t *testing.T) {
	home := t.TempDir()
	p := Project{Root: filepath.Join(home, "it's mine")}
	goroot, script, temporary := filepath.Join(home, "it's go"), p.tool("go"), filepath.Join(home, "gonb_1")
	for path, content := range map[string]string{
		filepath.Join(goroot, "bin", "go"): "#!/bin/sh\necho \"$GOGC $GOMEMLIMIT $#\" \"$4\"\n[ \"$2\" = -o ] && printf '#!/bin/sh\\necho $1; echo bad >&2; exit 3\\n' >$3 && chmod +x $3 || true",
		p.tool("brief"):                    "#!/bin/sh\nsed 's/^/brief: /'\n",
		script:                             p.kernelGo(goroot),
	} {
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.MkdirAll(temporary, 0o755), os.WriteFile(path, []byte(content), 0o755)); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("GONB_TMP_DIR", temporary)
	cell, other := filepath.Join(temporary, "gonb_1"), filepath.Join(home, "other")
	for _, c := range []struct{ name, argument, want string }{
		{cell, "-ldflags=-s -w", "off 1GiB 4 -ldflags=-s -w\n"},
		{cell, "again", "off 1GiB 4 again\n"},
		{other, "-v", "off 1GiB 4 -v\n"},
	} {
		out, err := exec.Command(script, "build", "-o", c.name, c.argument).CombinedOutput()
		if err != nil || string(out) != c.want {
			t.Errorf("%s: %q, want %q: %v", c.name, out, c.want, err)
		}
	}
	for path, want := range map[string]string{cell: "brief: bad\n", other: "bad\n"} {
		run := exec.Command(path, "an argument")
		var stderr bytes.Buffer
		run.Stderr = &stderr
		out, err := run.Output()
		if string(out) != "an argument\n" || stderr.String() != want || run.ProcessState.ExitCode() != 3 {
			t.Errorf("%s: %q, %q, %v", path, out, &stderr, err)
		}
	}
}
