package metrics

// DecisionCurve is net benefit against the probability at which someone would act: Vickers and Elkin, Med. Decis.
// Making 26 (2006) 565. Acting on nobody has a benefit of 0.
type DecisionCurve struct {
	Thresholds []float64 `json:"thresholds"`
	NetBenefit []float64 `json:"net_benefit"`
	Lo         []float64 `json:"lo"` // 95 % interval of each by itself
	Hi         []float64 `json:"hi"`
	All        []float64 `json:"all"` // net benefit of acting on everybody
	Undefined  Reason    `json:"undefined,omitempty"`
}

// NetBenefit is [Confusion.NetBenefit] of acting on scores of at least p, which takes the scores for probabilities.
func (s *State) NetBenefit(p float64) Value { return s.At(p).NetBenefit(p) }

// DecisionCurve reads NetBenefit at those thresholds in [0, 1), or if none is given at 1 %, 2 %, … 99 %.
func (s *State) DecisionCurve(thresholds ...float64) DecisionCurve {
	if len(thresholds) == 0 {
		for percent := 1; percent < 100; percent++ {
			thresholds = append(thresholds, float64(percent)/100)
		}
	}
	var c DecisionCurve
	prevalence := s.Prevalence()
	for _, p := range thresholds {
		v := s.NetBenefit(p)
		if v.Undefined != "" {
			return DecisionCurve{Undefined: v.Undefined}
		}
		if v.NoInterval != "" {
			v.Lo, v.Hi = v.V, v.V
		}
		c.Thresholds, c.NetBenefit = append(c.Thresholds, p), append(c.NetBenefit, v.V)
		c.Lo, c.Hi = append(c.Lo, v.Lo), append(c.Hi, v.Hi)
		c.All = append(c.All, prevalence.V-(1-prevalence.V)*p/(1-p))
	}
	return c
}
