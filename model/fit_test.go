package model_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/gomlx/core/graph"
	gomlx "github.com/gomlx/gomlx/ml/model"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/metrics/runs"
	"github.com/seqpair/seqpair/model"
	"github.com/seqpair/seqpair/model/backend"
	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/losses"
	"github.com/seqpair/seqpair/model/optimizers"
	"github.com/seqpair/seqpair/model/pair"
)

var (
	tinySiamese    = pair.Siamese{Embedding: 8, Filters: 12, Widths: []int{3}, Hidden: 12}
	withoutDropout = pair.Siamese{Embedding: 8, Filters: 12, Widths: []int{3}, Hidden: 12, Dropout: -1}
)

// interrupted trains until a record at which a context ends.
func interrupted(t *testing.T, c model.Config, train, valid *data.Pairs, at func(history.Record) bool) *model.Run {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	run, err := model.Fit(ctx, c, train, valid, &recorder{each: func(r history.Record) {
		if at(r) {
			cancel()
		}
	}})
	if err != nil || run.Manifest.Finished {
		t.Fatalf("error %v, finished %v", err, err == nil)
	}
	return run
}

// tiny trains in a second on the pure-Go backend.
func tiny(t *testing.T, name string) model.Config {
	t.Helper()
	return model.Config{
		Run:   filepath.Join(t.TempDir(), name),
		Model: tinySiamese,
		Seed:  7, Epochs: 3, BatchSize: 32, LearningRate: 0.01, Encoding: data.Encoding{Length: 12},
	}
}

func pureGo(t *testing.T) { t.Setenv("GOMLX_BACKEND", "go") }

func synthetic(t *testing.T, n int, seed int64) *data.Pairs {
	t.Helper()
	pairs, err := data.Synthetic(data.SyntheticOptions{N: n, Prevalence: 0.2, Length: 8, Seed: seed})
	if err != nil {
		t.Fatal(err)
	}
	return pairs
}

// recordsOf are the pairs with a second field, a number, on each side.
func recordsOf(t *testing.T, texts *data.Pairs) *data.Pairs {
	t.Helper()
	var records []data.Pair
	for i := range texts.Len() {
		p := texts.At(i)
		p.A, p.B = p.A+"\t1", p.B+"\t2"
		records = append(records, p)
	}
	pairs, err := data.New(records)
	if err != nil {
		t.Fatal(err)
	}
	return pairs
}

func fit(t *testing.T, c model.Config, train, valid *data.Pairs, to ...history.Recorder) *model.Run {
	t.Helper()
	run, err := model.Fit(context.Background(), c, train, valid, to...)
	if err != nil {
		t.Fatal(err)
	}
	return run
}

// recorder keeps records, and calls each if it is set.
type recorder struct {
	records []history.Record
	each    func(history.Record)
}

func (r *recorder) Record(record history.Record) error {
	r.records = append(r.records, record)
	if r.each != nil {
		r.each(record)
	}
	return nil
}

var errFull = fmt.Errorf("history: %w", syscall.ENOSPC)

// failing fails in epoch 3.
type failing struct{}

func (failing) Record(r history.Record) error {
	if r.Kind == history.Step && r.Step == 33 {
		return errFull
	}
	return nil
}

func (r *recorder) epochs() []history.Record {
	var epochs []history.Record
	for _, record := range r.records {
		if record.Kind == history.Epoch {
			epochs = append(epochs, record)
		}
	}
	return epochs
}

// withoutNotes are the records that an interruption adds nothing to.
func withoutNotes(records []history.Record) []history.Record {
	return slices.DeleteFunc(slices.Clone(records), func(r history.Record) bool { return r.Kind == history.Note })
}

// timings are what differs between equal runs.
var timings = cmpopts.IgnoreFields(history.Record{}, "Run", "Seconds", "ExamplesPerSecond")

