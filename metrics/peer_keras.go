package metrics

import (
	"math"

	"github.com/seqpair/seqpair/metrics/internal/interval"
)

// kerasCells are Keras's float32 variables, to which each batch adds its sum.
type kerasCells struct{ tp, fp, tn, fn float32 }

const (
	kerasEpsilon    = 1e-7 // keras.config.epsilon()
	kerasThresholds = 200  // of keras.metrics.AUC
)

// kerasTable counts with a rule for what is predicted positive.
func kerasTable(p *peerInput, positive func(score float32) bool) kerasCells {
	var c kerasCells
	for _, b := range p.batches {
		var sums [4]float64
		for i := range b.rows() {
			score, label, weight := b.row(i)
			sums[2*bit(label)+bit(positive(float32(score)))] += weight
		}
		c.tn += float32(sums[0])
		c.fp += float32(sums[1])
		c.fn += float32(sums[2])
		c.tp += float32(sums[3])
	}
	return c
}

func kerasAt(p *peerInput) kerasCells {
	return kerasTable(p, func(score float32) bool { return score > float32(p.threshold) })
}

// whyKeras names what makes a Keras table differ from ours.
func whyKeras(p *peerInput) string {
	switch {
	case p.hasNaN():
		return "a NaN score is not above any threshold, so Keras counts it as predicted negative; we refuse it"
	case p.outside():
		return "Keras takes scores outside [0,1] for probabilities and compares logits with the threshold; we refuse them"
	case p.onThreshold():
		return "Keras predicts positive above the threshold, we from the threshold on, and a score is equal to it"
	case kerasStalled(p):
		return "Keras counts in float32, which stops counting by ones at 16,777,216"
	}
	return "Keras prints 0 where the reading is 0/0; we say undefined and why"
}

// kerasStalled says whether float32 counters lost rows.
func kerasStalled(p *peerInput) bool {
	c := kerasAt(p)
	sum := float64(c.tp) + float64(c.fp) + float64(c.tn) + float64(c.fn)
	exact := 0.0
	p.each(func(_ float64, _ bool, weight float64) { exact += weight })
	return math.Abs(sum-exact) > 1e-7*exact || exact >= 1<<24
}

func kerasRatio(read func(c kerasCells) float64) func(*peerInput) (float64, string, error) {
	return func(p *peerInput) (float64, string, error) { return read(kerasAt(p)), whyKeras(p), nil }
}

func kerasCalls() []peerCall {
	return []peerCall{
		{"BinaryAccuracy(threshold)", kerasRatio(func(c kerasCells) float64 {
			return divided(float64(c.tp+c.tn), float64(c.tp+c.fp+c.tn+c.fn))
		}), oursAt(Confusion.Accuracy)},
		{"Accuracy()", kerasEquality, oursAt(Confusion.Accuracy)},
		{"TruePositives(threshold)", kerasRatio(func(c kerasCells) float64 { return float64(c.tp) }), func(s *State, threshold float64) Value {
			return Value{V: s.At(threshold).TP, NoInterval: NoSpread, NoBaseline: AnyRate}
		}},
		{"Precision(threshold)", kerasRatio(func(c kerasCells) float64 { return divided(float64(c.tp), float64(c.tp+c.fp)) }), oursAt(Confusion.Precision)},
		{"Recall(threshold)", kerasRatio(func(c kerasCells) float64 { return divided(float64(c.tp), float64(c.tp+c.fn)) }), oursAt(Confusion.Recall)},
		{"mean of the batches' recalls", kerasBatchRecall, oursAt(Confusion.Recall)},
		{"F1Score(threshold)", kerasRatio(kerasF1), oursAt(Confusion.F1)},
		{"F1Score()", kerasArgmaxF1, oursAt(Confusion.F1)},
		{`AUC(curve="ROC")`, kerasROCAUC(false), oursOf((*State).ROCAUC)},
		{`AUC(curve="ROC", from_logits=True)`, kerasROCAUC(true), oursOf((*State).ROCAUC)},
		{`AUC(curve="PR")`, kerasPRAUC, oursOf((*State).AveragePrecision)},
	}
}

func kerasEquality(p *peerInput) (float64, string, error) {
	equal, all := 0.0, 0.0
	p.each(func(score float64, positive bool, weight float64) {
		all += weight
		equal += weight * float64(bit(float32(score) == float32(bit(positive))))
	})
	return divided(equal, all), "Accuracy() is the share of scores that equal their label, which probabilities rarely do: use BinaryAccuracy", nil
}

