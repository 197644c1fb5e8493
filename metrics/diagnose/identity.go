package diagnose

// identity is a log whose accuracy, precision, recall and F-beta are one number.
type identity struct {
	rows   int      // epochs, over all splits, on which they agree
	values []string // the different values, as printed, in the log's order
	last   row      // of them, on the split that tells most
	single bool     // there is one epoch only, and nothing beside the readings tells
}

const (
	// twoColumnFloor: a two-class model that only guesses is right on half of
	// the examples; 0.4 leaves room for a first epoch of unlearning. Micro
	// averages below it come from more classes, where they are no mistake.
	twoColumnFloor = 0.4

	// manySteps: with so many batches per epoch, precision and recall of one
	// class do not stay the same to three digits unless the model does.
	manySteps = 100
)

// identical says whether the readings agree on every epoch of every split.
// One epoch on which they differ refutes it: the same metric object wrote all.
func identical(t trail) (identity, bool) {
	var id identity
	var previous span
	digits, fewest, of := 99, 99, 0
	for split, rows := range t.splits() {
		for _, w := range rows {
			common, counts := agreed(w)
			if common.empty() || counts && common.mid() < twoColumnFloor {
				return identity{}, false
			}
			if !counts {
				continue
			}
			if id.rows == 0 || previous.and(common).empty() {
				id.values = append(id.values, w.shared[0].text)
			}
			previous = common
			id.rows++
			if id.last.shared == nil || split == of { // the names and values shown are those of the first split that has them
				id.last, of = w, split
			}
			fewest = min(fewest, len(w.shared))
			for _, r := range w.shared {
				digits = min(digits, r.decimals)
			}
		}
	}
	if id.rows == 1 && digits >= 4 && fewest >= 3 && id.last.accuracy.known() {
		id.single = !traced(t)
		return id, true
	}
	if id.rows < 2 || !convincing(t, id, digits, fewest) {
		return identity{}, false
	}
	return id, true
}

// agreed is what the readings of an epoch have in common, empty if they differ,
// and whether their agreement counts: it does not for one reading alone, and not
// where a perfect or an empty prediction makes them equal (1 or 0).
func agreed(w row) (common span, counts bool) {
	common = span{0, 1}
	for _, r := range w.shared {
		common = common.and(r.span)
	}
	return common, len(w.shared) > 1 && common.lo > 0 && common.hi < 1
}

// convincing says whether so much agreement is no accident. On balanced data
// with symmetric errors (TP = TN, FP = FN) the readings of a sound binary
// classifier agree too; to d digits, on different epochs, with a probability of
// some 10^(1-d) each. So it takes more epochs the fewer digits there are, or
// else a second trace of one-hot columns.
func convincing(t trail, id identity, digits, fewest int) bool {
	different := len(id.values)
	switch {
	case fewest < 3:
		return digits >= 4 && (different >= 3 || aucFollows(t.main()))
	case digits >= 4 && different >= 2, digits == 3 && different >= 3, digits == 2 && different >= 5:
		return true
	case digits < 3:
		return digits == 2 && aucFollows(t.main())
	}
	rows := stuck(t.main())
	return len(rows) >= 2 && (traced(t) || calibrated(rows, common(rows)) || rows[0].steps >= manySteps)
}

// aucFollows says whether the AUC of three epochs or more is the accuracy, too: that
// of class 1 alone lies well above where accuracy, precision and recall agree.
func aucFollows(rows []row) bool {
	return len(rows) >= 3 && len(final(rows, func(w row) bool {
		return w.auc.known() && w.accuracy.known() && !w.auc.and(w.accuracy.span).empty()
	})) == len(rows)
}

// traced says whether the AUC or the loss bears a second trace of one-hot columns.
func traced(t trail) bool {
	rows := stuck(twice(t.main()))
	if rows == nil {
		return false
	}
	_, flat := unranked(rows, common(rows), true)
	s, saturated := clipped(twice(t.main()), 2)
	return flat || saturated && s.within(sharp)
}

// twice are the rows, and a single one two times over: what takes two epochs to prove
// is proven by one whose readings are one number.
func twice(rows []row) []row {
	if len(rows) == 1 {
		return []row{rows[0], rows[0]}
	}
	return rows
}

// one says whether all rows are the same epoch.
func one(rows []row) bool { return rows[0].epoch == rows[len(rows)-1].epoch }

// names are the readings that agree.
func (id identity) names() []string {
	var all []string
	for _, r := range id.last.shared {
		all = append(all, r.name)
	}
	return all
}
