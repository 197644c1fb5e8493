package jupyter

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"time"
)

// A Lab is one session of JupyterLab, which shows the whole project.
type Lab struct {
	Folder    string    // opened at first; absolute or relative to the project
	Open      string    // notebook in Folder that is opened
	NoBrowser bool      // open no browser; none is opened without a display in any case
	Output    io.Writer // gets the address with its token, and warnings
}

// Lab runs JupyterLab until ctx ends, then shuts it down with its kernels. That is no error.
func (p Project) Lab(ctx context.Context, lab Lab) error {
	server := exec.CommandContext(ctx, p.python(), append([]string{"-I", "-m", "jupyterlab"}, p.labArguments(lab)...)...)
	server.Dir, server.Env = p.Root, p.environment()
	server.Stdout, server.Stderr = lab.Output, lab.Output
	server.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // Ctrl-C reaches it from here, without its question
	server.Cancel = func() error { return server.Process.Signal(syscall.SIGTERM) }
	server.WaitDelay = 20 * time.Second
	err := server.Run()
	if ctx.Err() != nil {
		return nil
	}
	if errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("JupyterLab is not set up here: %w", err)
	}
	return err
}

func (p Project) labArguments(lab Lab) []string {
	folder := lab.Folder
	if !filepath.IsAbs(folder) {
		folder = filepath.Join(p.Root, folder)
	}
	address := "/lab"
	if relative, err := filepath.Rel(p.Root, filepath.Join(folder, lab.Open)); err == nil && isFile(filepath.Join(folder, lab.Open)) {
		address = "/lab/tree/" + filepath.ToSlash(relative)
	}
	arguments := []string{
		"--ServerApp.root_dir=" + p.Root,
		"--LabApp.default_url=" + address,
		"--ContentsManager.allow_hidden=True",
		"--KernelSpecManager.ensure_native_kernel=False",
		"--Application.log_level=ERROR",
	}
	if lab.NoBrowser || !hasDisplay() {
		arguments = append(arguments, "--no-browser")
	}
	if os.Geteuid() == 0 {
		arguments = append(arguments, "--allow-root")
	}
	return arguments
}

func hasDisplay() bool {
	return runtime.GOOS == "darwin" || os.Getenv("DISPLAY") != "" || os.Getenv("WAYLAND_DISPLAY") != "" || os.Getenv("BROWSER") != ""
}
