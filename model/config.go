package model

import (
	"cmp"
	"encoding/json"
	"fmt"

	"github.com/seqpair/seqpair/metrics/runs"
	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/losses"
	"github.com/seqpair/seqpair/model/optimizers"
	"github.com/seqpair/seqpair/model/pair"
)

// Config says how to train. Its zero value trains. It prints, saves as JSON, hashes and compares; all of it but
// Run, and the data, determine the trained model: on the pure-Go backend to the last bit.
type Config struct {
	Run string `json:"-"` // run directory: a name under runs/ or a path; zero: "run-" and the start of the run's key

	// Start is a run of pairs, by its name or path, that this one begins with, as after pre-training: it takes its encoding,
	// and the weights of its best epoch that have the path and shape of one of Model's. Empty: weights begin at random.
	Start string `json:",omitempty"`

	// Embeddings is a file of vectors as word2vec and GloVe write them, by the units of Encoding, such as words: with them the
	// units that it has begin, and train on. Model's Embedding is to be the length of a vector; of a [pair.Func], the variables of
	// the name "embedding", [ids, numbers], begin so. Its content is part of the run: Fit reads it again to go on, scoring does not.
	// Empty: all begin at random.
	Embeddings string `json:",omitempty"`

	Encoding data.Encoding     // zero: characters, vocabulary and length from the training pairs
	Model    pair.Architecture // nil: pair.Default(); pair.Small trains without XLA in reasonable time
	Network  Network           `json:",omitempty"` // for FitExamples, in the place of Encoding and Model; nil: pairs are read
	Head     Head              // zero: Sigmoid

	Loss          losses.Loss  // zero: losses.BCE{}
	Sampler       data.Sampler `json:",omitzero"` // zero: an epoch shows every training example once
	SampleWeights bool         // the pairs' weights weigh their losses, and the loss then has no class weights; zero: they weigh only the metrics

	// LengthBuckets has batches of pairs of about one length, of which short ones are read at their length. It saves a quarter
	// of the time and more, and costs quality: on cmudict_homophones, average precision on test fell from .456 to .43 with
	// pair.Siamese. Samplers, losses and networks for which it means something else are left as they are. Zero: batches are
	// drawn at random.
	LengthBuckets bool `json:",omitempty"`

	Epochs       int     // at most so many; zero: 6, or of few examples as many as take 600 steps, of short sequences up to 3,000, of features up to 30,000, at most 100
	Patience     int     // stop when Monitor has not improved for so many epochs; zero: 5, or a third of Epochs if that is more; below zero: never
	BatchSize    int     // zero: 64
	LearningRate float64 // the highest; zero: 0.0015

	Optimizer     optimizers.Optimizer // nil: optimizers.Adam{}
	Schedule      Schedule             // of the learning rate, over Epochs; zero: Linear
	WarmUp        float64              // share of all steps over which the learning rate rises from 0, below 1; zero: none
	WeightDecay   float64              // share of each matrix and table, times the learning rate, that a step takes off (AdamW, Loshchilov and Hutter 2019); zero: none
	ClipNorm      float64              // longest gradient, as the L2 norm over all weights: a longer one is shortened to it; zero: no limit
	WeightAverage float64              // decay of a running average of the weights, in (0,1), which is judged and kept in their place; zero: none

	Monitor   string  // metric on the valid pairs that decides which epoch's weights are kept, of equal readings that of the lowest loss, by its name in metrics.ByName, before calibration; zero: "average_precision"
	Threshold float64 // of the confusion tables in the history, in (0,1); zero: 0.5. The one to use is chosen on valid: Run.Threshold

	Calibration   Calibration // of the scores that the run gives, once it is trained; zero: Uncalibrated
	ThresholdRule string      // by which Run.Threshold is chosen on valid, as metrics.ParseRule reads it: a limit holds on valid, and of the best the mean choice on valid drawn again 200 times is taken, since it varies less; it stands in the middle of a gap between scores (metrics.Rule.Middle). Where no threshold keeps it, the one of the highest F1 is taken, and a note in the history says so; zero: "f1"

	Seed int64 // of the initial weights, the dropout and the order of the pairs
}

