package metrics

// plain is a reader without parameters.
func plain(m func(Confusion) Value) func(Confusion, []float64) Value {
	return func(c Confusion, _ []float64) Value { return m(c) }
}

// knownTables are the readers of a table, in the order of the full report.
func knownTables() []known {
	return []known{
		{name: "precision", table: plain(Confusion.Precision)},
		{name: "recall", table: plain(Confusion.Recall)},
		{name: "f1", table: plain(Confusion.F1)},
		{name: "specificity", table: plain(Confusion.Specificity)},
		{name: "balanced_accuracy", table: plain(Confusion.BalancedAccuracy)},
		{name: "mcc", table: plain(Confusion.MCC)},
		{name: "accuracy", table: plain(Confusion.Accuracy)},
		{name: "npv", table: plain(Confusion.NPV)},
		{name: "false_positive_rate", better: LowerIsBetter, table: plain(Confusion.FalsePositiveRate)},
		{name: "false_negative_rate", better: LowerIsBetter, table: plain(Confusion.FalseNegativeRate)},
		{name: "false_discovery_rate", better: LowerIsBetter, table: plain(Confusion.FalseDiscoveryRate)},
		{name: "false_omission_rate", better: LowerIsBetter, table: plain(Confusion.FalseOmissionRate)},
		{name: "error_rate", better: LowerIsBetter, table: plain(Confusion.ErrorRate)},
		{name: "jaccard", table: plain(Confusion.Jaccard)},
		{name: "mean_jaccard", table: plain(Confusion.MeanJaccard)},
		{name: "kappa", table: plain(Confusion.Kappa)},
		{name: "g_mean", table: plain(Confusion.GMean)},
		{name: "iba", params: []param{usually("alpha", 0.1), usually("squared", 1)}, table: indexBalanced},
		{name: "informedness", table: plain(Confusion.Informedness)},
		{name: "markedness", table: plain(Confusion.Markedness)},
		{name: "fowlkes_mallows", table: plain(Confusion.FowlkesMallows)},
		{name: "positive_likelihood_ratio", table: plain(Confusion.PositiveLikelihoodRatio)},
		{name: "negative_likelihood_ratio", better: LowerIsBetter, table: plain(Confusion.NegativeLikelihoodRatio)},
		{name: "diagnostic_odds_ratio", table: plain(Confusion.DiagnosticOddsRatio)},
		{name: "prevalence_threshold", better: LowerIsBetter, table: plain(Confusion.PrevalenceThreshold)},
		{name: "lift", table: plain(Confusion.Lift)},
		{name: "net_benefit", at: Confusion.NetBenefit},
		{name: "expected_cost", better: LowerIsBetter, params: needed("false_alarm", "miss"), table: expectedCost},
		{name: "predicted_positive_rate", better: NoDirection, table: plain(Confusion.PredictedPositiveRate)},
		{name: "prevalence", better: NoDirection, table: plain(Confusion.Prevalence)},
		{name: "true_positives", table: plain(func(c Confusion) Value { return c.count(c.tp(), c.fn(), c.fp()) })},
		{name: "false_positives", better: LowerIsBetter, table: plain(func(c Confusion) Value { return c.count(c.fp(), c.tn(), c.tp()) })},
		{name: "true_negatives", table: plain(func(c Confusion) Value { return c.count(c.tn(), c.fp(), c.fn()) })},
		{name: "false_negatives", better: LowerIsBetter, table: plain(func(c Confusion) Value { return c.count(c.fn(), c.tp(), c.tn()) })},
	}
}

func indexBalanced(c Confusion, p []float64) Value { return c.IBA(p[0], p[1] != 0) }

func expectedCost(c Confusion, p []float64) Value { return c.ExpectedCost(Costs{FP: p[0], FN: p[1]}) }

// count is the weight of a cell beside the others of its label and of its prediction. Baseline: what labels
// and predictions of these totals share when they are independent.
func (c Confusion) count(cell, sameLabel, samePrediction tally) Value {
	if why := c.unreadable(); why != "" {
		return undefined(why)
	}
	label, prediction := cell.plus(sameLabel), cell.plus(samePrediction)
	return reading(cell.weight, cell).withBaseline(label.weight * (prediction.weight / c.total())).withoutInterval(ACount)
}
