package main

import (
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"strconv"
	"text/tabwriter"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/bootstrap"
	"github.com/seqpair/seqpair/metrics/paired"
)

// replicates of each bootstrap.
const replicates = 400

// held counts the samples whose interval holds the truth.
type held struct{ yes, no, none int }

func (h *held) count(v metrics.Value, truth float64) {
	switch {
	case v.Undefined != "" || v.NoInterval != "":
		h.none++
	case v.Lo <= truth && truth <= v.Hi:
		h.yes++
	default:
		h.no++
	}
}

func (h *held) String() string {
	text := fmt.Sprintf("%.1f", 100*float64(h.yes)/float64(h.yes+h.no))
	if h.none > 0 {
		text += fmt.Sprintf(" none %d", h.none)
	}
	return text
}

// binormal scores are Φ of normal numbers of variance 1; those of positives are higher by a shift, which gives the area.
type binormal struct{ auc float64 }

func (b binormal) shift() float64 { return math.Sqrt2 * math.Sqrt2 * math.Erfinv(2*b.auc-1) }

func (b binormal) score(x float64, positive bool) float64 {
	if positive {
		x += b.shift()
	}
	return normal(x)
}

// recall at a threshold of Φ(1).
func (b binormal) recall() float64 { return normal(b.shift() - 1) }

func normal(x float64) float64 { return math.Erfc(-x/math.Sqrt2) / 2 }

// writeDependent prints the coverage of differences of two models on the same examples, and of the bootstrap of examples
// that come in groups.
func writeDependent(w io.Writer, samples int) error {
	out := tabwriter.NewWriter(w, 0, 0, 1, ' ', 0)
	fmt.Fprintln(out, "positives\tof\tAUC\tand\tcorrelation\tDeLong\tbootstrap, AUC\tbootstrap, recall")
	for _, positives := range []int{20, 50, 200} {
		for _, models := range [][2]binormal{{{0.8}, {0.8}}, {{0.8}, {0.85}}, {{0.95}, {0.97}}} {
			for _, correlation := range []float64{0.5, 0.9} {
				rows := 20 * positives
				found := pairs(models, correlation, rows, samples)
				fmt.Fprintf(out, "%d\t%d\t%v\t%v\t%v\t%v\t%v\t%v\n", positives, rows, models[0].auc, models[1].auc, correlation, &found[0], &found[1], &found[2])
			}
		}
	}
	fmt.Fprintln(out, "\ngroups\tof\tshared\tby group, AUC\tby group, recall\tby row, AUC\tby row, recall")
	for _, groups := range []int{30, 100} {
		for _, shared := range []float64{0, 0.3, 0.7} {
			found := clusters(binormal{0.8}, shared, groups, samples)
			fmt.Fprintf(out, "%d\t%d\t%v\t%v\t%v\t%v\t%v\n", groups, groupRows, shared, &found[0], &found[1], &found[2], &found[3])
		}
	}
	return out.Flush()
}

const prevalence, threshold = 0.05, 0.8413447460685429 // Φ(1)

// pairs is the coverage of DeLong's interval of the difference, and of the bootstrap's of ROC AUC and recall.
func pairs(models [2]binormal, correlation float64, rows, samples int) (found [3]held) {
	random := rand.New(rand.NewPCG(3, 4))
	area, recall := models[1].auc-models[0].auc, models[1].recall()-models[0].recall()
	for i := range samples {
		var b paired.Batch
		for range rows {
			positive, x, other := random.Float64() < prevalence, random.NormFloat64(), random.NormFloat64()
			b.Labels = append(b.Labels, positive)
			b.Baseline = append(b.Baseline, models[0].score(x, positive))
			b.Candidate = append(b.Candidate, models[1].score(correlation*x+math.Sqrt(1-correlation*correlation)*other, positive))
		}
		s := paired.New(replicates, uint64(i))
		if err := s.Update(b); err != nil {
			panic(err) // scores lie in [0,1]
		}
		found[0].count(s.DeLong().Difference, area)
		for j, c := range s.Difference(metrics.ROCAUC(), metrics.Recall(threshold)) {
			found[1+j].count(c.Difference, [2]float64{area, recall}[j])
		}
	}
	return found
}

// groupRows are those of a group.
const groupRows = 20

// clusters is the coverage of the bootstrap of ROC AUC and recall where that share of the variance is a group's, drawn by
// group and drawn by row. Half of the rows are positive.
func clusters(model binormal, shared float64, groups, samples int) (found [4]held) {
	random, truths := rand.New(rand.NewPCG(5, 6)), [2]float64{model.auc, model.recall()}
	for i := range samples {
		var b metrics.Batch
		var units []string
		for group := range groups {
			common := math.Sqrt(shared) * random.NormFloat64()
			for row := range groupRows {
				positive := row%2 == 0
				b.Labels, units = append(b.Labels, positive), append(units, strconv.Itoa(group))
				b.Scores = append(b.Scores, model.score(common+math.Sqrt(1-shared)*random.NormFloat64(), positive))
			}
		}
		byGroup, byRow := bootstrap.New(replicates, uint64(i)), bootstrap.New(replicates, uint64(i))
		if err := byGroup.UpdateUnits(b, units); err != nil {
			panic(err)
		}
		if err := byRow.Update(b); err != nil {
			panic(err)
		}
		for kind, s := range []*bootstrap.State{byGroup, byRow} {
			for j, reading := range s.Read(metrics.ROCAUC(), metrics.Recall(threshold)) {
				found[2*kind+j].count(reading.Value, truths[j])
			}
		}
	}
	return found
}
