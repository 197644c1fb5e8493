// Package probe experiments on a trained model, so that package diagnose can say what is wrong with it: it checks
// gradients, exchanges and empties the two sequences, takes weights out, learns a few pairs by heart, and trains on
// constant inputs and on permuted labels.
//
//	active, err := probe.Run(ctx, run, split.Train, split.Valid, probe.Options{Budget: time.Minute})
//	evidence, err := diagnose.FromRun(run.Path)
//	evidence.Active = active
//	findings := diagnose.Run(evidence)
package probe

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/seqpair/seqpair/metrics/diagnose"
	"github.com/seqpair/seqpair/model"
	"github.com/seqpair/seqpair/model/data"
)

// Options say how much is tried.
type Options struct {
	Budget   time.Duration // after which no further experiment begins, and the one at work ends; zero: five minutes
	Pairs    int           // of each part, drawn at random, that are used; zero: 2000
	Seed     int64
	Progress func(experiment string, done, all int) // called before each experiment; nil: nobody is told
}

// experiment fills in a part of what is found.
type experiment struct {
	name string
	run  func(*bench, context.Context) error
}

// experiments, cheap ones first.
var experiments = []experiment{
	{"score the pairs as they are", (*bench).own},
	{"exchange the two sequences", (*bench).exchange},
	{"empty one sequence", (*bench).empty},
	{"check the gradient", (*bench).gradient},
	{"take out one weight after the other", (*bench).ablate},
	{"learn 32 pairs by heart", (*bench).byHeart},
	{"train on constant inputs", (*bench).constant},
	{"train on permuted labels", (*bench).permuted},
}

// bench is what the experiments work on.
type bench struct {
	run          *model.Run
	train, valid *data.Pairs // at most Options.Pairs of each
	random       *rand.Rand
	seed         int64
	found        *diagnose.Active
}

// Run makes the experiments in turn, the cheap ones first, until all are made or the budget is spent; what was not
// tried by then stays empty. The run directory stays as it is.
func Run(ctx context.Context, run *model.Run, train, valid *data.Pairs, o Options) (*diagnose.Active, error) {
	if o.Budget == 0 {
		o.Budget = 5 * time.Minute
	}
	if o.Pairs == 0 {
		o.Pairs = 2000
	}
	b := &bench{run: run, random: rand.New(rand.NewPCG(uint64(o.Seed), 1)), seed: o.Seed, found: &diagnose.Active{}}
	b.train, b.valid = b.some(train, o.Pairs), b.some(valid, o.Pairs)
	limited, cancel := context.WithTimeout(ctx, o.Budget)
	defer cancel()
	for i, e := range experiments {
		if limited.Err() != nil {
			break
		}
		if o.Progress != nil {
			o.Progress(e.name, i, len(experiments))
		}
		err := e.run(b, limited)
		if err != nil && !errors.Is(err, context.DeadlineExceeded) {
			return b.found, err
		}
	}
	return b.found, ctx.Err()
}

// some draws at most n pairs, in their order, with all positives up to half of them.
func (b *bench) some(p *data.Pairs, n int) *data.Pairs {
	if p.Len() <= n {
		return p
	}
	var chosen [2][]int
	for i, positive := range p.Labels() {
		class := 0
		if positive {
			class = 1
		}
		chosen[class] = append(chosen[class], i)
	}
	for _, rows := range chosen {
		b.random.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	}
	positives := min(len(chosen[1]), n/2)
	rows := append(chosen[1][:positives], chosen[0][:min(len(chosen[0]), n-positives)]...)
	slices.Sort(rows)
	return p.Subset(rows)
}
