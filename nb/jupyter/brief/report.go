package main

import (
	"bytes"
	"regexp"
	"strings"
)

var (
	// opening begins last words: the runtime's, and those of package must, before which package log puts the date.
	opening = regexp.MustCompile(`^(?:panic: |fatal error: |(?:\d{4}/\d\d/\d\d \d\d:\d\d:\d\d )?Must not error: )`)

	mustBlock  = regexp.MustCompile(`(?ms)^(?:\d{4}/\d\d/\d\d \d\d:\d\d:\d\d )?Must not error: .*?^Panicking \.\.\.\n\n?`)
	panicStart = regexp.MustCompile(`(?m)^(?:panic|fatal error): `)
	traceStart = regexp.MustCompile(`(?m)^(?:\[signal .*\n)?\n(?:goroutine \d+ |runtime stack:)`)

	// graphPanic is how GoMLX wraps what the code that builds a graph panicked with.
	graphPanic = regexp.MustCompile(`failed during graph construction/compilation: .*graphFn for ".*" panicked: (?:runtime panic: : )?`)
)

// report makes one line of a panic and its trace: the innermost position in source, to which the kernel adds the cell's
// line, and the message. It returns anything else as it is.
func report(text []byte, source string) []byte {
	words := string(text)
	traced := traceStart.FindStringIndex(words)
	if traced == nil {
		return text
	}
	starts := panicStart.FindAllStringIndex(words[:traced[0]], -1)
	if starts == nil {
		return text
	}
	start := starts[len(starts)-1][0]
	before, message, trace := words[:start], words[start:traced[0]], words[traced[0]:]
	message = shorten(graphPanic.ReplaceAllString(message, ""))
	position := regexp.QuoteMeta(source) + `:\d+`
	place := regexp.MustCompile(position).FindString(message + "\n" + before + trace)
	if place != "" {
		message = place + ": " + regexp.MustCompile(", at "+position).ReplaceAllString(message, "")
	}
	return []byte(mustBlock.ReplaceAllString(before, "") + message + "\n")
}

// shorten keeps the first lines of a message.
func shorten(message string) string {
	const lines, length = 3, 2000
	kept := strings.SplitN(strings.TrimSpace(message), "\n", lines+1)
	message = strings.Join(kept[:min(lines, len(kept))], "\n")
	if len(message) > length {
		message = strings.ToValidUTF8(message[:length], "") + " …"
	}
	return message
}

// fatal are lines on which GoNB v0.11.4 dies: a position in main.go after a colon. (It takes what stands between the
// second and the third colon for a column.)
var fatal = regexp.MustCompile(`(?m)^(.*:.*main(?:_test)?\.go):(\d)`)

// harmless says such positions otherwise.
func harmless(text []byte) []byte {
	for fatal.Match(text) {
		text = fatal.ReplaceAll(text, []byte("$1 line $2"))
	}
	return bytes.Clone(text)
}
