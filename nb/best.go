package nb

import "github.com/seqpair/seqpair/metrics"

// best is the run that is better than each other one by more than chance, or -1: as where the data differ or a run is not
// finished.
func (c *Comparison) best(metric int) int {
	readings := c.row(metric)
	i := leader(readings)
	if c.Caution != "" || len(c.unfinished()) > 0 || len(readings) < 2 || i < 0 {
		return -1
	}
	for j := range readings {
		if j != i && !c.beats(metric, i, j) {
			return -1
		}
	}
	return i
}

// leader is the run that reads best, or -1 if a reading is undefined or no direction is better.
func leader(readings []metrics.Reading) int {
	best := 0
	for i, r := range readings {
		if r.Value.Undefined != "" || r.Better == metrics.NoDirection {
			return -1
		}
		if better(r.Value.V, readings[best].Value.V, r.Better) {
			best = i
		}
	}
	return best
}

func better(a, b float64, d metrics.Direction) bool {
	return d == metrics.HigherIsBetter && a > b || d == metrics.LowerIsBetter && a < b
}

// beats is whether run i is better than run j: by the interval of their difference on the same examples, and where
// there is none by intervals that do not overlap.
func (c *Comparison) beats(metric, i, j int) bool {
	mine, theirs := c.Runs[i].Readings[metric], c.Runs[j].Readings[metric]
	if v, ok := c.difference(metric, j, i); ok {
		return v.NoInterval == "" && better(v.V, 0, mine.Better) && (v.Lo > 0 || v.Hi < 0)
	}
	if !defined(mine.Value) || !defined(theirs.Value) {
		return false
	}
	if mine.Better == metrics.HigherIsBetter {
		return mine.Value.Lo > theirs.Value.Hi
	}
	return mine.Value.Hi < theirs.Value.Lo
}

// defined is whether v has an interval.
func defined(v metrics.Value) bool { return v.Undefined == "" && v.NoInterval == "" }
