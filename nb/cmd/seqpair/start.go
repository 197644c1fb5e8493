package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/seqpair/seqpair/nb/jupyter"
	"github.com/seqpair/seqpair/notebooks"
)

func start(ctx context.Context, args []string) error {
	o := newOptions("", "[-json]",
		"Sets up what is missing, runs the quickstart notebook in the real kernel and prints its verdict.",
		"", "-json")
	asJSON := o.Bool("json", false, "print one JSON object")
	if err := o.parseOnly(args); err != nil {
		return err
	}
	p, err := ready(ctx, os.Stderr)
	if err != nil {
		return err
	}
	tutorials, err := p.TutorialRun(notebooks.Files(), nil)
	if err != nil {
		return err
	}
	results, err := runNotebooks(ctx, p, jupyter.Execution{}, []string{filepath.Join(tutorials, notebooks.Quickstart)})
	if err != nil {
		return err
	}
	r := results[0]
	if *asJSON {
		return printJSON(r)
	}
	fmt.Fprintf(stdout, "\n%s\n\nnotebook  %s\npage      %s\nnext      seqpair lab\n", r.Verdict, r.Notebook, r.HTML)
	return nil
}
