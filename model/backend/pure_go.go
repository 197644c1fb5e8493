package backend

import (
	"errors"
	"reflect"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/gobackend"
)

// openGo opens the pure-Go backend, which works on operations that do not need each other side by side. Its pool of workers
// must have no bound: as it comes, operations that wait for workers can hold all of them on few cores, and training hangs.
func openGo() (compute.Backend, error) {
	b, err := gobackend.New("")
	if err != nil {
		return nil, err
	}
	return b, unbound(b)
}

// unbound does what the option parallelism=-1 does, which prints a line on standard output.
func unbound(b compute.Backend) error {
	workers := reflect.Indirect(reflect.ValueOf(b)).FieldByName("Workers")
	if workers.IsValid() {
		if pool, ok := workers.Interface().(interface{ SetMaxParallelism(int) }); ok {
			pool.SetMaxParallelism(-1)
			return nil
		}
	}
	return errors.New("backend: the workers of this version of GoMLX's pure-Go backend cannot be set: use GOMLX_BACKEND=go:ops_sequential")
}
