package metrics

// of is a reader without parameters.
func of(m func(*State) Value) func(*State, []float64) Value {
	return func(s *State, _ []float64) Value { return m(s) }
}

// withOne is a reader with one parameter, withPoint one that looks for an operating point.
func withOne(m func(*State, float64) Value) func(*State, []float64) Value {
	return func(s *State, p []float64) Value { return m(s, p[0]) }
}

func withPoint(m func(*State, float64) OperatingPoint) func(*State, []float64) Value {
	return func(s *State, p []float64) Value { return m(s, p[0]).Value }
}

func withBins(m func(*State, int) Value) func(*State, []float64) Value {
	return func(s *State, p []float64) Value {
		if bins := int(p[0]); float64(bins) == p[0] {
			return m(s, bins)
		}
		return undefined(BadBins)
	}
}

func ofAlerts(m func(Alerts) Value) func(*State, []float64) Value {
	return func(s *State, p []float64) Value { return m(s.TopK(p[0])) }
}

// sharing is a scanner that shares passes.
func sharing(from scanner[Value]) func(*gathering) func() Value {
	return func(g *gathering) func() Value { return gather(g, nil, from) }
}

// sharingPoint is the reading of an operating point that is scanned for.
func sharingPoint(from scanner[OperatingPoint]) func(*gathering) func() Value {
	return func(g *gathering) func() Value {
		read := gather(g, nil, from)
		return func() Value { return read().Value }
	}
}

func sharingBins(b Binning, m func(Reliability) Value) func(*gathering) func() Value {
	return func(g *gathering) func() Value {
		read := g.reliability(b)
		return func() Value { return m(read()) }
	}
}

func sharingSums(m func(scoreSums) Value) func(*gathering) func() Value {
	return func(g *gathering) func() Value {
		read := g.scoreSums()
		return func() Value { return m(read()) }
	}
}

func pointOf(m func(*State) OperatingPoint) func(*State, []float64) Value {
	return func(s *State, _ []float64) Value { return m(s).Value }
}

// The usual parameters of some readers: torchmetrics' bins and rates, and McClish's low false positive rates.
const (
	usualBins   = 15
	usualMaxFPR = 0.1
	usualLower  = 0.001
	usualUpper  = 0.1
)

