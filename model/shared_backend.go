package model

import (
	"os"
	"sync"

	"github.com/gomlx/compute"

	"github.com/seqpair/seqpair/model/backend"
)

var (
	openBackends      = map[string]compute.Backend{} // by $GOMLX_BACKEND
	openBackendsMutex sync.Mutex
)

// sharedBackend returns the process's backend. It is never finalized: opening one costs more than keeping it.
func sharedBackend() (compute.Backend, error) {
	openBackendsMutex.Lock()
	defer openBackendsMutex.Unlock()
	name := os.Getenv(compute.ConfigEnvVar)
	if b, open := openBackends[name]; open {
		return b, nil
	}
	b, err := backend.New()
	if err == nil {
		openBackends[name] = b
	}
	return b, err
}
