package main

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
)

// stdout takes what a verb has to say, and nothing else.
var stdout = os.Stdout

// protectStdout drops what other packages print on standard output: GoMLX's Go backend prints its options there.
func protectStdout() error {
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err == nil {
		os.Stdout = null
	}
	return err
}

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
	_, err := stdout.Write(text.Bytes())
	return err
}