// weights are the bytes of a checkpoint's variables.
func weights(t *testing.T, run *model.Run, which string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(run.RunDir(), which, "*.bin"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%s: %d weight files, %v", which, len(files), err)
	}
	return read(t, files[0])
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestFitLearns(t *testing.T) {
	pureGo(t)
	c := tiny(t, "learns")
	c.Epochs = 8
	log := &recorder{}
	run := fit(t, c, synthetic(t, 1500, 1), synthetic(t, 500, 2), log)
	state, err := run.Test(context.Background(), synthetic(t, 500, 3))
	if err != nil {
		t.Fatal(err)
	}
	// Chance is 0.2; half of the negatives are easy, so anything that looks at the letters is far above.
	if ap := state.AveragePrecision(); ap.V < 0.6 {
		t.Errorf("average precision on test is %v", ap)
	}
	confusion := state.At(run.Threshold())
	if rate := confusion.PredictedPositiveRate(); rate.V == 0 || rate.V == 1 {
		t.Errorf("one class is predicted for everything: rate %v", rate)
	}
	for _, record := range log.epochs() {
		if n := record.Train.Confusion.Accuracy().N; n != 1500 {
			t.Errorf("epoch %d counts %d training pairs", record.Epoch, n)
		}
		if record.GradientNorm <= 0 || record.Positives != 300 {
			t.Errorf("epoch %d: gradient norm %v, %d positives", record.Epoch, record.GradientNorm, record.Positives)
		}
	}
	for _, file := range []string{"config.json", "manifest.json", "history.jsonl", "valid.csv", "test.csv", "report.json", "findings.json"} {
		if _, err := os.Stat(filepath.Join(run.RunDir(), file)); err != nil {
			t.Error(err)
		}
	}
}

func TestFitStartsAtThePrior(t *testing.T) {
	pureGo(t)
	for _, head := range []model.Head{model.Sigmoid, model.Softmax} {
		c := tiny(t, string(head))
		c.Head, c.Epochs, c.LearningRate, c.Model = head, 1, 1e-12, withoutDropout
		log := &recorder{}
		fit(t, c, synthetic(t, 300, 1), synthetic(t, 300, 2), log)
		entropy := -(0.2*math.Log(0.2) + 0.8*math.Log(0.8))
		if loss := log.epochs()[0].Valid.Loss; math.Abs(loss-entropy) > 0.02 {
			t.Errorf("%s: the untrained loss is %v, the entropy of the labels %v", head, loss, entropy)
		}
	}
}

func TestFitTwiceIsTheSameBytes(t *testing.T) {
	pureGo(t)
	train, valid := synthetic(t, 400, 1), synthetic(t, 200, 2)
	var logs [2]recorder
	var runs [2]*model.Run
	for i := range runs {
		runs[i] = fit(t, tiny(t, "same"), train, valid, &logs[i])
	}
	if diff := cmp.Diff(logs[0].records, logs[1].records, timings, cmpopts.EquateNaNs()); diff != "" {
		t.Error("histories differ:", diff)
	}
	for _, which := range []string{"best", "last"} {
		if weights(t, runs[0], which) != weights(t, runs[1], which) {
			t.Errorf("the %s weights differ", which)
		}
	}
	if read(t, filepath.Join(runs[0].RunDir(), "valid.csv")) != read(t, filepath.Join(runs[1].RunDir(), "valid.csv")) {
		t.Error("the valid scores differ")
	}
}

func TestFitGoesOnExactly(t *testing.T) {
	pureGo(t)
	train, valid := synthetic(t, 400, 1), synthetic(t, 200, 2)
	log := &recorder{}
	whole := fit(t, tiny(t, "whole"), train, valid, log)

	c := tiny(t, "cut")
	// Once before the first step, once within an epoch, once at an epoch's last step, once right after an epoch.
	for _, at := range []func(history.Record) bool{
		func(r history.Record) bool { return r.Kind == history.Start },
		func(r history.Record) bool { return r.Kind == history.Step && r.Step == 5 },
		func(r history.Record) bool { return r.Kind == history.Step && r.Step == 13 },
		func(r history.Record) bool { return r.Kind == history.Epoch && r.Epoch == 2 },
	} {
		part := interrupted(t, c, train, valid, at)
		if _, err := part.Test(context.Background(), valid); err == nil {
			t.Error("an unfinished run is tested")
		}
	}
	// And once by an error, which saves nothing: as if the process had been killed within epoch 3.
	if _, err := model.Fit(context.Background(), c, train, valid, failing{}); !errors.Is(err, errFull) || !strings.Contains(err.Error(), "free some space") {
		t.Fatalf("error %v, want the recorder's, and what to do", err)
	}
	again := &recorder{}
	cut := fit(t, c, train, valid, again)
	for _, which := range []string{"best", "last"} {
		if weights(t, cut, which) != weights(t, whole, which) {
			t.Errorf("the %s weights differ from those of the run that was not cut", which)
		}
	}
	for _, records := range [][]history.Record{again.records, cut.History} {
		if diff := cmp.Diff(withoutNotes(log.records), withoutNotes(records), timings, cmpopts.EquateNaNs()); diff != "" {
			t.Error("records differ (-whole +cut):", diff)
		}
	}
}

func TestFitSavesOnInterrupt(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a process cannot send itself an interrupt there")
	}
	pureGo(t)
	self, err := os.FindProcess(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	c := tiny(t, "interrupt")
	c.Epochs = 10_000
	run := fit(t, c, synthetic(t, 200, 1), synthetic(t, 100, 2), &recorder{each: func(r history.Record) {
		if r.Kind == history.Epoch && r.Epoch == 2 {
			if err := self.Signal(os.Interrupt); err != nil {
				t.Error(err)
			}
		}
	}})
	if run.Manifest.Finished {
		t.Error("an interrupted run calls itself finished")
	}
	if _, err := run.Predict(context.Background(), synthetic(t, 20, 3)); err != nil {
		t.Error("what is done cannot be used:", err)
	}
}

func TestFitNamesARunByItsKey(t *testing.T) {
	pureGo(t)
	t.Chdir(t.TempDir())
	c := tiny(t, "")
	c.Run, c.Epochs = "", 1
	run := fit(t, c, synthetic(t, 100, 1), synthetic(t, 100, 2))
	if !strings.HasPrefix(run.RunDir(), filepath.Join(runs.Root, "run-")) {
		t.Errorf("run directory %s", run.RunDir())
	}
	if _, err := model.Open(run.Name); err != nil {
		t.Error(err)
	}
}

func TestFitOfAFinishedRunReturnsAtOnce(t *testing.T) {
	pureGo(t)
	train, valid := synthetic(t, 300, 1), synthetic(t, 200, 2)
	c := tiny(t, "finished")
	first := &recorder{}
	fit(t, c, train, valid, first)
	t.Setenv("GOMLX_BACKEND", "none") // so that training would fail
	second := &recorder{}
	run := fit(t, c, train, valid, second)
	if !run.Manifest.Finished || run.Threshold() <= 0 {
		t.Errorf("manifest %+v", run.Manifest)
	}
	if diff := cmp.Diff(first.records, second.records, cmpopts.EquateNaNs(), cmpopts.IgnoreFields(history.Record{}, "Seconds")); diff != "" {
		t.Error("the recorders do not hear the same:", diff)
	}
}

func TestFitLeavesNothingWhenNoBackendOpens(t *testing.T) {
	t.Setenv("GOMLX_BACKEND", "abacus")
	c := tiny(t, "unopened")
	_, err := model.Fit(context.Background(), c, synthetic(t, 200, 1), synthetic(t, 200, 2))
	if err == nil || !strings.Contains(err.Error(), "abacus") {
		t.Errorf("error %v does not name the backend", err)
	}
	if _, err := os.Stat(c.Run); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%s is there: %v", c.Run, err)
	}
}

