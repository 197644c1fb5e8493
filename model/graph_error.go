package model

import (
	"errors"
	"fmt"
	"regexp"
	"runtime"
	"strings"

	trace "github.com/pkg/errors"
)

// graphError is what the code that builds a graph panicked with, in one line.
type graphError struct {
	error // of GoMLX, with its trace
	text  string
}

func (e graphError) Error() string { return e.text }

func (e graphError) Unwrap() error { return e.error }

// wrapped is how GoMLX wraps what a graph's function panicked with.
var wrapped = regexp.MustCompile(`^(?:failed during graph construction/compilation: .*graphFn for ".*" panicked: )?(?:runtime panic: : )?`)

// readable makes one line of an error of GoMLX: without what wraps a panic, and with the place in the user's own code,
// which built the graph or asked for it.
func readable(err error) error {
	if err == nil {
		return nil
	}
	text := wrapped.ReplaceAllString(err.Error(), "")
	if place, ok := placeOf(err); ok {
		text = fmt.Sprintf("%s, at %s:%d", text, place.File, place.Line)
	}
	return graphError{err, text}
}

// placeOf is the innermost call in an error's first trace that is no library's.
func placeOf(err error) (place runtime.Frame, found bool) {
	var traced interface{ StackTrace() trace.StackTrace }
	for ; err != nil; err = errors.Unwrap(err) {
		if t, ok := err.(interface{ StackTrace() trace.StackTrace }); ok {
			traced = t
		}
	}
	if traced == nil {
		return place, false
	}
	var calls []uintptr
	for _, call := range traced.StackTrace() {
		calls = append(calls, uintptr(call))
	}
	for frames, more := runtime.CallersFrames(calls), true; more; {
		if place, more = frames.Next(); place.File != "" && !inLibrary(place) {
			return place, true
		}
	}
	return place, false
}

// inLibrary tells whether a call is one of Go, GoMLX or this module; its tests stand for a user's code.
func inLibrary(f runtime.Frame) bool {
	if strings.HasSuffix(f.File, "_test.go") {
		return false
	}
	for _, library := range []string{"runtime.", "github.com/gomlx/", modulePath} {
		if strings.HasPrefix(f.Function, library) {
			return true
		}
	}
	return false
}
