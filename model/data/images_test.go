package data

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// four are images of 1 x 2 pixels.
func four() *Images {
	return &Images{
		Height: 1, Width: 2, Channels: 1,
		Pixels: []float32{0, 1, 2, 3, 4, 5, 6, 7}, Masks: []bool{true, false, false, true, true, true, false, false},
		Weights: []float64{1, 2, 3, 4, 5, 6, 7, 8}, Counts: []bool{true, true, true, true, false, true, true, true},
		Groups: []string{"", "g", "", ""}, IDs: []string{"a", "b", "c", "d"}, Source: "four",
	}
}

func TestImagesSubset(t *testing.T) {
	want := &Images{
		Height: 1, Width: 2, Channels: 1,
		Pixels: []float32{4, 5, 2, 3}, Masks: []bool{true, true, false, true},
		Weights: []float64{5, 6, 3, 4}, Counts: []bool{false, true, true, true},
		Groups: []string{"", "g"}, IDs: []string{"c", "b"}, Source: "four",
	}
	if diff := cmp.Diff(want, four().Subset([]int{2, 1})); diff != "" {
		t.Error(diff)
	}
	plain := &Images{Height: 1, Width: 1, Channels: 2, Pixels: []float32{0, 1, 2, 3}, Masks: []bool{true, false}}
	want = &Images{Height: 1, Width: 1, Channels: 2, Pixels: []float32{2, 3}, Masks: []bool{false}, IDs: []string{"2"}}
	if diff := cmp.Diff(want, plain.Subset([]int{1})); diff != "" {
		t.Error(diff)
	}
}

func TestImagesExamples(t *testing.T) {
	e := four().Examples()
	if err := e.Check(); err != nil {
		t.Fatal(err)
	}
	if labels, positives := e.Count(); e.Len() != 4 || labels != 7 || positives != 3 {
		t.Errorf("%d examples, %d labels count, %d of them positive", e.Len(), labels, positives)
	}
	if want := []string{"a", "g", "c", "d"}; !slices.Equal(e.Groups, want) {
		t.Errorf("groups %q, want %q", e.Groups, want)
	}
}

func TestImagesCheck(t *testing.T) {
	for want, change := range map[string]func(m *Images){
		"images of 0 x 2 pixels": func(m *Images) { m.Height = 0 },
		"there are no images":    func(m *Images) { m.Pixels = nil },
		"7 labels for 8 pixels":  func(m *Images) { m.Masks = m.Masks[1:] },
		"channels last":          func(m *Images) { m.Pixels = m.Pixels[1:] },
		"1 marks":                func(m *Images) { m.Counts = m.Counts[:1] },
		"7 weights for 8":        func(m *Images) { m.Weights = m.Weights[1:] },
		"3 ids for 4":            func(m *Images) { m.IDs = m.IDs[1:] },
		"weight NaN":             func(m *Images) { m.Weights[2] = math.NaN() },
		`four: image 3 (id "c"): row 1, column 2, channel 1 is NaN`: func(m *Images) { m.Pixels[5] = float32(math.NaN()) },
	} {
		m := four()
		change(m)
		if err := m.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}

func TestImagesSplit(t *testing.T) {
	m, err := SyntheticImages(SyntheticImagesOptions{N: 100, Size: 8, Foreground: 0.1})
	if err != nil {
		t.Fatal(err)
	}
	copy(m.Pixels[:64], m.Pixels[10*64:11*64])
	parts := [3]*Images{}
	if parts[0], parts[1], parts[2], err = m.Split(3); err != nil {
		t.Fatal(err)
	}
	partOf := map[string]int{}
	_, all := m.Examples().Count()
	for i, p := range parts {
		_, positives := p.Examples().Count()
		if share := float64(positives) / float64(all); math.Abs(share-partShares[i]) > 0.03 || math.Abs(float64(p.Len())/100-partShares[i]) > 0.03 {
			t.Errorf("%s has %.3f of the positive pixels, and %d images", partNames[i], share, p.Len())
		}
		for _, id := range p.IDs {
			partOf[id] = i
		}
	}
	if len(partOf) != 100 || partOf["1"] != partOf["11"] {
		t.Errorf("%d images in the parts; copies in parts %d and %d", len(partOf), partOf["1"], partOf["11"])
	}
	if _, _, _, err := m.Subset([]int{0, 1}).Split(3); err == nil {
		t.Error("two images are split in three")
	}
}

func TestSyntheticImages(t *testing.T) {
	for _, share := range []float64{0.01, 0.05, 0.3, 0.8, 0.95} {
		m, err := SyntheticImages(SyntheticImagesOptions{N: 200, Foreground: share, Seed: 1})
		if err != nil {
			t.Fatal(err)
		}
		if err := m.Check(); err != nil {
			t.Fatal(err)
		}
		labels, positives := m.Examples().Count()
		if got := float64(positives) / float64(labels); math.Abs(got-share) > 0.02+0.1*min(share, 1-share) {
			t.Errorf("%.3f of the pixels are positive, want about %v", got, share)
		}
	}
	for want, o := range map[string]SyntheticImagesOptions{"N -1": {N: -1}, "Size 7": {Size: 7}, "Foreground NaN": {Foreground: math.NaN()}} {
		if _, err := SyntheticImages(o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}