// knownStates are the readers of a whole State, in the order of the full report.
func knownStates() []known {
	bins, uniform, quantile := []param{usually("bins", usualBins)}, UniformBins(usualBins), QuantileBins(usualBins)
	return []known{
		{name: "average_precision", state: of((*State).AveragePrecision)},
		{name: "roc_auc", state: of((*State).ROCAUC)},
		{name: "log_loss", better: LowerIsBetter, state: of((*State).LogLoss)},
		{name: "brier", better: LowerIsBetter, state: of((*State).Brier)},
		{name: "gini", state: of((*State).Gini)},
		{
			name: "partial_roc_auc", params: []param{usually("max_fpr", usualMaxFPR)}, state: withOne((*State).PartialROCAUC),
			scan: sharing(func(pos, neg tally) (visitor, func() Value) { return partialROCAUC(pos, neg, usualMaxFPR) }),
		},
		{
			name: "log_auc", params: []param{usually("lower", usualLower), usually("upper", usualUpper)},
			state: func(s *State, p []float64) Value { return s.LogAUC(p[0], p[1]) },
			scan:  sharing(func(pos, neg tally) (visitor, func() Value) { return logAUC(pos, neg, usualLower, usualUpper) }),
		},
		{name: "pr_trapezoid", state: of((*State).PRTrapezoid), scan: sharing(prTrapezoid)},
		{name: "pr_davis_goadrich", state: of((*State).PRDavisGoadrich), scan: sharing(prDavisGoadrich)},
		{name: "pr_gain", state: of((*State).PRGain), scan: sharing(prGain)},
		{name: "ks", state: pointOf((*State).KS), scan: sharingPoint(ks)},
		{name: "eer", better: LowerIsBetter, state: pointOf((*State).EqualErrorRate), scan: sharingPoint(equalErrorRate)},
		{name: "precision_at_recall", params: needed("recall"), state: withPoint((*State).PrecisionAtRecall)},
		{name: "recall_at_precision", params: needed("precision"), state: withPoint((*State).RecallAtPrecision)},
		{name: "sensitivity_at_specificity", params: needed("specificity"), state: withPoint((*State).SensitivityAtSpecificity)},
		{name: "specificity_at_sensitivity", params: needed("sensitivity"), state: withPoint((*State).SpecificityAtSensitivity)},
		{name: "fpr_at_tpr", better: LowerIsBetter, params: needed("tpr"), state: withPoint((*State).FPRAtTPR)},
		{name: "tpr_at_fpr", params: needed("fpr"), state: withPoint((*State).TPRAtFPR)},
		{name: "precision_at_k", params: needed("alerts"), state: ofAlerts(Alerts.Precision)},
		{name: "recall_at_k", params: needed("alerts"), state: ofAlerts(Alerts.Recall)},
		{name: "lift_at_k", params: needed("alerts"), state: ofAlerts(Alerts.Lift)},
		{name: "ece", better: LowerIsBetter, params: bins, state: withBins((*State).ECE), scan: sharingBins(uniform, Reliability.ECE)},
		{name: "mce", better: LowerIsBetter, params: bins, state: withBins((*State).MCE), scan: sharingBins(uniform, Reliability.MCE)},
		{name: "rmsce", better: LowerIsBetter, params: bins, state: withBins((*State).RMSCE), scan: sharingBins(uniform, Reliability.RMSCE)},
		{name: "ace", better: LowerIsBetter, params: bins, state: withBins((*State).ACE), scan: sharingBins(quantile, Reliability.ACE)},
		{name: "brier_skill", state: of((*State).BrierSkill)},
		{name: "d2_log_loss", state: of((*State).D2LogLoss)},
		{name: "tjur", state: of((*State).Tjur), scan: sharingSums(scoreSums.tjur)},
		{name: "relative_tjur", state: of((*State).RelativeTjur), scan: sharingSums(scoreSums.relativeTjur)},
		{name: "calibration_ratio", better: NoDirection, state: of((*State).CalibrationRatio), scan: sharingSums(scoreSums.calibrationRatio)},
		{name: "mean_score", better: NoDirection, state: of((*State).MeanScore), scan: sharingSums(scoreSums.meanScore)},
	}
}

// aliases are other fields' names for the same readers.
var aliases = map[string]string{
	"sensitivity": "recall", "tpr": "recall", "true_positive_rate": "recall", "hit_rate": "recall",
	"tnr": "specificity", "true_negative_rate": "specificity", "selectivity": "specificity",
	"ppv": "precision", "positive_predictive_value": "precision", "negative_predictive_value": "npv",
	"fpr": "false_positive_rate", "fall_out": "false_positive_rate",
	"fnr": "false_negative_rate", "miss_rate": "false_negative_rate", "fdr": "false_discovery_rate",
	"zero_one_loss": "error_rate", "hamming_loss": "error_rate",
	"dice": "f1", "iou": "jaccard", "threat_score": "jaccard", "critical_success_index": "jaccard", "mean_iou": "mean_jaccard",
	"cohen_kappa": "kappa", "matthews_corrcoef": "mcc", "geometric_mean": "g_mean", "youden_j": "informedness",
	"lr_plus": "positive_likelihood_ratio", "lr_minus": "negative_likelihood_ratio", "dor": "diagnostic_odds_ratio",
	"equal_error_rate": "eer", "accuracy_ratio": "gini", "binary_crossentropy": "log_loss",
	"expected_calibration_error": "ece", "maximum_calibration_error": "mce", "adaptive_calibration_error": "ace",
	"d2_brier": "brier_skill", "calibration": "calibration_ratio", "coefficient_of_discrimination": "tjur",
}
