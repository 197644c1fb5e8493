package backend

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// nowhere makes a world without plugins: an empty working directory and home.
func nowhere(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	t.Chdir(dir)
	t.Setenv("HOME", dir)
	t.Setenv("PJRT_PLUGIN_LIBRARY_PATH", "")
	t.Setenv("GOMLX_BACKEND", "")
	if path, found := Find(); found {
		t.Skipf("this machine has a plugin for everybody: %s", path)
	}
	return dir
}

func plant(t *testing.T, path string) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("not a library"), 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestFindLooksUpward(t *testing.T) {
	dir := nowhere(t)
	want := plant(t, filepath.Join(dir, PluginDir, "pjrt_c_api_cpu_plugin.so"))
	deep := filepath.Join(dir, "notebooks", "deep")
	if err := os.MkdirAll(deep, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Chdir(deep)
	if path, found := Find(); !found || !sameFile(t, path, want) {
		t.Errorf("found %q, want %q", path, want)
	}
	nearer := plant(t, filepath.Join(deep, PluginDir, "pjrt_c_api_cpu_v0.114.0_plugin.so"))
	if path, _ := Find(); !sameFile(t, path, nearer) {
		t.Errorf("found %q, want the nearer %q", path, nearer)
	}
	first := plant(t, filepath.Join(dir, "named", "pjrt_c_api_cpu_plugin.so"))
	t.Setenv("PJRT_PLUGIN_LIBRARY_PATH", filepath.Dir(first))
	if path, _ := Find(); !sameFile(t, path, first) {
		t.Errorf("found %q, want the variable's %q", path, first)
	}
}

func sameFile(t *testing.T, a, b string) bool {
	t.Helper()
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	return errX == nil && errY == nil && os.SameFile(x, y)
}

func TestFindIgnoresOtherFiles(t *testing.T) {
	dir := nowhere(t)
	plant(t, filepath.Join(dir, PluginDir, "pjrt_c_api_cuda_plugin.so"))
	if err := os.MkdirAll(filepath.Join(dir, PluginDir, "pjrt_c_api_cpu_plugin.so"), 0o755); err != nil {
		t.Fatal(err)
	}
	if path, found := Find(); found {
		t.Errorf("found %q", path)
	}
}

func TestOpenFallsBackInOneLine(t *testing.T) {
	dir := nowhere(t)
	for name, prepare := range map[string]func(){
		"no plugin":     func() {},
		"broken plugin": func() { plant(t, filepath.Join(dir, PluginDir, "pjrt_c_api_cpu_plugin.so")) },
	} {
		prepare()
		var notice bytes.Buffer
		b, err := open(&notice)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		b.Finalize()
		if !strings.HasPrefix(b.Name(), "Go") {
			t.Errorf("%s: backend %s", name, b.Name())
		}
		if lines := strings.Count(notice.String(), "\n"); lines != 1 || !strings.Contains(notice.String(), "slower") {
			t.Errorf("%s: notice %q", name, notice.String())
		}
	}
}

func TestEnvironmentWins(t *testing.T) {
	for config, want := range map[string]string{"go": "", "go:ops_sequential": "", "none": "unknown backend", "go:speed=9": "GOMLX_BACKEND=go:speed=9"} {
		t.Setenv("GOMLX_BACKEND", config)
		var notice bytes.Buffer
		b, err := open(&notice)
		if err == nil {
			b.Finalize()
		}
		if (want == "") != (err == nil) || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("GOMLX_BACKEND=%s: error %v, want %q", config, err, want)
		}
		if notice.Len() > 0 {
			t.Errorf("GOMLX_BACKEND=%s: notice %q", config, notice.String())
		}
	}
}

func TestXLALoads(t *testing.T) {
	plugin, found := Find()
	if !found || openXLA == nil {
		t.Skip("no XLA plugin, or built without XLA")
	}
	for _, config := range []string{"", "xla", "xla:cpu", "xla:" + plugin} {
		t.Setenv("GOMLX_BACKEND", config)
		b, err := New()
		if err != nil {
			t.Fatalf("GOMLX_BACKEND=%q: %v", config, err)
		}
		if b.Name() != "xla" {
			t.Errorf("GOMLX_BACKEND=%q: backend %s", config, b.Name())
		}
		if n := b.NumDevices(); n != 1 {
			t.Errorf("GOMLX_BACKEND=%q: %d devices, which share the cores", config, n)
		}
		b.Finalize()
	}
}

