package diagnose

import (
	"fmt"
	"math"
)

// Leaking judges the data alone: pairs of one split in another (D31), or one split given as another, sequences of
// one in another (D53), repeated pairs (D54), contradictory labels (D55), empty sequences (D71), rows in the
// order of their labels (D60), and class shares that differ between splits (D33).
func Leaking(e Evidence) []Finding {
	var found []Finding
	if e.Data != nil {
		for _, p := range e.Data.Parts {
			found = append(found, holding(p, sharedPairs, sharedMembers, repeatedPairs, contradictory, emptySequences, ordered)...)
		}
	}
	return mergedByID(append(found, holding(e, sameParts, sharedIDs, shiftedShares)...))
}

const (
	// leak is a share of rows seen in training from which on a score changes visibly: one
	// in a hundred moves accuracy by up to 0.01.
	leak = 0.01

	// memberLeak is a share of sequences seen in training from which on a score says
	// little about new ones. Matching data often shares some on purpose.
	memberLeak = 0.2
)

func (p Part) of(n int64) float64 { return float64(n) / float64(max(p.Pairs, 1)) }

func sharedPairs(p Part) (Finding, bool) {
	if p.of(p.Shared) < leak {
		return Finding{}, false
	}
	f := Finding{
		ID: "D31", Severity: Error,
		Title:    fmt.Sprintf("%s of the pairs in %s stand in the training data too", percentText(p.of(p.Shared)), the(p.Name)),
		Verdict:  "These pairs are scored from memory. Usually rare pairs were copied, or others sampled, before the split: copies of one pair then land on both sides.",
		Evidence: fmt.Sprintf("%s: %d of %d pairs, %d of them positive, are in the training data, with A and B exchanged or not.", capital(p.Name), p.Shared, p.Pairs, p.SharedOf),
		Fix:      "Split first, and resample the training part alone:\n    split, err := pairs.Split(data.Grouped, seed)        # no sequence in two parts",
		Confirm:  "Count the shared pairs again: there are none. The metrics of the new split are lower, and true.",
		Numbers:  map[string]float64{"shared": float64(p.Shared), "pairs": float64(p.Pairs), "shared_positives": float64(p.SharedOf)},
	}
	if p.Positives > 0 && p.SharedOf*p.Pairs > 2*p.Shared*p.Positives {
		f.Evidence += " Positives are among them more than twice as often as elsewhere, as copying rare pairs makes it."
	}
	return f, true
}

// sameParts finds two parts of a run that are the same data: they have one hash.
func sameParts(e Evidence) (Finding, bool) {
	if e.Manifest == nil {
		return Finding{}, false
	}
	for _, pair := range []struct{ a, b, name, other string }{
		{"train", "valid", "validation data", TrainingData}, {"train", "test", "test data", TrainingData}, {"valid", "test", "test data", "validation data"},
	} {
		a, b := e.Manifest.Splits[pair.a], e.Manifest.Splits[pair.b]
		if a.Hash == "" || a.Hash != b.Hash {
			continue
		}
		verdict := "Every example is scored from memory, so no metric says anything about new ones."
		if pair.a == "valid" {
			verdict = "The epoch, the threshold and the calibration were chosen on these examples, so their metrics are better than those of new ones."
		}
		return Finding{
			ID: "D31", Severity: Error,
			Title:    fmt.Sprintf("The %s are the %s", pair.name, pair.other),
			Verdict:  verdict,
			Evidence: fmt.Sprintf("%s and %s have the hash %.12s in the manifest: %d examples, %d of them positive.", capital(pair.a), pair.b, a.Hash, a.Examples, a.Positives),
			RuledOut: []string{"Parts that are merely alike: the hash is of every input, label and weight in their order."},
			Fix:      "Split once, and give each part its own:\n    split, err := pairs.Split(data.Grouped, seed)        // no sequence in two parts",
			Confirm:  "The manifest of the new run has three hashes. Its metrics are lower, and true.",
			Numbers:  map[string]float64{"examples": float64(a.Examples), "positives": float64(a.Positives)},
		}, true
	}
	return Finding{}, false
}

func percentText(share float64) string {
	if share > 0.995 {
		return "all"
	}
	return fmt.Sprintf("%.2g %%", 100*share)
}

func sharedMembers(p Part) (Finding, bool) {
	if p.Members == 0 || float64(p.SharedMembers) < memberLeak*float64(p.Members) {
		return Finding{}, false
	}
	share := float64(p.SharedMembers) / float64(p.Members)
	return Finding{
		ID: "D53", Severity: Warning,
		Title:    fmt.Sprintf("%s of the sequences in %s stand in the training data too", percentText(share), the(p.Name)),
		Verdict:  "The pairs are new, but their members are not: a model may remember which sequences are often positive, and need not compare the two. The score says little about sequences never seen.",
		Evidence: fmt.Sprintf("%s: %d of %d different sequences are in the training data.", capital(p.Name), p.SharedMembers, p.Members),
		Fix:      "Split by members, so that none is in two parts:\n    split, err := pairs.Split(data.Grouped, seed)        # or data.ByA, if only one side must be new",
		Confirm:  "Compare the metrics on pairs of known and of new sequences: they are equal if nothing is remembered.\n    seqpair report known.csv; seqpair report new.csv     # the predictions of the two, apart",
		Numbers:  map[string]float64{"shared_members": float64(p.SharedMembers), "members": float64(p.Members)},
	}, true
}

