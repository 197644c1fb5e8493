package cases

import (
	"bytes"
	"compress/gzip"
	"embed"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/seqpair/seqpair/metrics/diagnose"
)

// record.py and shapes.py make the files.
//
//go:embed recorded/*.json.gz
var recorded embed.FS

// record is a case as these write it.
type record struct {
	Source, Name     string
	Want, Also       []string
	Log, Predictions string
	Train            string // predictions of the training data
}

// Recorded returns the cases that other programs made.
func Recorded() ([]Case, error) {
	files, err := recorded.ReadDir("recorded")
	if err != nil {
		return nil, err
	}
	var all []Case
	for _, file := range files {
		content, err := recorded.ReadFile("recorded/" + file.Name())
		if err != nil {
			return nil, err
		}
		text, err := gzip.NewReader(bytes.NewReader(content))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file.Name(), err)
		}
		var records []record
		if err := json.NewDecoder(text).Decode(&records); err != nil {
			return nil, fmt.Errorf("%s: %w", file.Name(), err)
		}
		for _, r := range records {
			e, err := r.evidence()
			if err != nil {
				return nil, fmt.Errorf("%s: %s: %w", file.Name(), r.Name, err)
			}
			all = append(all, Case{Name: r.Name, Source: r.Source, Want: r.Want, Also: r.Also, Evidence: e})
		}
	}
	return all, nil
}

func (r record) evidence() (diagnose.Evidence, error) {
	var all diagnose.Evidence
	for _, part := range []struct {
		text, name string
		put        func(diagnose.Evidence)
	}{
		{r.Log, "training.log", func(e diagnose.Evidence) { all.Log = e.Log }},
		{r.Predictions, "test.csv", func(e diagnose.Evidence) { all.Test, all.Refused, all.Logits = e.Test, e.Refused, e.Logits }},
		{r.Train, "train.csv", func(e diagnose.Evidence) { all.Train = e.Test }},
	} {
		if part.text == "" {
			continue
		}
		head := []byte(part.text[:min(len(part.text), headBytes)])
		e, err := diagnose.Reading{}.From(strings.NewReader(part.text), part.name, head)
		if err != nil {
			return all, err
		}
		part.put(e)
		all.Name = r.Name
	}
	return all, nil
}

// headBytes is how much of a text is looked at to tell what it is.
const headBytes = 4096