func TestFitRefusesAnotherKey(t *testing.T) {
	pureGo(t)
	train, valid := synthetic(t, 300, 1), synthetic(t, 200, 2)
	c := tiny(t, "key")
	c.Epochs = 1
	fit(t, c, train, valid)
	c.LearningRate = 0.5
	_, err := model.Fit(context.Background(), c, train, valid)
	var other *runs.KeyError
	if !errors.As(err, &other) || !strings.Contains(err.Error(), "LearningRate") {
		t.Errorf("another learning rate: %v", err)
	}
	c.LearningRate = 0.01
	if _, err = model.Fit(context.Background(), c, synthetic(t, 300, 9), valid); !errors.As(err, &other) {
		t.Errorf("other data: %v", err)
	}
}

func TestFitStopsEarly(t *testing.T) {
	pureGo(t)
	c := tiny(t, "patience")
	c.Epochs, c.Patience, c.Monitor = 50, 2, "log_loss"
	log := &recorder{}
	run := fit(t, c, synthetic(t, 200, 1), synthetic(t, 200, 2), log)
	epochs := log.epochs()
	if best := run.Manifest.Best.Epoch; len(epochs) != best+2 || len(epochs) == 50 {
		t.Errorf("%d epochs, the best is %d", len(epochs), best)
	}
	if end := log.records[len(log.records)-1]; end.Kind != history.End || !strings.Contains(end.Text, "no better log_loss") {
		t.Errorf("it ends with %+v", end)
	}
	// The saved scores are those of the best epoch, and the saved weights give them again.
	state, err := run.Evaluate(context.Background(), synthetic(t, 200, 2))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := state.LogLoss().V, run.Manifest.Best.Value.V; got != want {
		t.Errorf("log loss of the best weights is %v, of the best epoch was %v", got, want)
	}
}

func TestFitWithSampleWeights(t *testing.T) {
	pureGo(t)
	pairs := synthetic(t, 300, 1)
	weighted := make([]data.Pair, pairs.Len())
	for i := range weighted {
		weighted[i] = pairs.At(i)
		weighted[i].Weight = 1
		if weighted[i].Label {
			weighted[i].Weight = 4 // as many as the negatives
		}
	}
	train, err := data.New(weighted)
	if err != nil {
		t.Fatal(err)
	}
	// Weights by class as sample weights and as class weights are the same training.
	var logs [2]recorder
	c := tiny(t, "sample")
	c.SampleWeights = true
	fit(t, c, train, pairs, &logs[0])
	c = tiny(t, "class")
	c.Loss = losses.BCE{ClassWeight: losses.Weights{0: 1, 1: 4}}
	fit(t, c, pairs, pairs, &logs[1])
	a, b := logs[0].epochs(), logs[1].epochs()
	for i := range a {
		if math.Abs(a[i].Train.Loss-b[i].Train.Loss) > 1e-5 || math.Abs(a[i].Train.UnweightedLoss-b[i].Train.UnweightedLoss) > 1e-5 {
			t.Errorf("epoch %d: %v and %v", i+1, a[i].Train, b[i].Train)
		}
		if a[i].Train.Loss <= a[i].Train.UnweightedLoss {
			t.Errorf("epoch %d: the weights do not show in the loss %v", i+1, a[i].Train.Loss)
		}
	}
}

func TestFitNamesTheStepThatDiverges(t *testing.T) {
	pureGo(t)
	c := tiny(t, "diverges")
	c.LearningRate = 1e38
	_, err := model.Fit(context.Background(), c, synthetic(t, 300, 1), synthetic(t, 200, 2))
	if err == nil || !strings.Contains(err.Error(), "step 2 (epoch 1)") || !strings.Contains(err.Error(), "LearningRate") {
		t.Errorf("error %v", err)
	}
}

