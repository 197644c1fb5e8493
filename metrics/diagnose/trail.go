package diagnose

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/history"
)

// reading is one number of one epoch.
type reading struct {
	span
	name     string // as the log has it
	text     string // as printed
	decimals int
}

func (r reading) known() bool { return r.name != "" }

// row is one epoch on one split.
type row struct {
	counted                                bool // from full counts: a precision of 0 is one, and no 0/0
	epoch                                  int
	step, steps                            int64 // of the epoch; 0 if unknown
	loss, accuracy, precision, recall, auc reading
	shared                                 []reading          // accuracy, precision, recall, every F-beta: equal if they are micro-averaged
	other                                  map[string]reading // the other roles
	odd                                    []reading          // of known roles that are NaN or infinite
}

// of is the reading of a role that has no field of its own.
func (w row) of(role string) reading { return w.other[role] }

// trail is what a log says, epoch by epoch, on each split that it names.
type trail struct {
	log                bool // foreign log, digits as printed; false: our records
	train, valid, test []row
}

// trails reads the logs of the evidence.
func trails(e Evidence) []trail {
	if e.memo != nil {
		return e.memo.trails
	}
	var all []trail
	if e.Log != nil {
		all = append(all, foreign(e.Log))
	}
	if t := recorded(e.Records); len(t.train)+len(t.valid) > 0 {
		all = append(all, t)
	}
	return all
}

// main is the split that tells most about training: the training data if it has
// an accuracy, else the first split that has.
func (t trail) main() []row {
	for _, rows := range t.splits() {
		for _, r := range rows {
			if r.accuracy.known() {
				return rows
			}
		}
	}
	return nil
}

func (t trail) splits() [3][]row { return [3][]row{t.train, t.valid, t.test} }

// shortest is how many digits a program prints only if it prints all that a number
// needs, and then a whole number with none: 0 and 1.0 are exact there.
const shortest = 6

// digits are the most decimals with which each name is printed, and whether any name
// is printed with all that its numbers need. A program that drops trailing zeros
// prints 0.95 for 0.950.
func digits(l *history.Log) (most map[string]int, exact bool) {
	most = map[string]int{}
	for _, epoch := range l.Epochs {
		for name, p := range epoch.Values {
			if strings.ContainsAny(p.Text, "eE") {
				continue
			}
			most[name] = max(most[name], p.Decimals)
			exact = exact || p.Decimals >= shortest
		}
	}
	if l.Format == "JSON" { // what was rounded was rounded alike
		all := slices.Max(append(slices.Collect(maps.Values(most)), 0))
		for name := range most {
			most[name] = all
		}
	}
	return most, exact
}

func foreign(l *history.Log) trail {
	t := trail{log: true}
	most, exact := digits(l)
	for i, epoch := range l.Epochs {
		blank := row{epoch: cmp.Or(epoch.Epoch, i+1), step: epoch.Step, steps: epoch.Steps}
		parts := [3]row{blank, blank, blank}
		var used [3]bool
		for _, name := range epoch.Names {
			p, there := epoch.Values[name]
			if !there {
				continue
			}
			split, role := parse(name)
			r := reading{span: spanOf(p), name: name, text: p.Text, decimals: p.Decimals}
			switch {
			case exact && p.Decimals < shortest && (p.Value == 0 || p.Value == 1):
				r.span, r.decimals = near(p.Value), recordedDecimals
			case p.Decimals < most[name]:
				r.decimals = most[name]
				r.span = spanOf(history.Printed{Value: p.Value, Decimals: r.decimals})
			}
			if math.IsNaN(p.Value) || math.IsInf(p.Value, 0) {
				if role != "" {
					parts[split].odd, used[split] = append(parts[split].odd, r), true
				}
				continue
			}
			used[split] = parts[split].set(role, r) || used[split]
		}
		for split, rows := range []*[]row{&t.train, &t.valid, &t.test} {
			if used[split] {
				*rows = append(*rows, parts[split])
			}
		}
	}
	return t
}

// set stores r under its role and says whether the role is known. The first of
// several readings of one role stands; all are kept in shared.
func (w *row) set(role string, r reading) bool {
	var slot *reading
	switch role {
	case "loss":
		slot = &w.loss
	case "accuracy":
		slot = &w.accuracy
	case "precision":
		slot = &w.precision
	case "recall":
		slot = &w.recall
	case "auc":
		slot = &w.auc
	case "":
		return false
	}
	if slot == nil {
		if w.other == nil {
			w.other = map[string]reading{}
		}
		if _, taken := w.other[role]; !taken {
			w.other[role] = r
		}
	} else if !slot.known() {
		*slot = r
	}
	if role == "f" || role == "f1" || slot != nil && role != "loss" && role != "auc" {
		w.shared = append(w.shared, r)
	}
	return true
}

func recorded(records []history.Record) trail {
	var t trail
	for _, r := range records {
		if r.Kind != history.Epoch {
			continue
		}
		if r.Train != nil {
			t.train = append(t.train, counted(r.Epoch, r.Train))
		}
		if r.Valid != nil {
			t.valid = append(t.valid, counted(r.Epoch, r.Valid))
		}
	}
	return t
}

// counted is the row of a split with full counts. What the run reported stands;
// without a report, the counts do.
func counted(epoch int, s *history.Split) row {
	w := row{epoch: epoch, counted: true}
	loss := s.UnweightedLoss
	if math.IsNaN(loss) {
		loss = s.Loss
	}
	w.exact("loss", loss)
	if math.IsNaN(loss) || math.IsInf(loss, 0) {
		w.odd = append(w.odd, reading{name: "loss", text: strconv.FormatFloat(loss, 'g', -1, 64)})
	}
	for _, r := range s.Readings {
		if r.Value.Undefined == "" {
			w.exact(r.Name, r.Value.V)
		}
	}
	if len(w.shared) > 0 {
		return w
	}
	c := s.Confusion
	for _, v := range []struct {
		name  string
		value metrics.Value
	}{{"accuracy", c.Accuracy()}, {"f1", c.F1()}, {"precision", c.Precision()}, {"recall", c.Recall()}} {
		if v.value.Undefined == "" {
			w.exact(v.name, v.value.V)
		}
	}
	return w
}

// recordedDecimals is how many digits of a recorded float64 are shown and
// trusted: those of a float32 sum.
const recordedDecimals = 6

func (w *row) exact(name string, v float64) {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return
	}
	r := reading{span: near(v), name: name, text: strconv.FormatFloat(v, 'f', 4, 64), decimals: recordedDecimals}
	w.set(roles[strings.ToLower(name)], r)
}
