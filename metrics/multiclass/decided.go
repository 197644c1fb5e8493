package multiclass

import (
	"github.com/seqpair/seqpair/metrics"
)

// Each is what every class reads against the rest: averaging "none".
func (c *Confusion) Each(read Reader) []ClassReading { return c.table().readings(read) }

// Average is a reader of single classes, averaged. The baseline is the average of those of the classes; of
// micro averages it is that of always answering the most frequent class.
func (c *Confusion) Average(read Reader, over Averaging) Average {
	return c.table().average(read, over)
}

func (c *Confusion) table() table {
	m := c.margins()
	t := table{classes: c.classes, all: m.all, variance: c.variance, each: make([]metrics.Confusion, len(c.classes))}
	var most tally
	for class := range c.classes {
		t.each[class] = m.against(class)
		if truth := m.truth(class); truth.weight > most.weight {
			most = truth
		}
	}
	others := m.all.minus(most)
	idle := binary(most, others, tally{}, others)
	idle.TN = max(float64(len(c.classes))*m.all.weight-idle.TP-idle.FP-idle.FN, 0)
	t.idle = &idle
	return t
}

// variance: an example of class i predicted j is a miss of i, a false alarm of j and a true negative of the rest.
func (c *Confusion) variance(slopes []slope) float64 {
	k := len(c.classes)
	rest, sum := 0.0, 0.0
	for _, s := range slopes {
		rest += s.tn
	}
	for cell, rows := range c.rows {
		if rows == 0 {
			continue
		}
		i, j := cell/k, cell%k
		influence := rest
		if i == j {
			influence += slopes[i].tp - slopes[i].tn
		} else {
			influence += slopes[i].fn - slopes[i].tn + slopes[j].fp - slopes[j].tn
		}
		_, squares := c.sums(cell)
		sum += squares.Value() * influence * influence
	}
	return sum
}