func TestFitRefuses(t *testing.T) {
	pureGo(t)
	pairs := synthetic(t, 100, 1)
	var negatives []int
	for i, positive := range pairs.Labels() {
		if !positive {
			negatives = append(negatives, i)
		}
	}
	oneClass := pairs.Subset(negatives)
	for name, test := range map[string]struct {
		change       func(*model.Config)
		train, valid *data.Pairs
		want         string
	}{
		"one class in train": {train: oneClass, valid: pairs, want: "train pairs"},
		"one class in valid": {train: pairs, valid: oneClass, want: "valid pairs"},
		"no valid":           {train: pairs, want: "both needed"},
		"both weights": {change: func(c *model.Config) {
			c.SampleWeights, c.Loss = true, losses.BCE{ClassWeight: losses.Balanced}
		}, train: pairs, valid: pairs, want: "count the classes twice"},
		"no weights":             {change: func(c *model.Config) { c.SampleWeights = true }, train: pairs, valid: pairs, want: "weight column"},
		"anchors":                {change: func(c *model.Config) { c.Loss = losses.PrecisionRecallAUC{Anchors: -1} }, train: pairs, valid: pairs, want: "Anchors is -1"},
		"head":                   {change: func(c *model.Config) { c.Head = "relu" }, train: pairs, valid: pairs, want: "Head"},
		"no direction":           {change: func(c *model.Config) { c.Monitor = "prevalence" }, train: pairs, valid: pairs, want: "better direction"},
		"monitor":                {change: func(c *model.Config) { c.Monitor = "val_loss" }, train: pairs, valid: pairs, want: "val_loss"},
		"epochs":                 {change: func(c *model.Config) { c.Epochs = -1 }, train: pairs, valid: pairs, want: "Epochs"},
		"large batches":          {change: func(c *model.Config) { c.BatchSize = 1 << 62 }, train: pairs, valid: pairs, want: "BatchSize"},
		"a pointer":              {change: func(c *model.Config) { c.Loss = &losses.Contrastive{} }, train: pairs, valid: pairs, want: "Loss is a pointer"},
		"many epochs":            {change: func(c *model.Config) { c.Epochs = 1 << 60 }, train: pairs, valid: pairs, want: "Epochs"},
		"more alerts than pairs": {change: func(c *model.Config) { c.Monitor = "precision_at_k(5000)" }, train: pairs, valid: pairs, want: "Monitor is precision_at_k(5000), which is undefined on the 100 valid labels"},
		"learning rate":          {change: func(c *model.Config) { c.LearningRate = math.NaN() }, train: pairs, valid: pairs, want: "LearningRate"},
		"optimizer":              {change: func(c *model.Config) { c.Optimizer = optimizers.Adam{Beta1: 1} }, train: pairs, valid: pairs, want: "Beta1"},
		"schedule":               {change: func(c *model.Config) { c.Schedule = "step" }, train: pairs, valid: pairs, want: "Schedule"},
		"warm-up":                {change: func(c *model.Config) { c.WarmUp = 1 }, train: pairs, valid: pairs, want: "WarmUp"},
		"decay":                  {change: func(c *model.Config) { c.WeightDecay = -1 }, train: pairs, valid: pairs, want: "WeightDecay"},
		"clip":                   {change: func(c *model.Config) { c.ClipNorm = math.Inf(1) }, train: pairs, valid: pairs, want: "ClipNorm"},
		"average":                {change: func(c *model.Config) { c.WeightAverage = 1 }, train: pairs, valid: pairs, want: "WeightAverage"},
		"threshold":              {change: func(c *model.Config) { c.Threshold = 2 }, train: pairs, valid: pairs, want: "threshold"},
		"width":                  {change: func(c *model.Config) { c.Model = pair.Siamese{Widths: []int{4}} }, train: pairs, valid: pairs, want: "odd"},
		"no distances":           {change: func(c *model.Config) { c.Loss = losses.Contrastive{} }, train: pairs, valid: pairs, want: "pair.Siamese{Margin: 1}"},
		"other margins": {change: func(c *model.Config) {
			c.Model, c.Loss = pair.Siamese{Margin: 2}, losses.Contrastive{}
		}, train: pairs, valid: pairs, want: "pair.Siamese{Margin: 1}"},
		"two vocabularies": {change: func(c *model.Config) { c.Encoding.Separate = true }, train: pairs, valid: pairs, want: "Model's Separate"},
	} {
		t.Run(name, func(t *testing.T) {
			c := tiny(t, "refused")
			if test.change != nil {
				test.change(&c)
			}
			_, err := model.Fit(context.Background(), c, test.train, test.valid)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want one with %q", err, test.want)
			}
			if _, err := os.Stat(c.Run); err == nil {
				t.Error("a run directory was made")
			}
		})
	}
}

