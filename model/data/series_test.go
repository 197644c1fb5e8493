package data

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReadSeries(t *testing.T) {
	nan := float32(math.NaN())
	labels := npy(t, "|u1", "(2,)", []uint8{1, 0})
	a := npy(t, "<f4", "(2, 3)", []float32{1, 2, nan, 3, 4, 5})
	b := npy(t, "<f4", "(2, 3)", []float32{0, 0, 0, 7, nan, nan})
	got, err := ReadSeries(a, b, labels)
	if err != nil {
		t.Fatal(err)
	}
	want := &Series{
		Steps: 3, Channels: 1, A: []float32{1, 2, 0, 3, 4, 5}, B: []float32{0, 0, 0, 7, 0, 0},
		LengthsA: []int32{2, 3}, LengthsB: []int32{3, 1}, Labels: []bool{true, false}, Source: a + " and " + b,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	channels := npy(t, "<f4", "(2, 2, 2)", []float32{1, 2, 3, 4, 5, 6, nan, nan})
	if got, err = ReadSeries(channels, npy(t, "<f4", "(2, 2, 2)", make([]float32, 8)), labels); err != nil || got.Channels != 2 || got.LengthsB != nil || !slices.Equal(got.LengthsA, []int32{2, 1}) {
		t.Errorf("%+v, %v", got, err)
	}
	if got, err = ReadSeries(a, b, ""); err != nil || got.Labels != nil || got.Len() != 2 {
		t.Errorf("without labels: %+v, %v", got, err)
	}
	if _, _, _, err := got.Split(1); err == nil || !strings.Contains(err.Error(), "the 2 pairs have no labels") {
		t.Errorf("error %v of a split without labels", err)
	}
	for want, c := range map[string][3]string{
		"a: pair 1 (without id): step 1, channel 1 is NaN":   {npy(t, "<f4", "(2, 3)", []float32{nan, 2, 3, 4, 5, 6}), b, labels},
		"b: pair 2 (without id): step 2, channel 2 is NaN":   {channels, npy(t, "<f4", "(2, 2, 2)", []float32{1, 2, 3, 4, 5, 6, 7, nan}), labels},
		"a: pair 2 (without id) has 0 steps":                 {npy(t, "<f4", "(2, 3)", []float32{1, 2, 3, nan, nan, nan}), b, labels},
		"is +Inf":                                            {npy(t, "<f4", "(2, 3)", []float32{1, 2, 3, 4, 5, float32(math.Inf(1))}), b, labels},
		"the shorter ones filled up":                         {a, npy(t, "<f4", "(2, 2)", make([]float32, 4)), labels},
		"have the shape [1], want [2]":                       {a, b, npy(t, "|u1", "(1,)", []uint8{1})},
		"take the positive class's":                          {a, b, npy(t, "|u1", "(2, 2)", []uint8{1, 0, 0, 1})},
		"or [N, Steps] of one channel":                       {npy(t, "<f4", "(6,)", make([]float32, 6)), b, labels},
		"number 2 is 3, want 0 or 1":                         {a, b, npy(t, "|u1", "(2,)", []uint8{1, 3})},
		"no such file":                                       {a, b, "no such file"},
		"sequences of 0 steps with 1 channels: each is 1 at": {npy(t, "<f4", "(2, 0)", []float32{}), npy(t, "<f4", "(2, 0)", []float32{}), labels},
	} {
		if _, err := ReadSeries(c[0], c[1], c[2]); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}

func TestSeriesCheck(t *testing.T) {
	for want, change := range map[string]func(*Series){
		"is 1 at":                    func(s *Series) { s.Channels = 0 },
		"there are no pairs":         func(s *Series) { s.A = nil },
		"3 numbers in a and 4 in b":  func(s *Series) { s.A = s.A[:3] },
		"1 labels for 2 pairs":       func(s *Series) { s.Labels = s.Labels[:1] },
		"b: 1 lengths for 2 pairs":   func(s *Series) { s.LengthsB = []int32{2} },
		"has 3 steps, want 1 to 2":   func(s *Series) { s.LengthsA = []int32{1, 3} },
		"beyond the length 1":        func(s *Series) { s.LengthsA = []int32{2, 1} },
		"1 weights for 2 pairs":      func(s *Series) { s.Weights = []float64{1} },
		`mine: b: pair 1 (id "p"): `: func(s *Series) { s.B[1], s.IDs, s.Source = float32(math.NaN()), []string{"p", "q"}, "mine" },
	} {
		s := &Series{Steps: 2, Channels: 1, A: []float32{1, 2, 3, 4}, B: []float32{1, 2, 3, 4}, Labels: []bool{true, false}}
		if err := s.Check(); err != nil {
			t.Fatal(err)
		}
		change(s)
		if err := s.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}

// TestSeriesSplitOfOnePool: pairs that all hang together cannot be split; the error says what can be.
func TestSeriesSplitOfOnePool(t *testing.T) {
	s := &Series{Steps: 1, Channels: 1}
	for i := range 10 {
		for j := range i {
			s.A, s.B, s.Labels = append(s.A, float32(i)), append(s.B, float32(j)), append(s.Labels, (i+j)%2 == 0)
		}
	}
	if _, _, _, err := s.Split(1); err == nil || !strings.Contains(err.Error(), "split the sequences first") {
		t.Error(err)
	}
}

// A split is a partition that tears neither groups nor pairs with a sequence in common, on whichever side it is.
func TestSeriesSplit(t *testing.T) {
	s, err := SyntheticSeries(SyntheticSeriesOptions{N: 500, Steps: 8, Seed: 3})
	if err != nil {
		t.Fatal(err)
	}
	copy(part(s.A, 10, 8), part(s.B, 400, 8))
	s.LengthsA[10] = s.LengthsB[400]
	s.Groups = make([]string, 500)
	s.Groups[20], s.Groups[300] = "g", "g"
	train, valid, test, err := s.Split(7)
	if err != nil {
		t.Fatal(err)
	}
	partOf := map[string]int{}
	for i, p := range []*Series{train, valid, test} {
		if err := p.Check(); err != nil {
			t.Error(err)
		}
		if positives := positivesAmong(p.Labels); math.Abs(float64(positives)-partShares[i]*50) > 2 {
			t.Errorf("%s has %d of 50 positives", partNames[i], positives)
		}
		for _, id := range p.IDs {
			if was, seen := partOf[id]; seen {
				t.Errorf("pair %s stands in parts %d and %d", id, was, i)
			}
			partOf[id] = i
		}
	}
	if len(partOf) != 500 || partOf["11"] != partOf["401"] || partOf["21"] != partOf["301"] {
		t.Errorf("%d pairs in the parts; parts %d and %d share a sequence, %d and %d a group", len(partOf), partOf["11"], partOf["401"], partOf["21"], partOf["301"])
	}
	again, _, _, err := s.Split(7)
	if err != nil || !slices.Equal(again.IDs, train.IDs) {
		t.Errorf("the same seed splits otherwise: %v", err)
	}
}

func positivesAmong(labels []bool) (positives int) {
	for _, positive := range labels {
		positives += count(positive)[1]
	}
	return positives
}

func TestSyntheticSeries(t *testing.T) {
	s, err := SyntheticSeries(SyntheticSeriesOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Check(); err != nil {
		t.Error(err)
	}
	if err := s.Examples().Check(); err != nil {
		t.Error(err)
	}
	if n := positivesAmong(s.Labels); s.Len() != 2000 || n != 200 || slices.Min(s.LengthsA) != 16 || slices.Max(s.LengthsB) != 32 {
		t.Errorf("%d pairs, %d positives, lengths %d to %d", s.Len(), n, slices.Min(s.LengthsA), slices.Max(s.LengthsB))
	}
	for want, o := range map[string]SyntheticSeriesOptions{"N 1": {N: 1}, "Steps 7": {Steps: 7}, "Prevalence 1": {Prevalence: 1}} {
		if _, err := SyntheticSeries(o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}
