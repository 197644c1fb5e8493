package data

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// The forms of an encoder's JSON. Version 1 knows characters and bytes alone; what it can say is still written so,
// and keeps its hash.
const (
	encoderVersion = 2
	firstVersion   = 1
)

type encoderJSON struct {
	Version    int      `json:"version"`
	Unit       Unit     `json:"unit"`
	K          int      `json:"k,omitempty"`
	Length     int      `json:"length"`
	Ids        int      `json:"ids,omitempty"`        // NGram: what units are hashed into
	Characters string   `json:"characters,omitempty"` // Char: in the order of their ids
	Units      []string `json:"units,omitempty"`      // Word and KMer: in the order of their ids
}

// MarshalJSON writes everything that UnmarshalJSON needs to encode the same way.
func (e *Encoder) MarshalJSON() ([]byte, error) {
	j := encoderJSON{Version: firstVersion, Unit: e.unit, K: e.k, Length: e.length}
	switch e.unit {
	case Byte:
	case Char:
		j.Characters = strings.Join(e.units, "")
	case NGram:
		j.Version, j.Ids = encoderVersion, e.size-firstID
	default:
		j.Version, j.Units = encoderVersion, e.units
	}
	return json.Marshal(j)
}

// UnmarshalJSON reads what MarshalJSON wrote, and refuses other versions and broken vocabularies.
func (e *Encoder) UnmarshalJSON(text []byte) error {
	var j encoderJSON
	if err := json.Unmarshal(text, &j); err != nil {
		return fmt.Errorf("encoder: %w", err)
	}
	if err := checkVersion(j.Version); err != nil {
		return err
	}
	if err := j.check(); err != nil {
		return err
	}
	vocabulary := j.Units
	if j.Unit == Char {
		vocabulary = strings.Split(j.Characters, "")
	}
	*e = *newEncoder(j, vocabulary)
	return nil
}

func (j encoderJSON) check() error {
	windows := j.Unit.windows()
	switch {
	case !j.Unit.known() || j.Version == firstVersion && j.Unit != Char && j.Unit != Byte:
		return fmt.Errorf("encoder: unknown unit %q: the file is damaged", j.Unit)
	case j.Length < 1 || j.Length > longest:
		return fmt.Errorf("encoder: length %d is not in 1 to %d: the file is damaged", j.Length, longest)
	case windows && (j.K < 1 || j.K > largestK) || !windows && j.K != 0:
		return fmt.Errorf("encoder: k is %d with unit %q: the file is damaged", j.K, j.Unit)
	case j.Unit == NGram && (j.Ids < 1 || j.Ids > largestVocabulary) || j.Unit != NGram && j.Ids != 0:
		return fmt.Errorf("encoder: %d ids with unit %q: the file is damaged", j.Ids, j.Unit)
	case j.Unit != Char && j.Characters != "" || repeated(strings.Split(j.Characters, "")):
		return errors.New("encoder: the list of characters is damaged")
	case j.Unit != Word && j.Unit != KMer && len(j.Units) > 0 || repeated(j.Units) || slices.ContainsFunc(j.Units, j.isNoUnit):
		return errors.New("encoder: the list of units is damaged")
	}
	return nil
}

// isNoUnit says that a text is not one unit.
func (j encoderJSON) isNoUnit(text string) bool {
	unit, _ := j.Unit.next(text, j.K)
	return unit == "" || unit != text
}

func repeated(texts []string) bool {
	sorted := slices.Sorted(slices.Values(texts))
	return len(slices.Compact(sorted)) < len(texts)
}

func checkVersion(version int) error {
	switch {
	case version > encoderVersion:
		return fmt.Errorf("encoder: version %d is newer than %d, the newest that this program reads: update it", version, encoderVersion)
	case version < firstVersion:
		return errors.New("encoder: no version: this is not a saved encoder")
	}
	return nil
}
