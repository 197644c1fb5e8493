package nb

import (
	"strings"

	"github.com/seqpair/seqpair/metrics/diagnose"
	"github.com/seqpair/seqpair/metrics/history"
)

// Diagnose says what is wrong with a run, given by its name or path; or with a file of predictions under the
// default column names, a training log, or several of these about the same model: a log beside the scores proves
// more than either. No findings mean that nothing is wrong that the checks know.
func Diagnose(sources ...string) ([]diagnose.Finding, error) {
	evidence, err := diagnose.Reading{}.Read(sources...)
	if err != nil {
		return nil, err
	}
	return diagnose.Run(evidence), nil
}

// DiagnoseLog is [Diagnose] on the text of a training log, as pasted from a console.
func DiagnoseLog(text string) ([]diagnose.Finding, error) {
	log, err := history.ReadLog(strings.NewReader(text), "pasted log")
	if err != nil {
		return nil, err
	}
	return diagnose.Run(diagnose.FromLog(log)), nil
}
