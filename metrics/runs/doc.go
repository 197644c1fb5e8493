// Package runs is the run directory: everything that one training run leaves behind, so that any later
// process can look at it, compare it or go on with it.
//
//	runs/<name>/config.json     what was asked for
//	            manifest.json   key, seed, versions, data, contract, best epoch
//	            history.jsonl   one record per line
//	            best/ last/     checkpoints
//	            valid.csv …     predictions per split
//	            report.json, findings.json
//
// Every file is written under a temporary name, synced and renamed; history.jsonl grows line by line, and a
// last line that was cut is ignored. A lock keeps a second writer out; readers need none.
package runs
