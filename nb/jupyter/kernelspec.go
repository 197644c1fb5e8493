package jupyter

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// KernelName is the kernel that notebooks name in their metadata: GoNB's own name, so that they open
// elsewhere as well.
const KernelName = "gonb"

// A kernelspec is what Jupyter reads to start a kernel.
type kernelspec struct {
	Argv          []string          `json:"argv"`
	DisplayName   string            `json:"display_name"`
	Language      string            `json:"language"`
	InterruptMode string            `json:"interrupt_mode"`
	Env           map[string]string `json:"env"`
}

// kernelspec starts GoNB such that cells are built in a workspace with the project, whatever PATH and Go
// settings the caller has, and never ask the network. Errors are text, for terminals and saved notebooks.
func (p Project) kernelspec(goroot, flags, plugin, experiment string) kernelspec {
	env := map[string]string{
		"PATH":                  escape(p.Hidden("bin")+string(os.PathListSeparator)+filepath.Join(goroot, "bin")) + string(os.PathListSeparator) + "${PATH}",
		"GOPROXY":               "off",
		"GOWORK":                "",
		"GOFLAGS":               flags,
		"TMPDIR":                escape(p.Hidden("tmp")),
		"GOMLX_NO_AUTO_INSTALL": "1",
	}
	if filepath.Dir(plugin) == p.PluginDir() {
		env["PJRT_PLUGIN_LIBRARY_PATH"] = escape(p.PluginDir())
	}
	if experiment != "" {
		env["GOEXPERIMENT"] = experiment
	}
	return kernelspec{
		Argv: []string{
			p.tool("gonb"), "--kernel", "{connection_file}", "-logtostderr=false", "-stderrthreshold=FATAL",
			"-log_file=" + os.DevNull, "-raw_error=true", "-go_work=" + p.Root,
		},
		DisplayName:   "Go (seqpair)",
		Language:      "go",
		InterruptMode: "message",
		Env:           env,
	}
}

// escape protects a path from the substitution of ${…} that Jupyter does in a kernel's environment.
func escape(path string) string { return strings.ReplaceAll(path, "$", "$$") }

func (p Project) kernelspecStep(t goToolchain, experiment func() string) step {
	path := p.Hidden("venv", "share", "jupyter", "kernels", KernelName, "kernel.json")
	goPath := p.Hidden("bin", "go")
	content := func() ([]byte, error) {
		flags, err := os.ReadFile(p.Hidden("goflags"))
		if err != nil {
			return nil, err
		}
		plugin, err := os.ReadFile(p.Hidden("plugin"))
		if err != nil && !os.IsNotExist(err) {
			return nil, err
		}
		return json.MarshalIndent(p.kernelspec(t.GOROOT, string(flags), string(plugin), experiment()), "", "  ")
	}
	return step{
		name: "Kernelspec",
		done: func() bool {
			wanted, err := content()
			present, readErr := os.ReadFile(path)
			script, scriptErr := os.ReadFile(goPath)
			return err == nil && readErr == nil && string(wanted) == string(present) && isDirectory(p.Hidden("tmp")) &&
				scriptErr == nil && string(script) == p.kernelGo(t.GOROOT)
		},
		run: func(context.Context, io.Writer) error {
			wanted, err := content()
			if err != nil {
				return err
			}
			if err := os.MkdirAll(p.Hidden("tmp"), 0o755); err != nil {
				return err
			}
			if err := writeFile(goPath, []byte(p.kernelGo(t.GOROOT))); err != nil {
				return err
			}
			if err := os.Chmod(goPath, 0o755); err != nil {
				return err
			}
			return writeFile(path, wanted)
		},
	}
}

func isDirectory(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}
