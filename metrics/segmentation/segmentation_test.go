package segmentation_test

import (
	"bytes"
	"encoding/json"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/metricstest"
	"github.com/seqpair/seqpair/metrics/segmentation"
)

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func newState(t testing.TB, o segmentation.Options, images ...segmentation.Image) *segmentation.State {
	t.Helper()
	s, err := segmentation.New(o)
	if err == nil {
		err = s.Update(images...)
	}
	if err != nil {
		t.Fatal(err)
	}
	return s
}

var binary = segmentation.Options{Classes: []string{"background", "object"}}

// golden is a case of testdata/golden.json: values that other libraries compute and document.
type golden struct {
	Name     string
	Inputs   map[string]any
	Params   map[string]any
	Expected any
	Tol      float64
}

func numbers(v any) []float64 {
	switch v := v.(type) {
	case []any:
		var all []float64
		for _, x := range v {
			all = append(all, numbers(x)...)
		}
		return all
	case float64:
		return []float64{v}
	}
	return nil
}

// image decides scores at a threshold, which counts as foreground, as in Keras' BinaryIoU alone.
func image(truth, scores, weights []float64, threshold float64) segmentation.Image {
	m := segmentation.Image{Weights: weights}
	for i, y := range truth {
		predicted := 0
		if scores[i] >= threshold {
			predicted = 1
		}
		m.Truth, m.Predicted = append(m.Truth, int(y)), append(m.Predicted, predicted)
	}
	return m
}

func TestGolden(t *testing.T) {
	data, err := os.ReadFile("testdata/golden.json")
	must(err)
	var cases []golden
	must(json.Unmarshal(data, &cases))
	for _, g := range cases {
		t.Run(g.Name, func(t *testing.T) {
			var got, want []float64
			want = numbers(g.Expected)
			switch {
			case strings.Contains(g.Name, "samplewise"):
				got = samplewise(t, g)
			default:
				threshold, ok := g.Params["threshold"].(float64)
				if !ok {
					threshold = 0.5
				}
				s := newState(t, binary, image(numbers(g.Inputs["y_true"]), numbers(g.Inputs["y_pred"]), numbers(g.Inputs["sample_weight"]), threshold))
				mean := s.MeanIoU()
				got = []float64{mean.Value.V}
				switch g.Name {
				case "TRAP keras.MeanIoU default dtype int truncates float weights": // Keras: 0
					want = numbers(g.Expected.(map[string]any)["float32"])
				case "TRAP keras.IoU absent class": // Keras: 0 when asked alone
					want = []float64{1}
					if why := s.IoU(1).Undefined; why != segmentation.AbsentClass || mean.Absent[0].Class != "object" {
						t.Errorf("undefined for %q, absent %v", why, mean.Absent)
					}
				}
			}
			if len(got) != len(want) {
				t.Fatalf("got %v, want %v", got, want)
			}
			for i := range got {
				if math.Abs(got[i]-want[i]) > g.Tol {
					t.Errorf("got %v, want %v", got, want)
				}
			}
		})
	}
}

// samplewise reads each image by itself, as torchmetrics' multidim_average="samplewise".
func samplewise(t *testing.T, g golden) []float64 {
	var images []segmentation.Image
	scores := g.Inputs["preds"].([]any)
	for i, truth := range g.Inputs["target"].([]any) {
		images = append(images, image(numbers(truth), numbers(scores[i]), nil, 0.5))
	}
	s := newState(t, binary, images...)
	var got []float64
	for i := range s.Images() {
		c := s.Image(i, 1)
		switch {
		case strings.Contains(g.Name, "precision"):
			got = append(got, c.Precision().V)
		case strings.Contains(g.Name, "recall"):
			got = append(got, c.Recall().V)
		default:
			got = append(got, c.TP, c.FP, c.TN, c.FN, c.TP+c.FN)
		}
	}
	return got
}

// lawful makes one image of each row of the harness's batches, or all rows one image's pixels where only pooled
// readings are looked at.
type lawful struct{ *segmentation.State }

func (l lawful) Update(b metrics.Batch) error {
	if err := b.Validate(); err != nil {
		return err
	}
	var images []segmentation.Image
	for i, score := range b.Scores {
		truth := 0
		if b.Labels[i] {
			truth = 1
		}
		m := segmentation.Image{Truth: []int{truth, 2, 255}, Predicted: []int{int(score * 2), truth, 0}}
		if b.Weights != nil {
			m.Weights = slices.Repeat([]float64{b.Weights[i]}, 3)
		}
		images = append(images, m)
	}
	return l.State.Update(images...)
}

