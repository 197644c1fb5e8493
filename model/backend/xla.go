//go:build cgo && !noxla

package backend

import (
	"github.com/gomlx/compute"
	"github.com/gomlx/go-xla/compute/xla"
)

func init() {
	openXLA = func(config string) (compute.Backend, error) {
		return xla.New(config)
	}
}
