package nb

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/seqpair/seqpair/metrics/diagnose"
	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/metrics/predictions"
	"github.com/seqpair/seqpair/metrics/runs"
)

// Diagnose says what is wrong with a run, given by its name or path; or with a file of predictions under the
// default column names, or a training log. No findings mean that nothing is wrong that the checks know.
func Diagnose(source string) ([]diagnose.Finding, error) {
	evidence, err := evidenceOf(source)
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

func evidenceOf(source string) (diagnose.Evidence, error) {
	info, err := os.Stat(source)
	if err != nil || info.IsDir() {
		return diagnose.FromRun(runs.Resolve(source))
	}
	table, notPredictions := predictions.Read(source, predictions.Columns{})
	if notPredictions == nil {
		return diagnose.FromPredictions(table), nil
	}
	log, notLog := readLog(source)
	if notLog == nil {
		return diagnose.FromLog(log), nil
	}
	return diagnose.Evidence{}, fmt.Errorf("nb: %s is neither a run nor predictions nor a training log: %w",
		filepath.Base(source), errors.Join(notPredictions, notLog))
}

func readLog(path string) (*history.Log, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return history.ReadLog(f, path)
}