func TestFitOnXLA(t *testing.T) {
	if _, found := backend.Find(); !found {
		t.Skip("no XLA plugin")
	}
	t.Setenv("GOMLX_BACKEND", "")
	train, valid := synthetic(t, 400, 1), synthetic(t, 200, 2)
	c := tiny(t, "xla")
	c.Model = withoutDropout // dropout's random numbers differ between backends
	log := &recorder{}
	run := fit(t, c, train, valid, log)
	if !strings.Contains(strings.ToLower(run.Manifest.Backend), "pjrt") {
		t.Skipf("built without XLA: trained on %s", run.Manifest.Backend)
	}
	pureGo(t)
	c.Run = filepath.Join(t.TempDir(), "go")
	twin := &recorder{}
	fit(t, c, train, valid, twin)
	for i, epoch := range log.epochs() {
		if want := twin.epochs()[i].Train.Loss; math.Abs(epoch.Train.Loss-want) > 0.01 {
			t.Errorf("epoch %d: training loss %v, on pure Go %v", epoch.Epoch, epoch.Train.Loss, want)
		}
	}
}

func TestPredictIsTheSameForAnyNumberOfPairs(t *testing.T) {
	pureGo(t)
	c := tiny(t, "predict")
	c.Epochs, c.Head = 1, model.Softmax
	valid := synthetic(t, 300, 2)
	run := fit(t, c, synthetic(t, 300, 1), valid)
	all, err := run.Predict(context.Background(), valid)
	if err != nil {
		t.Fatal(err)
	}
	some, err := run.Predict(context.Background(), valid.Subset([]int{0, 7, 299}))
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range []int{0, 7, 299} {
		if math.Abs(some.Scores[i]-all.Scores[row]) > 1e-6 {
			t.Errorf("pair %d scores %v alone and %v among others", row, some.Scores[i], all.Scores[row])
		}
		if sum := some.Scores[i] + some.Scores0[i]; math.Abs(sum-1) > 1e-12 {
			t.Errorf("both columns sum to %v", sum)
		}
	}
	saved, err := run.State("valid")
	if err != nil {
		t.Fatal(err)
	}
	fresh, err := all.State()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(metrics.Report(saved, 0.5), metrics.Report(fresh, 0.5)); diff != "" {
		t.Error("scores of the saved and the opened run differ:", diff)
	}
}

// Tests of a run by several goroutines write into its directory and its manifest one after the other.
func TestTestsAtOnce(t *testing.T) {
	pureGo(t)
	c, pairs := tiny(t, "concurrent"), synthetic(t, 100, 1)
	c.Epochs = 1
	run, test := fit(t, c, pairs, pairs), synthetic(t, 100, 2)
	failures := make(chan error)
	for range 8 {
		go func() {
			_, err := run.Test(context.Background(), test)
			failures <- err
		}()
	}
	for range 8 {
		if err := <-failures; err != nil {
			t.Error(err)
		}
	}
}

// TestOfSeenPairsIsRefused: else the readings of pairs that training has seen would take the place of those of test.
func TestOfSeenPairsIsRefused(t *testing.T) {
	pureGo(t)
	c, train, valid, test := tiny(t, "seen"), synthetic(t, 100, 1), synthetic(t, 100, 2), synthetic(t, 100, 3)
	c.Epochs = 1
	run := fit(t, c, train, valid)
	want, err := run.Test(context.Background(), test)
	if err != nil {
		t.Fatal(err)
	}
	for name, seen := range map[string]*data.Pairs{"train": train, "valid": valid} {
		if _, err := run.Test(context.Background(), seen); err == nil || !strings.Contains(err.Error(), "is the "+name+" part") {
			t.Errorf("%s: %v", name, err)
		}
	}
	saved, err := run.State("test")
	if err != nil {
		t.Fatal(err)
	}
	if got := saved.AveragePrecision().V; got != want.AveragePrecision().V {
		t.Errorf("average precision of the saved test part is %v, want %v", got, want.AveragePrecision())
	}
}

// TestPairsWithoutLabels are scored like others, and nothing else is made of them.
func TestPairsWithoutLabels(t *testing.T) {
	pureGo(t)
	c, pairs := tiny(t, "unlabelled"), synthetic(t, 100, 1)
	c.Epochs = 1
	run := fit(t, c, pairs, pairs)
	want, err := run.Predict(t.Context(), pairs)
	if err != nil {
		t.Fatal(err)
	}
	got, err := run.Predict(t.Context(), pairs.Unlabelled())
	if err != nil || got.Labels != nil {
		t.Fatalf("%d labels, %v", len(got.Labels), err)
	}
	if diff := cmp.Diff(want.Scores, got.Scores); diff != "" {
		t.Error(diff)
	}
	c.Run += "_again"
	_, evaluated := run.Evaluate(t.Context(), pairs.Unlabelled())
	_, tested := run.Test(t.Context(), pairs.Unlabelled())
	_, trained := model.Fit(t.Context(), c, pairs.Unlabelled(), pairs)
	for _, err := range []error{evaluated, tested, trained} {
		if err == nil || !strings.Contains(err.Error(), "have no labels") {
			t.Errorf("got %v", err)
		}
	}
}

