package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"

	"github.com/seqpair/seqpair/metrics/predictions"
	"github.com/seqpair/seqpair/model"
	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/nb"
)

func predict(ctx context.Context, args []string) error {
	o := newOptions("predict", "-run NAME -pairs FILE [-out FILE]",
		"Scores pairs with the best weights of a run, and writes predictions: id and score, and label, weight and group\nwhere the pairs have them. New pairs need no labels.\nStandard error says the threshold of the run, for report to read labelled pairs at it.",
		"-run weighted -pairs new.tsv -out scores.csv",
		"-run weighted -pairs new.tsv -prevalence 0.001",
		"-run weighted -pairs - < labelled.tsv | seqpair report -threshold 0.3 -")
	name := o.String("run", "", "`NAME` in the folder runs, or path of the run")
	pairs := o.String("pairs", "", "`FILE` of pairs, - for standard input (.tsv .csv .jsonl or Ditto, .gz or not)")
	out := o.String("out", "", "`FILE` to write (.csv .tsv .jsonl, .gz or not); none: CSV on standard output")
	prevalence := o.Float64("prevalence", 0, "take the scores to where a share `P` of the pairs is positive; 0: as among those that the run was trained, or calibrated, on")
	format := data.Format{LabelOptional: true}
	pairColumns(o, &format)
	if err := o.parseOnly(args); err != nil {
		return err
	}
	if *name == "" || *pairs == "" {
		return o.usageErrorf("give -run NAME and -pairs FILE")
	}
	if err := o.checkOut(*out, *pairs); err != nil {
		return err
	}
	if err := protectStdout(); err != nil {
		return err
	}
	obtainPlugin(ctx)
	run, err := model.Open(*name)
	if err != nil {
		return err
	}
	scored, err := score(ctx, run, *pairs, format)
	if err != nil {
		return err
	}
	threshold := run.Threshold()
	if *prevalence != 0 {
		if threshold, err = shift(run, scored, *prevalence); err != nil {
			return err
		}
	}
	if *out == "" {
		err = printWhole(func(w io.Writer) error { return scored.Encode(w, predictions.CSV) })
	} else if err = scored.Write(*out); err == nil {
		fmt.Fprintf(os.Stderr, "%d scores written to %s\n", len(scored.Scores), *out)
	}
	if err == nil {
		fmt.Fprintln(os.Stderr, thresholdNote(run, threshold, scored, *out))
	}
	return err
}

func score(ctx context.Context, run *model.Run, path string, format data.Format) (*predictions.Table, error) {
	pairs, err := format.Read(path)
	if err != nil {
		return nil, err
	}
	return run.Predict(ctx, pairs)
}

// shift takes scores to another prevalence, and returns the threshold that goes with them.
func shift(run *model.Run, scored *predictions.Table, prevalence float64) (threshold float64, err error) {
	to, err := run.ShiftTo(prevalence)
	if err != nil {
		return 0, err
	}
	scored.Rescore(to.Apply)
	return to.Apply(run.Threshold()), nil
}

// thresholdNote says from which score on the run calls a pair positive, and how report reads the scores at it.
func thresholdNote(run *model.Run, threshold float64, scored *predictions.Table, out string) string {
	if note := nb.Unfinished(run.Run); note != "" {
		return run.Name + ": " + note
	}
	note := fmt.Sprintf("%s calls scores of at least %v positive, the threshold that it chose on valid", run.Name, threshold)
	if scored.Labels != nil {
		note += fmt.Sprintf(": seqpair report -threshold %v %s reads them so", threshold, cmp.Or(out, "-"))
	}
	return note
}

// pairColumns declares the options that say what a file of pairs looks like.
func pairColumns(o *options, f *data.Format) {
	o.StringVar(&f.A, "a", "", "`COLUMN[,COLUMN…]` of the first sequence; several are the fields of a record (default a)")
	o.StringVar(&f.B, "b", "", "`COLUMN[,COLUMN…]` of the second sequence (default b)")
	o.StringVar(&f.Label, "label", "", "`COLUMN` of the label (default label)")
	o.StringVar(&f.Weight, "weight", "", "`COLUMN` of the weight (default weight, if there is one)")
	o.StringVar(&f.ID, "id", "", "`COLUMN` of the id (default id, if there is one)")
	o.StringVar(&f.Group, "group", "", "`COLUMN` of the group (default group, if there is one)")
	o.StringVar(&f.Positive, "positive", "", "label `TEXT` that means positive, all others negative (default 1 or true, against 0 or false)")
}