func (l lawful) Merge(o lawful) error { return l.State.Merge(o.State) }

func emptyLawful() lawful {
	s, err := segmentation.New(segmentation.Options{Classes: []string{"a", "b", "c"}, Void: []int{255, -1}})
	must(err)
	return lawful{s}
}

func readLawful(l lawful) map[string]float64 {
	values := make(map[string]float64)
	for name, v := range map[string]metrics.Value{
		"mean IoU": l.MeanIoU().Value, "mean Dice": l.MeanDice().Value, "accuracy": l.PixelAccuracy(), "IoU": l.IoU(1),
		"Dice": l.Dice(0), "frequency": l.FrequencyWeightedIoU(),
	} {
		if v.Undefined == "" {
			values[name], values[name+" baseline"] = v.V, v.Baseline
		}
	}
	return values
}

func TestLaws(t *testing.T) {
	t.Run("binary", func(t *testing.T) {
		metricstest.Run(t, emptyLawful, metricstest.Options[lawful]{
			Read:   readLawful,
			Encode: func(l lawful) ([]byte, error) { return l.MarshalBinary() },
			Decode: func(data []byte) (lawful, error) {
				l := lawful{new(segmentation.State)}
				return l, l.UnmarshalBinary(data)
			},
		})
	})
	t.Run("JSON", func(t *testing.T) {
		metricstest.Run(t, emptyLawful, metricstest.Options[lawful]{
			Read:   readLawful,
			Encode: func(l lawful) ([]byte, error) { return l.MarshalJSON() },
			Decode: func(data []byte) (lawful, error) {
				l := lawful{new(segmentation.State)}
				return l, l.UnmarshalJSON(data)
			},
		})
	})
}

// draw makes images whose share of object differs, and whose pixels are right more often in some than in others.
func draw(random *rand.Rand, images int) []segmentation.Image {
	var all []segmentation.Image
	for range images {
		share, skill := 0.05+0.3*random.Float64(), 0.6+0.4*random.Float64()
		var m segmentation.Image
		for range 200 {
			truth := 0
			if random.Float64() < share {
				truth = 1
			}
			predicted := truth
			if random.Float64() > skill {
				predicted = 1 - truth
			}
			m.Truth, m.Predicted = append(m.Truth, truth), append(m.Predicted, predicted)
		}
		all = append(all, m)
	}
	return all
}

// TestCoverage: intervals of 25 images hold what very many images read, though pixels of an image go together.
func TestCoverage(t *testing.T) {
	readings := map[string]func(s *segmentation.State) metrics.Value{
		"IoU":            func(s *segmentation.State) metrics.Value { return s.IoU(1) },
		"Dice":           func(s *segmentation.State) metrics.Value { return s.Dice(1) },
		"mean IoU":       func(s *segmentation.State) metrics.Value { return s.MeanIoU().Value },
		"pixel accuracy": (*segmentation.State).PixelAccuracy,
		"frequency":      (*segmentation.State).FrequencyWeightedIoU,
		"image IoU":      func(s *segmentation.State) metrics.Value { return s.ImageIoU(1).Value },
		"image mean":     func(s *segmentation.State) metrics.Value { return s.ImageMeanDice().Value },
		"generalised":    func(s *segmentation.State) metrics.Value { return s.ImageGeneralizedDice(segmentation.BySquare).Value },
	}
	const samples = 400
	random := rand.New(rand.NewPCG(1, 1))
	whole := newState(t, binary, draw(random, 20_000)...)
	truth, hits := make(map[string]float64), make(map[string]int)
	for name, read := range readings {
		truth[name] = read(whole).V
	}
	for range samples {
		s := newState(t, binary, draw(random, 25)...)
		for name, read := range readings {
			if v := read(s); v.NoInterval == "" && v.Lo <= truth[name] && truth[name] <= v.Hi {
				hits[name]++
			}
		}
	}
	for name := range readings {
		if share := float64(hits[name]) / samples; share < 0.915 || share > 0.985 {
			t.Errorf("%s: the interval of nominally 95 %% holds %.1f %%", name, 100*share)
		}
	}
}

