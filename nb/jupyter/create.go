package jupyter

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"strings"
)

// FirstNotebook is the file name of the notebook that a new module gets.
const FirstNotebook = "first.ipynb"

//go:embed first.json
var firstNotebook []byte

// A Source is the seqpair that a new module requires: the one that the running command was built from.
type Source struct {
	Dir     string // folder of its go.mod
	Version string // of a release, empty for a local checkout
}

// SourceOf finds the source of the running command by its build information, and by the path that the
// compiler recorded for the file main.go of the command where that is a local checkout.
func SourceOf(ctx context.Context, info *debug.BuildInfo, mainFile string) (Source, error) {
	module := debug.Module{}
	if info != nil {
		module = info.Main
		for _, dependency := range info.Deps {
			if dependency.Path == ModulePath {
				module = *dependency
			}
		}
	}
	checkout := filepath.Dir(filepath.Dir(filepath.Dir(filepath.Dir(mainFile)))) // less nb/cmd/seqpair/main.go
	if p, err := openModule(checkout); err == nil && p.Home && !strings.Contains(checkout, "@") {
		return Source{Dir: checkout}, nil
	}
	if module.Path != ModulePath || module.Version == "" || module.Version == "(devel)" {
		return Source{}, fmt.Errorf("this seqpair does not know where it was built from: start it with `go run %s/nb/cmd/seqpair@VERSION`", ModulePath)
	}
	download := exec.CommandContext(ctx, "go", "mod", "download", "-json", ModulePath+"@"+module.Version)
	download.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=")
	output, err := download.Output()
	if err != nil {
		return Source{}, fmt.Errorf("go mod download: %w", explain(err))
	}
	var answer struct{ Dir string }
	if err := json.Unmarshal(output, &answer); err != nil {
		return Source{}, err
	}
	return Source{Dir: answer.Dir, Version: module.Version}, nil
}

// Create makes dir a module that requires seqpair at the source's version, with the sums of all that
// cells link, and puts a first notebook there. It refuses folders that hold Go files already, and the
// home folder and the file system's root. A file that exists is never written over.
func Create(ctx context.Context, dir string, source Source) (Project, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return Project{}, err
	}
	if dir, err = filepath.EvalSymlinks(dir); err != nil {
		return Project{}, err
	}
	if err := mayBecomeModule(dir); err != nil {
		return Project{}, err
	}
	temporary := filepath.Join(dir, ".seqpair-new") // go.mod appears when it is complete
	if err := errors.Join(os.RemoveAll(temporary), os.Mkdir(temporary, 0o755)); err != nil {
		return Project{}, fmt.Errorf("cannot make a module here: %w", err)
	}
	defer os.RemoveAll(temporary)
	if err := writeModule(ctx, temporary, moduleName(filepath.Base(dir)), source); err != nil {
		return Project{}, fmt.Errorf("make a module in %s: %w", dir, err)
	}
	for _, name := range []string{"go.sum", "go.mod"} {
		if err := os.Rename(filepath.Join(temporary, name), filepath.Join(dir, name)); err != nil {
			return Project{}, err
		}
	}
	first := filepath.Join(dir, FirstNotebook)
	if _, err := os.Stat(first); errors.Is(err, os.ErrNotExist) {
		if err := writeFile(first, firstNotebook); err != nil {
			return Project{}, err
		}
	}
	return openModule(dir)
}

func mayBecomeModule(dir string) error {
	home, err := os.UserHomeDir()
	if err == nil {
		home, _ = filepath.EvalSymlinks(home)
	}
	if dir == filepath.Dir(dir) || dir == home {
		return fmt.Errorf("%s is no place for a project: make a folder and run seqpair there", dir)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return err
	}
	if len(files) > 0 {
		return fmt.Errorf("%s holds Go files but no go.mod: run `go mod init NAME && %s` there", dir, requireLine)
	}
	return nil
}

// writeModule starts from seqpair's own go.mod and go.sum: they name all that cells link, so that no
// version has to be looked up.
func writeModule(ctx context.Context, dir, name string, source Source) error {
	for _, file := range []string{"go.mod", "go.sum"} {
		content, err := os.ReadFile(filepath.Join(source.Dir, file))
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, file), content, 0o644); err != nil {
			return err
		}
	}
	version := source.Version
	edit := []string{"mod", "edit", "-module=" + name, "-tool=" + ModulePath + "/nb/cmd/seqpair"}
	if version == "" {
		version = "v0.0.0"
		edit = append(edit, "-replace="+ModulePath+"="+source.Dir)
	}
	commands := [][]string{append(edit, "-require="+ModulePath+"@"+version), {"list", "-mod=mod", "-deps", ModulePath + "/nb/cmd/seqpair"}}
	for _, arguments := range commands {
		c := exec.CommandContext(ctx, "go", arguments...)
		c.Dir, c.Env = dir, append(os.Environ(), "GOWORK=off", "GOFLAGS=")
		if _, err := c.Output(); err != nil {
			return fmt.Errorf("go %s: %w", strings.Join(arguments, " "), explain(err))
		}
	}
	return nil
}

var notInModuleName = regexp.MustCompile(`[^a-z0-9_-]+`)

// moduleName makes a module path of a folder's name.
func moduleName(folder string) string {
	name := strings.Trim(notInModuleName.ReplaceAllString(strings.ToLower(folder), "-"), "-_")
	if name == "" {
		return "pairs"
	}
	return name
}
