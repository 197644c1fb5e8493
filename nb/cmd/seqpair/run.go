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

func run(ctx context.Context, args []string) error {
	o := newOptions("run", "[options] NOTEBOOK…",
		"Runs notebooks without a browser, each in its own folder and in a fresh kernel, up to the first cell that\nfails. A notebook is a path or the name of a tutorial.",
		"first.ipynb",
		"00_quickstart -set epochs=3 -set seed=1")
	e := jupyter.Execution{Set: map[string]string{}}
	o.Func("set", "`NAME=VALUE` of a declaration in the cell tagged parameters; may be repeated", func(text string) error {
		name, value, ok := strings.Cut(text, "=")
		if !ok || name == "" {
			return errors.New("use NAME=VALUE")
		}
		e.Set[name] = value
		return nil
	})
	o.BoolVar(&e.InPlace, "inplace", false, "write the executed notebook over the notebook (default into .seqpair/executed)")
	asJSON := o.Bool("json", false, "print one JSON object")
	paths, err := o.parse(args)
	if err != nil {
		return err
	}
	if len(paths) == 0 {
		return usageErrorf("run: give a notebook (seqpair run -help shows examples)")
	}
	if e.InPlace && len(e.Set) > 0 {
		return usageErrorf("run: -inplace would write the parameters of -set into the notebook: give one of the two")
	}
	p, err := ready(ctx, os.Stderr)
	if err != nil {
		return err
	}
	if paths, err = locate(p, paths); err != nil {
		return err
	}
	results, err := runNotebooks(ctx, p, e, paths)
	if err != nil {
		return err
	}
	if *asJSON {
		return printJSON(struct {
			Notebooks []jupyter.Result `json:"notebooks"`
		}{results})
	}
	for _, r := range results {
		fmt.Fprintf(stdout, "notebook  %s\npage      %s\n", r.Notebook, r.HTML)
	}
	return nil
}

// locate turns the names of tutorials into the paths of their copies.
func locate(p jupyter.Project, paths []string) ([]string, error) {
	located := make([]string, len(paths))
	for i, path := range paths {
		located[i] = path
		if _, err := os.Stat(path); err == nil {
			continue
		}
		name := strings.TrimSuffix(path, ".ipynb") + ".ipynb"
		if _, err := fs.Stat(notebooks.Files(), name); err != nil {
			return nil, fmt.Errorf("%s: there is no such file, nor a tutorial of that name", path)
		}
		tutorials, err := p.Tutorials(notebooks.Files())
		if err != nil {
			return nil, err
		}
		located[i] = filepath.Join(tutorials, name)
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
