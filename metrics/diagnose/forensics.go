package diagnose

import "math"

// A confusion table has three degrees of freedom: the share s of the class that
// precision P and recall R describe, P and R. Accuracy and F1 follow from them, so
// that readings of one table satisfy two identities:
//
//	F1 = 2PR / (P + R)
//	1 − accuracy = s (1 − 2R + R/P)
//
// The second gives s, which is the same on every epoch of a split. Numbers that
// break an identity by more than their rounding are not readings of one table.

// harmonic is the F1 that precision and recall of one table have; empty if either
// is unknown or both may be 0.
func (w row) harmonic() span {
	p, r := w.precision, w.recall
	if !p.known() || !r.known() || p.lo <= 0 || r.lo <= 0 {
		return span{1, 0}
	}
	f := func(p, r float64) float64 { return 2 * p * r / (p + r) }
	return span{f(p.lo, r.lo), f(p.hi, r.hi)}
}

// f1 is the row's F1.
func (w row) f1() reading { return w.of("f1") }

// f1Gap is by how much F1 misses the harmonic mean of precision and recall:
// negative below, positive above, 0 within the rounding or unknown.
func (w row) f1Gap() float64 {
	h, f := w.harmonic(), w.f1()
	switch {
	case !f.known() || h.empty():
		return 0
	case f.hi < h.lo:
		return f.hi - h.lo
	case f.lo > h.hi:
		return f.lo - h.hi
	}
	return 0
}

// described is the share of the class that precision and recall describe, from
// the second identity; empty if the row does not say.
func (w row) described() span {
	a, p, r := w.accuracy, w.precision, w.recall
	if !a.known() || !p.known() || !r.known() || p.lo <= 0 || r.lo <= 0 || a.hi >= 1 {
		return span{1, 0}
	}
	s := span{math.Inf(1), math.Inf(-1)}
	// Monotone in each of the three: the extremes lie at corners.
	for _, a := range []float64{a.lo, a.hi} {
		for _, p := range []float64{p.lo, min(p.hi, 1)} {
			for _, r := range []float64{r.lo, min(r.hi, 1)} {
				d := 1 - 2*r + r/p
				if d <= 0 {
					return span{1, 0}
				}
				s = span{min(s.lo, (1-a)/d), max(s.hi, (1-a)/d)}
			}
		}
	}
	return s
}

// loose is how wide a share may be and still say something.
const loose = 0.1

// describedBy is the share that all rows have in common. ok: at least two rows say
// it, and narrowly. It is empty if they contradict one another.
func describedBy(rows []row) (s span, n int) {
	s = span{0, 1}
	for _, w := range rows {
		d := w.described()
		if d.empty() || d.hi-d.lo > loose {
			continue
		}
		s = s.and(d)
		n++
	}
	return s, n
}

// balancedBy is (R + specificity) / 2 of the row's table: what an AUC of decisions
// instead of scores reads, because its curve has one corner.
func (w row) balancedBy() span {
	s := w.described()
	if s.empty() || s.hi >= 1 {
		return span{1, 0}
	}
	// False positives are R s (1/P − 1), of 1 − s negatives.
	out := span{math.Inf(1), math.Inf(-1)}
	for _, share := range []float64{s.lo, s.hi} {
		for _, p := range []float64{w.precision.lo, min(w.precision.hi, 1)} {
			for _, r := range []float64{w.recall.lo, min(w.recall.hi, 1)} {
				v := (r + 1 - r*share*(1/p-1)/(1-share)) / 2
				out = span{min(out.lo, v), max(out.hi, v)}
			}
		}
	}
	return out
}

// macroGrid is how many shares of the rarer class are tried, up to 1/2.
const macroGrid = 2000

// macroFits says whether accuracy, precision, recall and F1 of all rows can be
// averages over two classes of one table per row, with the same share on all.
func macroFits(rows []row) bool {
	for i := range macroGrid - 1 {
		fits := true
		for _, w := range rows {
			if fits = fits && w.macroBetween(float64(i)/(2*macroGrid), float64(i+1)/(2*macroGrid)); !fits {
				break
			}
		}
		if fits {
			return true
		}
	}
	return false
}

// macroBetween says whether the row is an average over two classes at a share of the
// rarer one between lo and hi.
func (w row) macroBetween(lo, hi float64) bool {
	p1, f1, ok1 := w.macroAt(lo)
	p2, f2, ok2 := w.macroAt(hi)
	if !ok1 && !ok2 {
		return false
	}
	// The rates come from rounded digits, divided by 1 − 2s. Between the two shares
	// precision and F1 run nearly straight; the step is granted once more at either end.
	t := 2 * (w.recall.hi - w.recall.lo + w.accuracy.hi - w.accuracy.lo) / (1 - 2*hi)
	return !w.precision.and(between(p1, p2, t)).empty() && !(w.f1().known() && w.f1().and(between(f1, f2, t)).empty())
}

// between is the span of two numbers, widened by its own length and t.
func between(a, b, t float64) span {
	d := math.Abs(a-b) + t
	return span{min(a, b) - d, max(a, b) + d}
}

// macroAt is the macro precision and F1 of the row's macro recall R and accuracy at a
// share s of the rarer class: TPR + TNR = 2R and s TPR + (1−s) TNR = accuracy give
// both rates. ok is false where they lie outside [0,1].
func (w row) macroAt(share float64) (precision, f1 float64, ok bool) {
	r, a := 2*w.recall.mid(), w.accuracy.mid()
	tnr := (a - share*r) / (1 - 2*share)
	tpr := r - tnr
	const slack = 1e-3 // rounding may put a rate of 1 a little above
	ok = tnr >= -slack && tnr <= 1+slack && tpr >= -slack && tpr <= 1+slack
	tpr, tnr = min(max(tpr, 0), 1), min(max(tnr, 0), 1)
	tp, fn, tn, fp := share*tpr, share*(1-tpr), (1-share)*tnr, (1-share)*(1-tnr)
	ok = ok && tn+fn > 0
	precision = (ratio(tp, tp+fp) + ratio(tn, tn+fn)) / 2
	f1 = ratio(tp, 2*tp+fp+fn) + ratio(tn, 2*tn+fp+fn)
	return precision, f1, ok
}

// ratio is a / b, and 0 where b is 0, as programs print it.
func ratio(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}