// TestReadings compares with numbers worked out by hand.
func TestReadings(t *testing.T) {
	s := newState(t, segmentation.Options{Classes: []string{"sky", "road", "car", "ghost"}, Void: []int{255}},
		segmentation.Image{Truth: []int{0, 0, 1, 1, 255, 0}, Predicted: []int{0, 1, 1, 1, 3, 0}},
		segmentation.Image{Truth: []int{0, 2, 2, 0}, Predicted: []int{0, 2, 0, 0}},
		segmentation.Image{Truth: []int{1}, Predicted: []int{1}},
		segmentation.Image{Truth: []int{255}, Predicted: []int{0}},
	)
	for name, c := range map[string]struct{ got, want float64 }{
		"images":            {float64(s.Images()), 3},
		"IoU of sky":        {s.IoU(0).V, 4.0 / 6},
		"IoU of road":       {s.IoU(1).V, 3.0 / 4},
		"IoU of car":        {s.IoU(2).V, 1.0 / 2},
		"mean IoU":          {s.MeanIoU().Value.V, (4.0/6 + 3.0/4 + 1.0/2) / 3},
		"baseline":          {s.MeanIoU().Value.Baseline, 0.5 / 3},
		"Dice of car":       {s.Dice(2).V, 2.0 / 3},
		"accuracy":          {s.PixelAccuracy().V, 0.8},
		"frequency":         {s.FrequencyWeightedIoU().V, 0.5*4/6 + 0.3*3/4 + 0.2/2},
		"image IoU of sky":  {s.ImageIoU(0).Value.V, (2.0/3 + 2.0/3) / 2},
		"left out of sky":   {float64(s.ImageIoU(0).LeftOut), 1},
		"as 0":              {s.ImageIoU(0).WithLeftOutAs(0).V, 4.0 / 9},
		"image mean IoU":    {s.ImageMeanIoU().Value.V, (2.0/3 + (2.0/3+1.0/2)/2 + 1) / 3},
		"exact images":      {s.ExactImages().V, 1.0 / 3},
		"generalised Dice":  {s.ImageGeneralizedDice(segmentation.Equally).Value.V, (0.8 + 0.75 + 1) / 3},
		"pixels of the car": {s.Pixels().Class(2).TP, 1},
	} {
		if math.Abs(c.got-c.want) > 1e-12 {
			t.Errorf("%s: got %v, want %v", name, c.got, c.want)
		}
	}
	if s.IoU(3).Undefined != segmentation.AbsentClass || s.MeanIoU().Absent[0].Class != "ghost" {
		t.Errorf("the ghost reads %v", s.IoU(3))
	}
	one := newState(t, binary, segmentation.Image{Truth: []int{0, 1}, Predicted: []int{0, 0}})
	for _, v := range []metrics.Value{one.IoU(0), one.MeanIoU().Value, one.PixelAccuracy(), one.ImageIoU(1).Value} {
		if v.NoInterval != segmentation.OneImage {
			t.Errorf("one image has an interval: %v", v)
		}
	}
	none := newState(t, binary)
	for _, v := range []metrics.Value{none.IoU(0), none.MeanIoU().Value, none.PixelAccuracy(), none.ImageIoU(1).Value, none.ExactImages()} {
		if v.Undefined == "" {
			t.Errorf("no image reads %v", v)
		}
	}
}

// TestShards: parts merge to the whole in readings per image too, whichever is merged into which.
func TestShards(t *testing.T) {
	images := draw(rand.New(rand.NewPCG(7, 7)), 9)
	whole := newState(t, binary, images...)
	for _, parts := range [][2][]segmentation.Image{{images[:4], images[4:]}, {images[4:], images[:4]}} {
		merged, other := newState(t, binary, parts[0]...), newState(t, binary, parts[1]...)
		must(merged.Merge(other))
		if other.Images() != len(parts[1]) {
			t.Error("the part that was merged has changed")
		}
		for name, pair := range map[string][2]metrics.Value{
			"IoU": {merged.IoU(1), whole.IoU(1)}, "mean Dice": {merged.MeanDice().Value, whole.MeanDice().Value},
			"image IoU": {merged.ImageIoU(1).Value, whole.ImageIoU(1).Value}, "exact": {merged.ExactImages(), whole.ExactImages()},
			"generalised": {
				merged.ImageGeneralizedDice(segmentation.BySize).Value, whole.ImageGeneralizedDice(segmentation.BySize).Value,
			},
		} {
			for _, of := range []func(metrics.Value) float64{
				func(v metrics.Value) float64 { return v.V }, func(v metrics.Value) float64 { return v.Lo },
				func(v metrics.Value) float64 { return v.Hi }, func(v metrics.Value) float64 { return v.Baseline },
			} {
				if got, want := of(pair[0]), of(pair[1]); math.Abs(got-want) > 1e-12 {
					t.Errorf("%s: merged %v, whole %v", name, got, want)
				}
			}
		}
	}
}

