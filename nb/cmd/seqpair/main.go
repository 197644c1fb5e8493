// Command seqpair takes labelled pairs of sequences to a verdict: what is this classifier worth?
//
//	seqpair                       set up what is missing and run the quickstart notebook
//	seqpair lab                   open the tutorials in JupyterLab
//	seqpair run NOTEBOOK…         run notebooks without a browser
//	seqpair train -pairs FILE     train a classifier
//	seqpair predict -run NAME …   score pairs with a trained classifier
//	seqpair whatif RUN            see what follows from thresholds, costs, prevalence and capacity
//	seqpair report FILE…          read metrics from predictions of any framework
//	seqpair diagnose FILE         say what is wrong with a run, with predictions or with a training log
//
// Every verb explains itself with -help, and every verb that reports takes -json: one object on standard
// output. Progress and errors go to standard error. Exit codes: 0 done, 1 failed, 2 wrong usage,
// 130 interrupted.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"unicode"
)

type verb struct {
	name, summary string
	run           func(ctx context.Context, args []string) error
}

var verbs = []verb{
	{"", "set up what is missing and run the quickstart notebook", start},
	{"lab", "open the tutorials in JupyterLab", lab},
	{"run", "run notebooks without a browser", run},
	{"train", "train a classifier on a file of pairs", train},
	{"predict", "score pairs with a trained classifier", predict},
	{"whatif", "see what follows from thresholds, costs, prevalence and capacity", whatIf},
	{"report", "read metrics from predictions of any framework", report},
	{"diagnose", "say what is wrong with a run, with predictions or with a training log", diagnosis},
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	err := dispatch(ctx, os.Args[1:])
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintf(os.Stderr, "seqpair: %s\n", inOptions.Replace(oneLine(err.Error())))
	}
	os.Exit(exitCode(err))
}

// dispatch runs the verb that the first argument names; options before any verb belong to the verb without
// a name.
func dispatch(ctx context.Context, args []string) error {
	name := ""
	if len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		name, args = args[0], args[1:]
	}
	if name == "help" || name == "" && len(args) > 0 && isHelp(args[0]) {
		usage(os.Stdout)
		return nil
	}
	for _, v := range verbs {
		if v.name == name {
			return v.run(ctx, args)
		}
	}
	return usageErrorf("there is no %q: seqpair help lists what there is", name)
}

func isHelp(arg string) bool {
	return arg == "-h" || arg == "-help" || arg == "--help"
}

func usage(w io.Writer) {
	fmt.Fprint(w, "seqpair takes labelled pairs of sequences to a verdict: what is this classifier worth?\n\n")
	for _, v := range verbs {
		fmt.Fprintf(w, "  %-17s  %s\n", strings.TrimSpace("seqpair "+v.name), v.summary)
	}
	fmt.Fprint(w, "\nseqpair VERB -help lists a verb's options, with examples.\n")
}

// exitError is an error with an exit code other than 1.
type exitError struct {
	code int
	error
}

func (e *exitError) Unwrap() error { return e.error }

// The exit codes beside 0 and 1; 130 is 128 + SIGINT, as shells count it.
const (
	exitUsage       = 2
	exitInterrupted = 130
)

// usageErrorf is an error in how the command was called.
func usageErrorf(format string, args ...any) error {
	return &exitError{exitUsage, fmt.Errorf(format, args...)}
}

func exitCode(err error) int {
	exit, coded := errors.AsType[*exitError](err)
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return 0
	case coded:
		return exit.code
	case errors.Is(err, context.Canceled):
		return exitInterrupted
	}
	return 1
}

// oneLine joins the lines of a message and takes control characters out of it: names and texts from data
// stand in messages.
func oneLine(message string) string {
	var lines []string
	for line := range strings.Lines(message) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.Join(lines, "; "))
}
