package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/seqpair/seqpair/nb/jupyter"
	"github.com/seqpair/seqpair/notebooks"
)

// running is what the options of run ask for.
type running struct {
	paths     []string
	execution jupyter.Execution
	asJSON    bool
}

func run(ctx context.Context, args []string) error {
	r, err := parseRunning(args)
	if err != nil {
		return err
	}
	p, err := ready(ctx, os.Stderr)
	if err != nil {
		return err
	}
	if r.paths, err = locate(p, r.paths, r.execution.Set); err != nil {
		return err
	}
	results, err := runNotebooks(ctx, p, r.execution, r.paths)
	if err != nil {
		return err
	}
	if r.asJSON {
		return printJSON(struct {
			Notebooks []jupyter.Result `json:"notebooks"`
		}{results})
	}
	for _, result := range results {
		fmt.Fprintf(stdout, "notebook  %s\npage      %s\n", result.Notebook, result.HTML)
	}
	return nil
}

func parseRunning(args []string) (*running, error) {
	r := &running{execution: jupyter.Execution{Set: map[string]string{}}}
	o := newOptions("run", "[options] NOTEBOOK…",
		"Runs notebooks without a browser, each in its own folder and in a fresh kernel, up to the first cell that\nfails. A notebook is a path or the name of a tutorial.",
		"first.ipynb",
		"00_quickstart -set epochs=3 -set seed=1")
	o.Func("set", "`NAME=VALUE` of a declaration in the cell tagged parameters; may be repeated", func(text string) error {
		name, value, ok := strings.Cut(text, "=")
		if !ok || name == "" {
			return errors.New("use NAME=VALUE")
		}
		r.execution.Set[name] = value
		return nil
	})
	o.BoolVar(&r.execution.InPlace, "inplace", false, "write the executed notebook over the notebook (default into .seqpair/executed)")
	o.BoolVar(&r.asJSON, "json", false, "print one JSON object")
	var err error
	if r.paths, err = o.parse(args); err != nil {
		return nil, err
	}
	if len(r.paths) == 0 {
		return nil, usageErrorf("run: give a notebook (seqpair run -help shows examples)")
	}
	if r.execution.InPlace && len(r.execution.Set) > 0 {
		return nil, usageErrorf("run: -inplace would write the parameters of -set into the notebook: give one of the two")
	}
	return r, r.check()
}

// check finds before anything is set up what cannot run: in a folder without a module yet, its first
// notebook can.
func (r *running) check() error {
	for _, path := range r.paths {
		if _, _, err := tutorial(path); err != nil && path != jupyter.FirstNotebook {
			return err
		}
	}
	return nil
}

// tutorial returns the file name of the tutorial that a path that is no file names.
func tutorial(path string) (name string, ok bool, err error) {
	if _, err := os.Stat(path); err == nil {
		return "", false, nil
	}
	name = strings.TrimSuffix(path, ".ipynb") + ".ipynb"
	if _, err := fs.Stat(notebooks.Files(), name); err != nil {
		return "", false, fmt.Errorf("%s: there is no such file, nor a tutorial of that name", path)
	}
	return name, true, nil
}

// locate replaces the names of tutorials by the paths of their copies.
func locate(p jupyter.Project, paths []string, set map[string]string) ([]string, error) {
	located := make([]string, len(paths))
	for i, path := range paths {
		located[i] = path
		name, ok, err := tutorial(path)
		if err != nil {
			return nil, err
		}
		if ok {
			folder, err := p.TutorialRun(notebooks.Files(), set)
			if err != nil {
				return nil, err
			}
			located[i] = filepath.Join(folder, name)
		}
	}
	return located, nil
}

// runNotebooks runs one after another and stops at the first that fails.
func runNotebooks(ctx context.Context, p jupyter.Project, e jupyter.Execution, paths []string) ([]jupyter.Result, error) {
	results := make([]jupyter.Result, 0, len(paths))
	for _, path := range paths {
		e.Notebook, e.Progress = path, os.Stderr
		fmt.Fprintln(os.Stderr, filepath.Base(path))
		result, err := p.Run(ctx, e)
		if failed := new(jupyter.CellError); errors.As(err, &failed) {
			return nil, fmt.Errorf("%w\nas far as it got: %s", err, result.HTML)
		}
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(os.Stderr, "%s: done in %.1f s\n", filepath.Base(path), result.Seconds)
		results = append(results, result)
	}
	return results, nil
}
