package nb

import (
	"cmp"
	"slices"
	"sync"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/bootstrap"
	"github.com/seqpair/seqpair/metrics/paired"
	"github.com/seqpair/seqpair/metrics/predictions"
)

// Pairing is two runs of a Comparison read on the same examples: what is hard for one is mostly hard for the other,
// so that their difference is known better than two separate intervals suggest.
type Pairing struct {
	Baseline  int                  `json:"baseline"` // index of the run
	Candidate int                  `json:"candidate"`
	Contrasts []bootstrap.Contrast `json:"contrasts"` // in the order of the readings; candidate less baseline
}

// replicates make a 95 % interval steady; see package bootstrap.
const replicates = 1000

// seed is fixed, so that the same runs read the same.
const seed = 1

// pair reads the differences that the table shows and those that decide which run is best: of each run to the first
// and to the one that leads by some metric. Where rows do not match there are none.
func (c *Comparison) pair(tables []*predictions.Table) {
	if c.Caution != "" || !matching(tables) {
		return
	}
	for _, p := range c.wanted() {
		c.Pairings = append(c.Pairings, Pairing{Baseline: p[0], Candidate: p[1]})
	}
	var all sync.WaitGroup
	for i := range c.Pairings {
		p := &c.Pairings[i]
		all.Go(func() {
			a, b := c.Runs[p.Baseline], c.Runs[p.Candidate]
			p.Contrasts = contrasts(tables[p.Baseline], tables[p.Candidate], a.Threshold, b.Threshold)
		})
	}
	all.Wait()
	c.Pairings = slices.DeleteFunc(c.Pairings, func(p Pairing) bool { return len(p.Contrasts) != len(c.Runs[0].Readings) })
}

// wanted are pairs of runs, the first index the lower.
func (c *Comparison) wanted() [][2]int {
	var pairs [][2]int
	add := func(i, j int) {
		if i != j {
			pairs = append(pairs, [2]int{min(i, j), max(i, j)})
		}
	}
	leaders := []int{0}
	for i := range c.Runs[0].Readings {
		if l := leader(c.row(i)); l >= 0 {
			leaders = append(leaders, l)
		}
	}
	slices.Sort(leaders)
	for _, l := range slices.Compact(leaders) {
		for j := range c.Runs {
			add(l, j)
		}
	}
	slices.SortFunc(pairs, func(a, b [2]int) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	return slices.Compact(pairs)
}

// matching is whether row i is the same example in all tables.
func matching(tables []*predictions.Table) bool {
	for _, t := range tables {
		if t == nil || !slices.Equal(t.Labels, tables[0].Labels) || !slices.Equal(t.ID, tables[0].ID) || !slices.Equal(t.Weights, tables[0].Weights) {
			return false
		}
	}
	return true
}

// contrasts are those of the standard report: of the scores, and of the predicted classes, each at its own threshold.
func contrasts(a, b *predictions.Table, ta, tb float64) []bootstrap.Contrast {
	scores := paired.Batch{Baseline: a.Scores, Candidate: b.Scores, Labels: a.Labels, Weights: a.Weights}
	classes := scores
	classes.Baseline, classes.Candidate = classified(a.Scores, ta), classified(b.Scores, tb)
	first := difference(scores, a.Groups, metrics.AveragePrecision(), metrics.ROCAUC(), metrics.LogLoss(), metrics.Brier())
	second := difference(classes, a.Groups, metrics.Precision(0.5), metrics.Recall(0.5), metrics.F1(0.5), metrics.Specificity(0.5),
		metrics.BalancedAccuracy(0.5), metrics.MCC(0.5), metrics.Accuracy(0.5))
	return append(first, second...)
}

func difference(b paired.Batch, groups []string, ms ...metrics.Metric) []bootstrap.Contrast {
	s := paired.New(replicates, seed)
	update := func() error { return s.Update(b) }
	if groups != nil && !slices.Contains(groups, "") {
		update = func() error { return s.UpdateUnits(b, groups) }
	}
	if update() != nil {
		return nil // scores that no State takes were refused when the run was read
	}
	return s.Difference(ms...)
}

// classified is 1 for scores from the threshold on and else 0.
func classified(scores []float64, threshold float64) []float64 {
	classes := make([]float64, len(scores))
	for i, score := range scores {
		if score >= threshold {
			classes[i] = 1
		}
	}
	return classes
}

// difference is the metric of run j less that of run i; undefined if they were not paired.
func (c *Comparison) difference(metric, i, j int) (metrics.Value, bool) {
	for _, p := range c.Pairings {
		if p.Baseline == min(i, j) && p.Candidate == max(i, j) {
			v := p.Contrasts[metric].Difference
			if i > j {
				v.V, v.Lo, v.Hi = -v.V, -v.Hi, -v.Lo
			}
			return v, v.Undefined == ""
		}
	}
	return metrics.Value{}, false
}