// TestUnknownUnitsAreRefused: scores of pairs of which nothing is known would be those of their lengths.
func TestUnknownUnitsAreRefused(t *testing.T) {
	pureGo(t)
	pairs := synthetic(t, 100, 1)
	c := tiny(t, "lower")
	c.Epochs = 1
	run := fit(t, c, pairs, pairs)
	other := func(n int) *data.Pairs {
		p, err := data.New(slices.Repeat([]data.Pair{{A: "ÄÖÜ", B: "ÄÜ"}}, n))
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	if _, err := run.Predict(t.Context(), other(30)); err == nil || !strings.Contains(err.Error(), "all 150 units of the pairs are unknown") {
		t.Errorf("30 pairs of other letters: %v", err)
	}
	if _, err := run.Predict(t.Context(), other(1)); err != nil {
		t.Errorf("one pair of other letters: %v", err)
	}
}

// TestFunc trains a user's own function: the run scores at once, and a run opened later asks for the function.
func TestFunc(t *testing.T) {
	pureGo(t)
	c, pairs := tiny(t, "func"), synthetic(t, 100, 1)
	own := pair.Func{ID: "mine, first version", Build: func(scope *gomlx.Scope, in pair.Input, bias []float32) *graph.Node {
		return graph.AddScalar(tinySiamese.Logits(scope, in, bias), float64(bias[0])) // beside being where the last layer starts
	}}
	c.Model, c.Epochs = own, 1
	run := fit(t, c, pairs, pairs)
	want, err := run.Predict(t.Context(), pairs)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := run.Predictions("valid")
	if err != nil {
		t.Fatal(err)
	}
	for i, score := range want.Scores {
		if math.Abs(score-kept.Scores[i]) > 1e-6 {
			t.Fatalf("pair %d: %v in training, %v when the run scores it", i, kept.Scores[i], score)
		}
	}
	opened, err := model.Open(run.RunDir())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := opened.Predict(t.Context(), pairs); err == nil || !strings.Contains(err.Error(), "OpenWith") {
		t.Errorf("without the function: %v", err)
	}
	if _, err := model.OpenWith(run.RunDir(), pair.Func{ID: "another"}); err == nil || !strings.Contains(err.Error(), "mine, first version") {
		t.Errorf("with another function: %v", err)
	}
	if opened, err = model.OpenWith(run.RunDir(), own); err != nil {
		t.Fatal(err)
	}
	got, err := opened.Predict(t.Context(), pairs)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want.Scores, got.Scores); diff != "" {
		t.Error(diff)
	}
}

// TestBatchHoldsNoMoreThanThereIs: a batch larger than the data is one of all of them, and costs no more.
func TestBatchHoldsNoMoreThanThereIs(t *testing.T) {
	pureGo(t)
	train, valid := synthetic(t, 60, 1), synthetic(t, 20, 2)
	scores := func(size int) []float64 {
		c := tiny(t, "run")
		c.BatchSize = size
		table, err := fit(t, c, train, valid).Predict(t.Context(), valid)
		if err != nil {
			t.Fatal(err)
		}
		return table.Scores
	}
	if all, more := scores(60), scores(1<<30); !slices.Equal(all, more) {
		t.Errorf("batches of all: %v; of a billion: %v", all, more)
	}
}

// TestMonitorThatStandsStill: where recall is 0 in every epoch, the loss chooses, and the findings say so.
func TestMonitorThatStandsStill(t *testing.T) {
	pureGo(t)
	for _, monitor := range []string{"recall", "precision"} {
		c := tiny(t, monitor)
		c.Monitor, c.Threshold, c.Epochs, c.Patience, c.Model = monitor, 0.999, 3, 3, withoutDropout
		run := fit(t, c, synthetic(t, 200, 1), synthetic(t, 200, 2))
		best, lowest := 0, math.Inf(1)
		for _, r := range run.History {
			if r.Kind == history.Epoch && r.Valid.UnweightedLoss < lowest {
				best, lowest = r.Epoch, r.Valid.UnweightedLoss
			}
		}
		if best == 1 || run.Manifest.Best.Epoch != best {
			t.Errorf("%s: best epoch %d, the loss is lowest in %d", monitor, run.Manifest.Best.Epoch, best)
		}
		findings, err := os.ReadFile(filepath.Join(run.RunDir(), "findings.json"))
		if err != nil || !bytes.Contains(findings, []byte("The monitored "+monitor+" stands still")) {
			t.Errorf("%s: findings %s, error %v", monitor, findings, err)
		}
	}
}

// built is an architecture of a user's own.
func built(id string, build func(*gomlx.Scope, pair.Input) *graph.Node) pair.Func {
	return pair.Func{ID: id, Build: func(scope *gomlx.Scope, in pair.Input, bias []float32) *graph.Node { return build(scope, in) }}
}

func TestLogitsAreFloat32(t *testing.T) {
	pureGo(t)
	c := tiny(t, "wide")
	c.Model = built("wide", func(scope *gomlx.Scope, in pair.Input) *graph.Node {
		return graph.ConvertDType(withoutDropout.Logits(scope, in, []float32{0}), dtypes.Float64)
	})
	if _, err := model.Fit(t.Context(), c, synthetic(t, 100, 1), synthetic(t, 100, 2)); err == nil || !strings.Contains(err.Error(), "Float64: convert them to float32") {
		t.Errorf("error %v", err)
	}
}