// WithDefaults returns c with every zero replaced by what it stands for, except what depends on the data.
func (c Config) WithDefaults() Config {
	switch {
	case c.Model != nil:
		c.Model = c.Model.WithDefaults()
	case c.Network == nil:
		c.Model = pair.Default().WithDefaults()
	}
	c.Head = cmp.Or(c.Head, Sigmoid)
	if c.Loss == nil {
		c.Loss = losses.BCE{}
	}
	c.Sampler = c.Sampler.WithDefaults()
	if c.Epochs != 0 {
		c.Patience = cmp.Or(c.Patience, max(5, c.Epochs/3))
	}
	c.Patience = max(c.Patience, -1)
	c.BatchSize = cmp.Or(c.BatchSize, 64)
	c.LearningRate = cmp.Or(c.LearningRate, 0.0015)
	if c.Optimizer == nil {
		c.Optimizer = optimizers.Adam{}
	}
	c.Schedule = cmp.Or(c.Schedule, Linear)
	c.Monitor = cmp.Or(c.Monitor, "average_precision")
	c.Threshold = cmp.Or(c.Threshold, 0.5)
	c.Calibration = cmp.Or(c.Calibration, Uncalibrated)
	c.ThresholdRule = cmp.Or(c.ThresholdRule, "f1")
	return c
}

// How long training lasts where Epochs is zero. Of 268 pairs of beers, 6 epochs are 30 steps and give F1 87 on test (median of three
// seeds), 20 epochs 93. Of 3,000 pairs of spelling and pronunciation, which are short, 600 steps of the default network give an average
// precision of .615 on test, 1,500 give .686 and 3,000 .736; of as many pairs of words that may sound the same, .349 and .331. Of 67,500
// rows of features, 1 % positive, 6 epochs of dense.MLP give .778, and as many as take 30,000 steps .904.
const (
	leastEpochs    = 6
	leastSteps     = 600
	leastPositions = 7_500_000 // read in training, but for what takes more than enoughSteps
	enoughSteps    = 3000
	enoughOfRows   = 30_000 // of examples of one position, such as features: a step takes a millisecond
	mostEpochs     = 100    // of fewer examples than a few hundred: each is judged on valid
)

// sized returns c, which has its other defaults, with those for an epoch of so many examples of so many positions.
func (c Config) sized(examples, positions int) Config {
	if c.Epochs == 0 {
		read := c.BatchSize * max(1, positions)
		enough := enoughSteps
		if positions <= 1 {
			enough = enoughOfRows
		}
		wanted := min(max(leastSteps, leastPositions/read), enough)
		steps := max(1, (examples+c.BatchSize-1)/c.BatchSize)
		c.Epochs = min(max(leastEpochs, (wanted+steps-1)/steps), mostEpochs)
	}
	return c.WithDefaults()
}

// String is the configuration with its defaults, as JSON.
func (c Config) String() string {
	text, err := json.Marshal(c.WithDefaults())
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// Hash identifies what the configuration trains, whatever the run is called. A zero and the default that it
// stands for are the same, except of Epochs and Patience, whose defaults depend on the data.
func (c Config) Hash() (string, error) { return runs.Key(c.WithDefaults(), "") }

// Diff lists the fields in which other differs from c, one line each.
func (c Config) Diff(other Config) []string {
	return runs.DiffJSON([]byte(c.String()), []byte(other.String()))
}

// UnmarshalJSON reads what json.Marshal wrote. Run is not part of it, and a Network is left out: OpenExamples takes it.
func (c *Config) UnmarshalJSON(text []byte) error {
	type plain Config
	fields := struct {
		*plain
		Model, Network, Loss, Optimizer json.RawMessage
	}{plain: (*plain)(c)}
	if err := json.Unmarshal(text, &fields); err != nil {
		return fmt.Errorf("model.Config: %w", err)
	}
	c.Network = nil
	var err error
	if c.Model, err = decode(fields.Model, pair.Decode); err != nil {
		return err
	}
	if c.Optimizer, err = decode(fields.Optimizer, optimizers.Decode); err != nil {
		return err
	}
	c.Loss, err = decode(fields.Loss, losses.Decode)
	return err
}

// decode reads a value of which there are several kinds; nil where there is none.
func decode[V any](text json.RawMessage, read func([]byte) (V, error)) (V, error) {
	if len(text) == 0 || string(text) == "null" {
		var none V
		return none, nil
	}
	return read(text)
}
