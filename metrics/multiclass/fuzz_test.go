package multiclass_test

import (
	"bytes"
	"encoding"
	"encoding/json"
	"strings"
	"testing"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/multiclass"
)

// stored is what all accumulators of this package can.
type stored interface {
	encoding.BinaryMarshaler
	encoding.BinaryUnmarshaler
	json.Marshaler
	json.Unmarshaler
}

// kinds makes an empty value of each accumulator.
var kinds = map[string]func() stored{
	"Confusion": func() stored { return new(multiclass.Confusion) },
	"State":     func() stored { return new(multiclass.State) },
	"Labels":    func() stored { return new(multiclass.Labels) },
}

func samples(t testing.TB) map[string][]stored {
	d := multiclass.Decisions{Truth: []int{0, 1, 2, 1}, Predicted: []int{0, 1, 1, 0}}
	weighted := d
	weighted.Weights = []float64{0.5, 2, 0, 3}
	s := multiclass.Batch{Truth: []int{0, 1}, Scores: []float64{0.5, 0.25, 0.25, 1, 0, 0}, Weights: []float64{1, 2.5}}
	l := multiclass.LabelBatch{Labels: []bool{true, false, true, true}, Scores: []float64{0.5, 0, 1, 0.75}}
	return map[string][]stored{
		"Confusion": {newConfusion(t, d, "a", "b", "c"), newConfusion(t, weighted, "a", "b", "c"), newConfusion(t, multiclass.Decisions{}, "a", "b")},
		"State":     {newState(t, s, "a", "b", "c"), newState(t, multiclass.Batch{}, "a", "b")},
		"Labels":    {newLabels(t, l, "a", "b"), newLabels(t, multiclass.LabelBatch{}, "a")},
	}
}

// checkInvariants: what was read can be read from, merged with itself and written as it was, in both forms.
func checkInvariants(t *testing.T, kind string, read stored) {
	t.Helper()
	first, err := read.MarshalBinary()
	must(err)
	text, err := read.MarshalJSON()
	must(err)
	for _, decode := range []func(stored) error{
		func(s stored) error { return s.UnmarshalBinary(first) },
		func(s stored) error { return s.UnmarshalJSON(text) },
	} {
		back := kinds[kind]()
		if err := decode(back); err != nil {
			t.Fatalf("what was written cannot be read: %v", err)
		}
		if second, _ := back.MarshalBinary(); !bytes.Equal(first, second) {
			t.Fatalf("written %x, then %x", first, second)
		}
	}
	var values any
	switch a := read.(type) {
	case *multiclass.Confusion:
		must(a.Merge(a.Clone()))
		values = []any{a.Report(), a.GMean(0.5), a.MacroMAE(), a.MAE(), a.Kappa(multiclass.Quadratic)}
	case *multiclass.State:
		must(a.Merge(a))
		values = []any{
			a.LogLoss(), a.Brier(), a.Hinge(), a.TopK(1), a.OneVsRestAUC(multiclass.Macro), a.OneVsOneAUC(multiclass.Weighted),
			a.OneVsRestAUC(multiclass.Micro), a.Average((*metrics.State).AveragePrecision, multiclass.Macro),
		}
	case *multiclass.Labels:
		must(a.Merge(a))
		table, err := a.At(0.5)
		must(err)
		values = []any{
			table.Hamming(), table.SubsetAccuracy(), table.SampleFBeta(1), a.RankingLoss(), a.CoverageError(),
			table.Average(metrics.Confusion.F1, multiclass.Micro), a.Average((*metrics.State).ROCAUC, multiclass.Macro),
		}
	}
	if _, err := json.Marshal(values); err != nil {
		t.Fatal(err)
	}
}

func FuzzUnmarshalBinary(f *testing.F) {
	for _, of := range samples(f) {
		for _, s := range of {
			data, err := s.MarshalBinary()
			must(err)
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for kind, empty := range kinds {
			if read := empty(); read.UnmarshalBinary(data) == nil {
				checkInvariants(t, kind, read)
			}
		}
	})
}

func FuzzUnmarshalJSON(f *testing.F) {
	for _, of := range samples(f) {
		for _, s := range of {
			data, err := s.MarshalJSON()
			must(err)
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if bytes.Equal(bytes.TrimSpace(data), []byte("null")) {
			return
		}
		for kind, empty := range kinds {
			if read := empty(); read.UnmarshalJSON(data) == nil {
				checkInvariants(t, kind, read)
			}
		}
	})
}

