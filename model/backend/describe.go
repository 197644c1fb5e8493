package backend

import (
	"regexp"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/gobackend"
)

// Describe names a backend in words that mean the same on any machine: GoMLX's own description of XLA holds
// the plugin's path.
func Describe(b compute.Backend) string {
	if b.Name() == gobackend.BackendName {
		return "pure Go"
	}
	if version := pluginVersion.FindString(b.Description()); version != "" {
		return "XLA (PJRT " + version + ")"
	}
	return b.Name()
}

// pluginVersion is of the plugin's C interface, as go-xla prints it.
var pluginVersion = regexp.MustCompile(`\bv\d+\.\d+\b`)
