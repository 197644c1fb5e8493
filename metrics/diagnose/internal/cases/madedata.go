package cases

import (
	"fmt"

	"github.com/seqpair/seqpair/metrics/diagnose"
)

// row is a labelled pair.
type row struct {
	pair     [2]string
	positive bool
}

// pairs are n different pairs of different sequences, from a number on, in random order.
func (s source) pairs(from, n int, prevalence float64) []row {
	var all []row
	for i := range n {
		all = append(all, row{[2]string{fmt.Sprintf("a%d", from+i), fmt.Sprintf("b%d", from+i)}, float64(i) < prevalence*float64(n)})
	}
	s.Shuffle(n, func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all
}

// counted are the parts of the data, the first of which is trained on.
func counted(parts ...[]row) diagnose.Evidence {
	d := &diagnose.Data{}
	for i, part := range parts {
		name := []string{diagnose.TrainingData, "test data"}[i]
		d.Add(name, func(yield func([2]string, bool) bool) {
			for _, r := range part {
				if !yield(r.pair, r.positive) {
					return
				}
			}
		})
	}
	return diagnose.Evidence{Data: d}
}

var madeData = []maker{
	{"pairs of the test data in training", []string{"D31", "D54"}, func(s source) diagnose.Evidence {
		p := s.between(0.05, 0.3)
		test := s.pairs(100000, 1000, p)
		train := s.pairs(0, 3000, p)
		for _, r := range test[:100+s.IntN(100)] {
			train = append(train, r, r)
		}
		s.Shuffle(len(train), func(i, j int) { train[i], train[j] = train[j], train[i] })
		return counted(train, test)
	}},
	{"sequences of the test data in training", []string{"D53"}, func(s source) diagnose.Evidence {
		p := s.between(0.05, 0.3)
		train, test := s.pairs(0, 3000, p), s.pairs(100000, 1000, p)
		for i := range test {
			if s.Float64() < 0.7 {
				test[i].pair[0] = train[i].pair[0]
			}
		}
		return counted(train, test)
	}},
	{"repeated pairs", []string{"D54"}, func(s source) diagnose.Evidence {
		train := s.pairs(0, 2000, s.between(0.05, 0.3))
		train = append(train, train[:100+s.IntN(400)]...)
		s.Shuffle(len(train), func(i, j int) { train[i], train[j] = train[j], train[i] })
		return counted(train)
	}},
	{"contradictory labels", []string{"D55"}, func(s source) diagnose.Evidence {
		train := s.pairs(0, 2000, s.between(0.05, 0.3))
		for _, r := range train[:60+s.IntN(100)] {
			train = append(train, row{r.pair, !r.positive})
		}
		s.Shuffle(len(train), func(i, j int) { train[i], train[j] = train[j], train[i] })
		return counted(train)
	}},
	{"empty sequences", []string{"D71"}, func(s source) diagnose.Evidence {
		train := s.pairs(0, 2000, s.between(0.05, 0.3))
		for i := range 30 + s.IntN(300) {
			train[i].pair[s.IntN(2)] = ""
		}
		return counted(train)
	}},
	{"rows in the order of their labels", []string{"D60"}, func(s source) diagnose.Evidence {
		train := s.pairs(0, 2000, s.between(0.05, 0.4))
		var first, last []row
		for _, r := range train {
			if r.positive {
				first = append(first, r)
			} else {
				last = append(last, r)
			}
		}
		return counted(append(first, last...))
	}},
	{"another share in the test data", []string{"D33"}, func(s source) diagnose.Evidence {
		return counted(s.pairs(0, 4000, 0.5), s.pairs(100000, 2000, s.between(0.03, 0.2)))
	}},
	{"a test part without positives", []string{"D25"}, func(s source) diagnose.Evidence {
		return counted(s.pairs(0, 2000, 0.1), s.pairs(100000, 60, 0))
	}},
	{"few positive pairs in the test data", []string{"D40"}, func(s source) diagnose.Evidence {
		return counted(s.pairs(0, 4000, 0.02), s.pairs(100000, 500, 0.02))
	}},
}
