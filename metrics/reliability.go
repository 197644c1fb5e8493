package metrics

import (
	"fmt"
	"math"
)

// Binning says how scores are cut for readings of calibration: see [UniformBins] and [QuantileBins].
type Binning struct {
	bins     int
	quantile bool
}

// UniformBins are n bins of one width. As in scikit-learn's calibration_curve a score on an edge belongs to the bin
// below, and 0 to the lowest; torchmetrics puts it into the one above, and 1 into a bin of its own.
func UniformBins(n int) Binning { return Binning{bins: n} }

// QuantileBins are n bins of about equally many examples, cut at the quantiles of the scores as scikit-learn's
// calibration_curve does, with weight k as k examples. Equal scores stay together.
func QuantileBins(n int) Binning { return Binning{bins: n, quantile: true} }

// String is "15 uniform bins" or "10 quantile bins".
func (b Binning) String() string {
	if b.quantile {
		return fmt.Sprintf("%d quantile bins", b.bins)
	}
	return fmt.Sprintf("%d uniform bins", b.bins)
}

// Reliability compares scores with what came true, bin by bin.
type Reliability struct {
	Bins      []ReliabilityBin `json:"bins"` // those that hold examples, in rising order of score
	Undefined Reason           `json:"undefined,omitempty"`

	all tally
}

// ReliabilityBin is what the examples of one bin say and are.
type ReliabilityBin struct {
	Lowest   float64 `json:"lowest"` // score in the bin
	Highest  float64 `json:"highest"`
	Score    float64 `json:"score"`    // their mean
	Positive Value   `json:"positive"` // the share of positives, with Wilson's interval; baseline: Score, as if calibrated
}

// Reliability cuts the scores of the State. In a binned State a score counts as the middle of its bin there, so
// that a Score may be off by half such a bin.
func (s *State) Reliability(b Binning) Reliability {
	g := newGathering(s)
	read := g.reliability(b)
	g.run()
	return read()
}

// reliability gathers the scanner of a binning.
func (g *gathering) reliability(b Binning) func() Reliability {
	return gather(g, b, b.scanner(scoresIn(g.kept), g.given))
}

// scoresIn are for each level of the store what stands for the scores of its examples, until the next call.
func scoresIn(kept store) func(*stretch) []float64 {
	b, isBinned := kept.(*binned)
	if !isBinned {
		return func(s *stretch) []float64 { return s.scores }
	}
	half, middles := 0.5/float64(b.bins), make([]float64, 0, stretchLevels)
	return func(s *stretch) []float64 {
		middles = middles[:0]
		for _, edge := range s.scores {
			if edge < 1 {
				edge += half
			}
			middles = append(middles, edge)
		}
		return middles
	}
}

// binInProgress sums the examples of a bin.
type binInProgress struct {
	pos, neg        runningTally
	score           sum
	lowest, highest float64
}

// scanner cuts scores into bins; given says whether the prevalence is.
func (b Binning) scanner(scoresIn func(*stretch) []float64, given bool) scanner[Reliability] {
	return func(pos, neg tally) (visitor, func() Reliability) {
		all := pos.plus(neg)
		switch {
		case b.bins < 1 || b.bins > MaxBins:
			return already(Reliability{Undefined: BadBins})
		case all.rows == 0:
			return already(Reliability{Undefined: NoExamples})
		}
		cells, bin := make([]binInProgress, b.bins), b.bins-1
		visit := func(s *stretch) {
			scores := scoresIn(s)
			for i := 0; i < len(scores); {
				for bin > 0 && !b.reaches(bin, scores[i], s.lower(i, all), all.weight) {
					bin--
				}
				end := b.endOf(bin, s, scores, i, all)
				cells[bin].add(s, scores, i, end)
				i = end
			}
		}
		return visit, func() Reliability { return finished(cells, pos, neg, given) }
	}
}

// endOf is the first level behind level i that is no more in the bin, or how many levels there are.
func (b Binning) endOf(bin int, s *stretch, scores []float64, i int, all tally) int {
	last := len(scores) - 1
	if bin == 0 || b.reaches(bin, scores[last], s.lower(last, all)-roundedRates*all.weight, all.weight) {
		return len(scores) // and what is rounded cannot change that
	}
	for i++; i <= last && b.reaches(bin, scores[i], s.lower(i, all), all.weight); i++ {
	}
	return i
}

// lower is the weight, of all, below level i.
func (s *stretch) lower(i int, all tally) float64 {
	return all.weight - s.pos.weight[i+1] - s.neg.weight[i+1]
}

// add adds the levels from i to end-1, which are lower than those before.
func (b *binInProgress) add(s *stretch, scores []float64, i, end int) {
	if b.pos.rows+b.neg.rows == 0 {
		b.highest = scores[i]
	}
	b.lowest = scores[end-1]
	b.pos.add(s.pos.upTo(end).minus(s.pos.upTo(i)))
	b.neg.add(s.neg.upTo(end).minus(s.neg.upTo(i)))
	score, hits, falseAlarms := b.score, s.pos.weight[i:end+1], s.neg.weight[i:end+1]
	for i, x := range scores[i:end] {
		score = score.Plus(x * (hits[i+1] - hits[i] + (falseAlarms[i+1] - falseAlarms[i])))
	}
	b.score = score
}

func finished(cells []binInProgress, pos, neg tally, given bool) Reliability {
	r := Reliability{all: pos.plus(neg)}
	for i := range cells {
		bin := &cells[i]
		in := tableOf(bin.pos.tally(), bin.neg.tally(), pos, neg) // as if its examples were predicted positive
		in.GivenPrevalence = given
		if in.TP+in.FP == 0 { // empty, or too light to be seen beside the others
			continue
		}
		score := min(max(bin.score.Value()/(in.TP+in.FP), bin.lowest), bin.highest)
		r.Bins = append(r.Bins, ReliabilityBin{
			Lowest: bin.lowest, Highest: bin.highest, Score: score,
			Positive: in.Precision().withBaseline(score),
		})
	}
	return r
}

// reaches says whether a score lies above the inner edge below a bin, where that much of all weight is lower.
func (b Binning) reaches(bin int, score, lower, all float64) bool {
	if !b.quantile {
		return float64(bin)*(1/float64(b.bins)) < score
	}
	// Edge i is the score at place i/bins·(all-1), counting from 0: it is lower if more weight than that is.
	return float64(bin)/float64(b.bins)*max(all-1, 0) < lower
}

// Curve is the reliability diagram: the share of positives against the mean score, with a point for each bin.
// Its X rises and it has no thresholds.
func (r Reliability) Curve() Curve {
	c := Curve{
		Name: "Reliability", XLabel: "Mean score", YLabel: "Share of positives", Area: undefined(NoArea),
		Baseline: Line{X: [2]float64{0, 1}, Y: [2]float64{0, 1}}, Undefined: r.Undefined,
	}
	c.points = diagram(r.Bins)
	return c
}

// diagram is the points of a reliability diagram.
type diagram []ReliabilityBin

func (d diagram) len() int                        { return len(d) }
func (d diagram) point(i int) (x, y float64)      { return d[i].Score, d[i].Positive.V }
func (d diagram) threshold(int) float64           { return math.NaN() }
func (d diagram) interval(i int) (lo, hi float64) { return d[i].Positive.Lo, d[i].Positive.Hi }
