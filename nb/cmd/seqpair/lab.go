package main

import (
	"context"
	"os"

	"github.com/seqpair/seqpair/nb/jupyter"
	"github.com/seqpair/seqpair/notebooks"
)

func lab(ctx context.Context, args []string) error {
	o := newOptions("lab", "[-no-browser]",
		"Opens JupyterLab on the tutorials and prints its address. Ctrl-C ends it with all kernels.",
		"", "-no-browser")
	noBrowser := o.Bool("no-browser", false, "print the address only; so it is without a display")
	if err := o.parseOnly(args); err != nil {
		return err
	}
	p, err := ready(ctx, os.Stderr)
	if err != nil {
		return err
	}
	folder := "notebooks"
	if !p.Home {
		if folder, err = p.Tutorials(notebooks.Files()); err != nil {
			return err
		}
	}
	return p.Lab(ctx, jupyter.Lab{Folder: folder, Open: notebooks.Quickstart, NoBrowser: *noBrowser, Output: os.Stderr})
}
