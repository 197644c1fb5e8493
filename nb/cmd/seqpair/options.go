package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

// options are the command line options of a verb. Its help goes to standard output and ends in examples.
type options struct {
	*flag.FlagSet
	synopsis string // arguments, as in "FILE…"
	about    string // what the verb does
	examples []string
}

func newOptions(verb, synopsis, about string, examples ...string) *options {
	o := &options{flag.NewFlagSet(verb, flag.ContinueOnError), synopsis, about, examples}
	o.SetOutput(io.Discard)
	return o
}

// parse reads options and returns the other arguments, which may stand before, between and after them.
// Everything after "--" is an argument. It returns flag.ErrHelp once it has printed the help.
func (o *options) parse(args []string) (rest []string, err error) {
	for len(args) > 0 {
		err := o.Parse(args)
		if errors.Is(err, flag.ErrHelp) {
			o.help()
			return nil, err
		}
		if err != nil {
			return nil, o.usageErrorf("%w", err)
		}
		left := o.Args()
		if read := len(args) - len(left); read > 0 && args[read-1] == "--" {
			return append(rest, left...), nil
		}
		if len(left) == 0 {
			break
		}
		rest, args = append(rest, left[0]), left[1:]
	}
	return rest, nil
}

// parseOnly is parse for a verb that takes options and nothing else.
func (o *options) parseOnly(args []string) error {
	rest, err := o.parse(args)
	if err == nil && len(rest) > 0 {
		return o.usageErrorf("unexpected argument %q", rest[0])
	}
	return err
}

// call is how the verb is called.
func (o *options) call() string { return strings.TrimSpace("seqpair " + o.Name()) }

// usageErrorf is usageErrorf with a reference to the verb's help.
func (o *options) usageErrorf(format string, args ...any) error {
	return usageErrorf(format+" (%s -help shows options and examples)", append(args, o.call())...)
}

// checkOut refuses a file to write that is also read.
func (o *options) checkOut(out string, read ...string) error {
	if slices.ContainsFunc(read, func(path string) bool { return sameFile(path, out) }) {
		return o.usageErrorf("-out %s: is also read, and would be overwritten: give another name", out)
	}
	return nil
}

func (o *options) help() {
	fmt.Printf("usage: %s %s\n\n%s\n\n", o.call(), o.synopsis, o.about)
	o.SetOutput(os.Stdout)
	o.PrintDefaults()
	fmt.Print("\nexamples:\n")
	for _, example := range o.examples {
		fmt.Println(strings.TrimRight("  "+o.call()+" "+example, " "))
	}
}

// choice declares an option that takes one of the given words, the first of which is the default.
func (o *options) choice(value *string, name, usage string, words ...string) {
	*value = words[0]
	o.Func(name, usage+": `"+strings.Join(words, "|")+"` (default "+words[0]+")", func(text string) error {
		if !slices.Contains(words, text) {
			return fmt.Errorf("use %s", strings.Join(words, " or "))
		}
		*value = text
		return nil
	})
}

// sidesInOptions are those words of package data that every command puts alike.
var sidesInOptions = []string{"Format.A names", "-a names", "Format.B names", "-b names"}

// inOptions says in options what the packages say about their Go types.
var inOptions = strings.NewReplacer(append(sidesInOptions,
	"declare that scores are logits", "say -logits",
	"declare which text is the positive label", "name the positive label with -positive",
	"declare the positive label as", "write -positive as",
	"declare which column holds the label", "name with -label the column that holds the label",
	"declare which column holds the score of the positive", "name with -score the column that holds the score of the positive",
	"declare which column holds the score of the negative", "name with -score0 the column that holds the score of the negative",
	"declare which column holds the weight", "name with -weight the column that holds the weight",
	"declare which column holds the id", "name with -id the column that holds the id",
	"declare which column holds the group", "name with -group the column that holds the group",
	"declare in Format.Positive which label is positive, and if this line is a header, its names in Format.A, B and Label",
	"name the positive label with -positive, and if this line is a header, its columns with -a, -b and -label",
	"declare their names in Format", "say which they are with -a, -b and -label",
	"split Grouped, ByA or Stratified", "take -split grouped, by-a or stratified",
	"split ByA (no A in two parts, a B may recur), ByGroup (by a group column of your own) or Stratified (sequences recur), and see Leakage for what is shared",
	"take -split by-a (no A in two parts, a B may recur), by-group (by a group column of your own) or stratified (sequences recur)",
	"split Stratified (sequences recur), and see Leakage for what is shared", "take -split stratified (sequences recur)",
	"in Format:", "in the options:",
	"leave Format.A, B, Label, Weight, ID and Group empty", "leave out -a, -b, -label, -weight, -id and -group",
	"set Sampler to data.Sampler{Kind: data.BalancedBatches}", "take -sampler balanced_batches",
	"set BatchSize to", "-batch",
	"take a loss that reads every label on its own, such as losses.BCE{}", "a loss that reads every pair on its own, such as bce",
	"model.Config: Calibration undo_shift", "-calibrate undo_shift",
	"model.Config: LearningRate", "-learning-rate",
	"model.Config: BatchSize", "-batch",
	"model.Config: Epochs", "-epochs",
	"model.Config: Monitor", "-monitor",
	"Encoding.Length", "-length",
	"Encoding.K", "-k",
	"model.Config: Start", "-start",
	"SampleWeights is set", "-sample-weights is given",
	"clear SampleWeights", "leave -sample-weights out",
)...)
