package model

import (
	"runtime"
	"runtime/debug"
)

// versions of what determines a run's numbers, by module path.
func versions() map[string]string {
	v := map[string]string{"go": runtime.Version()}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return v
	}
	for _, module := range append(info.Deps, &info.Main) {
		switch module.Path {
		case "github.com/seqpair/seqpair", "github.com/gomlx/gomlx", "github.com/gomlx/compute", "github.com/gomlx/go-xla":
			v[module.Path] = module.Version
		}
	}
	return v
}