func repeatedPairs(p Part) (Finding, bool) {
	if p.of(p.Repeated) < leak {
		return Finding{}, false
	}
	return Finding{
		ID: "D54", Severity: Warning,
		Title:    fmt.Sprintf("%s of the pairs in %s are repetitions", percentText(p.of(p.Repeated)), the(p.Name)),
		Verdict:  "A pair that stands there k times counts k times, and intervals are narrower than the data allow: there are fewer examples than rows. If data are split after this, copies land on both sides (D31).",
		Evidence: fmt.Sprintf("%s: %d of %d pairs repeat an earlier one with the same label, %d of them positive.", capital(p.Name), p.Repeated, p.Pairs, p.RepeatedOf),
		Fix:      "Keep one of each, with its number as weight if the repetition means something:\n    table.drop_duplicates()                              # pandas; or sort -u",
		Confirm:  "Count the different pairs: as many as rows.",
		Numbers:  map[string]float64{"repeated": float64(p.Repeated), "pairs": float64(p.Pairs), "repeated_positives": float64(p.RepeatedOf)},
	}, true
}

func contradictory(p Part) (Finding, bool) {
	n := p.Contradictory + p.Disputed
	if n == 0 || p.of(n) < leak && float64(n) < leak*float64(p.Positives) {
		return Finding{}, false
	}
	return Finding{
		ID: "D55", Severity: Warning,
		Title:    fmt.Sprintf("%d pairs of %s are labelled both positive and negative", n, the(p.Name)),
		Verdict:  "No model can be right about both copies. That bounds every metric, recall of rare positives first.",
		Evidence: fmt.Sprintf("%s: %d different pairs carry both labels within it, %d another label than in the training data. There are %d positives.", capital(p.Name), p.Contradictory, p.Disputed, p.Positives),
		Fix:      "Look at them, decide, and keep one label of each; if they are many, ask who labelled what, and measure agreement.",
		Confirm:  "Count the pairs with both labels again: there are none.",
		Numbers:  map[string]float64{"contradictory": float64(p.Contradictory), "disputed": float64(p.Disputed), "positives": float64(p.Positives)},
	}, true
}

func emptySequences(p Part) (Finding, bool) {
	if p.of(p.Empty) < leak && float64(p.EmptyOf) < leak*float64(p.Positives) || p.Empty == 0 {
		return Finding{}, false
	}
	return Finding{
		ID: "D71", Severity: Warning,
		Title:    fmt.Sprintf("%d pairs of %s have an empty sequence", p.Empty, the(p.Name)),
		Verdict:  "There is nothing to compare in them: a score tells how often such pairs are positive, not whether this one is. Usually a column has no value, a join found no partner, or cleaning left nothing.",
		Evidence: fmt.Sprintf("%s: %d of %d pairs, %d of them positive; %d of all are positive.", capital(p.Name), p.Empty, p.Pairs, p.EmptyOf, p.Positives),
		Fix:      "Find out where they come from. Leave them out before the split, or decide them by a rule, and report them apart:\n    table[(table.a != \"\") & (table.b != \"\")]               # pandas",
		Confirm:  "Count the pairs with an empty sequence again: there are none.",
		Numbers:  map[string]float64{"empty": float64(p.Empty), "empty_positives": float64(p.EmptyOf), "pairs": float64(p.Pairs)},
	}, true
}

// ordered finds rows that are sorted by label. In a random order the number of runs
// of equal labels is about 2 n₁ n₀ / n (Wald and Wolfowitz 1940), with a deviation
// of about that over √n. Rows that are grouped, such as by question, have long runs too, but
// both classes in every fifth.
func ordered(p Part) (Finding, bool) {
	n, n1 := float64(p.Pairs), float64(p.Positives)
	n0 := n - n1
	if p.Runs == 0 || min(n1, n0) < tellable {
		return Finding{}, false
	}
	expected := 2*n1*n0/n + 1
	deviation := math.Sqrt((expected - 1) * (expected - 2) / (n - 1))
	if float64(p.Runs) > expected/4 || float64(p.Runs) > expected-8*deviation || !p.lacking() {
		return Finding{}, false
	}
	return Finding{
		ID: "D60", Severity: Warning,
		Title:   fmt.Sprintf("The rows of %s are in the order of their labels", the(p.Name)),
		Verdict: "Whoever takes the last rows for validation, makes folds without shuffling, or trains on batches in this order, gets parts with hardly an example of one class.",
		Evidence: fmt.Sprintf("%s: the labels change %d times in %d rows; in a random order they would change about %.0f times. The fifths of the rows hold %d positives.",
			capital(p.Name), p.Runs-1, p.Pairs, expected-1, p.Fifths),
		Fix:     "Shuffle before anything is cut off, and split by class:\n    split, err := pairs.Split(data.Grouped, seed)        # shuffles\n    KFold(shuffle=True), or StratifiedKFold               # sklearn.model_selection",
		Confirm: "Count the positives of each fold: they are about equal.",
		Numbers: map[string]float64{"runs": float64(p.Runs), "expected": expected},
	}, true
}

