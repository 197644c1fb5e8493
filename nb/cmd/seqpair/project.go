package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"

	"github.com/seqpair/seqpair/model/backend"
	"github.com/seqpair/seqpair/nb/jupyter"
)

// ready returns the project of the working directory, made if there is none, with everything set up.
func ready(ctx context.Context, progress io.Writer) (jupyter.Project, error) {
	p, err := jupyter.Find(".")
	if errors.Is(err, jupyter.ErrNoModule) {
		p, err = create(ctx, progress)
	}
	if err != nil {
		return p, err
	}
	setup := jupyter.Setup{Project: p, Progress: progress, Plugin: func(ctx context.Context, dir string, progress io.Writer) (string, error) {
		// The wheel is downloaded with pip, which the venv certainly has.
		if err := os.Setenv("PATH", p.VenvBin()+string(os.PathListSeparator)+os.Getenv("PATH")); err != nil {
			return "", err
		}
		return backend.Install(ctx, dir, progress)
	}}
	return p, setup.Run(ctx)
}

func create(ctx context.Context, progress io.Writer) (jupyter.Project, error) {
	info, _ := debug.ReadBuildInfo()
	_, mainFile, _, _ := runtime.Caller(0)
	source, err := jupyter.SourceOf(ctx, info, mainFile)
	if err != nil {
		return jupyter.Project{}, err
	}
	fmt.Fprintln(progress, "no go.mod here: making a small module with a first notebook, first.ipynb")
	return jupyter.Create(ctx, ".", source)
}
