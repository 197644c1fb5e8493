package multiclass

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/seqpair/seqpair/metrics/internal/wire"
)

const labelsLetters = "SPML"

// MarshalJSON writes everything: equal Labels, however they came about, write equal bytes.
func (l *Labels) MarshalJSON() ([]byte, error) {
	r := l.settled()
	w := rowsWire{Version: wireVersion, Classes: l.labels, Scores: append([]float64{}, r.scores...), Weights: r.weights}
	for i := range r.len() {
		var text strings.Builder
		for _, is := range r.labelsOf(i) {
			text.WriteByte(digit(is))
		}
		w.Labels = append(w.Labels, text.String())
	}
	return json.Marshal(w)
}

func digit(is bool) byte {
	if is {
		return '1'
	}
	return '0'
}

// UnmarshalJSON replaces everything, the labels' names included, by what MarshalJSON wrote. What it could not
// have written is an error, a newer version too, and changes nothing.
func (l *Labels) UnmarshalJSON(data []byte) error {
	w, null, err := unmarshalRows(data, "multiclass: Labels")
	if null || err != nil {
		return err
	}
	b := LabelBatch{Scores: w.Scores, Weights: w.Weights}
	for i, text := range w.Labels {
		if len(text) != len(w.Classes) || strings.Trim(text, "01") != "" {
			return fmt.Errorf("multiclass: Labels: row %d (from 0) is %q: want a 0 or a 1 for each of %d labels", i, text, len(w.Classes))
		}
		for at := range len(text) {
			b.Labels = append(b.Labels, text[at] == '1')
		}
	}
	return l.replace(w.Classes, b)
}

func (l *Labels) replace(labels []string, b LabelBatch) error {
	read, err := rebuilt(NewLabels, labels, b, b.Weights)
	if err == nil {
		l.labels, l.rows = read.labels, read.rows
	}
	return err
}

// MarshalBinary writes everything in a compact form: equal Labels write equal bytes.
func (l *Labels) MarshalBinary() ([]byte, error) {
	r := l.settled()
	out := wire.AppendTexts(wire.Head(labelsLetters, wireVersion), l.labels)
	out = wire.AppendInts(out, r.len())
	packed := make([]byte, (len(r.labels)+7)/8)
	for i, is := range r.labels {
		if is {
			packed[i/8] |= 1 << (i % 8)
		}
	}
	return r.append(append(out, packed...)), nil
}

// UnmarshalBinary replaces everything, the labels' names included, by what MarshalBinary wrote. What it could not
// have written is an error, a newer version too, and changes nothing. It allocates no more than a small multiple
// of len(data).
func (l *Labels) UnmarshalBinary(data []byte) error {
	in, err := wire.Open(data, "multiclass: Labels", labelsLetters, wireVersion)
	if err != nil {
		return err
	}
	labels := in.Texts()
	k := len(labels)
	n := in.Length(8 * max(k, 1))
	b := LabelBatch{Labels: make([]bool, n*k)}
	packed := in.Bytes((n*k + 7) / 8)
	for i := range b.Labels {
		b.Labels[i] = len(packed) > 0 && packed[i/8]>>(i%8)&1 == 1
	}
	b.Scores, b.Weights = readScores(in, n, k)
	if err := in.Done(); err != nil {
		return fmt.Errorf("multiclass: Labels: %w", err)
	}
	return l.replace(labels, b)
}
