package pair_test

import (
	"encoding/json"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seqpair/seqpair/model/pair"
)

// architectures are small ones of every kind.
var architectures = map[string]pair.Architecture{
	"siamese":              tiny,
	"separate siamese":     pair.Siamese{Embedding: 4, Filters: 6, Hidden: 5, Separate: true},
	"mean":                 pair.Siamese{Encoder: pair.Mean, Embedding: 4, Hidden: 5},
	"cosine":               pair.Siamese{Embedding: 4, Filters: 3, Cosine: true},
	"distance":             pair.Siamese{Embedding: 4, Filters: 3, Margin: 1},
	"lstm":                 pair.Siamese{Encoder: pair.LSTM, Embedding: 4, Filters: 3, Hidden: 5},
	"separate gru":         pair.Siamese{Encoder: pair.GRU, Embedding: 4, Filters: 3, Hidden: 5, Separate: true},
	"transformer":          pair.Siamese{Encoder: pair.Transformer, Embedding: 4, Filters: 6, Heads: 2, Layers: 2, Hidden: 5},
	"decomposable":         pair.Decomposable{Embedding: 4, Hidden: 5},
	"interaction":          pair.Interaction{Embedding: 4, Filters: 3, Hidden: 5},
	"overlap interaction":  pair.Interaction{Embedding: 4, Filters: 3, Marked: 3, Hidden: 5, NGrams: []int{1, 2, 3}, Positions: -1},
	"whole interaction":    pair.Interaction{Embedding: 4, Filters: 3, Marked: 2, Hidden: 5, NGrams: []int{2}, Positions: 48},
	"separate interaction": pair.Interaction{Embedding: 4, Filters: 3, Hidden: 5, Separate: true},
	"wide":                 pair.Wide{NGrams: []int{1, 3}},
	"ensemble":             pair.Ensemble{Members: []pair.Architecture{tiny, pair.Siamese{Encoder: pair.Mean, Embedding: 4, Hidden: 5}}},
}

func TestDecode(t *testing.T) {
	all := maps.Clone(architectures)
	all["differences"], all["similarities"], all["default"] = pair.Differences{}, pair.Similarities{}, pair.Default()
	for name, want := range all {
		for _, a := range []pair.Architecture{want, want.WithDefaults()} {
			text, err := json.Marshal(a)
			if err != nil {
				t.Fatal(err)
			}
			got, err := pair.Decode(text)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if diff := cmp.Diff(a, got); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
			if !strings.Contains(string(text), `{"Name":"`+pair.Name(a)+`"`) {
				t.Errorf("%s: %s is named %q", name, text, pair.Name(a))
			}
		}
	}
	if got, err := pair.Decode([]byte(`{"Hidden":7}`)); err != nil || got != nil && got.String() != (pair.Siamese{Hidden: 7}).String() {
		t.Errorf("without a name: %v, %v", got, err)
	}
	for _, text := range []string{``, `[]`, `{"Name":"transformation"}`, `{"Name":"siamese","Widths":3}`} {
		if a, err := pair.Decode([]byte(text)); err == nil || a != nil {
			t.Errorf("%q is read as %v", text, a)
		}
	}
}

// TestDecodedFuncIsIncomplete reads a function back, which no file can hold.
func TestDecodedFuncIsIncomplete(t *testing.T) {
	text, err := json.Marshal(pair.Func{ID: "mine", Build: tiny.Logits, Swappable: true})
	if err != nil {
		t.Fatal(err)
	}
	a, err := pair.Decode(text)
	if err != nil {
		t.Fatal(err)
	}
	if !a.Symmetric() || a.String() != string(text) || pair.Name(a) != "func" {
		t.Errorf("got %v of %s", a, text)
	}
	if err := a.Check(); err == nil || !strings.Contains(err.Error(), "OpenWith") {
		t.Errorf("a function that is not there passes with %v", err)
	}
}
