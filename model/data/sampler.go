package data

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Sampler says which training examples an epoch shows. It resamples whole examples: mixing the ids of two texts, as SMOTE mixes
// numbers, makes a text that nobody wrote, so nothing of the kind is offered. Examples that a model is judged
// on are never resampled.
type Sampler struct {
	Kind  Sampling // zero: EveryExample
	Share float64  // of positives in an epoch, in (0, 1); zero: 0.5. EveryExample has none
}

// Sampling is a kind of sampler.
type Sampling int

// The samplings.
const (
	// EveryExample: each once.
	EveryExample Sampling = iota
	// BalancedBatches: Share of every batch are positives, at least one, and the rest negatives; either go round in shuffled
	// turns. As many batches as all examples fill.
	BalancedBatches
	// Oversample: every negative once, and the positives as often as it takes, equally often but for one.
	Oversample
	// Undersample: every positive once, and as many negatives, others in each epoch.
	Undersample
	// HardNegatives: as Undersample, but half of the negatives are always those whose two texts are most alike by their character
	// trigrams.
	HardNegatives
	// MinedNegatives: as Undersample, but from the second epoch on half of the negatives are those that the network, as the last
	// epoch left it, scores highest. This takes one more reading of all negatives in each epoch.
	MinedNegatives
)

var samplingNames = []string{"every_example", "balanced_batches", "oversample", "undersample", "hard_negatives", "mined_negatives"}

func (k Sampling) String() string {
	if k < 0 || int(k) >= len(samplingNames) {
		return fmt.Sprintf("Sampling(%d)", int(k))
	}
	return samplingNames[k]
}

// MarshalText writes what String returns; it fails for a value that is no kind.
func (k Sampling) MarshalText() ([]byte, error) {
	if k < 0 || int(k) >= len(samplingNames) {
		return nil, fmt.Errorf("%v is no sampling: use one of %v", k, samplingNames)
	}
	return []byte(k.String()), nil
}

// UnmarshalText reads what MarshalText writes.
func (k *Sampling) UnmarshalText(text []byte) error {
	for i, name := range samplingNames {
		if name == string(text) {
			*k = Sampling(i)
			return nil
		}
	}
	if strings.Contains(strings.ToLower(string(text)), "smote") {
		return fmt.Errorf("%s mixes the numbers of examples, and between two texts there is nothing: use one of %v", quote(string(text)), samplingNames)
	}
	return fmt.Errorf("unknown sampler %s: use one of %v", quote(string(text)), samplingNames)
}

// ParseSampler reads "undersample", or "undersample:0.2" with the share of positives.
func ParseSampler(text string) (Sampler, error) {
	name, share, given := strings.Cut(text, ":")
	var s Sampler
	if err := s.Kind.UnmarshalText([]byte(name)); err != nil {
		return Sampler{}, err
	}
	if given {
		v, err := strconv.ParseFloat(share, 64)
		if err != nil || !(v > 0 && v < 1) {
			return Sampler{}, fmt.Errorf("sampler %s: the share of positives is %s, want a number in (0, 1)", quote(text), quote(share))
		}
		s.Share = v
	}
	return s, s.Check()
}

// WithDefaults returns s with a zero replaced by what it stands for.
func (s Sampler) WithDefaults() Sampler {
	if s.Share == 0 && s.Kind != EveryExample {
		s.Share = 0.5
	}
	return s
}

// Check returns an error that names the field out of range.
func (s Sampler) Check() error {
	switch _, err := s.Kind.MarshalText(); {
	case err != nil:
		return fmt.Errorf("data.Sampler: Kind: %w", err)
	case s.Kind == EveryExample && s.Share != 0:
		return fmt.Errorf("data.Sampler: Share is %v, but every example is shown once: set Kind, or leave Share out", s.Share)
	case s.Share != 0 && !(s.Share > 0 && s.Share < 1):
		return fmt.Errorf("data.Sampler: Share is %v, want the share of positives in (0, 1), or 0 for 0.5", s.Share)
	}
	return nil
}

