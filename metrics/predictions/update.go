package predictions

import (
	"fmt"

	"github.com/seqpair/seqpair/metrics"
)

// UpdateSource adds the rows of a source to a state, as [StreamSource] and [Table.Update] do: scores and weights that are
// float32 go there without a table. seen is told of each batch how many rows it had; its error ends the reading and
// is returned as it is. After any error the state holds the rows before.
func UpdateSource(state *metrics.State, s Source, name string, c Columns, seen func(rows int) error) error {
	c.SkipTexts = true
	b := builder{columns: c, table: &Table{Source: name}, each: Into(state, seen), state: state, seen: seen}
	return b.described(b.readSource(s), name, 0)
}

// Into is what [Stream] calls for each table to add it to a state; seen is that of [UpdateSource].
func Into(state *metrics.State, seen func(rows int) error) func(*Table) error {
	return func(t *Table) error {
		if err := t.Update(state); err != nil {
			return fmt.Errorf("%s: %w", t.source(), err)
		}
		return seen(len(t.Labels))
	}
}

// count adds rows to the state as they are. It does nothing and says so where that is impossible or there is a fault, which
// the table will find.
func (b *builder) count(wanted []field, cells []Cells) bool {
	if b.state == nil || len(b.table.Labels) > 0 || b.columns.Logits || b.columns.Positive != "" {
		return false
	}
	var batch metrics.Batch32
	for i, c := range cells {
		switch {
		case c.Missing != nil:
			return false
		case wanted[i] == label && c.Bools != nil:
			batch.Labels = c.Bools
		case wanted[i] == score && c.Floats32 != nil:
			batch.Scores = c.Floats32
		case wanted[i] == weight && c.Floats32 != nil:
			batch.Weights = c.Floats32
		default:
			return false
		}
	}
	return b.state.Update32(batch) == nil
}

// tell says that rows were taken.
func (b *builder) tell(rows int) error {
	b.failed = b.seen(rows)
	return b.failed
}
