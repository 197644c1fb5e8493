package nb

import (
	"fmt"

	"github.com/seqpair/seqpair/metrics"
)

// Table is a table of one's own.
type Table struct {
	Title   string // may be empty
	Columns []string

	// Rows have a cell for each column: text, a number, a metrics.Value, which shows its interval or why it is undefined, or
	// anything else as package fmt prints it. A column that holds numbers only is aligned to the right.
	Rows [][]any
	Note string // below the table; may be empty
}

func (o Table) table() (table, error) {
	t := table{title: o.Title, footnote: o.Note}
	for _, name := range o.Columns {
		t.columns = append(t.columns, column{name: name, right: len(o.Rows) > 0})
	}
	for i, values := range o.Rows {
		if len(values) != len(o.Columns) {
			return table{}, fmt.Errorf("nb: row %d of the table has %d cells, %d columns are named", i+1, len(values), len(o.Columns))
		}
		row := make([]cell, len(values))
		for j, value := range values {
			text, isNumber := cellText(value)
			row[j].text = text
			t.columns[j].right = t.columns[j].right && isNumber
		}
		t.rows = append(t.rows, row)
	}
	return t, nil
}

func cellText(value any) (text string, isNumber bool) {
	switch v := value.(type) {
	case float64:
		return number(v), true
	case float32:
		return number(float64(v)), true
	case int, int8, int16, int32, int64, uint, uint8, uint16, uint32, uint64:
		return fmt.Sprint(v), true
	case metrics.Value:
		return brief(v), false
	default:
		return fmt.Sprint(v), false
	}
}
