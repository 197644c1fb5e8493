package main

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
)

// printJSON prints v as one object. Nothing is printed if v has no JSON.
func printJSON(v any) error {
	return printWhole(func(w io.Writer) error {
		e := json.NewEncoder(w)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(v)
	})
}

// printWhole prints what write writes: all of it, or nothing if write fails.
func printWhole(write func(io.Writer) error) error {
	var text bytes.Buffer
	if err := write(&text); err != nil {
		return err
	}
	_, err := os.Stdout.Write(text.Bytes())
	return err
}
