package history

import (
	"regexp"
	"strconv"
	"strings"
)

// ClassReport is what scikit-learn's classification_report prints.
type ClassReport struct {
	Classes  []ClassRow `json:"classes"`            // in the report's order: by label
	Averages []ClassRow `json:"averages,omitempty"` // "macro avg", "weighted avg", "micro avg"
	Accuracy *Printed   `json:"accuracy,omitempty"` // nil if the report has none
	Total    int64      `json:"total,omitzero"`     // examples, as the averages say
}

// ClassRow is one line of a ClassReport.
type ClassRow struct {
	Name      string  `json:"name"`
	Precision Printed `json:"precision"`
	Recall    Printed `json:"recall"`
	F1        Printed `json:"f1"`
	Support   int64   `json:"support"` // examples of the class
}

const maxReportRows = 1000

var (
	reportHead = regexp.MustCompile(`^\s*precision\s+recall\s+f1-score\s+support\s*$`)
	reportRow  = regexp.MustCompile(`^\s*(\S.*?)\s+(\d?\.\d+|[01]|nan)\s+(\d?\.\d+|[01]|nan)\s+(\d?\.\d+|[01]|nan)\s+(\d+)(?:\.0*)?\s*$`)
	// reportAccuracy is followed by the number of examples, in a frame of pandas by itself again.
	reportAccuracy = regexp.MustCompile(`^\s*accuracy\s+(\d?\.\d+)\s.*$`)
)

// addReportLine goes on with a report, and says whether the line belongs to one.
func (l *Log) addReportLine(line string) bool {
	if len(l.Reports) == 0 && !strings.Contains(line, "f1-score") {
		return false
	}
	line = strings.TrimPrefix(strings.TrimSpace(line), "> ")
	if reportHead.MatchString(line) {
		l.Reports = append(l.Reports, ClassReport{})
		return true
	}
	if len(l.Reports) == 0 {
		return false
	}
	r := &l.Reports[len(l.Reports)-1]
	if m := reportAccuracy.FindStringSubmatch(line); m != nil {
		if p, err := parsePrinted(m[1]); err == nil {
			r.Accuracy = &p
		}
		return true
	}
	m := reportRow.FindStringSubmatch(line)
	if m == nil || len(r.Classes) >= maxReportRows {
		return false
	}
	row := ClassRow{Name: strings.Clone(m[1])}
	for i, to := range []*Printed{&row.Precision, &row.Recall, &row.F1} {
		var err error
		if *to, err = parsePrinted(strings.Clone(m[2+i])); err != nil {
			return false
		}
	}
	row.Support, _ = strconv.ParseInt(m[5], 10, 64)
	r.add(row)
	return true
}

// add adds the row of a class or of an average.
func (r *ClassReport) add(row ClassRow) {
	switch {
	case strings.HasSuffix(row.Name, " avg"):
		r.Averages, r.Total = append(r.Averages, row), row.Support
	case len(r.Averages) == 0:
		r.Classes = append(r.Classes, row)
	}
}
