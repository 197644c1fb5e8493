package predictions

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"unicode/utf8"
)

// readSource reads a file of typed columns.
func (b *builder) readSource(s Source) error {
	var problem *Error
	if b.head, problem = b.columns.locate(s.Columns()); problem != nil {
		return problem
	}
	var wanted []field
	var positions []int
	for f, at := range b.head.at {
		if at >= 0 && !b.columns.skips(field(f)) {
			wanted, positions = append(wanted, field(f)), append(positions, at)
		}
	}
	if err := s.Open(positions); err != nil {
		return err
	}
	for {
		cells, err := s.Next()
		if errors.Is(err, io.EOF) {
			return b.finish()
		}
		if err != nil {
			return err
		}
		if err := b.addChunk(wanted, cells); err != nil {
			return err
		}
	}
}

// addChunk appends rows, in pieces that fill a batch.
func (b *builder) addChunk(wanted []field, cells []Cells) error {
	n := cells[0].Len()
	for i, c := range cells {
		if c.Len() != n || c.Missing != nil && len(c.Missing) != n {
			return fmt.Errorf("predictions: a Source gave %d rows of %q and %d of %q: it must give as many of each", n, b.head.names[wanted[0]], c.Len(), b.head.names[wanted[i]])
		}
	}
	if b.count(wanted, cells) {
		b.passed += int64(n)
		return b.tell(n)
	}
	for from := 0; from < n; {
		to := min(n, from+BatchRows-len(b.table.Labels)%BatchRows)
		first := len(b.table.Scores)
		for i, c := range cells {
			row, problem := b.addCells(wanted[i], c.part(from, to))
			if problem != nil {
				problem.Column, problem.Row = b.head.names[wanted[i]], b.passed+int64(first+row)+1
				return problem
			}
		}
		if b.columns.Logits {
			b.squash(first)
		}
		if err := b.pass(); err != nil {
			return err
		}
		from = to
	}
	return nil
}

// addCells appends rows of a column. It returns the row with a fault, counted from the first of c.
func (b *builder) addCells(f field, c Cells) (int, *Error) {
	if i := c.missing(); i >= 0 {
		return i, &Error{Problem: "is missing (null)", Remedy: "give every row a value"}
	}
	t := b.table
	var i int
	var problem *Error
	switch f {
	case id:
		t.ID, i, problem = appendTexts(t.ID, c)
	case group:
		t.Groups, i, problem = appendTexts(t.Groups, c)
	case label:
		i, problem = b.addLabels(c)
	case score:
		t.Scores, i, problem = appendNumbers(t.Scores, c, b.checkScore)
	case score0:
		t.Scores0, i, problem = appendNumbers(t.Scores0, c, b.checkScore)
	case weight:
		t.Weights, i, problem = appendNumbers(t.Weights, c, checkWeight)
	}
	return i, problem
}

func (b *builder) addLabels(c Cells) (int, *Error) {
	if b.columns.Positive == "" && c.Bools != nil {
		b.table.Labels = append(b.table.Labels, c.Bools...)
		return 0, nil
	}
	for i := range c.Len() {
		positive, ok := c.bit(i)
		if !ok || b.columns.Positive != "" {
			var problem *Error
			if positive, problem = b.label(c.text(i)); problem != nil {
				return i, problem
			}
		}
		b.table.Labels = append(b.table.Labels, positive)
	}
	return 0, nil
}

func appendTexts(to []string, c Cells) ([]string, int, *Error) {
	for i := range c.Len() {
		s := c.text(i)
		if !utf8.ValidString(s) {
			return to, i, notUTF8(s)
		}
		to = append(to, s)
	}
	return to, 0, nil
}

// appendNumbers appends the numbers of c if check finds a fault in none. What lies in [0,1] is not checked.
func appendNumbers(to []float64, c Cells, check func(x float64) *Error) ([]float64, int, *Error) {
	from := len(to)
	switch {
	case c.Floats != nil:
		to = append(to, c.Floats...)
	case c.Floats32 != nil:
		to = slices.Grow(to, len(c.Floats32))
		for _, x := range c.Floats32 {
			to = append(to, float64(x))
		}
	case c.Ints != nil:
		for _, n := range c.Ints {
			to = append(to, float64(n))
		}
	case c.Bools != nil:
		return to, 0, &Error{Problem: "is a boolean, no number", Remedy: "write probabilities or logits; is this the label?"}
	default:
		for i, cell := range c.Texts {
			x, problem := numberOf(cell)
			if problem != nil {
				return to, i, problem
			}
			to = append(to, x)
		}
	}
	for i, x := range to[from:] {
		if isProbability(x) {
			continue
		}
		if problem := check(x); problem != nil {
			return to, i, problem
		}
	}
	return to, 0, nil
}