// lacking says whether some fifth of the rows holds less than a tenth of its share of a class.
func (p Part) lacking() bool {
	n := int64(len(p.Fifths))
	for i, positives := range p.Fifths {
		rows := (int64(i+1)*p.Pairs+n-1)/n - (int64(i)*p.Pairs+n-1)/n
		if 10*n*positives < p.Positives || 10*n*(rows-positives) < p.Pairs-p.Positives {
			return true
		}
	}
	return false
}

// sharedIDs finds ids that stand in two files of predictions.
func sharedIDs(e Evidence) (Finding, bool) {
	if e.Train == nil || e.Train.ID == nil {
		return Finding{}, false
	}
	seen := make(map[string]bool, len(e.Train.ID))
	for _, id := range e.Train.ID {
		seen[id] = true
	}
	for _, p := range e.tables() {
		if p.table == e.Train || p.table.ID == nil {
			continue
		}
		both, positive := int64(0), int64(0)
		for i, id := range p.table.ID {
			if seen[id] {
				both++
				if p.table.Labels[i] {
					positive++
				}
			}
		}
		// Ids that count the rows of each file are no names: they agree by place.
		if f, ok := sharedPairs(Part{Name: p.name, Pairs: int64(len(p.table.ID)), Shared: both, SharedOf: positive}); ok && !countsRows(e.Train.ID, p.table.ID) {
			f.Evidence = fmt.Sprintf("%s: %d of %d ids, %d of them positive, stand in the training predictions too.", capital(p.name), both, len(p.table.ID), positive)
			return f, true
		}
	}
	return Finding{}, false
}

// countsRows says whether two lists of ids begin alike, as row numbers do.
func countsRows(a, b []string) bool {
	n := min(len(a), len(b), manyRows)
	for i := range n {
		if a[i] != b[i] {
			return false
		}
	}
	return n > 0
}

const (
	// unlikely is the probability of a difference in shares that no one draws: z = 5.
	unlikely = 5

	// farShare is how many times as large one share must be: smaller differences are real,
	// but harmless.
	farShare = 1.5
)

// shiftedShares finds a split whose share of positives is not that of the training
// data (two-proportion z test).
func shiftedShares(e Evidence) (Finding, bool) {
	var train *classes
	all := e.counts()
	for i := range all {
		if all[i].train {
			train = &all[i]
		}
	}
	if train == nil {
		return Finding{}, false
	}
	for _, c := range all {
		if c.train || c.positives+c.negatives == 0 || train.positives == 0 {
			continue
		}
		n1, n2 := float64(train.positives+train.negatives), float64(c.positives+c.negatives)
		p1, p2 := train.prevalence(), c.prevalence()
		pooled := float64(train.positives+c.positives) / (n1 + n2)
		z := math.Abs(p1-p2) / math.Sqrt(pooled*(1-pooled)*(1/n1+1/n2))
		if !(z > unlikely) || max(p1, p2) < farShare*min(p1, p2) {
			continue
		}
		return Finding{
			ID: "D33", Severity: Warning,
			Title:    fmt.Sprintf("%s holds %s positives, the training data %s", capital(c.name), number(p2), number(p1)),
			Verdict:  "The parts were not drawn alike: the last rows were taken as they stood, or one part was resampled. Average precision, precision and F1 change with the share, so they cannot be compared; and probabilities learned at one share are wrong at the other.",
			Evidence: fmt.Sprintf("Training data: %d positives of %.0f. %s: %d of %.0f. The difference is %.0f standard errors.", train.positives, n1, capital(c.name), c.positives, n2, z),
			RuledOut: []string{"Chance: five standard errors come once in two million draws."},
			Fix:      fixSplit(e.framework()) + "\nIf the training part was resampled on purpose, correct its probabilities: odds x (π'/(1-π')) / (π/(1-π)):\n    state.ShiftScores(from, to)",
			Confirm:  "Count the labels of each part: the shares agree within their noise.",
			Numbers:  map[string]float64{"train_prevalence": p1, "prevalence": p2, "z": z},
		}, true
	}
	return Finding{}, false
}