func (s Sampler) String() string {
	s = s.WithDefaults()
	if s.Kind == EveryExample {
		return s.Kind.String()
	}
	return fmt.Sprintf("%v, %.4g positive", s.Kind, s.Share)
}

// Order applies the sampler to pairs in batches of size.
func (p *Pairs) Order(s Sampler, size int) (*Order, error) {
	similarity := func(row int32) float64 { return trigramSimilarity(p.texts[p.a[row]], p.texts[p.b[row]]) }
	return newOrder(s, p.labels, nil, size, similarity)
}

// Order applies the sampler to examples in batches of size.
func (e *Examples) Order(s Sampler, size int) (*Order, error) {
	switch {
	case s.Kind == EveryExample:
		return &Order{sampler: s, size: size, all: e.Len()}, nil
	case e.PerExample() > 1:
		return nil, fmt.Errorf("sampler %v: an example has %d labels, so it is neither positive nor negative: weigh the labels instead", s.Kind, e.PerExample())
	case s.Kind == HardNegatives:
		return nil, fmt.Errorf("sampler %v: it compares the texts of pairs, and examples have none: use mined_negatives or undersample", s.Kind)
	}
	return newOrder(s, e.Labels, e.Counts, size, nil)
}

// mostShown bounds the examples of an epoch, which are numbered in an int32 each.
const mostShown = 1 << 29

// newOrder counts the examples whose labels count, [N] or nil for all, and checks that there are enough of them.
func newOrder(s Sampler, labels, counts []bool, size int, similarity func(row int32) float64) (*Order, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	o := &Order{sampler: s.WithDefaults(), size: size, all: len(labels)}
	for i, positive := range labels {
		switch {
		case counts != nil && !counts[i]:
		case positive:
			o.positives = append(o.positives, int32(i))
		default:
			o.negatives = append(o.negatives, int32(i))
		}
	}
	if err := o.count(); err != nil {
		return nil, err
	}
	if s.Kind == HardNegatives {
		o.sortByHardness(similarity)
		o.hard = (o.counts[0] + 1) / 2
	}
	return o, nil
}

// count says how many examples of each class an epoch has.
func (o *Order) count() error {
	p, n, share := len(o.positives), len(o.negatives), o.sampler.Share
	switch o.sampler.Kind {
	case EveryExample:
		return nil
	case BalancedBatches:
		if o.size < 2 {
			return fmt.Errorf("sampler %v: batches of %d cannot hold both classes: BatchSize must be at least 2", o.sampler.Kind, o.size)
		}
		perBatch := max(1, min(o.size-1, int(math.Round(share*float64(o.size)))))
		batches := max(1, (p+n)/o.size)
		if float64(batches)*float64(o.size) > mostShown {
			return fmt.Errorf("sampler %v: a batch of %d is more than an epoch may show: give a smaller BatchSize", o.sampler.Kind, o.size)
		}
		o.counts = [2]int{batches * (o.size - perBatch), batches * perBatch}
	case Oversample:
		positives := math.Round(float64(n) * share / (1 - share))
		if float64(n)+positives > mostShown {
			return fmt.Errorf("sampler %v: an epoch would show %.3g positives beside %d negatives: give a smaller Share than %v", o.sampler.Kind, positives, n, share)
		}
		o.counts = [2]int{n, int(positives)}
	default:
		o.counts = [2]int{int(min(math.Round(float64(p)*(1-share)/share), mostShown)), p}
	}
	if p == 0 || n == 0 {
		return fmt.Errorf("sampler %v: %d positive and %d negative examples; both classes must be there", o.sampler.Kind, p, n)
	}
	if o.sampler.Kind != BalancedBatches && o.counts[0] == 0 {
		return fmt.Errorf("sampler %v: beside %d positives, a Share of %.4g leaves room for no negative: give a smaller one", o.sampler.Kind, p, share)
	}
	if short := o.sampler.Kind != BalancedBatches && (o.counts[1] < p || o.counts[0] > n); short {
		return fmt.Errorf("sampler %v: %.4g of the examples are positive already, and Share is %.4g: give a larger one (below %d/%d), or leave the sampler out",
			o.sampler.Kind, float64(p)/float64(p+n), share, p, p+1)
	}
	return nil
}
