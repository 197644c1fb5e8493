package segmentation_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/segmentation"
)

// Pixels decided from scores are the images that one would have given by hand.
func TestFromScores(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	byHand, err := segmentation.New(segmentation.Options{Classes: []string{"negative", "positive"}})
	if err != nil {
		t.Fatal(err)
	}
	var b metrics.Batch
	var images []string
	for i := range 12 {
		var m segmentation.Image
		for range 5 + i {
			label, score, weight := random.IntN(3) == 0, float64(random.IntN(5))/4, float64(random.IntN(3))
			b.Labels, b.Scores, b.Weights = append(b.Labels, label), append(b.Scores, score), append(b.Weights, weight)
			images = append(images, fmt.Sprint("image ", i))
			m.Truth, m.Predicted, m.Weights = append(m.Truth, class(label)), append(m.Predicted, class(score >= 0.5)), append(m.Weights, weight)
		}
		if err := byHand.Update(m); err != nil {
			t.Fatal(err)
		}
	}
	s, err := segmentation.FromScores(b, images, 0.5)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(byHand.Report(), s.Report()); diff != "" {
		t.Error(diff)
	}
	if s.Images() != 12 || s.IoU(1).Lo >= s.IoU(1).Hi {
		t.Errorf("%d images, IoU %v", s.Images(), s.IoU(1))
	}
}

func class(positive bool) int {
	if positive {
		return 1
	}
	return 0
}

func TestFromScoresRefuses(t *testing.T) {
	b := metrics.Batch{Scores: []float64{0, 1, 0.5}, Labels: []bool{true, false, true}}
	for want, c := range map[string]struct {
		pixels metrics.Batch
		images []string
	}{
		"stand apart":           {b, []string{"a", "b", "a"}},
		"2 names of images":     {b, []string{"a", "b"}},
		"segmentation: metrics": {metrics.Batch{Scores: []float64{2}, Labels: []bool{true}}, []string{"a"}},
	} {
		if _, err := segmentation.FromScores(c.pixels, c.images, 0.5); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}

// Pixel by pixel, readings are those of any state, but no interval pretends that pixels are independent.
func TestPixelReport(t *testing.T) {
	s := metrics.NewState()
	if err := s.Update(metrics.Batch{Scores: []float64{0.1, 0.4, 0.7, 0.9}, Labels: []bool{false, true, false, true}}); err != nil {
		t.Fatal(err)
	}
	plain := metrics.Report(s, 0.5)
	for i, r := range segmentation.PixelReport(s, 0.5) {
		if r.Name != plain[i].Name || r.Value.V != plain[i].Value.V || r.Value.Baseline != plain[i].Value.Baseline {
			t.Errorf("%v, want the reading of %v", r, plain[i])
		}
		if r.Value.NoInterval != segmentation.PixelsDepend {
			t.Errorf("%s has an interval: %v", r.Name, r.Value)
		}
	}
	for _, r := range segmentation.PixelReport(metrics.NewState(), 0.5) {
		if r.Value.NoInterval != metrics.NoExamples {
			t.Errorf("%s of nothing: %v", r.Name, r.Value)
		}
	}
}
