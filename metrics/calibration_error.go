package metrics

import "math"

// ECE is the expected calibration error in that many uniform bins: see [Reliability.ECE].
func (s *State) ECE(bins int) Value { return s.Reliability(UniformBins(bins)).ECE() }

// MCE is the largest gap in that many uniform bins: see [Reliability.MCE].
func (s *State) MCE(bins int) Value { return s.Reliability(UniformBins(bins)).MCE() }

// RMSCE is the root of the mean squared gap in that many uniform bins: see [Reliability.RMSCE].
func (s *State) RMSCE(bins int) Value { return s.Reliability(UniformBins(bins)).RMSCE() }

// ACE is the mean gap of that many quantile bins: see [Reliability.ACE].
func (s *State) ACE(bins int) Value { return s.Reliability(QuantileBins(bins)).ACE() }

// ECE is the expected calibration error: the gap between mean score and share of positives, averaged over the
// examples: Naeini, Cooper and Hauskrecht, AAAI 2015; torchmetrics' norm l1. It grows with the number of bins, and a
// finite sample of a calibrated model exceeds 0 by chance.
func (r Reliability) ECE() Value {
	return r.gaps(func(gap, weight float64, all *sum) { all.Add(gap * weight / r.all.weight) })
}

// MCE is the maximum calibration error, the largest gap of a bin; torchmetrics' norm max.
func (r Reliability) MCE() Value {
	return r.gaps(func(gap, _ float64, all *sum) { all.Hi = max(all.Hi, gap) })
}

// RMSCE is the root mean square calibration error over the examples; torchmetrics' norm l2.
func (r Reliability) RMSCE() Value {
	v := r.gaps(func(gap, weight float64, all *sum) { all.Add(gap * gap * weight / r.all.weight) })
	v.V = math.Sqrt(v.V)
	return v
}

// ACE is the adaptive calibration error, the mean gap of the bins, meant for [QuantileBins]: Nixon et al., CVPR
// Workshops 2019, for the positive class alone.
func (r Reliability) ACE() Value {
	return r.gaps(func(gap, _ float64, all *sum) { all.Add(gap / float64(len(r.Bins))) })
}

func (r Reliability) gaps(collect func(gap, weight float64, all *sum)) Value {
	if r.Undefined != "" {
		return undefined(r.Undefined)
	}
	var all sum
	for _, bin := range r.Bins {
		collect(math.Abs(bin.Positive.V-bin.Score), bin.Positive.Weight, &all)
	}
	v := reading(min(all.Value(), 1), r.all).withoutInterval(UseBootstrap)
	v.NoBaseline = CalibratedConstant
	return v
}