// TestPanicsLeaveNoLock: what a network panics with reaches the caller, and the next call of Fit gets the run directory.
func TestPanicsLeaveNoLock(t *testing.T) {
	pureGo(t)
	c, broken := tiny(t, "broken"), true
	c.Model = built("broken", func(scope *gomlx.Scope, in pair.Input) *graph.Node {
		if broken {
			panic("a text")
		}
		return withoutDropout.Logits(scope, in, []float32{0})
	})
	func() {
		defer func() {
			if p := recover(); p != "a text" {
				t.Errorf("the panic is %v", p)
			}
		}()
		_, err := model.Fit(t.Context(), c, synthetic(t, 100, 1), synthetic(t, 100, 2))
		t.Errorf("no panic, but error %v", err)
	}()
	broken = false
	fit(t, c, synthetic(t, 100, 1), synthetic(t, 100, 2))
}

// TestOpenWithOtherWeights: an architecture that wants weights of other names is not the one that was trained, whatever its ID.
func TestOpenWithOtherWeights(t *testing.T) {
	pureGo(t)
	named := func(name string) pair.Func {
		return built("one", func(scope *gomlx.Scope, in pair.Input) *graph.Node {
			return withoutDropout.Logits(scope.In("%s", name), in, []float32{0})
		})
	}
	c, pairs := tiny(t, "one"), synthetic(t, 100, 1)
	c.Model = named("a")
	run := fit(t, c, pairs, pairs)
	for name, want := range map[string]string{"a": "", "b": "the checkpoint has no weights b/"} {
		opened, err := model.OpenWith(run.RunDir(), named(name))
		if err != nil {
			t.Fatal(err)
		}
		if _, err = opened.Predict(t.Context(), pairs); (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %q", name, err, want)
		}
	}
}

func TestNilMembersAreRefused(t *testing.T) {
	c := tiny(t, "nil")
	c.Model = pair.Ensemble{Members: []pair.Architecture{nil}}
	if err := c.Check(); err == nil || !strings.Contains(err.Error(), "member 1 is nil") {
		t.Errorf("error %v", err)
	}
	c.Model, c.Encoding = nil, data.Encoding{Length: -1}
	if err := c.Check(); err == nil || !strings.Contains(err.Error(), "Encoding.Length -1") {
		t.Errorf("error %v", err)
	}
	c.Network = linear{}
	if err := c.Check(); err == nil || !strings.Contains(err.Error(), "Encoding is for pairs") {
		t.Errorf("error %v", err)
	}
}