// kerasBatchRecall is what metrics that are functions of a batch come to.
func kerasBatchRecall(p *peerInput) (float64, string, error) {
	total := 0.0
	for _, b := range p.batches {
		c := kerasAt(&peerInput{threshold: p.threshold, batches: []Batch{b}})
		total += divided(float64(c.tp), float64(c.tp+c.fn))
	}
	return divided(total, float64(len(p.batches))), "a mean of ratios of batches is not the ratio of all rows, and a batch without positives counts as 0", nil
}

// kerasF1 has epsilon in every denominator.
func kerasF1(c kerasCells) float64 {
	precision := float64(c.tp) / (float64(c.tp+c.fp) + kerasEpsilon)
	recall := float64(c.tp) / (float64(c.tp+c.fn) + kerasEpsilon)
	return 2 * precision * recall / (precision + recall + kerasEpsilon)
}

func kerasArgmaxF1(p *peerInput) (float64, string, error) {
	const nearZero = 1e-9 // scores nearer to 0 are predicted negative
	c := kerasTable(p, func(score float32) bool { return math.Abs(float64(score)) > nearZero })
	return kerasF1(c), "without a threshold Keras predicts the class of the highest column, and of one column that is always the positive", nil
}

// kerasBuckets are weights by threshold bucket: bucket i is (i/199, (i+1)/199], and 0 is in the first.
type kerasBuckets struct{ pos, neg [kerasThresholds]float64 }

func newKerasBuckets(p *peerInput, fromLogits bool) *kerasBuckets {
	var k kerasBuckets
	p.each(func(score float64, positive bool, weight float64) {
		if fromLogits {
			score = interval.Sigmoid(score)
		}
		clipped := float32(min(max(score, 0), 1))
		if clipped != clipped {
			return // what a cast of NaN to an integer gives is up to the backend; TensorFlow's bucket is dropped
		}
		place := int(max(float32(math.Ceil(float64(clipped*(kerasThresholds-1))))-1, 0))
		if positive {
			k.pos[place] += weight
		} else {
			k.neg[place] += weight
		}
	})
	return &k
}

// above turns buckets into what lies above each threshold, from the lowest, -epsilon, to the highest, 1+epsilon.
func above(buckets [kerasThresholds]float64) [kerasThresholds]float64 {
	for i := kerasThresholds - 2; i >= 0; i-- {
		buckets[i] += buckets[i+1]
	}
	return buckets
}

func kerasROCAUC(fromLogits bool) func(*peerInput) (float64, string, error) {
	return func(p *peerInput) (float64, string, error) {
		k := newKerasBuckets(p, fromLogits)
		tp, fp := above(k.pos), above(k.neg)
		area := 0.0
		for i := range kerasThresholds - 1 {
			x, next := divided(fp[i], fp[0]), divided(fp[i+1], fp[0])
			area += (x - next) * (divided(tp[i], tp[0]) + divided(tp[i+1], tp[0])) / 2
		}
		return area, whyKerasAUC(p, fromLogits), nil
	}
}

func whyKerasAUC(p *peerInput, fromLogits bool) string {
	switch {
	case p.hasNaN():
		return "Keras casts a NaN score to an integer, which is up to the backend; we refuse it"
	case fromLogits && p.outside():
		return "Keras applies a sigmoid because it is told to; we want probabilities: apply the sigmoid before"
	case fromLogits:
		return "the scores are probabilities, and a sigmoid of them lies in [0.5, 0.74], where 200 thresholds tell less apart"
	case p.outside():
		return "Keras clips scores to [0,1], so that all logits above 1 tie: give from_logits=True; we refuse logits"
	case p.state.Positives() == 0 || p.state.Negatives() == 0:
		return "a class is missing, for which Keras prints 0"
	}
	return "Keras has 200 thresholds, and scores between two neighbours tie: AUCBound of 199 bins says how much that can be"
}

// kerasPRAUC interpolates between thresholds as Davis and Goadrich, ICML 2006, do.
func kerasPRAUC(p *peerInput) (float64, string, error) {
	k := newKerasBuckets(p, false)
	tp, fp := above(k.pos), above(k.neg)
	area := 0.0
	for i := range kerasThresholds - 1 {
		low, high := tp[i]+fp[i], tp[i+1]+fp[i+1]
		slope := divided(tp[i]-tp[i+1], max(low-high, 0))
		intercept := tp[i+1] - slope*high
		logRatio := 0.0
		if low > 0 && high > 0 {
			logRatio = math.Log(low / high)
		}
		area += divided(slope*(tp[i]-tp[i+1]+intercept*logRatio), tp[0])
	}
	why := whyKerasAUC(p, false)
	if !p.hasNaN() && !p.outside() && p.state.Positives() > 0 && p.state.Negatives() > 0 {
		why = "Keras interpolates between 200 thresholds (Davis and Goadrich); average precision has steps at every score"
	}
	return area, why, nil
}
