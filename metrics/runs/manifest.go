package runs

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/seqpair/seqpair/metrics"
)

// Version is the format of run directories that this package writes. Newer ones are refused.
const Version = 1

// Manifest says what a run rests on and how far it got. Create fills in Version, Key and Created.
type Manifest struct {
	Version     int                 `json:"version"`
	Key         string              `json:"key"`       // Key(config, DataHash)
	DataHash    string              `json:"data_hash"` // of everything that is trained and judged on
	Created     time.Time           `json:"created"`
	Seed        int64               `json:"seed"`
	Versions    map[string]string   `json:"versions,omitempty"` // module path -> version
	Backend     string              `json:"backend,omitzero"`
	EncoderHash string              `json:"encoder_hash,omitzero"`
	WeightsHash string              `json:"weights_hash,omitzero"` // of the best epoch, once training is over
	Features    map[string][]string `json:"features,omitempty"`    // names of the numbers of an input's rows, by the name of the input
	Splits      map[string]Part     `json:"splits,omitempty"`      // "train", "valid", "test"
	Best        Best                `json:"best,omitzero"`
	Threshold   float64             `json:"threshold,omitzero"`   // chosen on valid; 0 if none was
	Shift       float64             `json:"shift,omitzero"`       // factor by which sampler, loss and sample weights raise the odds of a positive above those of valid as it is weighed; 0: unknown, the scores are no probabilities
	Odds        float64             `json:"odds,omitzero"`        // of a positive, at which an untrained last layer started; 0: not kept
	Calibrator  json.RawMessage     `json:"calibrator,omitempty"` // what its scores went through, as calibrate.Decode reads it
	Finished    bool                `json:"finished"`
}

// Part describes one part of the data.
type Part struct {
	Examples   int64   `json:"examples"`
	Positives  int64   `json:"positives"`
	Prevalence float64 `json:"prevalence"` // weighted share of positives
	Hash       string  `json:"hash,omitzero"`
	Positions  int     `json:"positions,omitzero"` // labels of an example, as the pixels of an image, where it has more than one; Examples counts labels
}

// Best is the epoch whose weights the run keeps.
type Best struct {
	Epoch  int           `json:"epoch"` // 1-based; 0 before the first epoch
	Metric string        `json:"metric"`
	Value  metrics.Value `json:"value"`
}

// Calibrated says whether the scores of the run went through Calibrator.
func (m Manifest) Calibrated() bool {
	return len(m.Calibrator) > 0 && string(m.Calibrator) != "null" // which earlier versions wrote of resumed runs
}

// manifestFile is what manifest.json holds.
type manifestFile struct {
	Manifest
	Contract Contract `json:"contract"`
}

// parseManifest reads manifest.json, which stands at path.
func parseManifest(content []byte, path string) (manifestFile, error) {
	var version struct {
		Version *int `json:"version"`
	}
	if err := json.Unmarshal(content, &version); err != nil {
		return manifestFile{}, fmt.Errorf("%s is damaged (%w): restore it, or remove the run and train again", path, err)
	}
	switch v := version.Version; {
	case v == nil:
		return manifestFile{}, fmt.Errorf("%s has no version, so this is no run directory: choose another name", path)
	case *v > Version:
		return manifestFile{}, fmt.Errorf("%s has format version %d, but this seqpair knows versions up to %d: update seqpair, or use another name", path, *v, Version)
	case *v < 1:
		return manifestFile{}, fmt.Errorf("%s has format version %d, which never existed: restore it, or remove the run and train again", path, *v)
	}
	var m manifestFile
	if err := json.Unmarshal(content, &m); err != nil {
		return manifestFile{}, fmt.Errorf("%s is damaged (%w): restore it, or remove the run and train again", path, err)
	}
	if m.Key == "" {
		return manifestFile{}, fmt.Errorf("%s has no key: restore it, or remove the run and train again", path)
	}
	return m, nil
}
