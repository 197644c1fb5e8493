package metrics_test

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"runtime"
	"strings"
	"testing"

	"github.com/seqpair/seqpair/metrics"
)

// samples are States of every kind, for seeds and for cutting and breaking their written forms.
func samples(t testing.TB) []*metrics.State {
	b := metrics.Batch{Scores: []float64{0.9, 0, 1, 0.25, 0.25}, Labels: []bool{true, false, true, true, false}}
	weighted := b
	weighted.Weights = []float64{1, 2, 0.5, 0, 3}
	return []*metrics.State{
		metrics.NewState(), metrics.NewBinnedState(7), newState(t, b), newState(t, weighted), binnedOf(7, b), binnedOf(7, weighted),
	}
}

// checkInvariants: whatever was read can be read from, merged with itself and written again as it was.
func checkInvariants(t *testing.T, s *metrics.State) {
	t.Helper()
	for _, reading := range metrics.Report(s, 0.5) {
		if _, err := json.Marshal(reading); err != nil {
			t.Fatalf("%s: %v", reading.Name, err)
		}
	}
	if _, err := json.Marshal([]metrics.Curve{s.ROC(), s.PR()}); err != nil {
		t.Fatal(err)
	}
	first, err := s.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	var back metrics.State
	if err := back.UnmarshalBinary(first); err != nil {
		t.Fatalf("what was written cannot be read: %v", err)
	}
	if second, _ := back.MarshalBinary(); !bytes.Equal(first, second) {
		t.Fatalf("written %x, then %x", first, second)
	}
	rows := s.Positives() + s.Negatives()
	if err := back.Merge(s); err == nil && back.Positives()+back.Negatives() != 2*rows {
		t.Fatalf("%d rows twice are %d", rows, back.Positives()+back.Negatives())
	}
}

func FuzzUnmarshalBinary(f *testing.F) {
	for _, s := range samples(f) {
		data, err := s.MarshalBinary()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var s metrics.State
		if s.UnmarshalBinary(data) == nil {
			checkInvariants(t, &s)
		}
	})
}

func FuzzUnmarshalJSON(f *testing.F) {
	for _, s := range samples(f) {
		data, err := s.MarshalJSON()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var s metrics.State
		if s.UnmarshalJSON(data) == nil {
			checkInvariants(t, &s)
		}
	})
}

// TestBrokenBytes: every cut, every flipped byte and every claim of more than is there is an error or a State.
func TestBrokenBytes(t *testing.T) {
	for _, s := range samples(t) {
		whole, err := s.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		for cut := range whole {
			if new(metrics.State).UnmarshalBinary(whole[:cut]) == nil {
				t.Errorf("%d of %d bytes are taken for a State", cut, len(whole))
			}
			for _, flip := range []byte{0x01, 0x80, 0xff} {
				broken := bytes.Clone(whole)
				broken[cut] ^= flip
				var s metrics.State
				if s.UnmarshalBinary(broken) == nil {
					checkInvariants(t, &s)
				}
			}
		}
		if new(metrics.State).UnmarshalBinary(append(whole, 0)) == nil {
			t.Error("bytes are left over and nothing is said")
		}
	}
}

func TestGreedyBytes(t *testing.T) {
	huge := binary.AppendUvarint(nil, 1<<60)
	for _, data := range [][]byte{
		append([]byte("SPST\x01\x00"), huge...),
		append([]byte("SPST\x01\x01"), huge...),
		append([]byte("SPST\x01\x01\x07"), huge...),
		append(append([]byte("SPST\x01\x01\x07\x01\x00\x00"), huge...), 0),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if new(metrics.State).UnmarshalBinary(data) == nil {
			t.Errorf("%x is taken for a State", data)
		}
		runtime.ReadMemStats(&after)
		allocated := after.TotalAlloc - before.TotalAlloc
		if allocated > 1<<16 {
			t.Errorf("%x: %d bytes allocated", data, allocated)
		}
	}
}

func TestUnmarshalRefusals(t *testing.T) {
	for text, want := range map[string]string{
		`{`:                                    "unexpected end",
		`{}`:                                   "no version",
		`[]`:                                   "cannot unmarshal",
		`{"version":2}`:                        "newer",
		`{"version":1}`:                        `either "exact" or "binned"`,
		`{"version":1,"exact":{},"binned":{}}`: `either "exact" or "binned"`,
		`{"version":1,"exact":{"positives":{"scores":[0.5,2]}}}`:                                                    "outside [0,1]",
		`{"version":1,"exact":{"positives":{"scores":[0.5],"weights":[-1]}}}`:                                       "negative",
		`{"version":1,"exact":{"positives":{"scores":[0.5],"weights":[0]}}}`:                                        "a weight is 0",
		`{"version":1,"exact":{"positives":{"scores":[0.5],"weights":[1,1]}}}`:                                      "1 scores but 2 weights",
		`{"version":1,"binned":{"bins":0}}`:                                                                         "0 bins",
		`{"version":1,"binned":{"bins":1000000000}}`:                                                                "1000000000 bins",
		`{"version":1,"binned":{"bins":5,"positives":{"bins":[6],"rows":[1]}}}`:                                     "bin 6",
		`{"version":1,"binned":{"bins":5,"positives":{"bins":[-1],"rows":[1]}}}`:                                    "bin -1",
		`{"version":1,"binned":{"bins":5,"positives":{"bins":[2,1],"rows":[1,1]}}}`:                                 "bin 1 after bin 2",
		`{"version":1,"binned":{"bins":5,"positives":{"bins":[2],"rows":[0]}}}`:                                     "0 examples",
		`{"version":1,"binned":{"bins":5,"positives":{"bins":[2],"rows":[9223372036854775807]}}}`:                   "examples",
		`{"version":1,"binned":{"bins":5,"positives":{"bins":[2],"rows":[1],"weights":[[5,0]],"squares":[[1,0]]}}}`: "no weights have these sums",
		`{"version":1,"binned":{"bins":5,"negatives":{"bins":[2]}}}`:                                                "differ in length",
		`{"version":1,"binned":{"bins":5,"log_loss":[[1,0],[1,0],[1,0]]}}`:                                          "a sum is 1: want 0 to 0",
		`{"version":1,"binned":{"bins":5,"brier":[[-1,0],[0,0],[0,0]]}}`:                                            "a sum is -1",
	} {
		s := newState(t, constant(1, 1, 0.5))
		if err := json.Unmarshal([]byte(text), s); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", text, err, want)
		}
		if s.Positives() != 1 || s.Bins() != 0 {
			t.Errorf("%s: the State has changed", text)
		}
	}
	if err := new(metrics.State).UnmarshalBinary([]byte("SPST\x02\x00\x00")); err == nil || !strings.Contains(err.Error(), "newer") {
		t.Errorf("version 2: %v", err)
	}
}