// TestFlagsAreForTheKnownPlugin: others might not know them, and the user's are left alone.
func TestFlagsAreForTheKnownPlugin(t *testing.T) {
	if openXLA == nil {
		t.Skip("built without XLA")
	}
	other := plant(t, filepath.Join(t.TempDir(), pluginFile))
	known := filepath.Join(t.TempDir(), pluginFile)
	if err := os.WriteFile(known, nil, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(known, wheelMemberSize); err != nil { // no file of this size is written
		t.Fatal(err)
	}
	for _, c := range []struct{ plugin, users, want string }{{known, "", "--xla_cpu"}, {other, "", ""}, {known, "--theirs", "--theirs"}} {
		t.Setenv("XLA_FLAGS", c.users)
		if c.users == "" {
			os.Unsetenv("XLA_FLAGS")
		}
		if _, err := openXLA(c.plugin); err == nil {
			t.Error("an empty file was loaded")
		}
		if got := os.Getenv("XLA_FLAGS"); !strings.HasPrefix(got, c.want) || c.want == "" && got != "" {
			t.Errorf("%s, flags %q: %q, want %q", c.plugin, c.users, got, c.want)
		}
	}
}

func TestInstallKeepsWhatIsThere(t *testing.T) {
	dir := nowhere(t)
	want := plant(t, filepath.Join(dir, PluginDir, "pjrt_c_api_cpu_plugin.so"))
	path, err := Install(context.Background(), filepath.Join(dir, "elsewhere"), &bytes.Buffer{})
	if err != nil || !sameFile(t, path, want) {
		t.Errorf("%q, %v", path, err)
	}
	if _, err := os.Stat(filepath.Join(dir, "elsewhere")); err == nil {
		t.Error("a directory was made")
	}
}

func TestInstallFailsWhole(t *testing.T) {
	dir := nowhere(t)
	t.Setenv("GOMLX_NO_AUTO_INSTALL", "1")
	t.Setenv("PATH", dir) // no python3
	into := filepath.Join(dir, "xla")
	var progress bytes.Buffer
	_, err := Install(context.Background(), into, &progress)
	if err == nil || !strings.Contains(err.Error(), "GOMLX_NO_AUTO_INSTALL") || !strings.Contains(err.Error(), "python3") {
		t.Errorf("error %v", err)
	}
	if entries, err := os.ReadDir(into); err != nil || len(entries) > 0 {
		t.Errorf("%d entries are left, %v", len(entries), err)
	}
}

func TestInstallHeedsItsContext(t *testing.T) {
	dir := nowhere(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Install(ctx, filepath.Join(dir, "xla"), &bytes.Buffer{}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func TestWithinGivesUp(t *testing.T) {
	never := make(chan error)
	if err := within(context.Background(), time.Millisecond, func() error { return <-never }); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v", err)
	}
	if err := within(context.Background(), time.Minute, func() error { return os.ErrInvalid }); !errors.Is(err, os.ErrInvalid) {
		t.Errorf("error %v", err)
	}
}

func TestExtract(t *testing.T) {
	dir := t.TempDir()
	archive := filepath.Join(dir, "wheel.whl")
	var content bytes.Buffer
	w := zip.NewWriter(&content)
	member, err := w.Create("package/plugin.so")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := member.Write([]byte("plugin")); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(archive, content.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "plugin.so")
	if err := extract(archive, "package/plugin.so", path); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != "plugin" {
		t.Errorf("%q, %v", got, err)
	}
	if err := extract(archive, "package/other.so", filepath.Join(dir, "other.so")); err == nil {
		t.Error("a member that is not there was extracted")
	}
}

func TestDescribe(t *testing.T) {
	t.Setenv("GOMLX_BACKEND", "go")
	b, err := New()
	if err != nil {
		t.Fatal(err)
	}
	defer b.Finalize()
	if !IsPureGo(b) || Describe(b) != "pure Go" {
		t.Errorf("pure Go: %t, %q", IsPureGo(b), Describe(b))
	}
}

func TestDescribeXLA(t *testing.T) {
	plugin, found := Find()
	if !found || openXLA == nil {
		t.Skip("no XLA")
	}
	b, err := openXLA(plugin)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Finalize()
	if said := Describe(b); IsPureGo(b) || !strings.HasPrefix(said, "XLA (PJRT v") || strings.Contains(said, "/") {
		t.Errorf("pure Go: %t, %q", IsPureGo(b), said)
	}
}
