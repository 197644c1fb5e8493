// Package notebooks holds the tutorials and their data inside the program, so that they can be opened
// and run wherever the module is.
package notebooks

import (
	"embed"
	"io/fs"
)

// Quickstart is the file name of the first tutorial.
const Quickstart = "00_quickstart.ipynb"

//go:embed *.ipynb data
var files embed.FS

// Files returns the tutorials, committed as executed, and the folder data that they read.
func Files() fs.FS { return files }
