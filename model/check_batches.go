package model

import (
	"fmt"
	"math"
	"sort"
	"strings"

	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/losses"
)

// mostOneClass is the share of batches with one class only that a loss which compares the classes may meet.
const mostOneClass = 0.01

// checkBatches refuses a loss that compares the classes where too many batches of the training examples have but one.
func (s *source) checkBatches(c Config) error {
	traits := c.Loss.Traits()
	if !traits.BothClasses || c.Sampler.Kind == data.BalancedBatches {
		return nil
	}
	h := s.holders()
	lacking := h.lacking(c.BatchSize)
	if lacking <= mostOneClass {
		return nil
	}
	return fmt.Errorf("model.Config: the loss %s teaches nothing in a batch without both classes, which %.3g %% of batches of %d are where %d of %d examples have a positive label and %d a negative one: %s",
		traits.Name, 100*lacking, c.BatchSize, h.positives, h.all, h.negatives, s.remedy(c, h.enough()))
}

// remedy says what lets c's loss meet both classes, as batches of enough examples do.
func (s *source) remedy(c Config, enough int) string {
	var remedies []string
	if s.train.PerExample() == 1 {
		remedies = append(remedies, "set Sampler to data.Sampler{Kind: data.BalancedBatches}")
	}
	if !comparesEach(c.Loss) || enough*s.train.PerExample() <= losses.MostPairwise {
		remedies = append(remedies, fmt.Sprintf("set BatchSize to %d or more", enough))
	}
	return strings.Join(append(remedies, "take a loss that reads every label on its own, such as losses.BCE{}"), ", or ")
}

// comparesEach says whether l compares each label of a batch with each.
func comparesEach(l losses.Loss) bool {
	switch l.(type) {
	case losses.ROCAUC, losses.AveragePrecision:
		return true
	}
	return false
}

// holders are the numbers of training examples in an epoch: all, and those with a label of each class that counts.
type holders struct{ all, negatives, positives int }

func (s *source) holders() holders {
	if negatives, positives := s.order.Counts(); negatives > 0 {
		return holders{int(negatives + positives), int(negatives), int(positives)}
	}
	e := &s.train
	h := holders{all: e.Len()}
	for i := range h.all {
		var negative, positive bool
		for at := i * e.PerExample(); at < (i+1)*e.PerExample(); at++ {
			counts := e.Counts == nil || e.Counts[at]
			negative, positive = negative || counts && !e.Labels[at], positive || counts && e.Labels[at]
		}
		if negative {
			h.negatives++
		}
		if positive {
			h.positives++
		}
	}
	return h
}

// lacking is the share of batches of size examples, drawn without putting back, that lack a class.
func (h holders) lacking(size int) float64 {
	drawn := min(size, h.all)
	return without(h.all, h.positives, drawn) + without(h.all, h.negatives, drawn)
}

// enough is the least size of batches of which few enough lack a class.
func (h holders) enough() int {
	return sort.Search(h.all, func(size int) bool { return h.lacking(size) <= mostOneClass })
}

// without is the chance that none of so many drawn of all is one of some: hypergeometric.
func without(all, some, drawn int) float64 {
	if drawn > all-some {
		return 0
	}
	return math.Exp(logChoose(all-some, drawn) - logChoose(all, drawn))
}

// logChoose is the logarithm of the number of ways to choose k of n.
func logChoose(n, k int) float64 {
	logFactorial := func(n int) float64 {
		v, _ := math.Lgamma(float64(n) + 1)
		return v
	}
	return logFactorial(n) - logFactorial(k) - logFactorial(n-k)
}
