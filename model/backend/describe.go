package backend

import (
	"regexp"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/gobackend"
)

// IsPureGo says whether b is GoMLX's pure-Go backend, whose Name is another than the one in $GOMLX_BACKEND.
func IsPureGo(b compute.Backend) bool { return b.String() == gobackend.BackendName }

// Describe names a backend in words that mean the same on any machine: GoMLX's own description of XLA holds
// the plugin's path.
func Describe(b compute.Backend) string {
	if IsPureGo(b) {
		return "pure Go"
	}
	if version := pluginVersion.FindString(b.Description()); version != "" {
		return "XLA (PJRT " + version + ")"
	}
	return b.Name()
}

// pluginVersion is of the plugin's C interface, as go-xla prints it.
var pluginVersion = regexp.MustCompile(`\bv\d+\.\d+\b`)
