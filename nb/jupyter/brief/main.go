// Command brief copies what a cell's program prints on standard error, but says of a panic only the cell's line and the
// message. The kernel runs it beside each cell. Where GOTRACEBACK is set, it copies whole traces.
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	b := &brief{to: os.Stdout}
	if dir := os.Getenv("GONB_TMP_DIR"); dir != "" && os.Getenv("GOTRACEBACK") == "" {
		b.source = filepath.Join(dir, "main.go") // where the kernel writes the program
	}
	if err := b.copyFrom(os.Stdin); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
