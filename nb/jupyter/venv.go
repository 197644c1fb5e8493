package jupyter

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
)

// usablePython exits with 0 where a venv can be made for JupyterLab.
const usablePython = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))"

func (p Project) venvStep() step {
	stamp := p.stamp("venv")
	return step{
		name: "Python venv",
		done: func() bool { return stamp.done(p.python()) },
		run: func(ctx context.Context, log io.Writer) error {
			if err := errors.Join(stamp.clear(), p.packagesStamp().clear()); err != nil {
				return err
			}
			python, err := findPython(ctx)
			if err != nil {
				return err
			}
			venv := command(ctx, log, p.Root, python, "-I", "-m", "venv", "--clear", p.Hidden("venv"))
			if err := run(venv); err != nil {
				return err
			}
			return stamp.set()
		},
	}
}

// findPython returns the first Python in PATH that can make a venv: Debian's own often lacks the module.
func findPython(ctx context.Context) (string, error) {
	found := ""
	for _, dir := range filepath.SplitList(os.Getenv("PATH")) {
		for _, name := range []string{"python3", "python"} {
			path := filepath.Join(dir, name)
			if _, err := exec.LookPath(path); err != nil {
				continue
			}
			found = path
			if exec.CommandContext(ctx, path, "-I", "-c", usablePython).Run() == nil {
				return path, nil
			}
		}
	}
	if found == "" {
		return "", errors.New("no python3 in PATH: install Python 3.10 or newer (Debian, Ubuntu: `apt install python3-venv`)")
	}
	return "", errors.New(found + " is older than 3.10 or lacks the module venv: install it (Debian, Ubuntu: `apt install python3-venv`)")
}

func (p Project) packagesStamp() stamp { return p.stamp("packages", string(requirements)) }

func (p Project) packagesStep() step {
	stamp := p.packagesStamp()
	return step{
		name: "JupyterLab",
		done: func() bool { return stamp.done(p.python()) },
		run: func(ctx context.Context, log io.Writer) error {
			if err := stamp.clear(); err != nil {
				return err
			}
			if err := p.installPackages(ctx, log); err != nil {
				return err
			}
			if err := writeFile(p.Hidden("venv", "share", "jupyter", "lab", "settings", "overrides.json"), labOverrides); err != nil {
				return err
			}
			return stamp.set()
		},
	}
}

// labOverrides keep JupyterLab from asking the network for news and updates.
var labOverrides = []byte(`{
  "@jupyterlab/apputils-extension:notification": {"checkForUpdates": false, "fetchNews": "false"}
}
`)

// installPackages installs the pinned set, without resolving since it is complete. A Python that needs
// other packages besides, or has no wheel for one of them, gets what pip resolves.
func (p Project) installPackages(ctx context.Context, log io.Writer) error {
	file := p.Hidden("requirements.txt")
	if err := writeFile(file, requirements); err != nil {
		return err
	}
	pip := func(arguments ...string) error {
		c := command(ctx, log, p.Root, p.python(), append([]string{"-I", "-m", "pip", "install", "--quiet"}, arguments...)...)
		c.Env = p.environment()
		return run(c)
	}
	loads := func() error {
		c := command(ctx, log, p.Root, p.python(), "-I", "-c", "import jupyterlab.labapp, nbclient, nbconvert, nbformat")
		c.Env = p.environment()
		return run(c)
	}
	err := pip("--no-deps", "-r", file)
	if err == nil {
		err = loads()
	}
	if err == nil || ctx.Err() != nil {
		return err
	}
	if err := pip(directRequirements...); err != nil {
		return err
	}
	return loads()
}
