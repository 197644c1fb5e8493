package metrics

// BrierSkill is 1 - Brier/π(1-π), the share of the Brier score of always saying the prevalence that the model
// saves: scikit-learn's d2_brier_score, and R² of the scores. At most 1; baseline 0.
func (s *State) BrierSkill() Value { return skill(s.Brier()) }

// D2LogLoss is 1 - LogLoss/H(π), the share of the log loss of always saying the prevalence that the model saves:
// scikit-learn's d2_log_loss_score, McFadden's pseudo R². At most 1; baseline 0.
func (s *State) D2LogLoss() Value { return skill(s.LogLoss()) }

func skill(loss Value) Value {
	switch {
	case loss.Undefined != "":
		return undefined(loss.Undefined).withBaseline(0)
	case loss.Baseline == 0:
		return undefined(OneClass).withBaseline(0)
	}
	return Value{V: 1 - loss.V/loss.Baseline, N: loss.N, Weight: loss.Weight, NoInterval: UseBootstrap}
}
