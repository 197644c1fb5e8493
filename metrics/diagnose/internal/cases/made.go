package cases

import (
	"fmt"
	"math/rand/v2"

	"github.com/seqpair/seqpair/metrics/diagnose"
)

// maker draws one case.
type maker struct {
	name string
	want []string
	make func(source) diagnose.Evidence
}

// Made draws each kind of case times, from a seed: other seeds give other class
// shares, sizes, formats and noise. Each healthy kind is drawn twice as often.
func Made(seed uint64, times int) []Case {
	var all []Case
	for _, kinds := range [][]maker{madeCollapses, madeAverages, madeTrainings, madeConventions, madeScores, madeRuns, madeData, madeTables, healthy} {
		for _, k := range kinds {
			n := times
			if len(k.want) == 0 {
				n = 2 * times
			}
			for i := range n {
				h := uint64(i)
				for _, c := range k.name {
					h = h*1099511628211 + uint64(c)
				}
				s := source{rand.New(rand.NewPCG(seed, h))}
				all = append(all, Case{Name: fmt.Sprintf("%s, %d", k.name, i+1), Source: "seqpair", Want: k.want, Evidence: k.make(s)})
			}
		}
	}
	return all
}

// epochs is a number of epochs to log.
func (s source) epochs() int { return 3 + s.IntN(4) }

// common is a share of positives at which averages differ visibly from accuracy.
func (s source) common() float64 { return s.between(0.03, 0.45) }
