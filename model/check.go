package model

import (
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/runs"
	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/losses"
	"github.com/seqpair/seqpair/model/pair"
)

const modulePath = "github.com/seqpair/seqpair/"

// Check returns an error that names every field out of range, and every way in which head, loss and weights
// do not go together.
func (c Config) Check() error {
	if err := errors.Join(checkValue("Loss", c.Loss), checkValue("Model", c.Model), checkValue("Optimizer", c.Optimizer)); err != nil {
		return err
	}
	c = c.WithDefaults()
	lossErr := c.Loss.Check() // Traits are those of a loss without one
	errs := []error{c.checkArchitecture(), c.checkDistance(), lossErr, c.Sampler.Check(), c.Optimizer.Check(), c.Schedule.check(), c.Calibration.check()}
	bad := func(field string, value any, want string) {
		errs = append(errs, fmt.Errorf("model.Config: %s is %v, want %s", field, value, want))
	}
	if c.Head != Sigmoid && c.Head != Softmax {
		bad("Head", fmt.Sprintf("%q", c.Head), `"sigmoid" or "softmax"`)
	}
	if c.Epochs < 0 || c.Epochs > math.MaxInt32 {
		bad("Epochs", c.Epochs, "1 to 2147483647, or 0 for the default")
	}
	if c.BatchSize < 1 || c.BatchSize > math.MaxInt32 {
		bad("BatchSize", c.BatchSize, "1 to 2147483647, or 0 for the default")
	}
	if !(c.LearningRate > 0) || math.IsInf(c.LearningRate, 0) {
		bad("LearningRate", c.LearningRate, "a finite number above 0, or 0 for the default")
	}
	for _, share := range []struct {
		name  string
		value float64
	}{{"WarmUp", c.WarmUp}, {"WeightAverage", c.WeightAverage}} {
		if !(share.value >= 0 && share.value < 1) {
			bad(share.name, share.value, "a number in (0, 1), or 0 for none")
		}
	}
	for _, size := range []struct {
		name  string
		value float64
	}{{"WeightDecay", c.WeightDecay}, {"ClipNorm", c.ClipNorm}} {
		if !(size.value >= 0) || math.IsInf(size.value, 0) {
			bad(size.name, size.value, "a finite number above 0, or 0 for none")
		}
	}
	if c.SampleWeights && lossErr == nil && c.Loss.Traits().ClassWeights {
		errs = append(errs, errors.New("model.Config: the loss has class weights and SampleWeights is set; their product would count the classes twice if the sample weights already balance them: drop Loss's ClassWeight, or multiply it into the pairs' weights yourself"))
	}
	if c.Start != "" && c.Embeddings != "" {
		errs = append(errs, errors.New("model.Config: Start and Embeddings are both set, and each says how embeddings begin: leave one out"))
	}
	if _, err := metrics.ParseRule(c.ThresholdRule); err != nil {
		errs = append(errs, fmt.Errorf("model.Config: ThresholdRule: %w", err))
	}
	switch monitor, err := metrics.ByName(c.Monitor); {
	case err != nil:
		errs = append(errs, fmt.Errorf("model.Config: Monitor: %w", err))
	case monitor.Better == metrics.NoDirection:
		bad("Monitor", c.Monitor, "a metric with a better direction, such as average_precision")
	case lossErr == nil:
		errs = append(errs, c.contract().Check())
	}
	return errors.Join(errs...)
}

// checkValue refuses a pointer to a loss, architecture or optimizer of this module, which knows them as values.
func checkValue(field string, v any) error {
	if t := reflect.TypeOf(v); v != nil && t.Kind() == reflect.Pointer && strings.HasPrefix(t.Elem().PkgPath(), modulePath) {
		return fmt.Errorf("model.Config: %s is a pointer, %T: give the value, without &", field, v)
	}
	return nil
}

func (c Config) checkArchitecture() error {
	switch {
	case c.Network != nil && c.Model != nil:
		return errors.New("model.Config: Model reads pairs and Network examples: set one of them")
	case c.Network != nil && c.Encoding != (data.Encoding{}):
		return errors.New("model.Config: Encoding is for pairs, and Network reads examples: leave it out")
	case c.Network != nil:
		return c.Network.Check()
	}
	err := errors.Join(c.Model.Check(), c.Encoding.Check())
	if err == nil && c.Encoding.Separate {
		return c.checkSides()
	}
	return err
}

// checkSides refuses a model that would read two vocabularies as one.
func (c Config) checkSides() error {
	if c.Model.Symmetric() {
		return errors.New("model.Config: Encoding.Separate, of this run or of the one to start from, gives each side ids of its own, which one shared encoder would confuse: set Model's Separate too, as in pair.Decomposable{Separate: true}")
	}
	return nil
}

// checkDistance refuses a loss of distances on outputs that are none.
func (c Config) checkDistance() error {
	loss, contrastive := c.Loss.(losses.Contrastive)
	want := loss.WithDefaults().Margin
	if !contrastive || givesDistances(c.architecture(), want) {
		return nil
	}
	field, remedy := "Model", fmt.Sprintf("pair.Siamese{Margin: %v}", want)
	if c.Network != nil {
		field, remedy = "Network", "series.Network{Architecture: "+remedy+"}"
	}
	return fmt.Errorf("model.Config: the contrastive loss of margin %v reads distances, and %s gives none that are scored with this margin: set %s to %s", want, field, field, remedy)
}

// architecture reads the pairs: Model, or that of a series.Network; nil: another Network reads the examples.
func (c Config) architecture() pair.Architecture {
	if of, ok := c.Network.(interface{ PairArchitecture() pair.Architecture }); ok {
		return of.PairArchitecture()
	}
	return c.Model
}

// givesDistances says whether the logits of a, or of each of its members, are distances scored with margin.
func givesDistances(a pair.Architecture, margin float64) bool {
	switch a := a.(type) {
	case pair.Siamese:
		return a.Margin == margin
	case pair.Ensemble:
		return !slices.ContainsFunc(a.Members, func(member pair.Architecture) bool { return !givesDistances(member, margin) })
	}
	return false
}

// contract declares how the parts of c, with its defaults, go together.
func (c Config) contract() runs.Contract {
	contract := runs.Contract{
		Head: string(c.Head), Columns: c.Head.columns(), Output: "logits",
		Loss: c.Loss.Traits().Name, FromLogits: true, Labels: "0/1",
		Averaging: "binary", Weights: "none", Positive: "label 1",
		Monitor: c.Monitor, Better: "higher", Threshold: c.Threshold,
	}
	switch _, crossEntropy := c.Loss.(losses.BCE); {
	case crossEntropy && c.Head == Softmax:
		contract.Loss, contract.Labels = "categorical cross-entropy", "one-hot"
	case crossEntropy:
		contract.Loss = "binary cross-entropy"
	case c.Head == Softmax:
		contract.Loss += " of z1-z0" // one logit of two columns
	}
	switch {
	case c.SampleWeights:
		contract.Weights = "sample"
	case c.Loss.Traits().ClassWeights:
		contract.Weights = "class"
	}
	if metric, err := metrics.ByName(c.Monitor); err == nil && metric.Better == metrics.LowerIsBetter {
		contract.Better = "lower"
	}
	return contract
}
