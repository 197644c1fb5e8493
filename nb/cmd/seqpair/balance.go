package main

import (
	"strings"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/model"
	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/losses"
)

// balance are the options of train against rare positives.
type balance struct {
	loss        losses.Loss
	classWeight losses.ClassWeight // nil: none
}

func (b *balance) declare(o *options, c *model.Config) {
	b.loss = losses.BCE{}
	o.Func("loss", "`NAME[:field=value,…]` of the loss: "+strings.Join(losses.Names(), ", ")+" (default bce)", func(text string) (err error) {
		b.loss, err = losses.Parse(text)
		return err
	})
	o.Func("class-weight", "how much each class weighs in the loss: `none|balanced|inverse|effective_number[:BETA]|0:W,1:W` (default none)", func(text string) (err error) {
		b.classWeight = nil
		if text != "none" {
			b.classWeight, err = losses.ParseClassWeight(text)
		}
		return err
	})
	o.BoolVar(&c.SampleWeights, "sample-weights", false, "the weights of the pairs weigh the loss too (default metrics only)")
	o.Func("sampler", "which training pairs an epoch shows: `every_example|balanced_batches|oversample|undersample|hard_negatives|mined_negatives`, all but the first with :SHARE of positives (default every_example)", func(text string) (err error) {
		c.Sampler, err = data.ParseSampler(text)
		return err
	})
	var calibrations []string
	for _, name := range model.Calibrations() {
		calibrations = append(calibrations, string(name))
	}
	o.choice((*string)(&c.Calibration), "calibrate", "what makes probabilities of the scores, fitted to valid but for undo_shift, which takes back -class-weight and -sampler", calibrations...)
	o.Func("threshold-rule", "`RULE` by which the threshold is chosen on valid: f1, f2, mcc, informedness, cost(1,9), recall>=0.9, precision>=0.8, alerts<=50/10000 (default f1)", func(text string) error {
		c.ThresholdRule = text
		_, err := metrics.ParseRule(text)
		return err
	})
}

// apply puts loss and class weight together.
func (b *balance) apply(o *options, c *model.Config) error {
	c.Loss = b.loss
	if b.classWeight == nil {
		return nil
	}
	if c.SampleWeights {
		return o.usageErrorf("-class-weight %s and -sample-weights would weigh the loss twice: give one of the two", b.classWeight)
	}
	if b.loss.Traits().ClassWeights {
		return o.usageErrorf("-class-weight %s: the loss has class weights of its own (%s): give one of the two", b.classWeight, b.loss)
	}
	weighted, err := losses.WithClassWeight(b.loss, b.classWeight)
	if err != nil {
		return o.usageErrorf("-class-weight %s: %w", b.classWeight, err)
	}
	c.Loss = weighted
	return nil
}
