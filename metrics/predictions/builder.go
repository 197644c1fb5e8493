package predictions

import (
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/seqpair/seqpair/metrics"
)

// builder fills a table from rows.
type builder struct {
	columns Columns
	head    header
	table   *Table
	other   string // the label text that is not Columns.Positive; known once the table has a negative
	matched bool   // Columns.Positive was seen

	each   func(*Table) error // takes batches; nil: the table keeps all rows
	passed int64              // rows that each took
	failed error              // what each returned

	state *metrics.State       // what each adds to, if that is known
	seen  func(rows int) error // is told of rows that the state took without a table
}

func (b *builder) read(source rows) error {
	var err error
	if b.head, err = source.header(b.columns); err != nil {
		return err
	}
	for {
		r, err := source.next()
		if errors.Is(err, io.EOF) {
			return b.finish()
		}
		if err != nil {
			return err
		}
		if problem := b.add(r); problem != nil {
			problem.Line = source.line()
			return problem
		}
		if len(b.table.Labels) >= BatchRows {
			if err := b.pass(); err != nil {
				return err
			}
		}
	}
}

// pass hands the rows on, if anybody takes them.
func (b *builder) pass() error {
	t := b.table
	if b.each == nil || len(t.Labels) == 0 {
		return nil
	}
	if b.failed = b.each(t); b.failed != nil {
		return b.failed
	}
	b.passed += int64(len(t.Labels))
	b.table = &Table{
		ID: t.ID[:0], Labels: t.Labels[:0], Scores: t.Scores[:0], Scores0: t.Scores0[:0],
		Weights: t.Weights[:0], Groups: t.Groups[:0], Source: t.Source,
	}
	return nil
}

// finish checks what only the whole file shows.
func (b *builder) finish() error {
	switch {
	case b.passed == 0 && len(b.table.Labels) == 0:
		return &Error{Problem: "has a header, but no rows", Remedy: "write one row per example"}
	case b.columns.Positive != "" && !b.matched && strings.EqualFold(b.other, b.columns.Positive):
		return &Error{
			Column:  b.head.names[label],
			Problem: fmt.Sprintf("holds only %.40q, which differs in case from the positive label %.40q", b.other, b.columns.Positive),
			Remedy:  "declare the positive label as the file spells it",
		}
	}
	return b.pass()
}

// add appends a row. A row with a fault leaves the table unusable.
func (b *builder) add(r row) *Error {
	for f, at := range b.head.at {
		if at < 0 {
			continue
		}
		if problem := b.addCell(field(f), r.cells[f], r.present[f]); problem != nil {
			problem.Column = b.head.names[f]
			return problem
		}
	}
	if b.columns.Logits {
		b.squash(len(b.table.Scores) - 1)
	}
	return nil
}

func (b *builder) addCell(f field, cell string, present bool) *Error {
	switch {
	case !present:
		return &Error{Problem: "is missing or no text, number or boolean", Remedy: "give every line one"}
	case !utf8.ValidString(cell):
		return notUTF8(cell)
	case b.columns.skips(f):
		return nil
	}
	var problem *Error
	var number float64
	t := b.table
	switch f {
	case id:
		t.ID = append(t.ID, strings.Clone(cell))
	case group:
		t.Groups = append(t.Groups, strings.Clone(cell))
	case label:
		var positive bool
		positive, problem = b.label(cell)
		t.Labels = append(t.Labels, positive)
	case score:
		number, problem = b.score(cell)
		t.Scores = append(t.Scores, number)
	case score0:
		number, problem = b.score(cell)
		t.Scores0 = append(t.Scores0, number)
	case weight:
		number, problem = weightOf(cell)
		t.Weights = append(t.Weights, number)
	}
	return problem
}

func (b *builder) label(cell string) (bool, *Error) {
	cell = strings.TrimSpace(cell)
	if b.columns.Positive == "" {
		switch strings.ToLower(cell) {
		case "1", "true", "1.0":
			return true, nil
		case "0", "false", "0.0":
			return false, nil
		}
		return false, &Error{
			Problem: fmt.Sprintf("is %.40q, not 1, 0, true or false", cell),
			Remedy:  "declare which text is the positive label",
		}
	}
	switch {
	case cell == b.columns.Positive:
		b.matched = true
		return true, nil
	case cell == "":
		return false, &Error{Problem: "is empty", Remedy: "label the row, or remove it"}
	case b.other == "":
		b.other = strings.Clone(cell)
	case b.other != cell:
		return false, &Error{
			Problem: fmt.Sprintf("is %.40q, but %.40q is positive and %.40q negative", cell, b.columns.Positive, b.other),
			Remedy:  "only two labels are possible: map the third to one of them, or remove its rows",
		}
	}
	return false, nil
}

func notUTF8(cell string) *Error {
	return &Error{Problem: fmt.Sprintf("is not UTF-8: %.40q", cell), Remedy: "save the file as UTF-8"}
}

func (b *builder) score(cell string) (float64, *Error) {
	number, problem := numberOf(cell)
	if problem == nil {
		problem = b.checkScore(number)
	}
	return number, problem
}

func (b *builder) checkScore(x float64) *Error {
	switch {
	case math.IsNaN(x) || math.IsInf(x, 0):
		return &Error{Problem: "is " + shown(x), Remedy: "the model diverged or its input was broken: repair it, or remove the row knowingly", Err: ErrNotFinite}
	case !b.columns.Logits && !isProbability(x):
		return &Error{Problem: fmt.Sprintf("is %s, outside [0,1]", shown(x)), Remedy: "declare that scores are logits, or write probabilities", Err: ErrNoProbability}
	}
	return nil
}

func weightOf(cell string) (float64, *Error) {
	number, problem := numberOf(cell)
	if problem == nil {
		problem = checkWeight(number)
	}
	return number, problem
}

func checkWeight(x float64) *Error {
	if isWeight(x) {
		return nil
	}
	return &Error{Problem: "is " + shown(x), Remedy: "weights are finite and >= 0"}
}

// shown is a number in a message: NaN, inf, or its digits.
func shown(x float64) string {
	return strings.NewReplacer("+Inf", "inf", "Inf", "inf").Replace(strconv.FormatFloat(x, 'g', -1, 64))
}

// numberOf reads a decimal number, NaN or an infinity.
func numberOf(cell string) (float64, *Error) {
	cell = strings.TrimSpace(cell)
	number, err := strconv.ParseFloat(cell, 64)
	switch {
	case cell == "":
		return 0, &Error{Problem: "is empty", Remedy: "give every row a number"}
	case errors.Is(err, strconv.ErrRange):
		return 0, &Error{Problem: fmt.Sprintf("is %.40q, beyond float64", cell), Remedy: "write a finite number"}
	case err != nil || strings.ContainsAny(cell, "xX_"):
		return 0, &Error{Problem: fmt.Sprintf("is %.40q, no number", cell), Remedy: "write a decimal number with a point, such as 0.25"}
	}
	return number, nil
}

// squash turns the logits of the rows from first on into probabilities.
func (b *builder) squash(first int) {
	t := b.table
	for i := first; i < len(t.Scores); i++ {
		logit := t.Scores[i]
		if t.Scores0 != nil {
			logit -= t.Scores0[i]
			t.Scores0[i] = sigmoid(-logit)
		}
		t.Scores[i] = sigmoid(logit)
	}
}

// sigmoid is exact at both ends.
func sigmoid(x float64) float64 {
	if x >= 0 {
		return 1 / (1 + math.Exp(-x))
	}
	e := math.Exp(x)
	return e / (1 + e)
}
