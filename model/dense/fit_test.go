package dense_test

import (
	"context"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/diagnose"
	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/model"
	backends "github.com/seqpair/seqpair/model/backend"
	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/dense"
	"github.com/seqpair/seqpair/model/losses"
)

func pureGo(t *testing.T) { t.Setenv("GOMLX_BACKEND", "go") }

func features(t *testing.T, n int) (train, valid, test *data.Features) {
	t.Helper()
	f, err := data.SyntheticFeatures(data.SyntheticFeaturesOptions{N: n, Features: 4, Prevalence: 0.8, Seed: 5})
	if err != nil {
		t.Fatal(err)
	}
	if train, valid, test, err = f.Split(5); err != nil {
		t.Fatal(err)
	}
	return train, valid, test
}

func images(t *testing.T, n int, foreground float64) (train, valid, test *data.Images) {
	t.Helper()
	m, err := data.SyntheticImages(data.SyntheticImagesOptions{N: n, Size: 8, Foreground: foreground, Seed: 5})
	if err != nil {
		t.Fatal(err)
	}
	if train, valid, test, err = m.Split(5); err != nil {
		t.Fatal(err)
	}
	return train, valid, test
}

func config(t *testing.T, n model.Network) model.Config {
	t.Helper()
	return model.Config{Run: filepath.Join(t.TempDir(), "run"), Network: n, Epochs: 3, BatchSize: 16, LearningRate: 0.01, Seed: 47}
}

func fit(t *testing.T, c model.Config, train, valid *data.Examples, to ...history.Recorder) *model.Run {
	t.Helper()
	run, err := model.FitExamples(context.Background(), c, train, valid, to...)
	if err != nil {
		t.Fatal(err)
	}
	return run
}

