package model

import "github.com/seqpair/seqpair/metrics/history"

// recorders passes records on to all of them; the first error ends it.
type recorders []history.Recorder

func (all recorders) Record(r history.Record) error {
	for _, recorder := range all {
		if err := recorder.Record(r); err != nil {
			return err
		}
	}
	return nil
}

// replay passes on what a run recorded before.
func (all recorders) replay(records []history.Record) error {
	for _, r := range records {
		if err := all.Record(r); err != nil {
			return err
		}
	}
	return nil
}
