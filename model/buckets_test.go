package model

import (
	"context"
	"math"
	"slices"
	"testing"

	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/losses"
	"github.com/seqpair/seqpair/model/pair"
)

// ofLengths are pairs of which a third is much shorter than the others.
func ofLengths(t *testing.T, n int) *data.Pairs {
	t.Helper()
	var all []data.Pair
	for i, length := range []int{24, 10, 40} {
		part, err := data.Synthetic(data.SyntheticOptions{N: n / 3, Prevalence: 0.2, Length: length, Seed: int64(i)})
		if err != nil {
			t.Fatal(err)
		}
		for j := range part.Len() {
			p := part.At(j)
			p.ID = ""
			all = append(all, p)
		}
	}
	pairs, err := data.New(all)
	if err != nil {
		t.Fatal(err)
	}
	return pairs
}

func sourceOf(t *testing.T, c Config, pairs *data.Pairs) *source {
	t.Helper()
	s, err := identify(c, pairs, pairs)
	if err == nil {
		err = s.encode(c)
	}
	if err != nil {
		t.Fatal(err)
	}
	return &s
}

// TestArrange: an epoch shows every pair once, in as many batches as before, each as short as its longest pair; another epoch
// in another order.
func TestArrange(t *testing.T) {
	c := Config{LengthBuckets: true, Model: pair.Small}.WithDefaults()
	s := sourceOf(t, c, ofLengths(t, 1000))
	b := newBuckets(c, s, bucketSteps)
	if b.count() < 2 {
		t.Fatalf("there are %d lengths", b.count())
	}
	const size = 16
	order := s.order.Epoch(1, 1)
	arranged := b.arrange(order, size, 1, 1)
	if !slices.Equal(slices.Sorted(slices.Values(arranged)), slices.Sorted(slices.Values(order))) {
		t.Fatal("an epoch does not show every pair once")
	}
	if slices.Equal(arranged, b.arrange(order, size, 1, 2)) {
		t.Error("another epoch has the same order")
	}
	lengths, short := lengthsOf(&s.train), 0
	for rows := range slices.Chunk(arranged, size) {
		to := b.lengths[b.bucket(rows)]
		for _, row := range rows {
			if !fits(lengths[row], to) {
				t.Fatalf("pair %d of lengths %v is cut to %v", row, lengths[row], to)
			}
		}
		if to != b.lengths[len(b.lengths)-1] {
			short++
		}
	}
	if want := (1000/3 - size) / size; short < want {
		t.Errorf("%d batches are short, want %d at least", short, want)
	}
}

// TestCutBatchesTrainAlike takes steps on batches that are cut to their length, and on the same batches with their padding.
func TestCutBatchesTrainAlike(t *testing.T) {
	t.Setenv("GOMLX_BACKEND", "go")
	pairs := ofLengths(t, 90)
	for _, architecture := range []pair.Architecture{
		pair.Siamese{Embedding: 4, Filters: 6, Hidden: 5, Dropout: -1},
		pair.Siamese{Encoder: pair.LSTM, Embedding: 4, Filters: 3, Hidden: 5, Dropout: -1},
		pair.Siamese{Encoder: pair.Transformer, Embedding: 4, Filters: 4, Heads: 2, Layers: 1, Hidden: 5, Dropout: -1},
		pair.Interaction{Embedding: 4, Filters: 3, Marked: 3, Hidden: 5, NGrams: []int{1, 2}, Positions: 12, Dropout: -1},
		pair.Ensemble{Members: []pair.Architecture{pair.Wide{}, pair.Decomposable{Embedding: 4, Hidden: 5, Dropout: -1}, pair.Differences{}, pair.Similarities{Hidden: 4}}},
	} {
		c := Config{LengthBuckets: true, Model: architecture, BatchSize: 16, LearningRate: 0.01}.WithDefaults()
		s := sourceOf(t, c, pairs)
		cut := newBuckets(c, s, bucketSteps)
		whole := &buckets{lengths: slices.Repeat(cut.lengths[cut.count()-1:], cut.count()), of: cut.of}
		got, want := lossesOf(t, c, s, cut), lossesOf(t, c, s, whole)
		for i := range want {
			if math.Abs(got[i]-want[i]) > 1e-3*want[i] {
				t.Fatalf("%v: loss %v at step %d, %v with the padding", architecture, got[i], i+1, want[i])
			}
		}
	}
}

// lossesOf trains for an epoch.
func lossesOf(t *testing.T, c Config, s *source, b *buckets) []float64 {
	t.Helper()
	f, err := newFitting(c, *s)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.build(0); err != nil {
		t.Fatal(err)
	}
	f.batches.train.buckets = b
	if err := f.network.seed(); err != nil {
		t.Fatal(err)
	}
	if err := f.prepare(); err != nil {
		t.Fatal(err)
	}
	var losses []float64
	trial := &trial{fitting: f}
	err = trial.run(context.Background(), f.batches.train.count(), func(int) float64 { return c.LearningRate }, func(_ int, _ []int32, r result) bool {
		losses = append(losses, float64(r.numbers[0]))
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	return losses
}

func TestNoBuckets(t *testing.T) {
	pairs := ofLengths(t, 300)
	own := pair.Func{ID: "own", Build: pair.Small.Logits, Swappable: true}
	for name, c := range map[string]Config{
		"a function of one's own": {Model: pair.Ensemble{Members: []pair.Architecture{pair.Small, own}}},
		"a sampler":               {Model: pair.Small, Sampler: data.Sampler{Kind: data.BalancedBatches}},
		"a loss within batches":   {Model: pair.Small, Loss: losses.ROCAUC{}},
		"one length":              {Model: pair.Small, Encoding: data.Encoding{Length: 8}},
	} {
		c.LengthBuckets = true
		c = c.WithDefaults()
		if b := newBuckets(c, sourceOf(t, c, pairs), bucketSteps); b != nil {
			t.Errorf("%s: there are %d lengths", name, b.count())
		}
	}
	c := Config{LengthBuckets: true, Model: pair.Small}.WithDefaults()
	if b := newBuckets(c, sourceOf(t, c, pairs), bucketSteps-1); b != nil {
		t.Errorf("too few steps: there are %d lengths", b.count())
	}
	c.LengthBuckets = false
	if b := newBuckets(c, sourceOf(t, c, pairs), bucketSteps); b != nil {
		t.Errorf("nobody asked: there are %d lengths", b.count())
	}
}
