package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/gomlx/compute"

	"github.com/seqpair/seqpair/model/backend"
	"github.com/seqpair/seqpair/nb/jupyter"
)

// obtainPlugin makes XLA available to a command that computes, as the set-up does for notebooks, unless
// $GOMLX_BACKEND says what to use. Where no plugin can be had, pure Go computes, which backend.New
// announces.
func obtainPlugin(ctx context.Context) {
	if os.Getenv(compute.ConfigEnvVar) != "" {
		return
	}
	dir := filepath.FromSlash(backend.PluginDir)
	if p, err := jupyter.Find("."); err == nil {
		dir = p.PluginDir()
	}
	if _, err := backend.Install(ctx, dir, os.Stderr); err != nil && ctx.Err() == nil {
		fmt.Fprintf(os.Stderr, "seqpair: %v\n", err)
	}
}