// TestBrokenBytes: every cut, every flipped byte and every byte too many is an error or reads soundly.
func TestBrokenBytes(t *testing.T) {
	for kind, of := range samples(t) {
		for _, s := range of {
			whole, err := s.MarshalBinary()
			must(err)
			for cut := range whole {
				if kinds[kind]().UnmarshalBinary(whole[:cut]) == nil {
					t.Errorf("%s: %d of %d bytes are taken", kind, cut, len(whole))
				}
				for _, flip := range []byte{0x01, 0x80, 0xff} {
					broken := bytes.Clone(whole)
					broken[cut] ^= flip
					if read := kinds[kind](); read.UnmarshalBinary(broken) == nil {
						checkInvariants(t, kind, read)
					}
				}
			}
			if kinds[kind]().UnmarshalBinary(append(whole, 0)) == nil {
				t.Errorf("%s: bytes are left over and nothing is said", kind)
			}
		}
	}
}

func TestRefusals(t *testing.T) {
	c := newConfusion(t, multiclass.Decisions{}, "a", "b")
	s := newState(t, multiclass.Batch{}, "a", "b")
	l := newLabels(t, multiclass.LabelBatch{}, "a", "b")
	_, twice := multiclass.NewConfusion("a", "b", "a")
	_, nameless := multiclass.NewState("a", "")
	_, one := multiclass.NewConfusion("a")
	_, many := multiclass.NewLabels(multiclass.Numbered(multiclass.MaxClasses + 1)...)
	_, thresholds := newLabels(t, multiclass.LabelBatch{}, "a", "b", "c").At(0.1, 0.2)
	for want, err := range map[string]error{
		`both named "a"`:                  twice,
		`is named ""`:                     nameless,
		"1 classes: want 2":               one,
		"4097 classes":                    many,
		"2 thresholds for 3 labels":       thresholds,
		"row 1 (from 0): the truth is":    c.Update(multiclass.Decisions{Truth: []int{0, 2}, Predicted: []int{0, 0}}),
		"the prediction is class -1":      c.Update(multiclass.Decisions{Truth: []int{0}, Predicted: []int{-1}}),
		"1 true classes but 0 predicted":  c.Update(multiclass.Decisions{Truth: []int{0}}),
		"1 rows but 2 weights":            c.Update(multiclass.Decisions{Truth: []int{0}, Predicted: []int{0}, Weights: []float64{1, 1}}),
		"weight -1 is neither 0":          c.Update(multiclass.Decisions{Truth: []int{0}, Predicted: []int{0}, Weights: []float64{-1}}),
		`score 1.5 of class "b"`:          s.Update(multiclass.Batch{Truth: []int{0}, Scores: []float64{0, 1.5}}),
		"3 scores for 1 rows":             s.Update(multiclass.Batch{Truth: []int{0}, Scores: []float64{0, 1, 0}}),
		"no whole rows of 2 labels":       l.Update(multiclass.LabelBatch{Labels: []bool{true}, Scores: []float64{0}}),
		"1 labels but 2 scores":           l.Update(multiclass.LabelBatch{Labels: []bool{true}, Scores: []float64{0, 0}}),
		"cannot merge 2 classes with 3":   c.Merge(newConfusion(t, multiclass.Decisions{}, "a", "b", "c")),
		`class 1 (from 0) is "b" in one`:  s.Merge(newState(t, multiclass.Batch{}, "a", "c")),
		"without classes":                 new(multiclass.State).Update(multiclass.Batch{}),
		"do not start with SPMC":          new(multiclass.Confusion).UnmarshalBinary([]byte("SPST\x01")),
		"newer than the 1":                new(multiclass.Confusion).UnmarshalBinary([]byte("SPMC\x02")),
		"State of version 2, newer":       new(multiclass.State).UnmarshalJSON([]byte(`{"version":2}`)),
		"has no version":                  new(multiclass.Labels).UnmarshalJSON([]byte(`{}`)),
		`row 0 (from 0) is "10"`:          new(multiclass.Labels).UnmarshalJSON([]byte(`{"version":1,"classes":["a"],"labels":["10"],"scores":[1]}`)),
		"no 1 weights have the sum 5":     new(multiclass.Confusion).UnmarshalJSON([]byte(`{"version":1,"classes":["a","b"],"cells":[1],"rows":[1],"weights":[[5,0]],"squares":[[1,0]]}`)),
		"cell 1 after cell 2 of 4 holds ": new(multiclass.Confusion).UnmarshalJSON([]byte(`{"version":1,"classes":["a","b"],"cells":[2,1],"rows":[1,1]}`)),
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}
