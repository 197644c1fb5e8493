package metrics

// BrierParts are Murphy's decomposition: Brier = Reliability - Resolution + Uncertainty + Within; Murphy, J. Appl.
// Meteorol. 12 (1973) 595.
type BrierParts struct {
	Reliability float64 `json:"reliability"` // squared gap of score and share of positives; 0 is calibrated
	Resolution  float64 `json:"resolution"`  // variance of the bins' shares of positives; more is better
	Uncertainty float64 `json:"uncertainty"` // π(1-π), the Brier score of always saying the prevalence π
	// Within is what the bins hide, the scores' variance in them less twice their covariance with the labels:
	// Stephenson, Coelho and Jolliffe, Weather Forecast. 23 (2008) 752. It is 0 when each bin has one score.
	Within    float64 `json:"within"`
	Undefined Reason  `json:"undefined,omitempty"`
}

// BrierParts takes the Brier score apart over the bins.
func (s *State) BrierParts(b Binning) BrierParts {
	r := s.Reliability(b)
	if r.Undefined != "" {
		return BrierParts{Undefined: r.Undefined}
	}
	prevalence := s.PositiveWeight() / r.all.weight
	var reliability, resolution sum
	for _, bin := range r.Bins {
		part := bin.Positive.Weight / r.all.weight
		gap, lead := bin.Score-bin.Positive.V, bin.Positive.V-prevalence
		reliability.Add(part * gap * gap)
		resolution.Add(part * lead * lead)
	}
	p := BrierParts{
		Reliability: reliability.Value(), Resolution: resolution.Value(), Uncertainty: prevalence * (1 - prevalence),
	}
	p.Within = s.Brier().V - (p.Reliability - p.Resolution + p.Uncertainty)
	return p
}
