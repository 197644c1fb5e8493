package metrics

// Reading is what a metric read: one line of a report.
type Reading struct {
	Name   string    `json:"name"`
	Better Direction `json:"better"`
	Value  Value     `json:"value"`
}

// Report is the standard table, always in the same order: average_precision, roc_auc, log_loss and brier, then
// precision, recall, f1, specificity, balanced_accuracy, mcc and accuracy at the threshold.
// Names do not repeat the threshold.
func Report(s *State, threshold float64) []Reading {
	var readings []Reading
	for _, m := range overall() {
		readings = append(readings, Reading{Name: m.Name, Better: m.Better, Value: m.Read(s)})
	}
	for _, metricAt := range thresholded() {
		m := metricAt(threshold)
		readings = append(readings, Reading{Name: metricAt(defaultThreshold).Name, Better: m.Better, Value: m.Read(s)})
	}
	return readings
}
