package multiclass

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/seqpair/seqpair/metrics"
)

// Report is the standard table of decisions: what each class reads, and their averages.
type Report struct {
	Classes  []ClassReport     `json:"classes"`
	Averages []NamedAverage    `json:"averages"`
	Whole    []metrics.Reading `json:"whole"` // readings that are no average over classes
}

// ClassReport is one line of a Report.
type ClassReport struct {
	Class    string            `json:"class"`
	Rows     int64             `json:"rows"`   // examples of the class
	Weight   float64           `json:"weight"` // what they weigh
	Readings []metrics.Reading `json:"readings"`
}

// NamedAverage is an average with the name of what was averaged.
type NamedAverage struct {
	Name    string  `json:"name"`
	Average Average `json:"average"`
}

// classReaders are the columns of a Report.
var classReaders = []struct {
	name string
	read Reader
}{
	{"precision", metrics.Confusion.Precision},
	{"recall", metrics.Confusion.Recall},
	{"f1", metrics.Confusion.F1},
	{"specificity", metrics.Confusion.Specificity},
}

// Report reads precision, recall, F1 and specificity of each class, their macro and weighted averages, and of the
// whole accuracy, balanced accuracy, kappa and MCC.
func (c *Confusion) Report() Report {
	t := c.table()
	var r Report
	for class, each := range t.each {
		line := ClassReport{Class: t.classes[class], Rows: each.Rows.TP + each.Rows.FN, Weight: each.TP + each.FN}
		for _, column := range classReaders {
			line.Readings = append(line.Readings, metrics.Reading{Name: column.name, Value: column.read(each)})
		}
		r.Classes = append(r.Classes, line)
	}
	for _, over := range []Averaging{Macro, Weighted} {
		for _, column := range classReaders {
			r.Averages = append(r.Averages, NamedAverage{Name: column.name, Average: t.average(column.read, over)})
		}
	}
	r.Averages = append(r.Averages, NamedAverage{Name: "balanced_accuracy", Average: c.BalancedAccuracy()})
	r.Whole = []metrics.Reading{
		{Name: "accuracy", Value: c.Accuracy()},
		{Name: "kappa", Value: c.Kappa(Nominal)},
		{Name: "mcc", Value: c.MCC()},
	}
	return r
}

// WriteText writes the report as text, one reading a line, with intervals, baselines and absent classes.
func (r Report) WriteText(w io.Writer) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, class := range r.Classes {
		for _, reading := range class.Readings {
			if _, err := fmt.Fprintf(table, "%s\t%s\t%v\tof %d\n", class.Class, reading.Name, reading.Value, class.Rows); err != nil {
				return err
			}
		}
	}
	for _, of := range r.Averages {
		if _, err := fmt.Fprintf(table, "%v\t%s\t%v\n", of.Average.Over, of.Name, of.Average); err != nil {
			return err
		}
	}
	for _, reading := range r.Whole {
		if _, err := fmt.Fprintf(table, "all\t%s\t%v\n", reading.Name, reading.Value); err != nil {
			return err
		}
	}
	return table.Flush()
}