// TestCutScoresAreNoticed: a file of scores with fewer rows than the manifest tells of is not reported on.
func TestCutScoresAreNoticed(t *testing.T) {
	pureGo(t)
	pairs := synthetic(t, 100, 1)
	run := fit(t, tiny(t, "cut"), pairs, pairs)
	path := filepath.Join(run.RunDir(), "valid.csv")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	half := text[:bytes.LastIndexByte(text[:len(text)/2], '\n')+1]
	if err := os.WriteFile(path, half, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := run.Predictions("valid"); err == nil || !strings.Contains(err.Error(), "manifest.json tells of 100") {
		t.Errorf("error %v", err)
	}
}

// TestDamagedWeightsAreNoticed: numbers that differ from those that training left are no network of the run.
func TestDamagedWeightsAreNoticed(t *testing.T) {
	pureGo(t)
	pairs := synthetic(t, 100, 1)
	run := fit(t, tiny(t, "damaged"), pairs, pairs)
	files, err := filepath.Glob(filepath.Join(run.RunDir(), "best", "*.bin"))
	if err != nil || len(files) != 1 {
		t.Fatalf("files %v, error %v", files, err)
	}
	content, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	clear(content[len(content)/2 : len(content)/2+64])
	if err := os.WriteFile(files[0], content, 0o644); err != nil {
		t.Fatal(err)
	}
	opened, err := model.Open(run.RunDir())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := opened.Predict(t.Context(), pairs); err == nil || !strings.Contains(err.Error(), "not those that the manifest names") {
		t.Errorf("error %v", err)
	}
}

// TestDamagedRunsDoNotGoOn: what the end of training will read must be there when an interrupted run goes on.
func TestDamagedRunsDoNotGoOn(t *testing.T) {
	pureGo(t)
	train, valid := synthetic(t, 200, 1), synthetic(t, 100, 2)
	for name, damage := range map[string]func(run string) error{
		"best":          func(run string) error { return os.RemoveAll(filepath.Join(run, "best")) },
		"valid":         func(run string) error { return os.Remove(filepath.Join(run, "valid.csv")) },
		"progress.json": func(run string) error { return os.Truncate(filepath.Join(run, "last", "progress.json"), 20) },
	} {
		c := tiny(t, "damaged")
		interrupted(t, c, train, valid, func(r history.Record) bool { return r.Kind == history.Epoch && r.Epoch == 2 })
		if err := damage(c.Run); err != nil {
			t.Fatal(err)
		}
		_, err := model.Fit(t.Context(), c, train, valid)
		if err == nil || !strings.Contains(err.Error(), name) || !strings.Contains(err.Error(), "restore it, or remove it and train again") {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

// TestFinishedRunsAreOnlyRead: Fit returns them where it could not write, and compares no texts, which takes long.
func TestFinishedRunsAreOnlyRead(t *testing.T) {
	pureGo(t)
	c := tiny(t, "read")
	c.Model = pair.Similarities{Hidden: 4}
	train, valid := synthetic(t, 300, 1), synthetic(t, 300, 2)
	run := fit(t, c, train, valid)
	writer, err := runs.Create(run.RunDir(), run.Run.Config, runs.Contract{}, runs.Manifest{DataHash: run.Manifest.DataHash})
	if err != nil {
		t.Fatal(err)
	}
	var heard recorder
	again, err := model.Fit(t.Context(), c, train, valid, &heard)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(run.Manifest, again.Manifest); diff != "" || len(heard.records) != len(run.History) {
		t.Errorf("%d of %d records heard; %s", len(heard.records), len(run.History), diff)
	}
	if err := os.Remove(filepath.Join(run.RunDir(), "findings.json")); err != nil {
		t.Fatal(err)
	}
	if _, err := model.Fit(t.Context(), c, train, valid); err == nil {
		t.Error("findings were written beside another writer")
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	fit(t, c, train, valid)
	if _, err := os.Stat(filepath.Join(run.RunDir(), "findings.json")); err != nil {
		t.Error(err)
	}
}

// TestPositivesBeyondBalance: a note says that weights and sampler together make the negatives the rare class; weights that balance have
// none.
func TestPositivesBeyondBalance(t *testing.T) {
	pureGo(t)
	pairs := synthetic(t, 200, 1)
	for name, test := range map[string]struct {
		weight  losses.ClassWeight
		sampler data.Sampler
		want    bool
	}{
		"nothing":             {},
		"balanced":            {weight: losses.Balanced},
		"sampler":             {sampler: data.Sampler{Kind: data.Oversample, Share: 0.5}},
		"sampler and balance": {weight: losses.Balanced, sampler: data.Sampler{Kind: data.Oversample, Share: 0.5}},
		"large weights":       {weight: losses.Weights{1, 100}, want: true},
		"both":                {weight: losses.Weights{1, 9}, sampler: data.Sampler{Kind: data.Oversample, Share: 0.5}, want: true},
	} {
		c := tiny(t, "beyond")
		c.Epochs, c.Loss, c.Sampler = 1, losses.BCE{ClassWeight: test.weight}, test.sampler
		found := slices.ContainsFunc(fit(t, c, pairs, pairs).History, func(r history.Record) bool {
			return r.Kind == history.Note && strings.Contains(r.Text, "the negatives are the rare class")
		})
		if found != test.want {
			t.Errorf("%s: noted %v", name, found)
		}
	}
}

// TestPositiveMajority: where most are positive already, nothing has made the negatives rare.
func TestPositiveMajority(t *testing.T) {
	pureGo(t)
	pairs := synthetic(t, 300, 1)
	var rows []int
	for i, positive := range pairs.Labels() {
		if positive || i%10 == 0 {
			rows = append(rows, i)
		}
	}
	few := pairs.Subset(rows)
	c := tiny(t, "majority")
	c.Epochs = 1
	for _, r := range fit(t, c, few, few).History {
		if strings.Contains(r.Text, "rare class") {
			t.Errorf("%d of %d positive: %s", few.Positives(), few.Len(), r.Text)
		}
	}
}

// panicking cannot learn.
type panicking struct{ linear }

func (panicking) Learn(*data.Examples) (model.Network, error) { panic("no") }

// TestPanicLeavesNothing: a network that panics before the first step leaves no run directory in the way of the next attempt.
func TestPanicLeavesNothing(t *testing.T) {
	pureGo(t)
	c := model.Config{Run: filepath.Join(t.TempDir(), "panic"), Network: panicking{}}
	func() {
		defer func() {
			if recover() == nil {
				t.Error("no panic")
			}
		}()
		_, _ = model.FitExamples(t.Context(), c, points(60, 1, 1), points(60, 1, 2))
	}()
	if _, err := os.Stat(c.Run); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%s is there: %v", c.Run, err)
	}
}

// TestValidPairsAreRead as those that are scored later: what Evaluate would refuse, Fit refuses.
func TestValidPairsAreRead(t *testing.T) {
	pureGo(t)
	train := synthetic(t, 100, 1)
	var strange []data.Pair
	for i := range 60 {
		strange = append(strange, data.Pair{A: "ЖЖЖ", B: "ЩЩ", Label: i%5 == 0})
	}
	valid, err := data.New(strange)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := model.Fit(t.Context(), tiny(t, "strange"), train, valid); err == nil || !strings.Contains(err.Error(), "valid pairs") || !strings.Contains(err.Error(), "are unknown") {
		t.Errorf("error %v", err)
	}
}