func TestRefusals(t *testing.T) {
	s := newState(t, binary, segmentation.Image{Truth: []int{0, 1}, Predicted: []int{0, 0}})
	for want, err := range map[string]error{
		"image 1 (from 0): pixels count as rows: metrics: row 1 (from 0): the truth is class 2": s.Update(
			segmentation.Image{Truth: []int{0}, Predicted: []int{0}}, segmentation.Image{Truth: []int{0, 2}, Predicted: []int{0, 0}}),
		"2 true pixels but 1 predicted": s.Update(segmentation.Image{Truth: []int{0, 2}, Predicted: []int{0}}),
		"1 pixels but 2 weights":        s.Update(segmentation.Image{Truth: []int{0}, Predicted: []int{0}, Weights: []float64{1, 1}}),
		"void is [] in one":             s.Merge(newState(t, segmentation.Options{Classes: binary.Classes, Void: []int{1}})),
		"make it with New":              new(segmentation.State).Update(),
		"no table of pixels":            s.UnmarshalJSON([]byte(`{"version":1}`)),
		"newer than the 1":              s.UnmarshalJSON([]byte(`{"version":2}`)),
		"have other pixels than the 1":  s.UnmarshalJSON([]byte(`{"version":1,"pixels":{"version":1,"classes":["a","b"],"cells":[0],"rows":[1]}}`)),
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
	if s.Images() != 1 || s.Pixels().Rows() != 2 {
		t.Error("a refused update changed the State")
	}
}

func checkInvariants(t *testing.T, s *segmentation.State) {
	t.Helper()
	first, err := s.MarshalBinary()
	must(err)
	text, err := s.MarshalJSON()
	must(err)
	var fromBytes, fromText segmentation.State
	if err := fromBytes.UnmarshalBinary(first); err != nil {
		t.Fatal(err)
	}
	if err := fromText.UnmarshalJSON(text); err != nil {
		t.Fatal(err)
	}
	for _, back := range []*segmentation.State{&fromBytes, &fromText} {
		if second, _ := back.MarshalBinary(); !bytes.Equal(first, second) {
			t.Fatalf("written %x, then %x", first, second)
		}
	}
	_ = s.Merge(s.Clone())
	if _, err := json.Marshal([]any{
		s.MeanIoU(), s.IoU(0), s.PixelAccuracy(), s.FrequencyWeightedIoU(), s.ImageMeanDice(), s.ImageIoU(1), s.ExactImages(),
		s.ImageGeneralizedDice(segmentation.BySquare),
	}); err != nil {
		t.Fatal(err)
	}
}

func samples(t testing.TB) []*segmentation.State {
	return []*segmentation.State{
		newState(t, binary), newState(t, binary, draw(rand.New(rand.NewPCG(3, 3)), 3)...),
		newState(t, segmentation.Options{Classes: []string{"a", "b"}, Void: []int{255, -1}},
			segmentation.Image{Truth: []int{0, 1, -1}, Predicted: []int{1, 1, 0}, Weights: []float64{0.5, 2, 1}}),
	}
}

func FuzzUnmarshalBinary(f *testing.F) {
	for _, s := range samples(f) {
		data, err := s.MarshalBinary()
		must(err)
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var s segmentation.State
		if s.UnmarshalBinary(data) == nil {
			checkInvariants(t, &s)
		}
	})
}

func FuzzUnmarshalJSON(f *testing.F) {
	for _, s := range samples(f) {
		data, err := s.MarshalJSON()
		must(err)
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var s segmentation.State
		if !bytes.Equal(bytes.TrimSpace(data), []byte("null")) && s.UnmarshalJSON(data) == nil {
			checkInvariants(t, &s)
		}
	})
}

func TestBrokenBytes(t *testing.T) {
	for _, s := range samples(t) {
		whole, err := s.MarshalBinary()
		must(err)
		for cut := range whole {
			if new(segmentation.State).UnmarshalBinary(whole[:cut]) == nil {
				t.Errorf("%d of %d bytes are taken", cut, len(whole))
			}
			broken := bytes.Clone(whole)
			broken[cut] ^= 0x81
			var read segmentation.State
			if read.UnmarshalBinary(broken) == nil {
				checkInvariants(t, &read)
			}
		}
	}
}