// weights are the bytes of a checkpoint's variables.
func weights(t *testing.T, run *model.Run, which string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(run.RunDir(), which, "*.bin"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%s: %d weight files, %v", which, len(files), err)
	}
	text, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

type each func(history.Record)

func (f each) Record(r history.Record) error {
	f(r)
	return nil
}

func TestMLPLearns(t *testing.T) {
	pureGo(t)
	train, valid, test := features(t, 1500)
	c := config(t, dense.MLP{Hidden: []int{16, 8}, Dropout: -1})
	c.Epochs, c.Loss = 8, losses.BCE{ClassWeight: losses.Balanced}
	run := fit(t, c, train.Examples(), valid.Examples())
	state, err := run.TestExamples(context.Background(), test.Examples())
	if err != nil {
		t.Fatal(err)
	}
	// The classes are clusters on the diagonals of a square: what no straight line tells apart.
	if auc := state.ROCAUC(); auc.V < 0.9 {
		t.Errorf("ROC AUC on test is %v", auc)
	}
	if _, err := run.Images("test", 0.5); err == nil || !strings.Contains(err.Error(), "no images") {
		t.Errorf("rows of features are taken for images: %v", err)
	}
	// Another process has the run directory alone, with what standardises in it.
	opened, err := model.OpenExamples(run.RunDir(), dense.MLP{Hidden: []int{16, 8}, Dropout: -1})
	if err != nil {
		t.Fatal(err)
	}
	again, err := opened.EvaluateExamples(context.Background(), test.Examples())
	if err != nil {
		t.Fatal(err)
	}
	if again.LogLoss() != state.LogLoss() {
		t.Errorf("log loss %v of the opened run, %v before", again.LogLoss(), state.LogLoss())
	}
	if _, err := model.OpenExamples(run.RunDir(), dense.MLP{}); err == nil || !strings.Contains(err.Error(), "[16,8]") {
		t.Errorf("another network opens the run: %v", err)
	}
}

// An interrupted run ends with the very weights of one that was not, images and masks included.
func TestFitGoesOnExactly(t *testing.T) {
	pureGo(t)
	trainF, validF, _ := features(t, 200)
	trainM, validM, _ := images(t, 30, 0.2)
	for name, c := range map[string]struct {
		network      model.Network
		train, valid *data.Examples
	}{
		"MLP":  {dense.MLP{Hidden: []int{6}, Dropout: 0.3}, trainF.Examples(), validF.Examples()},
		"UNet": {dense.UNet{Filters: []int{2, 3}, Dropout: 0.3}, trainM.Examples(), validM.Examples()},
	} {
		whole := config(t, c.network)
		whole.BatchSize = 6
		want := fit(t, whole, c.train, c.valid)
		ctx, cancel := context.WithCancel(context.Background())
		cut := whole
		cut.Run = filepath.Join(t.TempDir(), "cut")
		part, err := model.FitExamples(ctx, cut, c.train, c.valid, each(func(r history.Record) {
			if r.Kind == history.Step && r.Epoch == 2 {
				cancel()
			}
		}))
		cancel()
		if err != nil || part.Manifest.Finished {
			t.Fatalf("%s: error %v, finished %v", name, err, part.Manifest.Finished)
		}
		got := fit(t, cut, c.train, c.valid)
		for _, which := range []string{"best", "last"} {
			if weights(t, got, which) != weights(t, want, which) {
				t.Errorf("%s: the %s weights differ", name, which)
			}
		}
	}
}

// Pixels that do not count are neither learned nor judged, whatever their labels say.
func TestPixelsThatDoNotCount(t *testing.T) {
	pureGo(t)
	train, valid, _ := images(t, 30, 0.2)
	var runs []*model.Run
	for _, label := range []bool{false, true} {
		for _, m := range []*data.Images{train, valid} {
			m.Counts = make([]bool, len(m.Masks))
			for i := range m.Counts {
				m.Counts[i] = i%3 != 0
				if !m.Counts[i] {
					m.Masks[i] = label
				}
			}
		}
		runs = append(runs, fit(t, config(t, dense.UNet{Filters: []int{2, 3}}), train.Examples(), valid.Examples()))
	}
	if weights(t, runs[0], "best") != weights(t, runs[1], "best") {
		t.Error("labels that do not count change the weights")
	}
	table, err := runs[0].Predictions("valid")
	if err != nil {
		t.Fatal(err)
	}
	if labels, _ := valid.Examples().Count(); int64(len(table.Labels)) != labels || runs[0].Manifest.Splits["valid"].Examples != labels {
		t.Errorf("%d scores for %d labels that count", len(table.Labels), labels)
	}
}

// Weights of the pixels that follow their classes train as weights of the classes do.
func TestPixelWeights(t *testing.T) {
	pureGo(t)
	train, valid, _ := images(t, 30, 0.2)
	train.Weights = make([]float64, len(train.Masks))
	for i, positive := range train.Masks {
		train.Weights[i] = 1
		if positive {
			train.Weights[i] = 4
		}
	}
	weighted, balanced := config(t, dense.UNet{Filters: []int{2, 3}}), config(t, dense.UNet{Filters: []int{2, 3}})
	weighted.SampleWeights = true
	balanced.Loss = losses.BCE{ClassWeight: losses.Weights{0: 1, 1: 4}}
	var losses [2][]float64
	for i, c := range []model.Config{weighted, balanced} {
		fit(t, c, train.Examples(), valid.Examples(), each(func(r history.Record) {
			if r.Kind == history.Epoch {
				losses[i] = append(losses[i], r.Train.Loss)
			}
		}))
	}
	for i, loss := range losses[0] {
		if math.Abs(loss-losses[1][i]) > 1e-5 {
			t.Errorf("epoch %d: loss %v with weights of the pixels, %v with those of the classes", i+1, loss, losses[1][i])
		}
	}
}

// What is asked of a run of pairs can be asked of one of pixels: monitors by name, a softmax head, scores by image,
// findings.
func TestSegmentation(t *testing.T) {
	pureGo(t)
	train, valid, test := images(t, 40, 0.8)
	for _, monitor := range []string{"precision", "recall", "f2", "iou", "dice@0.4"} {
		c := config(t, dense.UNet{Filters: []int{3}})
		c.Epochs, c.Head, c.Monitor = 1, model.Softmax, monitor
		run := fit(t, c, train.Examples(), valid.Examples())
		state, err := run.TestExamples(context.Background(), test.Examples())
		if err != nil {
			t.Fatal(err)
		}
		if n := state.Positives() + state.Negatives(); int(n) != len(test.Masks) {
			t.Errorf("%d of %d pixels are judged", n, len(test.Masks))
		}
		table, err := run.Predictions("test")
		if err != nil {
			t.Fatal(err)
		}
		groups := slices.Compact(slices.Clone(table.Groups))
		if diff := cmp.Diff(test.IDs, groups); diff != "" {
			t.Errorf("%s: the scores are not grouped by image: %s", monitor, diff)
		}
		if _, err := diagnose.FromRun(run.RunDir()); err != nil {
			t.Error(err)
		}
		if better := run.Contract.Better; better != "higher" {
			t.Errorf("%s: better is %q", monitor, better)
		}
	}
}

// The report of images begins with the overlap, whose intervals rest on images, and no interval takes pixels for
// independent, neither there nor in the history.
func TestSegmentationReport(t *testing.T) {
	pureGo(t)
	train, valid, test := images(t, 60, 0.3)
	c := config(t, dense.UNet{Filters: []int{3}})
	c.Epochs, c.Monitor = 1, "iou"
	var epoch history.Record
	run := fit(t, c, train.Examples(), valid.Examples(), each(func(r history.Record) {
		if r.Kind == history.Epoch {
			epoch = r
		}
	}))
	if _, err := run.TestExamples(context.Background(), test.Examples()); err != nil {
		t.Fatal(err)
	}
	overlap, err := run.Images("test", run.Threshold())
	if err != nil {
		t.Fatal(err)
	}
	if overlap.Images() != test.Len() {
		t.Errorf("%d images of %d", overlap.Images(), test.Len())
	}
	text, err := os.ReadFile(filepath.Join(run.RunDir(), "report.json"))
	if err != nil {
		t.Fatal(err)
	}
	var report struct{ Splits map[string][]metrics.Reading }
	if err := json.Unmarshal(text, &report); err != nil {
		t.Fatal(err)
	}
	first := report.Splits["test"][0]
	if first.Name != "iou" || first.Value.V != overlap.IoU(1).V || !(first.Value.Hi-first.Value.Lo > 0.02) {
		t.Errorf("the report begins with %+v, want %v", first, overlap.IoU(1))
	}
	last := epoch.Valid.Readings[len(epoch.Valid.Readings)-1]
	if last.Name != "jaccard" || last.Value.V != run.Manifest.Best.Value.V {
		t.Errorf("the history ends with %+v, the best is %+v", last, run.Manifest.Best)
	}
	for _, r := range append(epoch.Valid.Readings, metrics.Reading{Name: "best", Value: run.Manifest.Best.Value}) {
		if r.Value.NoInterval == "" {
			t.Errorf("%s has an interval over pixels: %v", r.Name, r.Value)
		}
	}
}

func TestFitRefuses(t *testing.T) {
	pureGo(t)
	train, valid, _ := images(t, 30, 0.2)
	nan := *train
	nan.Pixels = slices.Clone(train.Pixels)
	nan.Pixels[17] = float32(math.NaN())
	oneClass := *valid
	oneClass.Masks = make([]bool, len(valid.Masks))
	wide, _, _ := features(t, 100)
	narrow := wide.Subset([]int{0, 1, 2, 3, 4, 5})
	narrow.Names, narrow.Values = narrow.Names[:2], narrow.Values[:12]
	for want, c := range map[string]struct {
		network      model.Network
		train, valid *data.Examples
	}{
		"is NaN":              {dense.UNet{}, nan.Examples(), valid.Examples()},
		"none of":             {dense.UNet{}, train.Examples(), oneClass.Examples()},
		"columns differ":      {dense.MLP{}, wide.Examples(), narrow.Examples()},
		"want [B, H, W, C]":   {dense.UNet{}, wide.Examples(), wide.Examples()},
		"Filters holds":       {dense.UNet{Filters: []int{-1}}, train.Examples(), valid.Examples()},
		"one number for each": {dense.MLP{}, train.Examples(), valid.Examples()},
	} {
		run := config(t, c.network)
		_, err := model.FitExamples(context.Background(), run, c.train, c.valid)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}

func TestQuestion2(t *testing.T) {
	if err := dense.Question2().Check(); err != nil {
		t.Error(err)
	}
	want := `{"Name":"mlp","Hidden":[1000,500,250],"Dropout":0.35}`
	if got := dense.Question2().Network.String(); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// XLA convolves where the pure-Go backend multiplies windows: the same network, from the same weights.
func TestFitOnXLA(t *testing.T) {
	if _, found := backends.Find(); !found {
		t.Skip("no XLA plugin")
	}
	train, valid, _ := images(t, 30, 0.2)
	var losses [2][]float64
	for i, name := range []string{"", "go"} {
		t.Setenv("GOMLX_BACKEND", name)
		run := fit(t, config(t, dense.UNet{Filters: []int{3, 4}, Dropout: -1}), train.Examples(), valid.Examples(), each(func(r history.Record) {
			if r.Kind == history.Epoch {
				losses[i] = append(losses[i], r.Valid.Loss)
			}
		}))
		if i == 0 && !strings.Contains(strings.ToLower(run.Manifest.Backend), "pjrt") {
			t.Skipf("built without XLA: trained on %s", run.Manifest.Backend)
		}
	}
	for i, loss := range losses[0] {
		if math.Abs(loss-losses[1][i]) > 1e-3 {
			t.Errorf("epoch %d: loss %v on XLA, %v on pure Go", i+1, loss, losses[1][i])
		}
	}
}

// TestHeavyTails: a network learns from amounts about what it learns from their orders of magnitude, and scores as well when it is opened again.
func TestHeavyTails(t *testing.T) {
	pureGo(t)
	read := func(amounts bool) float64 {
		train, valid, test := features(t, 2000)
		scales := make([]float64, len(train.Names))
		for i, v := range train.Values {
			scales[i%len(scales)] = max(scales[i%len(scales)], math.Abs(float64(v)))
		}
		for _, part := range []*data.Features{train, valid, test} {
			for i, v := range part.Values { // the features have a scale each
				if d := i % len(part.Names); amounts {
					part.Values[i] = float32(math.Sinh(20 * float64(v) / scales[d]))
				}
			}
		}
		c := config(t, dense.MLP{Hidden: []int{16}})
		c.Epochs = 10
		run := fit(t, c, train.Examples(), valid.Examples())
		opened, err := model.OpenExamples(run.RunDir(), c.Network)
		if err != nil {
			t.Fatal(err)
		}
		want, err := run.PredictExamples(t.Context(), test.Examples())
		if err != nil {
			t.Fatal(err)
		}
		got, err := opened.PredictExamples(t.Context(), test.Examples())
		if err != nil || !slices.Equal(got.Scores, want.Scores) {
			t.Errorf("opened again, it scores otherwise: error %v", err)
		}
		state, err := got.State()
		if err != nil {
			t.Fatal(err)
		}
		return state.ROCAUC().V
	}
	if plain, amounts := read(false), read(true); amounts < plain-0.03 {
		t.Errorf("ROC AUC %v of amounts, %v of their orders of magnitude", amounts, plain)
	}
}

// TestOtherWidths: numbers of another width than in training are called so, with how many there were.
func TestOtherWidths(t *testing.T) {
	pureGo(t)
	train, valid, test := features(t, 300)
	c := config(t, dense.MLP{Hidden: []int{4}})
	c.Epochs = 1
	run := fit(t, c, train.Examples(), valid.Examples())
	half := data.Examples{Columns: []data.Column{{Name: data.ColumnX, Shape: []int{2}, Floats: test.Values}}}
	if _, err := run.PredictExamples(t.Context(), &half); err == nil || !strings.Contains(err.Error(), "examples of 2 features or channels, and the training examples had 4") {
		t.Errorf("error %v", err)
	}
}
