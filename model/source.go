package model

import (
	"errors"
	"fmt"

	"github.com/seqpair/seqpair/metrics/runs"
	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/pair"
)

// source is what a run trains on and judges by, as numbers.
type source struct {
	pairs        [2]*data.Pairs // train and valid, to be encoded; nil: they were given as examples
	train, valid data.Examples
	hashes       [2]string         // of train and valid as they were given
	order        *data.Order       // of the training examples in each epoch
	encoder      *data.PairEncoder // of the pairs; nil: they were given as examples
	corpus       [][]int32         // the different training sequences as ids; nil: examples, or two vocabularies
	start        *start            // what the weights begin from; nil: at random
	embeddings   *embeddings       // what the embeddings begin from; nil: at random
	lost         data.Coverage     // by the encoding of the valid pairs
}

// what the examples are called whose labels are counted.
func (s source) what() string {
	switch {
	case s.encoder != nil:
		return "pairs"
	case s.train.PerExample() > 1:
		return "labels"
	}
	return "examples"
}

// identify refuses pairs that cannot be trained on, and finds what the data hash is of, the order of the training pairs, and the encoder,
// which compares no texts yet, unless that of Start does.
func identify(c Config, train, valid *data.Pairs) (source, error) {
	if c.Network != nil {
		return source{}, errors.New("model.Fit: Config.Network reads examples: use FitExamples, or set Model for pairs")
	}
	if train == nil || valid == nil {
		return source{}, errors.New("model.Fit: train and valid pairs are both needed; data.Pairs.Split makes them from one set")
	}
	if err := train.CheckClasses(); err != nil {
		return source{}, fmt.Errorf("train pairs: %w", err)
	}
	if err := valid.CheckClasses(); err != nil {
		return source{}, fmt.Errorf("valid pairs: %w", err)
	}
	if c.SampleWeights && !train.Weighted() {
		return source{}, fmt.Errorf("train pairs: %s: SampleWeights is set but every pair weighs 1: give the file a weight column, or clear SampleWeights", train.Source())
	}
	start, encoder, err := c.encoder(train)
	if err != nil {
		return source{}, err
	}
	if !encoder.SharedVocabulary() {
		if err := c.checkSides(); err != nil {
			return source{}, err
		}
	}
	s := source{pairs: [2]*data.Pairs{train, valid}, start: start, encoder: encoder, hashes: [2]string{train.Hash(), valid.Hash()}}
	if s.embeddings, err = c.embeddings(encoder); err != nil {
		return source{}, err
	}
	if s.order, err = train.Order(c.Sampler, c.BatchSize); err != nil {
		return source{}, fmt.Errorf("train pairs: %w", err)
	}
	return s, nil
}

// sized returns c with the defaults that depend on the training examples.
func (s *source) sized(c Config) Config { return c.sized(s.order.Len(), s.positions()) }

// positions are those of the sequences of an example, padding included: ids, steps of a series or pixels.
func (s *source) positions() int {
	if s.encoder != nil {
		return s.encoder.A.Length() + s.encoder.B.Length()
	}
	n := 0
	for _, c := range s.train.Columns {
		if c.Floats != nil && len(c.Shape) > 0 {
			n += c.Width() / c.Shape[len(c.Shape)-1]
		} else {
			n += c.Width()
		}
	}
	return n
}

// encode makes examples of the pairs, if there are any, which takes long.
func (s *source) encode(c Config) error {
	train, valid := s.pairs[0], s.pairs[1]
	if train == nil {
		return nil
	}
	s.encoder = c.comparing(s.encoder, train)
	s.corpus = s.encoder.Corpus(train)
	examples, _ := s.encoder.Examples(train)
	s.train = *examples
	examples, lost, err := encode(s.encoder, valid)
	if err != nil {
		return fmt.Errorf("valid pairs: %w", err)
	}
	s.valid, s.lost = *examples, lost
	return s.checkBatches(c)
}

// encoder is that of the run to start from, or one learned from the training pairs.
func (c Config) encoder(train *data.Pairs) (start *start, encoder *data.PairEncoder, err error) {
	start, err = c.start()
	switch {
	case err != nil:
		return nil, nil, err
	case start != nil:
		return start, start.encoder, nil
	}
	encoder, err = c.Encoding.Fit(train)
	return nil, encoder, err
}

// comparing is an encoder that compares the texts of a pair as the model reads them. The fields of records are those of train, whatever
// a run to start from had.
func (c Config) comparing(encoder *data.PairEncoder, train *data.Pairs) *data.PairEncoder {
	of := *encoder
	switch reads := pair.ReadsDifferences(c.Model); {
	case !reads:
		of.Differences = 0
	case of.Differences == 0:
		of = *of.WithDifferences(train)
	}
	if of.Similarities = 0; pair.ReadsSimilarities(c.Model) {
		return of.WithSimilarities(train)
	}
	return &of
}

// dataHash identifies everything that is trained and judged on, and what training starts from.
func (s source) dataHash() string {
	hash := s.hashes[0] + "+" + s.hashes[1]
	if s.start != nil {
		hash += "+" + s.start.hash
	}
	if s.embeddings != nil {
		hash += "+" + s.embeddings.sides[0].Hash
	}
	return hash
}

// counts are the numbers of training labels of each class in an epoch.
func (s *source) counts() (negatives, positives int64) {
	if negatives, positives = s.order.Counts(); negatives > 0 {
		return negatives, positives
	}
	labels, positives := s.train.Count()
	return labels - positives, positives
}

// given takes examples as they are.
func given(c Config, train, valid *data.Examples) (source, error) {
	if c.Start != "" {
		return source{}, errors.New("model.FitExamples: Config.Start is for pairs: leave it out")
	}
	if c.Embeddings != "" {
		return source{}, errors.New("model.FitExamples: Config.Embeddings is for pairs: leave it out")
	}
	if c.Network == nil {
		return source{}, errors.New("model.FitExamples: Config.Network is not set: it builds what reads the examples")
	}
	if train == nil || valid == nil {
		return source{}, errors.New("model.FitExamples: train and valid examples are both needed")
	}
	s := source{train: *train, valid: *valid}
	for i, part := range []*data.Examples{train, valid} {
		name := [2]string{"train", "valid"}[i]
		err := part.Check()
		if err == nil {
			err = part.CheckClasses()
		}
		if err == nil {
			s.hashes[i], err = part.Hash()
		}
		if err != nil {
			return source{}, fmt.Errorf("%s examples: %w", name, err)
		}
	}
	if c.SampleWeights && train.Weights == nil {
		return source{}, errors.New("train examples: SampleWeights is set but there are no Weights: give them, or clear SampleWeights")
	}
	var err error
	if s.order, err = train.Order(c.Sampler, c.BatchSize); err != nil {
		return source{}, fmt.Errorf("train examples: %w", err)
	}
	return s, errors.Join(sameColumns(train, valid), s.checkBatches(c))
}

// part describes examples for the manifest.
func part(e *data.Examples, hash string) runs.Part {
	labels, positives := e.Count()
	positive, all := weightSums(e, true)
	p := runs.Part{Examples: labels, Positives: positives, Prevalence: positive / all, Hash: hash}
	if e.PerExample() > 1 {
		p.Positions = e.PerExample()
	}
	return p
}
