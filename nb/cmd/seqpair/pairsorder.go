package main

import (
	"errors"
	"iter"
	"strings"

	"github.com/seqpair/seqpair/metrics/diagnose"
	"github.com/seqpair/seqpair/model/data"
)

// pairsOrder names the files of pairs that are to be judged.
type pairsOrder struct {
	train, valid, test string
	format             data.Format
}

func (p *pairsOrder) declare(o *options) {
	o.StringVar(&p.train, "pairs", "", "judge the labelled pairs in this `file`: repetitions, contradictions, class shares, order")
	o.StringVar(&p.valid, "valid", "", "with -pairs: a `file` of validation pairs, for what it shares with them")
	o.StringVar(&p.test, "test", "", "with -pairs: a `file` of test pairs")
	o.StringVar(&p.format.A, "a", "", "with -pairs: the `column[,column…]` of the first sequence; several are the fields of a record")
	o.StringVar(&p.format.B, "b", "", "with -pairs: the `column[,column…]` of the second sequence")
	o.StringVar(&p.format.Label, "pair-label", "", "with -pairs: the `column` of the label")
	o.StringVar(&p.format.Positive, "pair-positive", "", "with -pairs: the label `text` that is positive")
}

// inPairOptions says in the options of pairs what package data says about its Go types.
var inPairOptions = strings.NewReplacer(append(sidesInOptions,
	"declare their names in Format", "say which they are with -a, -b and -pair-label",
	"declare which text is the positive label", "name the positive label with -pair-positive",
	"declare the positive label as", "write -pair-positive as",
	"declare in Format.Positive which label is positive, and if this line is a header, its names in Format.A, B and Label",
	"name the positive label with -pair-positive, and if this line is a header, its columns with -a, -b and -pair-label",
	"leave Format.A, B, Label, Weight, ID and Group empty", "leave out -a, -b and -pair-label",
)...)

// read counts what the pairs say.
func (p *pairsOrder) read() (*diagnose.Data, error) {
	first := diagnose.TrainingData
	if p.valid == "" && p.test == "" {
		first = "the file"
	}
	counted := &diagnose.Data{}
	for _, part := range []struct{ name, path string }{{first, p.train}, {"validation data", p.valid}, {"test data", p.test}} {
		if part.path == "" {
			continue
		}
		pairs, err := p.readPart(part.path)
		if err != nil {
			return nil, err
		}
		counted.Add(part.name, sequences(pairs))
	}
	return counted, nil
}

// readPart reads a file of pairs.
func (p *pairsOrder) readPart(path string) (*data.Pairs, error) {
	pairs, err := p.format.Read(path)
	if err != nil {
		return nil, errors.New(inPairOptions.Replace(err.Error()))
	}
	return pairs, nil
}

// sequences are the pairs and their labels in the order of their rows.
func sequences(pairs *data.Pairs) iter.Seq2[[2]string, bool] {
	return func(yield func([2]string, bool) bool) {
		for i := range pairs.Len() {
			if p := pairs.At(i); !yield([2]string{p.A, p.B}, p.Label) {
				return
			}
		}
	}
}
