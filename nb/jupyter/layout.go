package jupyter

import (
	"os"
	"path/filepath"
)

// Hidden returns a path inside the project's own hidden folder, the only one that a set-up writes to.
func (p Project) Hidden(elements ...string) string {
	return filepath.Join(append([]string{p.Root, ".seqpair"}, elements...)...)
}

// PluginDir is where the XLA plugin is installed.
func (p Project) PluginDir() string { return p.Hidden("xla") }

// VenvBin is the folder of the Python programs.
func (p Project) VenvBin() string { return p.Hidden("venv", "bin") }

func (p Project) python() string { return filepath.Join(p.VenvBin(), "python") }

func (p Project) tool(name string) string { return p.Hidden("bin", name) }

// environment is the calling process's with Jupyter's own folders moved into the project.
func (p Project) environment() []string {
	return append(os.Environ(),
		"JUPYTER_CONFIG_DIR="+p.Hidden("jupyter", "config"),
		"JUPYTER_DATA_DIR="+p.Hidden("jupyter", "data"),
		"JUPYTER_RUNTIME_DIR="+p.Hidden("jupyter", "runtime"),
		"IPYTHONDIR="+p.Hidden("jupyter", "ipython"),
		"JUPYTERLAB_SETTINGS_DIR="+p.Hidden("jupyter", "lab", "settings"),
		"JUPYTERLAB_WORKSPACES_DIR="+p.Hidden("jupyter", "lab", "workspaces"),
		"JUPYTER_PREFER_ENV_PATH=1",
		"PIP_DISABLE_PIP_VERSION_CHECK=1",
		"PIP_USER=0",
	)
}
