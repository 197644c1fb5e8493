package jupyter

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// ModulePath is the module whose notebooks are set up.
const ModulePath = "github.com/seqpair/seqpair"

// ErrNoModule says that no go.mod lies in the folder or above it: [Create] can make one.
var ErrNoModule = errors.New("no go.mod here or above")

// A Project is a Go module in which notebooks run: cells can import every package of its build list, at
// the versions that it pins.
type Project struct {
	Root   string // absolute path of the folder that holds go.mod
	Module string // module path
	Home   bool   // the module is seqpair itself
}

// Find returns the project that dir lies in, by the nearest go.mod. The error is [ErrNoModule] where
// there is none, and says what to do where the module does not require seqpair.
func Find(dir string) (Project, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return Project{}, err
	}
	if dir, err = filepath.EvalSymlinks(dir); err != nil {
		return Project{}, err
	}
	root := dir
	for !isFile(filepath.Join(root, "go.mod")) {
		if root == filepath.Dir(root) {
			return Project{}, fmt.Errorf("%s: %w", dir, ErrNoModule)
		}
		root = filepath.Dir(root)
	}
	return openModule(root)
}

func openModule(root string) (Project, error) {
	var file struct {
		Module  struct{ Path string }
		Require []struct{ Path string }
	}
	edit := exec.CommandContext(context.Background(), "go", "mod", "edit", "-json")
	edit.Dir = root
	output, err := edit.Output()
	if err != nil {
		return Project{}, fmt.Errorf("%s: go mod edit -json: %w", filepath.Join(root, "go.mod"), explain(err))
	}
	if err := json.Unmarshal(output, &file); err != nil {
		return Project{}, fmt.Errorf("%s: %w", filepath.Join(root, "go.mod"), err)
	}
	p := Project{Root: root, Module: file.Module.Path, Home: file.Module.Path == ModulePath}
	if p.Home {
		return p, nil
	}
	for _, required := range file.Require {
		if required.Path == ModulePath {
			return p, nil
		}
	}
	return Project{}, fmt.Errorf("%s does not require %s: run `%s` there", filepath.Join(root, "go.mod"), ModulePath, requireLine)
}

// requireLine adds seqpair to a module, with everything that cells link: cells import packages that the
// command imports.
const requireLine = "go get -tool " + ModulePath + "/nb/cmd/seqpair"

// explain adds what a command wrote to standard error to its exit status.
func explain(err error) error {
	var exit *exec.ExitError
	if errors.As(err, &exit) && len(exit.Stderr) > 0 {
		return fmt.Errorf("%w: %s", err, bytes.TrimSpace(exit.Stderr))
	}
	if errors.Is(err, exec.ErrNotFound) {
		return fmt.Errorf("%w: install Go 1.26 or newer from https://go.dev/dl and put it in PATH", err)
	}
	return err
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}
