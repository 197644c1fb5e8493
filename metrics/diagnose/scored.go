package diagnose

import (
	"math"
	"slices"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/predictions"
)

// scored is one file of predictions that has both classes.
type scored struct {
	name       string
	table      *predictions.Table
	threshold  float64
	confusion  metrics.Confusion
	auc, ap    metrics.Value
	positives  int64
	prevalence float64
	state      *metrics.State

	examples  int     // of weight above 0
	none, all bool    // every example is predicted negative, or positive
	least     float64 // score
	greatest  float64
	edge      float64 // share of scores within 1e-6 of the end where they pile up
	distinct  int     // different scores, counted up to 3
}

// spike is how near to 0 or 1 a score counts as saturated: ten times the 1e-7
// clip, and a logit of ±13.8.
const spike = 1e-6

// fewPositives: with fewer, no reading of the ranking means anything (the
// standard error of an AUC without skill is 0.29/√4 = 0.14), and a sound model
// of rare positives may well predict none of them.
const fewPositives = 5

// scores reads every file of predictions of the evidence that has both classes.
func scores(e Evidence) []scored {
	if e.memo != nil {
		return e.memo.scored
	}
	var all []scored
	for _, part := range e.tables() {
		state, err := part.table.State()
		if err != nil || state.Positives() == 0 || state.Negatives() == 0 {
			continue
		}
		all = append(all, scoredOf(part.name, part.table, state, e.threshold()))
	}
	return all
}

// part is one split's predictions.
type part struct {
	name  string
	table *predictions.Table
}

// tables are the predictions that have rows.
func (e Evidence) tables() []part {
	var all []part
	for _, p := range []part{{"training data", e.Train}, {"validation data", e.Valid}, {"test data", e.Test}} {
		if p.table == nil || len(p.table.Scores) == 0 {
			continue
		}
		if e.Train == nil && e.Valid == nil && e.Manifest == nil {
			p.name = "the predictions"
		}
		all = append(all, p)
	}
	return all
}

func scoredOf(name string, t *predictions.Table, state *metrics.State, threshold float64) scored {
	s := scored{name: name, table: t, state: state, threshold: threshold,
		confusion: state.At(threshold), auc: state.ROCAUC(), ap: state.AveragePrecision(),
		positives: state.Positives(), prevalence: state.Prevalence().V,
		least: math.Inf(1), greatest: math.Inf(-1)}
	low, high := 0, 0
	values := make([]float64, 0, 3)
	for i, v := range t.Scores {
		if t.Weights != nil && t.Weights[i] == 0 {
			continue
		}
		s.examples++
		if len(values) < 3 && !slices.Contains(values, v) {
			values = append(values, v)
		}
		s.least, s.greatest = min(s.least, v), max(s.greatest, v)
		if v <= spike {
			low++
		}
		if v >= 1-spike {
			high++
		}
	}
	s.distinct = len(values)
	s.edge = float64(max(low, high)) / float64(s.examples)
	rows := s.confusion.Rows
	s.none = rows.TP+rows.FP == 0
	s.all = rows.TN+rows.FN == 0
	return s
}

func (s scored) oneClass() bool { return s.none || s.all }

func (s scored) constant() bool { return s.least == s.greatest }

// skilled says whether the scores rank better than chance: their ROC AUC's 95 %
// interval lies above 0.5 and is more than noise away from it.
func (s scored) skilled() bool {
	if s.auc.Undefined != "" || s.constant() {
		return false
	}
	return s.auc.V > ranks && (s.auc.NoInterval != "" || s.auc.Lo > 0.5)
}

// inverted says whether the scores rank the negatives first, by more than noise.
func (s scored) inverted() bool {
	return !s.constant() && s.auc.Undefined == "" && s.auc.V < 0.5-noRanking && s.positives >= fewPositives &&
		(s.auc.NoInterval != "" || s.auc.Hi < 0.5)
}

// unskilled says whether the AUC is compatible with chance.
func (s scored) unskilled() bool {
	return s.constant() || s.auc.NoInterval == "" && s.auc.Lo <= 0.5 || s.auc.V <= 0.5+noRanking
}

// saturated says whether nearly all scores pile up at one end, those of both
// classes: 99 of 100, because a few odd inputs escape.
func (s scored) saturated() bool { return s.edge >= 0.99 }

// collapsedScores are the files in which one class is predicted and the scores do
// not tell the classes apart either.
func collapsedScores(e Evidence) []scored {
	var all []scored
	for _, s := range scores(e) {
		if s.oneClass() && !s.skilled() && !s.inverted() && (s.positives >= fewPositives || s.constant() || s.saturated()) {
			all = append(all, s)
		}
	}
	return all
}
