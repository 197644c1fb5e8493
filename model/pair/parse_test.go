package pair_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seqpair/seqpair/model/pair"
)

func TestParse(t *testing.T) {
	for text, want := range map[string]pair.Architecture{
		"interaction":                           pair.Interaction{},
		"small":                                 pair.Small,
		"Siamese:":                              pair.Siamese{},
		"siamese:Encoder=lstm,filters=64":       pair.Siamese{Encoder: pair.LSTM, Filters: 64},
		"siamese:separate=true,widths=1+3":      pair.Siamese{Separate: true, Widths: []int{1, 3}},
		"interaction:dropout=0.25,ngrams=2":     pair.Interaction{Dropout: 0.25, NGrams: []int{2}},
		"default":                               pair.Default(),
		"differences/wide":                      pair.Ensemble{Members: []pair.Architecture{pair.Differences{}, pair.Wide{}}},
		"similarities:hidden=8":                 pair.Similarities{Hidden: 8},
		"siamese/small":                         pair.Ensemble{Members: []pair.Architecture{pair.Siamese{}, pair.Small}},
		"decomposable: hidden = 7,embedding=16": pair.Decomposable{Hidden: 7, Embedding: 16},
	} {
		got, err := pair.Parse(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", text, diff)
		}
	}
	for text, want := range map[string]string{
		"":                                   "use",
		"func":                               "unknown name",
		"siamese:layer=2":                    "Layers",
		"siamese:filters":                    "filters=VALUE",
		"siamese:filters=many":               "no int",
		"siamese:widths=2":                   "odd",
		"siamese:encoder=rnn":                "transformer",
		"interaction:ngrams=2+2":             "different",
		"interaction:dropout=1":              "below 1",
		"similarities:hidden=-1":             "at least 1",
		"decomposable:separate=of":           "no bool",
		"interaction:marked=3":               "NGrams",
		"siamese/":                           "use",
		"siamese/decomposable:separate=true": "Separate in all",
	} {
		if _, err := pair.Parse(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want one with %q", text, err, want)
		}
	}
}
