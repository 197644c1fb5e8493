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
	table := s.At(threshold)
	var readings []Reading
	for _, k := range knownStates()[:standardStates] {
		readings = append(readings, Reading{Name: k.name, Better: k.better, Value: k.state(s, nil)})
	}
	for _, k := range knownTables()[:standardTables] {
		readings = append(readings, Reading{Name: k.name, Better: k.better, Value: k.table(table, nil)})
	}
	return s.checked(readings)
}

// checked are the readings, undefined if the State could not be read.
func (s *State) checked(readings []Reading) []Reading {
	if s.Err() != nil {
		for i := range readings {
			readings[i].Value = undefined(Unreadable)
		}
	}
	return readings
}

// The standard report takes that many of the first known readers.
const (
	standardStates = 4
	standardTables = 7
)

// FullReport is every reader that ByName knows and that needs no further parameter, in the order of [Names]; names
// do not repeat the threshold or usual parameters. The table is taken once, and readers share passes where
// they can.
func FullReport(s *State, threshold float64) []Reading {
	readings := fullStates(s)
	table := s.At(threshold)
	for _, k := range knownTables() {
		ps, usual := k.usual()
		switch {
		case k.at != nil:
			readings = append(readings, Reading{Name: k.name, Better: k.better, Value: k.at(table, threshold)})
		case usual:
			readings = append(readings, Reading{Name: k.name, Better: k.better, Value: k.table(table, ps)})
		}
	}
	return s.checked(readings)
}

func fullStates(s *State) []Reading {
	g := newGathering(s)
	var readings []Reading
	var fill []func()
	for _, k := range knownStates() {
		ps, usual := k.usual()
		if !usual {
			continue
		}
		place := len(readings)
		readings = append(readings, Reading{Name: k.name, Better: k.better})
		if k.scan == nil {
			readings[place].Value = k.state(s, ps)
			continue
		}
		read := k.scan(g)
		fill = append(fill, func() { readings[place].Value = read() })
	}
	g.run()
	for _, read := range fill {
		read()
	}
	return readings
}
